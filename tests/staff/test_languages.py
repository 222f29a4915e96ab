"""A listing's words in other languages, written beside the English: by people, or by a machine."""

import json

import pytest
from sqlalchemy import select

from directory.listings.editing import keep_fields
from directory.listings.models import Activity, ActivityText, TextState, WrittenBy, text_state
from directory.listings.session_types import session_types
from directory.translating.careful import needs_a_person
from directory.translating.template import words_of_template
from tests.builders import NOW
from tests.site import read_html, sample_runtime
from tests.staff_site import FOREIGN, OWN, own_site
from tests.translator import send, translator

__all__ = ["sample_runtime", "translator"]  # fixtures: tests ask for them by name


@pytest.fixture
def listing(staff_site):
    return number_of(staff_site)


def number_of(site, centre=OWN):
    """A listing of this centre in the words of its template, about neither health nor safety."""
    with site.runtime.database.read() as db:
        found = select(Activity).where(Activity.centre_id == site.centre(centre)).order_by(Activity.id)
        return next(
            activity.id
            for activity in db.scalars(found)
            if words_of_template(activity, kind_of(activity), "pl")
            and not needs_a_person(activity, kind_of(activity))
        )


def kind_of(activity):
    return session_types()[activity.type_key]


def kind(site, activity_id):
    with site.runtime.database.read() as db:
        return kind_of(db.get(Activity, activity_id))


def text(site, activity_id, language="pl"):
    with site.runtime.database.read() as db:
        return db.get(ActivityText, (activity_id, language))


def state(site, activity_id, language="pl"):
    with site.runtime.database.read() as db:
        version = db.get(Activity, activity_id).text_version
        return text_state(db.get(ActivityText, (activity_id, language)), text_version=version)


def english_changes(site, activity_id):
    with site.runtime.database.unit_of_work() as db:
        activity = db.get(Activity, activity_id)
        activity.summary, activity.text_version = "Now with a slide.", activity.text_version + 1


def form_of(page):
    """What the first form of a page holds."""
    form = next(each for each in page.all("form") if list(each.all("textarea")))
    fields = {each.attrs["name"]: each.attrs.get("value", "") for each in form.all("input")}
    fields.pop("reviewed")
    return fields | {area.attrs["name"]: area.text for area in form.all("textarea")}


def writes(person, address, to="", **words):
    return person.post(to or address, data=form_of(person.look(address)) | words)


def test_every_language_says_how_it_stands_the_councils_first(staff_site, signed_in, listing):
    english_changes(staff_site, listing)

    page = signed_in().look(f"/staff/listings/{listing}/languages")

    rows = [
        row.text for row in page.all("li") if "/languages/" in str([a.attrs["href"] for a in row.all("a")])
    ]
    assert len(rows) == 15
    assert rows[0].startswith("Polish Out of date")
    assert rows[1].startswith("Arabic Out of date")
    assert any(row.startswith("Somali Missing") for row in rows)


def test_what_is_written_is_what_families_read(staff_site, signed_in, listing):
    amina, address = signed_in(), f"/staff/listings/{listing}/languages/so"

    answer = writes(amina, address, name="Kaalay oo ciyaar", summary="Ciyaar iyo heeso.")

    assert (answer.status_code, answer.location) == (303, f"/staff/listings/{listing}/languages")
    assert text(staff_site, listing, "so").name == "Kaalay oo ciyaar"
    with staff_site.runtime.database.read() as db:
        slug = db.get(Activity, listing).slug
    assert amina.look(f"/so/session/{slug}").one("h1").text == "Kaalay oo ciyaar"


