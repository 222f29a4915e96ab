"""Calendars become listings, as drafts; what is over, damaged or dangerous does not."""

from datetime import date, time

import pytest
from sqlalchemy import select

from directory import clock
from directory.imports.ical_activities import keep_calendar
from directory.imports.ical_events import MOST_EVENTS
from directory.imports.plan import WrongFile, carry_out
from directory.listings.models import Activity, Occurrence, Status
from directory.listings.slots import slot_of

from .conftest import MONDAY


def event(
    name="Rhyme time",
    starts="TZID=Europe/London:20260915T100000",
    ends="TZID=Europe/London:20260915T110000",
    *more,
    uid="a",
):
    lines = [f"UID:{uid}", f"SUMMARY:{name}", f"DTSTART;{starts}", f"DTEND;{ends}", *more]
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def calendar(*events):
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *events, "END:VCALENDAR", ""))


@pytest.fixture
def bring_in(database, riverside):
    def brought(*events, commit=True, content=None):
        data = calendar(*events).encode() if content is None else content
        return carry_out(
            database,
            lambda db: keep_calendar(
                db,
                data,
                centre_id=riverside,
                type_key="stay-and-play",
                now=MONDAY,
                today=clock.today(),
                who="Zuzanna",
            ),
            commit=commit,
        )

    return brought


@pytest.fixture
def listing(database):
    def the_one():
        with database.read() as db:
            activity = db.scalars(select(Activity)).one()
            days = db.scalars(select(Occurrence.rule_day).order_by(Occurrence.rule_day)).all()
            return activity, [slot_of(schedule) for schedule in activity.schedules], days

    return the_one


def told(plan):
    return [(note.row, note.column) for note in plan.refused]


def test_a_weekly_event_becomes_a_draft_with_its_slot(bring_in, listing):
    plan = bring_in(
        event(
            "Rhyme time",
            *event_times(),
            "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261020T090000Z",
            "LOCATION:Ashmarsh Library\\, 1 High Street",
            "DESCRIPTION:Songs\\, and tea",
        )
    )

    activity, (slot,), days = listing()
    assert (plan.added, plan.refused, plan.warnings) == (1, (), ())
    assert (activity.name, activity.status, activity.description) == (
        "Rhyme time",
        Status.DRAFT,
        "Songs, and tea",
    )
    assert activity.venue_id is not None
    assert (slot.rule, slot.starts, slot.minutes, slot.last_day) == (
        "FREQ=WEEKLY;BYDAY=TU",
        time(10),
        60,
        date(2026, 10, 20),
    )
    assert len(days) == 6


def event_times(day="20260915", starts="1000", ends="1100"):
    return (f"TZID=Europe/London:{day}T{starts}00", f"TZID=Europe/London:{day}T{ends}00")


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (":20260915T090000Z", ":20260915T100000Z"),  # summer: ten in London
        (";TZID=Europe/Paris:20260915T110000", ";TZID=Europe/Paris:20260915T120000"),
        (":20260915T100000", ":20260915T110000"),  # no zone: London's clocks
    ],
)
def test_times_of_every_zone_are_londons(bring_in, listing, starts, ends):
    text = event("Rhyme time", "X=1:20260915T100000", "X=1:20260915T110000")
    text = text.replace("DTSTART;X=1:20260915T100000", f"DTSTART{starts}").replace(
        "DTEND;X=1:20260915T110000", f"DTEND{ends}"
    )

    bring_in(text)

    _, (slot,), _ = listing()
    assert (slot.starts, slot.minutes) == (time(10), 60)


def test_days_left_out_added_cancelled_and_moved_are_kept(bring_in, listing):
    bring_in(
        event(
            "Rhyme time",
            *event_times(),
            "RRULE:FREQ=WEEKLY;COUNT=6",
            "EXDATE;TZID=Europe/London:20260922T100000",
            "RDATE;TZID=Europe/London:20260917T100000",
        ),
        event(
            "Rhyme time",
            *event_times("20260929"),
            "RECURRENCE-ID;TZID=Europe/London:20260929T100000",
            "STATUS:CANCELLED",
        ),
        event(
            "Rhyme time",
            *event_times("20261007", "1400", "1500"),
            "RECURRENCE-ID;TZID=Europe/London:20261006T100000",
        ),
    )

    _, slots, days = listing()
    assert len(slots) == 2
    assert days == [date(2026, 9, day) for day in (15, 17)] + [date(2026, 10, day) for day in (7, 13, 20)]


