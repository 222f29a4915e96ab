"""An import can be taken back whole, as long as nobody has built on it."""

from datetime import date

import pytest
from sqlalchemy import select

from directory import clock
from directory.imports.activities import keep_activities
from directory.imports.undoing import Way, as_data, from_data, go_back
from directory.listings.dates import cancel_date
from directory.listings.drafting import draft_of
from directory.listings.models import Activity, Change, Occurrence, Reason, StaleListing
from directory.listings.refusals import ChangedSince

from .conftest import MONDAY
from .test_activities import USUAL, table

FRIDAYS = USUAL | {"key": "fridays", "day": "friday", "name": "Fridays", "skip": "2026-10-02"}
BY_ZUZANNA = {"who": "Zuzanna", "now": MONDAY}


@pytest.fixture
def bring_in(database, riverside):
    """Bring in rows, and get the steps back."""

    def brought(*rows):
        way = Way()
        with database.unit_of_work() as db:
            keep_activities(
                db,
                table(*rows).encode(),
                now=MONDAY,
                today=clock.today(),
                who="Zuzanna",
                remember=way.remember,
            )
            return way.steps(db)

    return brought


def everything(database):
    with database.read() as db:
        listings = db.scalars(select(Activity).order_by(Activity.id)).all()
        dates = db.scalars(select(Occurrence).order_by(Occurrence.starts_at)).all()
        return [draft_of(one) for one in listings], [(one.activity_id, one.starts_at) for one in dates]


def test_new_listings_go_and_changed_ones_are_what_they_were(database, bring_in):
    bring_in(USUAL)
    before = everything(database)
    steps = bring_in(USUAL | {"cost": "£2", "end": "12:00", "name": "Other"}, FRIDAYS)
    assert everything(database) != before

    with database.unit_of_work() as db:
        go_back(db, steps, **BY_ZUZANNA)

    assert everything(database) == before


def test_the_index_follows_and_the_history_tells(database, bring_in):
    steps = bring_in(FRIDAYS)
    with database.unit_of_work() as db:
        number = db.scalars(select(Activity.id)).one()
        go_back(db, steps, **BY_ZUZANNA)

    with database.read() as db:
        assert number in db.scalars(select(StaleListing.activity_id)).all()
        last = db.scalars(select(Change).order_by(Change.id.desc())).first()
        assert (last.row, last.field, last.after, last.who) == (number, "status", "undone", "Zuzanna")


def test_what_an_import_leaves_as_it_is_is_no_step(bring_in):
    bring_in(USUAL)

    assert bring_in(USUAL) == []


def test_a_listing_changed_since_is_named_and_nothing_is_undone(database, bring_in):
    steps = bring_in(USUAL, FRIDAYS)
    bring_in(FRIDAYS | {"cost": "free"})
    before = everything(database)

    with pytest.raises(ChangedSince) as refusal, database.unit_of_work() as db:
        go_back(db, steps, **BY_ZUZANNA)

    assert refusal.value.names == ("Fridays",)
    assert everything(database) == before


def test_a_cancelled_date_of_a_new_listing_is_a_change_too(database, bring_in):
    steps = bring_in(FRIDAYS)
    with database.unit_of_work() as db:
        occurrence = db.scalars(select(Occurrence)).first()
        cancel_date(db, occurrence, reason=Reason.WEATHER, **BY_ZUZANNA)

    with pytest.raises(ChangedSince), database.unit_of_work() as db:
        go_back(db, steps, **BY_ZUZANNA)


def test_the_way_back_can_be_written_down(database, bring_in):
    bring_in(FRIDAYS | {"extra": "2026-10-03", "until": "2027-01-01", "checked_on": "2026-09-01"})
    with database.read() as db:
        draft = draft_of(db.scalars(select(Activity)).one())

    assert from_data(as_data(draft)) == draft
    assert draft.slots[0].last_day == date(2027, 1, 1)