def test_each_field_is_in_the_direction_of_its_language_and_said_to_be(staff_site, signed_in, listing):
    page = signed_in().look(f"/staff/listings/{listing}/languages/ar")

    fields = [*page.all("textarea"), *(each for each in page.all("input") if each.attrs["name"] == "name")]
    assert {(each.attrs["lang"], each.attrs["dir"]) for each in fields} == {("ar", "rtl")}
    assert kind(staff_site, listing).summary["en"] in page.text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"name": "", "summary": "Zabawki"}, "Enter the name of the session in this language."),
        ({"name": "a" * 161, "summary": "Zabawki"}, "Keep the name to 160 letters."),
        ({"name": "Zabawa", "summary": "a" * 601}, "Keep it to 600 letters."),
    ],
)
def test_what_cannot_be_kept_says_what_to_do_and_keeps_what_was_typed(
    staff_site, signed_in, listing, words, sentence
):
    before = text(staff_site, listing).name

    page = writes(signed_in(), f"/staff/listings/{listing}/languages/pl", **words)

    assert sentence in page.text
    assert "<title>Error:" in page.text
    assert words["summary"] in page.text
    assert text(staff_site, listing).name == before


def test_the_second_of_two_sees_both_and_then_decides(staff_site, signed_in, listing):
    address = f"/staff/listings/{listing}/languages/pl"
    amina, zuzanna = signed_in(), signed_in("manager")
    seen_by_amina = form_of(amina.look(address))
    writes(zuzanna, address, name="Zabawy Zuzanny")

    refused = amina.post(address, data=seen_by_amina | {"name": "Zabawy Aminy"})

    assert "Somebody else saved other words meanwhile." in refused.text
    assert "Zabawy Zuzanny" in refused.text
    assert "Zabawy Aminy" in refused.text
    assert text(staff_site, listing).name == "Zabawy Zuzanny"

    amina.post(address, data=form_of(read_html(refused.text)))
    assert text(staff_site, listing).name == "Zabawy Aminy"


def test_what_still_says_the_same_needs_one_tap(staff_site, signed_in, listing):
    english_changes(staff_site, listing)
    amina, address = signed_in(), f"/staff/listings/{listing}/languages/pl"
    assert state(staff_site, listing) is TextState.OUTDATED

    writes(amina, address, to=f"{address}/still-right")

    assert state(staff_site, listing) is TextState.CURRENT
    assert text(staff_site, listing).reviewed


def test_what_the_english_said_then_stands_beside_what_it_says_now(staff_site, signed_in, listing):
    with staff_site.runtime.database.unit_of_work() as db:
        activity, was = db.get(Activity, listing), db.get(Activity, listing).summary
        keep_fields(db, activity, {"summary": "Now with a slide."}, who="Zuzanna", now=NOW)

    page = signed_in().look(f"/staff/listings/{listing}/languages/pl")

    assert page.one("s").text == was
    assert "Now with a slide." in page.text


def test_the_templates_words_can_be_taken_over_again(staff_site, signed_in, listing):
    amina, address = signed_in(), f"/staff/listings/{listing}/languages/pl"
    assert "Same as template" not in amina.get(address).text
    writes(amina, address, name="Inaczej")
    assert "Same as template" in amina.get(address).text

    amina.submit(address, to=f"{address}/template")

    assert text(staff_site, listing).name == kind(staff_site, listing).name["pl"]


@pytest.mark.parametrize("deed", ["", "/still-right", "/template", "/machine"])
@pytest.mark.parametrize("language", ["pl", "en", "xx"])
def test_another_centres_words_and_unknown_languages_are_not_there(staff_site, signed_in, deed, language):
    amina, foreign = signed_in(), number_of(staff_site, FOREIGN)
    own = number_of(staff_site)
    page = f"/staff/listings/{own}/languages/pl"

    assert amina.submit(page, to=f"/staff/listings/{foreign}/languages/{language}{deed}").status_code == 404
    if language != "pl":
        assert amina.submit(page, to=f"/staff/listings/{own}/languages/{language}{deed}").status_code == 404


def test_a_volunteer_does_not_translate(signed_in, listing):
    vera = signed_in("volunteer")

    for address in ("/staff/translations", f"/staff/listings/{listing}/languages"):
        assert vera.get(address).status_code == 403