def test_single_events_of_one_name_are_one_listing_with_one_slot(bring_in, listing):
    plan = bring_in(
        *(event(*("Messy play", *event_times(f"202609{day}")), uid=str(day)) for day in (15, 17, 24))
    )

    activity, slots, days = listing()
    assert (plan.added, activity.type_key, len(slots)) == (1, "messy-play", 1)
    assert days == [date(2026, 9, day) for day in (15, 17, 24)]


def test_of_two_names_the_first_counts(bring_in, listing):
    bring_in(event("Rhyme time", *event_times(), "SUMMARY:Something else", "DESCRIPTION:a", "DESCRIPTION:b"))

    activity, _, _ = listing()
    assert (activity.name, activity.description) == ("Rhyme time", "a")


def test_what_is_over_is_left_out_and_counted(bring_in):
    plan = bring_in(event("Long ago", *event_times("20250915")))

    assert (plan.added, plan.counts) == (0, {"events that are over": 1})


def test_the_same_calendar_again_changes_nothing_and_a_new_time_only_the_slots(bring_in, database, listing):
    bring_in(event())
    with database.unit_of_work() as db:
        db.scalars(select(Activity)).one().summary = "Words of ours"

    again = bring_in(event())
    later = bring_in(event("Rhyme time", *event_times(ends="1130")))

    assert (again.unchanged, later.changed) == (1, 1)
    activity, (slot,), _ = listing()
    assert (activity.summary, slot.minutes) == ("Words of ours", 90)


def test_an_unknown_place_is_the_centre_and_somebody_should_look(bring_in):
    plan = bring_in(event("Rhyme time", *event_times(), "LOCATION:The moon"))

    assert [(note.row, note.column) for note in plan.warnings] == [(1, "LOCATION")]


def test_what_keeps_people_safe_gets_no_place_that_is_seen(bring_in, listing):
    bring_in(event("Freedom Programme", *event_times(), "LOCATION:Ashmarsh Library"))

    activity, _, _ = listing()
    assert (activity.type_key, activity.venue_id, activity.status) == (
        "freedom-programme",
        None,
        Status.DRAFT,
    )


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (event(""), "SUMMARY"),
        (event("A", "VALUE=DATE:20260915", "VALUE=DATE:20260916"), "DTSTART"),
        (event("A", *event_times(ends="0900")), "DTEND"),
        (event("A", "TZID=Europe/London:20260915T100000", "TZID=Europe/London:20260918T100000"), "DTEND"),
        (event("A", *event_times(), "RRULE:FREQ=SECONDLY"), "RRULE"),
        (event("A", *event_times(), "RRULE:FREQ=HOURLY;INTERVAL=2"), "RRULE"),
        (event("A", *event_times(), "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), "RRULE"),
        (event("A", *event_times(), "RRULE:FREQ=DAILY;INTERVAL=0"), "RRULE"),
        (event("A", *event_times(), "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "RRULE"),
        (event("x" * 200, *event_times()), "SUMMARY"),
    ],
)
def test_an_event_that_cannot_be_a_session_is_refused_by_its_number(bring_in, bad, column):
    plan = bring_in(event("Good", uid="good"), bad)

    assert (2, column) in told(plan)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"key,type,centre\na,b,c\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 3_000,
        b"BEGIN:VCALENDAR\r\n" * 20_000,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n\0END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"x" * 1_000_000,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * (MOST_EVENTS + 1) + b"END:VCALENDAR\r\n",
    ],
)
def test_a_hostile_file_gets_one_clear_sentence(bring_in, content):
    with pytest.raises(WrongFile, match=r"\.$"):
        bring_in(content=content)
