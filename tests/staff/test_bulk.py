"""Staff change many sessions at once: look, do, undo."""

import pytest
from sqlalchemy import select

from directory.listings.models import Activity, BulkChange, Schedule
from directory.places.models import Venue
from tests.staff_site import FOREIGN, OWN, Person, StaffSite

TERM = {"old_first": "1/9/2026", "old_last": "18/12/2026", "new_first": "1/9/2026", "new_last": "11/12/2026"}


def shown(page: str) -> str:
    return page.split('name="shown" type="hidden" value="')[1].split('"')[0]


def agree(person: Person, path: str, **fields: object):
    """Look at what would change, then do it."""
    page = person.submit(path, **fields, do="look").get_data(as_text=True)
    return page, person.submit(path, **fields, do="apply", shown=shown(page))


@pytest.fixture
def rooms(staff_site: StaffSite) -> tuple[int, int]:
    """Where the centre holds things now, and another place of the council."""
    with staff_site.runtime.database.read() as db:
        own = staff_site.centre(OWN)
        now = db.scalars(
            select(Venue.id)
            .join(Activity, Activity.venue_id == Venue.id)
            .where(Activity.centre_id == own, Venue.centre_id == own)
        ).first()
        other = db.scalars(select(Venue.id).where(Venue.kind == "library", Venue.hidden.is_(False))).first()
        assert now
        assert other
        return now, other


def held_at(site: StaffSite, venue: int, key: str = OWN) -> int:
    with site.runtime.database.read() as db:
        ids = db.scalars(
            select(Activity.id).where(Activity.venue_id == venue, Activity.centre_id == site.centre(key))
        )
        return len(ids.all())


@pytest.fixture
def autumn(staff_site: StaffSite) -> int:
    """A session that ends with the term."""
    with staff_site.runtime.database.unit_of_work() as db:
        schedule = db.scalars(
            select(Schedule)
            .join(Activity)
            .where(
                Activity.centre_id == staff_site.centre(OWN), Schedule.rule.startswith("FREQ=WEEKLY;BYDAY")
            )
        ).first()
        assert schedule
        schedule.first_day = schedule.first_day.replace(year=2026, month=9, day=1)
        schedule.last_day = schedule.first_day.replace(month=12, day=18)
        return schedule.id


def last_day(site: StaffSite, schedule: int) -> str:
    with site.runtime.database.read() as db:
        return str(db.get_one(Schedule, schedule).last_day)


def test_a_plan_is_shown_and_nothing_done(staff_site, signed_in, rooms):
    before = held_at(staff_site, rooms[0])

    page = signed_in("worker").submit("/staff/bulk/venue", from_venue=rooms[0], to_venue=rooms[1], do="look")

    assert "What would change" in page.get_data(as_text=True)
    assert held_at(staff_site, rooms[0]) == before > 0


def test_a_place_is_changed_and_changed_back(staff_site, signed_in, rooms):
    amina = signed_in("worker")
    before = held_at(staff_site, rooms[0])
    agree(amina, "/staff/bulk/venue", from_venue=rooms[0], to_venue=rooms[1])
    during = held_at(staff_site, rooms[0])
    with staff_site.runtime.database.read() as db:
        change = db.scalars(select(BulkChange.id)).one()

    amina.submit("/staff/bulk", f"/staff/bulk/{change}/undo")

    assert (during, held_at(staff_site, rooms[0])) == (0, before)
    assert "Undone by Amina." in amina.look("/staff/bulk").text


def test_a_terms_dates_move(staff_site, signed_in, autumn):
    page, answer = agree(signed_in("worker"), "/staff/bulk/term", **TERM)

    assert "Last day: 18 December 2026 becomes 11 December 2026" in page
    assert answer.status_code == 303
    assert last_day(staff_site, autumn) == "2026-12-11"


def test_undoing_is_refused_in_words_when_something_was_changed_since(staff_site, signed_in, autumn):
    amina = signed_in("worker")
    agree(amina, "/staff/bulk/term", **TERM)
    with staff_site.runtime.database.unit_of_work() as db:
        db.get_one(Schedule, autumn).last_day = None
        change = db.scalars(select(BulkChange.id)).one()

    amina.submit("/staff/bulk", f"/staff/bulk/{change}/undo")

    assert "This cannot be undone:" in amina.look("/staff/bulk").text


def test_what_changed_since_it_was_shown_is_shown_again(staff_site, signed_in, autumn):
    amina = signed_in("worker")
    page = amina.submit("/staff/bulk/term", **TERM, do="look").get_data(as_text=True)
    with staff_site.runtime.database.unit_of_work() as db:
        schedule = db.get_one(Schedule, autumn)
        schedule.last_day = schedule.last_day.replace(day=17)

    answer = amina.submit("/staff/bulk/term", **TERM, do="apply", shown=shown(page))

    assert answer.status_code == 200
    assert last_day(staff_site, autumn) == "2026-12-17"


def test_nobody_touches_what_is_anothers(staff_site, signed_in, rooms, autumn):
    stranger = signed_in("worker", centre=FOREIGN)
    before = held_at(staff_site, rooms[0])
    agree(signed_in("worker"), "/staff/bulk/term", **TERM)
    with staff_site.runtime.database.read() as db:
        change = db.scalars(select(BulkChange.id)).one()

    stranger.submit("/staff/bulk/venue", from_venue=rooms[0], to_venue=rooms[1], do="apply", shown="x")
    answer = stranger.submit("/staff/more", f"/staff/bulk/{change}/undo")

    assert held_at(staff_site, rooms[0]) == before
    assert answer.status_code == 404
    assert "Lately" not in stranger.look("/staff/bulk").text


def test_a_hidden_place_is_not_in_the_list(staff_site, signed_in):
    with staff_site.runtime.database.read() as db:
        hidden = {str(row) for row in db.scalars(select(Venue.id).where(Venue.hidden))}

    page = signed_in("council").look("/staff/bulk/venue")

    assert hidden
    assert hidden.isdisjoint({one.attrs["value"] for one in page.all("option")})


def test_days_in_the_wrong_order_are_refused_in_words(signed_in):
    page = signed_in("worker").submit("/staff/bulk/term", **TERM | {"new_last": "1/8/2026"}, do="look")

    assert "The last day is before the first" in page.get_data(as_text=True)