def test_the_overview_shows_what_waits_and_on_demand_all(staff_site, signed_in, listing):
    amina = signed_in()
    english_changes(staff_site, listing)

    waiting = amina.look("/staff/translations")
    whole = amina.look("/staff/translations?show=all")

    def listed(page):
        return [link for link in page.one("main").all("a") if link.attrs["href"].endswith("/languages")]

    assert f"/staff/listings/{listing}/languages" in [link.attrs["href"] for link in listed(waiting)]
    assert "Polish: Out of date" in waiting.text
    assert len(listed(whole)) >= len(listed(waiting))


# A machine


@pytest.fixture
def with_machine(sample_runtime, translator, tmp_path):
    with own_site(sample_runtime, tmp_path / "machine", translate_url=translator.url) as site:
        yield site


def test_the_machines_words_are_marked_until_somebody_has_read_them(with_machine, translator):
    amina, listing = with_machine.signed_in(), number_of(with_machine)
    address = f"/staff/listings/{listing}/languages/ro"

    amina.submit(address, to=f"{address}/machine")

    found = text(with_machine, listing, "ro")
    assert (found.by, found.reviewed) == (WrittenBy.MACHINE, False)
    assert found.name == f"[ro] {kind(with_machine, listing).name['en']}"
    assert state(with_machine, listing, "ro") is TextState.MACHINE
    with with_machine.runtime.database.read() as db:
        slug = db.get(Activity, listing).slug
    assert "These words were translated by a machine" in amina.look(f"/ro/session/{slug}").text

    writes(amina, address, name="Joacă împreună")
    assert state(with_machine, listing, "ro") is TextState.CURRENT


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (429, b"{}", "The machine is busy."),
        (400, b'{"error": "ro is not supported"}', "does not translate into this language"),
        (500, b"", "gave no answer that is of use"),
        (200, b"<html>", "gave no answer that is of use"),
    ],
)
def test_a_machine_that_fails_changes_nothing_and_says_what_to_do(
    with_machine, translator, status, body, sentence
):
    translator.answer = lambda _asked, handler: send(handler, status, body)
    amina, listing = with_machine.signed_in(), number_of(with_machine)
    address = f"/staff/listings/{listing}/languages/ro"

    amina.submit(address, to=f"{address}/machine")

    assert sentence in amina.look(address).text
    assert text(with_machine, listing, "ro") is None


@pytest.mark.parametrize(
    "type_key", ["baby-clinic", "freedom-programme", "perinatal-wellbeing-group", "money-advice"]
)
def test_health_safety_and_who_may_come_are_never_sent_to_a_machine(with_machine, translator, type_key):
    carys = with_machine.signed_in("council")
    with with_machine.runtime.database.read() as db:
        listing = db.scalars(select(Activity.id).where(Activity.type_key == type_key)).first()
    address = f"/staff/listings/{listing}/languages/ro"

    assert "only people" in carys.get(address).text
    carys.submit(address, to=f"{address}/machine")
    assert "No machine translates this" in carys.get(address).text
    assert translator.asked == []
    assert text(with_machine, listing, "ro") is None


def test_where_there_is_no_machine_none_is_offered_nor_asked(staff_site, signed_in, listing):
    amina, address = signed_in(), f"/staff/listings/{listing}/languages/ro"
    assert "Ask the machine" not in amina.get(address).text

    amina.submit(address, to=f"{address}/machine")

    assert text(staff_site, listing, "ro") is None


def test_only_the_words_are_sent_to_the_machine_and_nothing_about_who_asks(with_machine, translator):
    amina, listing = with_machine.signed_in(), number_of(with_machine)
    address = f"/staff/listings/{listing}/languages/ro"

    amina.submit(address, to=f"{address}/machine")

    english = kind(with_machine, listing)
    assert {asked["q"] for asked in translator.asked} == {english.name["en"], english.summary["en"]}
    assert "Amina" not in json.dumps(translator.asked)
