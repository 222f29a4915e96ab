"""What goes out comes in again without a change, whatever listings are like."""

import csv
import io
from datetime import date, time

import pytest
from sqlalchemy import select

from directory import clock
from directory.imports.activities import keep_activities
from directory.imports.activity_template import COLUMNS
from directory.imports.export import exported
from directory.imports.plan import carry_out
from directory.listings.drafts import Words
from directory.listings.models import Access, Activity, Cost, Delivery, Status
from directory.listings.timetable import Slot
from directory.places.models import Centre, Venue
from tests.builders import a_slot, add_activity, add_venue

from .conftest import MONDAY


def out(database, *centre_ids):
    with database.read() as db:
        ids = centre_ids or db.scalars(select(Centre.id)).all()
        return exported(db, ids, hidden_too=ids)


def back(database, text, **how):
    def work(db):
        return keep_activities(db, text.encode(), now=MONDAY, today=clock.today(), **how)

    return carry_out(database, work, commit=True)


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def add(database, riverside):
    """Add a listing of the centre as staff would, and forget about it."""

    def added(**details):
        with database.unit_of_work() as db:
            centre = db.get_one(Centre, riverside)
            usual = {"centre": centre, "now": MONDAY, "assured_on": date(2026, 9, 1), "review_by": None}
            add_activity(db, **usual | details)

    return added


SLOTS = {
    "weekly": a_slot(),
    "in term time": a_slot(term_time_only=True),
    "every other week, with an end": a_slot("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", last_day=date(2027, 7, 1)),
    "the last Saturday": a_slot("FREQ=MONTHLY;BYDAY=-1SA"),
    "two days in one": a_slot("FREQ=WEEKLY;BYDAY=TU,TH"),
    "an unusual rule": a_slot("FREQ=MONTHLY;BYMONTHDAY=13"),
    "on bank holidays": a_slot("FREQ=WEEKLY;BYDAY=MO", on_bank_holidays=True),
    "days added and left out": a_slot(
        extra_days=frozenset({date(2026, 11, 5)}), skipped_days=frozenset({date(2026, 12, 15)})
    ),
    "once": Slot(
        "FREQ=DAILY;COUNT=1", date(2026, 12, 5), time(10), 60, date(2026, 12, 5), on_bank_holidays=True
    ),
    "once, but not on a bank holiday": Slot(
        "FREQ=DAILY;COUNT=1", date(2026, 12, 5), time(10), 60, date(2026, 12, 5)
    ),
    "once, in term time": Slot(
        "FREQ=DAILY;COUNT=1", date(2026, 12, 5), time(10), 60, date(2026, 12, 5), True, True
    ),
    "once, without an end": Slot("FREQ=DAILY;COUNT=1", date(2026, 12, 5), time(10), 60),
    "past midnight": a_slot(starts="22:00", minutes=240),
    "over already": a_slot(last_day=date(2026, 9, 8)),
}
DETAILS = {
    "usual": {},
    "no slots": {"slots": ()},
    "a price": {"cost": Cost.PRICE, "cost_pence": 205, "cost_note": "Siblings free"},
    "formulas": {
        "name": "=1+1",
        "summary": "-x",
        "description": "@SUM(A1)\nand, “more”; 'so'",
        "cost_note": "'=2",
    },
    "booked": {
        "access": Access.BOOKED,
        "book_phone": "01632 960123",
        "book_url": "https://example.org/a?b=c",
    },
    "no ages": {"youngest_months": None, "oldest_months": None, "adults": True},
    "no words": {"summary": "", "description": ""},
    "unusual for its kind": {"themes": ("T1",), "programme": "Solihull", "programme_validated": True},
    "a draft": {"status": Status.DRAFT},
    "online": {"delivery": Delivery.ONLINE},
    "many things": {
        "languages": ("en", "bsl"),
        "features": ("creche", "quiet_room"),
        "capacity": 12,
        "organisations": ("Library, Ashmarsh", "Trust"),
    },
    "never checked": {"assured_on": None, "review_by": None},
    "to be checked on another day": {"review_by": date(2027, 8, 1)},
    "of another source": {"source": "staff", "external_id": "0a1b"},
}


