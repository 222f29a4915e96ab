"""Nothing that a machine has translated is shown without saying so, in the language of the page."""

import pytest
from sqlalchemy import select

from directory import clock
from directory.listings.drafts import Words
from directory.listings.models import Activity, WrittenBy
from directory.translating.actions import save_text, text_still_right
from directory.translating.queries import texts_of
from tests.site import fullest_centre, read_html
from tests.staff_site import own_site

MARKS = {
    "pl": ("(tłumaczenie automatyczne)", "To tłumaczenie automatyczne."),
    "ar": ("(ترجمة آلية)", "ترجمت آلة هذه الكلمات"),
    "ro": ("(translated by a machine)", "These words were translated by a machine"),
}
every_mark = pytest.mark.parametrize("language", MARKS)


@pytest.fixture
def own(sample_runtime, tmp_path):
    with own_site(sample_runtime, tmp_path / "site") as opened:
        yield opened


@pytest.fixture
def listing(own, sample_runtime):
    """A listing of this week, by its slug, with machine-made words in three languages."""
    centre = fullest_centre(sample_runtime)
    with own.runtime.database.unit_of_work() as db:
        activity = db.scalars(
            select(Activity)
            .where(Activity.type_key == "stay-and-play", Activity.centre.has(slug=centre))
            .order_by(Activity.id)
        ).first()
        for language in MARKS:
            text = next(one for one in texts_of(db, activity.id).texts if one.language == language)
            save_text(
                db,
                activity.id,
                language,
                Words(f"Zmaszynowane {language}", "Maszyna napisała."),
                as_seen=text.mark,
                text_version=activity.text_version,
                by=WrittenBy.MACHINE,
                who="Amina",
                now=clock.now(),
            )
        slug = activity.slug
    own.runtime.index.catch_up(own.runtime.database, now=clock.now())
    own.restart()
    return slug


def marked(page: str, language: str) -> list[bool]:
    """For each place that shows the name in a page's body, whether the mark follows it."""
    text = read_html(page).one("main").text
    return [
        after.startswith(f" {MARKS[language][0]}") for after in text.split(f"Zmaszynowane {language}")[1:]
    ]


@every_mark
def test_in_lists_the_mark_stands_beside_the_name(own, listing, sample_runtime, language):
    centre = fullest_centre(sample_runtime)
    pages = [
        f"/{language}/find?q=Zmaszynowane",
        f"/{language}/centre/{centre}",
        f"/{language}/centre/{centre}/week?from=2026-11-30",
    ]

    for address in pages:
        found = marked(own.stranger().get(address).text, language)
        assert found, address
        assert all(found), address


@every_mark
def test_on_its_own_page_a_note_says_so_and_leads_to_the_english(own, listing, language):
    page = read_html(own.stranger().get(f"/{language}/session/{listing}").text)

    notes = [note for note in page.all("p") if note.attrs.get("class") == "note"]
    (note,) = [note for note in notes if MARKS[language][1] in note.text]
    assert note.one("a").attrs["href"] == f"/en/session/{listing}"
    assert not [meta for meta in page.all("meta") if meta.attrs.get("name") == "description"]


def test_in_calendars_and_in_data_too(own, listing):
    calendar = own.stranger().get(f"/pl/session/{listing}.ics").get_data(as_text=True).replace("\r\n ", "")
    found = own.stranger().get("/pl/find.json?q=Zmaszynowane").get_json()["results"]

    assert "Zmaszynowane pl (tłumaczenie automatyczne)" in calendar
    assert [one["name_by_machine"] for one in found if one["name"] == "Zmaszynowane pl"] == [True]


def test_once_a_person_has_read_it_nothing_is_said_any_more(own, listing):
    with own.runtime.database.unit_of_work() as db:
        activity = db.scalars(select(Activity).where(Activity.slug == listing)).one()
        text = next(one for one in texts_of(db, activity.id).texts if one.language == "pl")
        text_still_right(
            db,
            activity.id,
            "pl",
            as_seen=text.mark,
            text_version=activity.text_version,
            who="Amina",
            now=clock.now(),
        )

    shown = own.stranger().get(f"/pl/session/{listing}").text

    assert "Zmaszynowane pl" in shown
    assert "automatyczne" not in shown
