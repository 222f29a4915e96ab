"""A centre's listings, kept by those who work there: as pages and forms."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory import clock
from directory.errors import NotFound
from directory.listings.drafts import Words
from directory.listings.editing import listing_to_edit
from directory.listings.models import Activity, Cost, Delivery, StaleListing, Status
from directory.listings.queries import activity_page
from directory.listings.schedules import set_slot
from directory.listings.sections import SECTIONS
from directory.listings.session_types import session_types
from directory.locales import LOCALES
from directory.places.models import Centre, Venue
from directory.web.staff.listings import forms, wording
from directory.words import labels
from tests.builders import NOW, a_draft, a_slot, keep
from tests.site import read_html
from tests.staff_site import FOREIGN, NEXT_DOOR, OWN

TYPED = {"name", "summary", "cost_pence", "book_phone", "book_url", "capacity", "organisations"}
TWO_MORE_MINUTES = timedelta(minutes=2)


@pytest.fixture
def amina(staff_site):
    return staff_site.signed_in("worker")


@pytest.fixture
def listed(staff_site):
    """Make a listing of a centre: `listed("orchard", name="Messy play")`; returns its number."""

    def made(centre=OWN, **details):
        with staff_site.runtime.database.unit_of_work() as db:
            there = db.scalars(select(Centre).where(Centre.external_id == centre)).one()
            venue = db.scalars(select(Venue).where(Venue.centre_id == there.id)).one()
            usual = {"name": "Little Ducks", "external_id": f"{centre}-{details}", "venue_id": venue.id}
            return keep(db, a_draft(there, **usual | details)).id

    return made


@pytest.fixture
def held(staff_site):
    """What the database holds of a listing now."""

    def look(activity_id):
        with staff_site.runtime.database.read() as db:
            return db.get_one(Activity, activity_id)

    return look


def seen(page):
    return next(each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "seen")


def form_fields(page, action):
    """What a browser would send of the form that leads to an address, if nothing were typed."""
    (form,) = [each for each in page.all("form") if each.attrs.get("action") == action]
    found = {}
    for each in form.all("input"):
        if each.attrs["type"] not in ("checkbox", "radio") or "checked" in each.attrs:
            found.setdefault(each.attrs["name"], []).append(each.attrs.get("value", ""))
    for each in form.all("textarea"):
        found[each.attrs["name"]] = ["".join(text for text, _ in each.texts()).removeprefix("\r\n")]
    for each in form.all("select"):
        chosen = [one.attrs["value"] for one in each.all("option") if "selected" in one.attrs]
        found[each.attrs["name"]] = chosen or [next(each.all("option")).attrs["value"]]
    return found


def save(person, activity_id, section, /, **fields):
    """Open the page, change some fields of a section, and save it."""
    to = f"/staff/listings/{activity_id}/{section}"
    shown = form_fields(person.look(f"/staff/listings/{activity_id}"), to)
    return person.post(to, data=shown | fields)


# Finding


def test_a_worker_sees_her_centre_s_listings_and_no_others(amina, listed):
    listed(name="Zebra group")
    listed(FOREIGN, name="Zebra club")

    page = amina.look("/staff/listings?q=zebra")

    assert [heading.text for heading in page.all("h2") if "Zebra" in heading.text] == ["Zebra group"]


def test_a_list_is_narrowed_down_without_script(amina, listed):
    listed(name="Zebra group", status=Status.DRAFT)
    listed(name="Zebra club")

    drafts = amina.look("/staff/listings?q=zebra&show=draft").text
    public = amina.look("/staff/listings?q=zebra&show=published").text

    assert ("Zebra group" in drafts, "Zebra club" in drafts) == (True, False)
    assert ("Zebra group" in public, "Zebra club" in public) == (False, True)


@pytest.mark.parametrize(
    "query", ["q=%00", "centre=x", "centre=" + "9" * 30, "page=" + "9" * 30, "show=all", "page=0", "page=x"]
)
def test_a_list_asked_for_oddly_is_a_list(amina, query):
    assert amina.get(f"/staff/listings?{query}").status_code in (200, 400)


# Another centre's


@pytest.mark.parametrize("way", ["", "/what", "/history", "/preview"])
@pytest.mark.parametrize("whose", [FOREIGN, NEXT_DOOR])
def test_another_centre_s_listing_is_not_there(amina, listed, way, whose):
    foreign = listed(whose)

    assert amina.get(f"/staff/listings/{foreign}{way}").status_code == 404
    assert amina.get(f"/staff/listings/999999{way}").status_code == 404


@pytest.mark.parametrize(
    ("way", "fields"),
    [
        ("/what", {"name": "Mine", "seen": 0}),
        ("/publish", {}),
        ("/withdraw", {}),
        ("/bring-back", {}),
        ("/copy", {"dates": "yes"}),
        ("/restore", {"before": 1}),
    ],
)
def test_another_centre_s_listing_cannot_be_changed(amina, listed, held, way, fields):
    foreign = listed(FOREIGN)

    answer = amina.submit("/staff/listings/new", f"/staff/listings/{foreign}{way}", **fields)

    assert answer.status_code == 404
    assert (held(foreign).name, held(foreign).version, held(foreign).status) == (
        "Little Ducks",
        1,
        Status.PUBLISHED,
    )


def test_a_listing_cannot_be_begun_at_or_moved_to_another_centre(amina, listed, staff_site, held):
    theirs, own = staff_site.centre(FOREIGN), listed()

    begun = amina.submit("/staff/listings/new", type_key="stay-and-play", centre_id=theirs)
    moved = save(amina, own, "where", centre_id=theirs)

    assert begun.status_code == 404
    assert moved.status_code == 422
    assert held(own).centre_id == staff_site.centre(OWN)


@pytest.mark.parametrize(("role", "status"), [("volunteer", 403), ("reporter", 403), ("manager", 200)])
def test_only_those_who_keep_listings_come_in(staff_site, role, status):
    assert staff_site.signed_in(role).get("/staff/listings").status_code == status


def test_a_lead_keeps_listings_of_her_whole_cluster(staff_site, listed):
    listing = listed(NEXT_DOOR)

    assert staff_site.signed_in("lead").get(f"/staff/listings/{listing}").status_code == 200


# Beginning


def test_kinds_are_found_by_what_people_call_them(amina):
    page = amina.look("/staff/listings/new?q=mums+and+tots")

    assert "1 kind for “mums and tots”" in page.text
    assert "stay-and-play" in {button.attrs.get("value") for button in page.all("button")}


def test_every_kind_can_be_picked_without_searching(amina):
    page = amina.look("/staff/listings/new")

    offered = {button.attrs.get("value") for button in page.all("button")}
    assert set(session_types()) <= offered


def test_from_a_template_to_families_eyes(amina, staff_site, held):
    answer = amina.submit("/staff/listings/new", type_key="stay-and-play", centre_id=staff_site.centre())
    path = answer.location
    activity_id = int(path.rsplit("/", 1)[1])
    told = amina.look(path).text
    with staff_site.runtime.database.unit_of_work() as db:
        activity = listing_to_edit(db, activity_id)
        set_slot(db, activity, None, a_slot(), version=0, who="Amina", now=NOW)

    save(amina, activity_id, "cost", cost="free")
    published = amina.submit(path, f"{path}/publish")

    assert "Say when it happens: there is no date to come." in told
    assert "Say what it costs." in told
    assert published.status_code == 303
    assert "Families can see it now." in amina.look(path).text
    slug = held(activity_id).slug
    assert staff_site.stranger().get(f"/en/session/{slug}").status_code == 200
    with staff_site.runtime.database.read() as db:
        assert db.scalars(select(StaleListing).where(StaleListing.activity_id == activity_id)).all()


def test_what_is_not_ready_is_not_published_and_says_why(amina, listed, held):
    draft = listed(status=Status.DRAFT, cost=Cost.UNKNOWN)
    path = f"/staff/listings/{draft}"

    amina.submit(path, f"{path}/publish")

    page = amina.look(path).text
    assert "Not yet: something is still missing." in page
    assert "Say what it costs." in page
    assert held(draft).status is Status.DRAFT


def test_publishing_twice_is_told_kindly(amina, listed):
    path = f"/staff/listings/{listed()}"

    answer = amina.submit(path, f"{path}/publish")

    assert answer.status_code == 303
    assert "Somebody has done that already." in amina.look(path).text


def test_taken_away_families_do_not_see_it_and_it_comes_back_as_a_draft(amina, listed, held, staff_site):
    activity_id = listed()
    path, public = f"/staff/listings/{activity_id}", f"/en/session/{held(activity_id).slug}"

    amina.submit(path, f"{path}/withdraw")
    gone = staff_site.stranger().get(public).status_code
    amina.submit(path, f"{path}/bring-back")

    assert gone == 404
    assert held(activity_id).status is Status.DRAFT


def test_a_copy_is_a_draft_of_its_own(amina, listed, held):
    first = listed()
    path = f"/staff/listings/{first}"

    answer = amina.submit(path, f"{path}/copy", dates="no")

    second = int(answer.location.rsplit("/", 1)[1])
    assert (held(second).name, held(second).status) == ("Little Ducks", Status.DRAFT)
    assert held(first).status is Status.PUBLISHED


# Saving a section


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_saved_as_it_is_shown_changes_nothing(amina, listed, held, name):
    activity_id = listed(
        description="More.\n\nAnd more.",
        youngest_months=7,
        oldest_months=43,
        pregnancy=True,
        cost=Cost.PRICE,
        cost_pence=250,
        book_phone="01632 960456",
        book_url="https://book.example/x",
        capacity=12,
        languages=("en", "hr"),
        features=("creche",),
        organisations=("Hexshire Library", "NHS"),
        programme="Baby Steps",
    )

    answer = save(amina, activity_id, name)

    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert held(activity_id).version == 1


@pytest.mark.parametrize(
    ("name", "fields", "held_now"),
    [
        (
            "what",
            {"name": " Big  Ducks ", "summary": "Pond\r\nlife."},
            {"name": "Big Ducks", "summary": "Pond life."},
        ),
        ("what", {"description": "One.\r\n\r\nTwo."}, {"description": "One.\n\nTwo."}),
        (
            "who",
            {"youngest_months": "", "oldest_months": "", "adults": "y"},
            {"youngest_months": None, "adults": True},
        ),
        ("where", {"delivery": "online"}, {"delivery": Delivery.ONLINE, "venue_id": None}),
        ("cost", {"cost": "price", "cost_pence": "£2.50"}, {"cost": Cost.PRICE, "cost_pence": 250}),
        ("cost", {"cost": "donation", "cost_pence": "3"}, {"cost": Cost.DONATION, "cost_pence": None}),
        (
            "getting-in",
            {"book_phone": "01632960456", "capacity": "8"},
            {"book_phone": "01632 960456", "capacity": 8},
        ),
        ("getting-in", {"book_url": "book.example/x"}, {"book_url": "https://book.example/x"}),
        ("spoken", {"languages": ["pl", "bsl"]}, {"languages": ["pl", "bsl"]}),
        ("extras", {"organisations": "NHS\n\n NHS \nLibrary"}, {"organisations": ["NHS", "Library"]}),
    ],
)
def test_a_section_is_kept_as_she_meant_it(amina, listed, held, name, fields, held_now):
    activity_id = listed()

    answer = save(amina, activity_id, name, **fields)

    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert answer.location.endswith(f"?saved={name}#{name}")
    assert f"Saved: {wording.SECTIONS[name]}." in amina.look(answer.location).text
    assert {field: getattr(held(activity_id), field) for field in held_now} == held_now


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("what", {"name": " "}, "Enter a name, such as “Stay and play”."),
        ("what", {"summary": "x" * 401}, "This is too long: there is room for 400 letters."),
        (
            "who",
            {"youngest_months": "24", "oldest_months": "11"},
            "The oldest child is younger than the youngest. Change one of the two ages.",
        ),
        ("who", {"youngest_months": ""}, "Choose the youngest age too, or no age at all."),
        ("who", {"youngest_months": "1000000"}, "Choose one from the list."),
        ("who", {"offer": "everyone"}, "Choose one from the list."),
        ("where", {"venue_id": ""}, "Choose where it happens."),
        ("where", {"venue_id": "999999"}, "Choose one from the list."),
        ("cost", {"cost": "price", "cost_pence": ""}, "Enter the price in pounds, such as 2 or 2.50."),
        ("cost", {"cost": "price", "cost_pence": "cheap"}, "Enter the price in pounds, such as 2 or 2.50."),
        ("cost", {"cost": "price", "cost_pence": "-1"}, "Enter the price in pounds, such as 2 or 2.50."),
        ("getting-in", {"book_phone": "ask Amina"}, "Enter one British phone number, such as 01632 960 123."),
        ("getting-in", {"book_url": "javascript:alert(1)"}, "Enter a web address, such as example.org/book."),
        ("getting-in", {"capacity": "a dozen"}, "Enter a whole number of places, such as 12."),
        ("getting-in", {"capacity": "0"}, "Enter a number of places from 1 to 10,000."),
        ("spoken", {"languages": ["xx"]}, "Choose one from the list."),
        ("extras", {"features": ["pool"]}, "Choose one from the list."),
        ("extras", {"organisations": "\n".join("abcdefghijk")}, "These are too many: name at most 10."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_what_she_typed_stays(amina, listed, held, name, fields, sentence):
    activity_id = listed()

    answer = save(amina, activity_id, name, **fields)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count(sentence) == 2  # at the top and beside the field
    assert "<title>Error: " in page
    offered = form_fields(read_html(page), f"/staff/listings/{activity_id}/{name}")
    for field in fields.keys() & TYPED:
        assert offered[field] == [fields[field]]
    assert held(activity_id).version == 1


def test_the_sentence_at_the_top_leads_to_the_field(amina, listed):

    page = read_html(save(amina, listed(), "where", venue_id="").get_data(as_text=True))

    (link,) = [each.attrs["href"] for each in page.all("a") if each.text == "Choose where it happens."]
    assert link.removeprefix("#") in {each.attrs.get("id") for each in page.all("select")}


def test_a_small_correction_leaves_translations_current(amina, listed, held):
    activity_id = listed(words={"pl": Words("Kaczuszki")})

    save(amina, activity_id, "what", name="Little ducks", minor="y")
    after_a_correction = held(activity_id).text_version
    save(amina, activity_id, "what", name="Big ducks")

    assert (after_a_correction, held(activity_id).text_version) == (1, 2)


def test_a_kind_that_keeps_people_safe_is_offered_hidden_places_only(amina, staff_site):
    begun = amina.submit(
        "/staff/listings/new", type_key="freedom-programme", centre_id=staff_site.centre()
    ).location

    (select_,) = [each for each in amina.look(begun).all("select") if each.attrs["name"] == "venue_id"]
    offered = [each.text for each in select_.all("option")][1:]

    assert offered
    assert all(text.endswith("(hidden)") for text in offered)


def test_an_ordinary_session_is_offered_no_hidden_place(amina, listed):
    assert "(hidden)" not in amina.get(f"/staff/listings/{listed()}").get_data(as_text=True)


def test_every_choice_a_listing_can_have_has_words():
    assert set(wording.FIELD_NAMES) >= set(wording.FIELDS)
    assert set(forms.FORMS) == set(wording.SECTIONS) == set(SECTIONS)
    for name, section in SECTIONS.items():
        assert set(section.__dataclass_fields__) <= set(forms.FORMS[name](meta={"csrf": False})._fields)
    for rule in wording.Rule:
        assert (
            rule in wording.FAULTS
            or rule.endswith("_not_needed")
            or rule
            in (
                wording.Rule.ONE_AGE_ONLY,
                wording.Rule.OUT_OF_RANGE,
            )
        )
    assert set(labels.FEATURE) >= set(forms.FEATURES)


# Two people, two tabs, the back button


def test_the_second_of_two_sees_both_and_keeps_hers(amina, staff_site, listed, held):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"
    opened = form_fields(amina.look(path), f"{path}/what")
    with clock.frozen(NOW + TWO_MORE_MINUTES):
        save(staff_site.signed_in("manager"), activity_id, "what", name="Play morning")

    told = amina.post(f"{path}/what", data=opened | {"name": "Big Ducks", "summary": "Pond life."})

    page = told.get_data(as_text=True)
    assert told.status_code == 409
    assert "Zuzanna changed the same thing" in page
    assert ("Play morning" in page, "Big Ducks" in page) == (True, True)
    assert held(activity_id).name == "Play morning"

    offered = form_fields(read_html(page), f"{path}/what")
    answer = amina.post(f"{path}/what", data=offered)
    assert answer.status_code == 303
    assert (held(activity_id).name, held(activity_id).summary) == ("Big Ducks", "Pond life.")


def test_the_second_of_two_may_leave_the_other_s_and_loses_nothing_else(amina, staff_site, listed, held):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"
    opened = form_fields(amina.look(path), f"{path}/what")
    save(staff_site.signed_in("manager"), activity_id, "what", name="Play morning")
    told = amina.post(f"{path}/what", data=opened | {"name": "Big Ducks", "summary": "Pond life."})

    offered = form_fields(read_html(told.get_data(as_text=True)), f"{path}/what")
    amina.post(f"{path}/what", data=offered | {"choose-name": "theirs"})

    assert (held(activity_id).name, held(activity_id).summary) == ("Play morning", "Pond life.")


def test_two_tabs_of_one_person_on_two_sections_both_save(amina, listed, held):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"
    page = amina.look(path)
    first, second = (form_fields(page, f"{path}/{name}") for name in ("what", "cost"))

    amina.post(f"{path}/what", data=first | {"name": "Big Ducks"})
    answer = amina.post(f"{path}/cost", data=second | {"cost": "donation"})

    assert answer.status_code == 303
    assert (held(activity_id).name, held(activity_id).cost) == ("Big Ducks", Cost.DONATION)


def test_a_form_sent_again_with_the_back_button_changes_nothing_more(amina, listed, held):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"
    opened = form_fields(amina.look(path), f"{path}/what") | {"name": "Big Ducks"}

    amina.post(f"{path}/what", data=opened)
    again = amina.post(f"{path}/what", data=opened)

    assert again.status_code == 303
    assert held(activity_id).version == 2


def test_a_page_with_an_error_still_knows_what_she_had_seen(amina, staff_site, listed):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"
    opened = form_fields(amina.look(path), f"{path}/what")
    save(staff_site.signed_in("manager"), activity_id, "what", name="Play morning")

    wrong = amina.post(f"{path}/what", data=opened | {"name": ""})
    offered = form_fields(read_html(wrong.get_data(as_text=True)), f"{path}/what")
    told = amina.post(f"{path}/what", data=offered | {"name": "Big Ducks"})

    assert (wrong.status_code, told.status_code) == (422, 409)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_form_that_says_oddly_what_she_had_seen_changes_nothing_of_others(amina, listed, held, seen):
    activity_id = listed()
    save(amina, activity_id, "what", name="Play morning")

    answer = save(amina, activity_id, "what", name="Big Ducks", seen=seen)

    assert answer.status_code == 409
    assert held(activity_id).name == "Play morning"


# As families see it


@pytest.mark.parametrize("language", LOCALES)
def test_a_draft_is_seen_as_families_will_see_it_in_any_language(amina, listed, held, language, staff_site):
    draft = listed(status=Status.DRAFT, words={"pl": Words("Kaczuszki")})

    answer = amina.get(f"/staff/listings/{draft}/preview?language={language}")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Kaczuszki" if language == "pl" else "Little Ducks") in page
    assert f'<option value="{language}" lang="{language}"' in page
    with pytest.raises(NotFound), staff_site.runtime.database.read() as db:
        activity_page(db, held(draft).slug, language, now=NOW)


def test_an_unknown_language_is_english(amina, listed):
    assert '<html lang="en"' in amina.get(f"/staff/listings/{listed()}/preview?language=xx").get_data(
        as_text=True
    )


# Where it leads


def test_the_editor_leads_to_times_and_translations_and_one_tap_says_still_right(amina, listed, held):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"
    page = amina.look(path)

    leads = {link.attrs["href"] for link in page.all("a")}
    amina.post(f"/staff/check/{activity_id}", data=form_fields(page, f"/staff/check/{activity_id}"))

    assert {f"{path}/when", f"{path}/languages", f"{path}/history"} <= leads
    assert {amina.get(f"{path}/{way}").status_code for way in ("when", "languages", "history")} == {200}
    assert held(activity_id).assured_on == NOW.date()


# Looking back


def test_the_history_speaks_plainly(amina, listed):
    activity_id = listed()
    save(amina, activity_id, "cost", cost="price", cost_pence="2.50")
    save(amina, activity_id, "who", youngest_months="12", oldest_months="59")
    save(amina, activity_id, "where", delivery="online")

    told = amina.look(f"/staff/listings/{activity_id}/history").text

    for words in (
        "Amina",
        "Free → There is a charge",
        "nothing → £2.50",
        "Birth → 12 months",
        "In person → Online",
    ):
        assert words in told
    assert "Riverside Children’s Centre → nothing" in told or "Riverside" in told


def test_a_change_is_put_back_from_its_history(amina, listed, held):
    activity_id = listed()
    save(amina, activity_id, "what", name="Wrong")
    path = f"/staff/listings/{activity_id}/history"
    before = form_fields(amina.look(path), f"/staff/listings/{activity_id}/restore")["before"]

    with clock.frozen(NOW + TWO_MORE_MINUTES):
        amina.submit(path, f"/staff/listings/{activity_id}/restore", before=before)

    assert held(activity_id).name == "Little Ducks"
    assert "Put back." in amina.look(path).text


@pytest.mark.parametrize(
    ("before", "status"), [("", 303), ("0", 303), ("-1", 303), ("x", 303), ("99999999", 404), ("9" * 20, 303)]
)
def test_what_never_was_is_not_put_back(amina, listed, held, before, status):
    activity_id = listed()
    path = f"/staff/listings/{activity_id}"

    answer = amina.submit(path, f"{path}/restore", before=before)

    assert answer.status_code == status
    assert held(activity_id).version == 1


def test_nothing_is_begun_without_a_kind(amina, staff_site):
    answer = amina.submit("/staff/listings/new", centre_id=staff_site.centre())

    assert answer.location == "/staff/listings/new"


def test_a_slot_in_the_history_is_told_as_people_say_it(amina, listed, staff_site):
    activity_id = listed()
    with staff_site.runtime.database.unit_of_work() as db:
        activity = listing_to_edit(db, activity_id)
        slot = a_slot("FREQ=WEEKLY;BYDAY=TH")
        set_slot(db, activity, None, slot, version=0, who="Amina", now=NOW)

    told = amina.look(f"/staff/listings/{activity_id}/history").text

    assert "Every Thursday, 10:00 to 11:30, from 1 September 2026" in told
    assert "FREQ" not in told