@pytest.mark.parametrize("slot", SLOTS.values(), ids=SLOTS)
def test_a_slot_comes_back_as_it_was(database, add, slot):
    add(slots=(slot,))

    plan = back(database, out(database))

    assert (plan.refused, plan.changes, plan.unchanged) == ((), (), 1)


@pytest.mark.parametrize("details", DETAILS.values(), ids=DETAILS)
def test_a_listing_comes_back_as_it_was(database, add, details):
    add(**details)

    plan = back(database, out(database))

    assert (plan.refused, plan.changes, plan.unchanged, plan.added) == ((), (), 1, 0)


def test_a_listing_without_a_place_comes_back_without_one(database, add):
    add()
    with database.unit_of_work() as db:
        db.scalars(select(Activity)).one().venue_id = None

    assert back(database, out(database)).unchanged == 1


def test_what_staff_said_in_other_languages_stays(database, add):
    add(words={"pl": Words("Zabawa", reviewed=True)})
    text = out(database).replace("Toys, painting", "Clay, painting")

    plan = back(database, text)

    assert plan.changed == 1
    with database.read() as db:
        (activity,) = db.scalars(select(Activity))
        assert [(text.language, text.name, text.source_version) for text in activity.texts] == [
            ("pl", "Zabawa", 1)
        ]
        assert activity.text_version == 2  # so that the old words are known to be old


def test_a_venue_is_told_by_its_name_and_the_own_building_by_none(database, add):
    add()
    with database.unit_of_work() as db:
        hall = add_venue(db, name="=Hall", council=db.scalars(select(Centre)).one().council)
        add_activity(db, name="Elsewhere", venue=hall, now=MONDAY, assured_on=None)

    rows = table(out(database))

    assert {row["name"]: row["venue"] for row in rows} == {"Stay and play": "", "Elsewhere": "'=Hall"}
    assert back(database, out(database)).unchanged == 2


def test_only_the_asked_centres_and_what_is_not_withdrawn_go_out(database, add):
    add(name="Gone", status=Status.WITHDRAWN)
    add(name="Here")

    assert [row["name"] for row in table(out(database))] == ["Here"]
    assert table(out(database, 99)) == []
    assert out(database, 99).strip() == ",".join(COLUMNS)


def test_what_is_hidden_goes_out_only_to_those_who_keep_it(database, add, riverside):
    with database.read() as db:
        maple = db.scalars(select(Venue).where(Venue.hidden)).one()
    add(name="Tea", venue=maple)
    add(name="Support", type_key="freedom-programme")
    add(name="Contact", type_key="supervised-contact")
    add(name="Play")

    with database.read() as db:
        keeper, reader = (exported(db, [riverside], hidden_too=ids) for ids in ([riverside], []))

    assert {row["name"] for row in table(keeper)} == {"Tea", "Support", "Contact", "Play"}
    assert {row["name"] for row in table(reader)} == {"Play"}
    assert "Maple" not in reader


def test_nobody_brings_in_or_takes_away_what_is_another_centres(database, add):
    add(source="staff", external_id="0a1b", name="Theirs")
    text = out(database)

    foreign = back(database, text, within={99})
    with database.unit_of_work() as db:
        centre = db.scalars(select(Centre)).one()
        db.add(Centre(slug="hilltop", name="Hilltop", council=centre.council))
        db.flush()
        own = db.scalars(select(Centre.id).where(Centre.slug == "hilltop")).one()
    taken = back(database, text.replace(",riverside,", ",hilltop,"), within={own})

    assert [note.column for note in foreign.refused] == ["centre"]
    assert [note.column for note in taken.refused] == ["key", "venue"]
    with database.read() as db:
        assert db.scalars(select(Activity)).one().centre.slug == "riverside"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=SECONDLY;COUNT=9",
        "FREQ=DAILY\nX",
    ],
)
def test_a_rule_that_is_none_for_days_is_refused(database, riverside, rule):
    text = (
        f'key,type,centre,repeats,start,end,from\na,stay-and-play,riverside,"{rule}",9:00,10:00,2026-09-01\n'
    )

    plan = back(database, text)

    assert [(note.row, note.column) for note in plan.refused] == [(2, "repeats")]
