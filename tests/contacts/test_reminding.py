"""Reminders: when they are due, whatever the clocks do, and which of them can be had at all."""

from datetime import datetime

import pytest
from sqlalchemy import select

from directory import clock
from directory.contacts import reminding
from directory.contacts.models import Reminder
from directory.contacts.reminding import DAY_BEFORE, TooLate, due_at
from directory.errors import NotFound
from directory.listings.dates import cancel_date, move_date, restore_date
from directory.listings.models import Reason
from tests.builders import NOW, a_slot, add_activity, add_venue, occurrences
from tests.contacts.conftest import new_contact

TWO_HOURS = 120


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


@pytest.fixture
def maria(db):
    return new_contact(db)


@pytest.fixture
def group(db):
    """“Stay and play”, every Tuesday at ten: today's is at the frozen clock's ten, an hour from now."""
    return add_activity(db)


@pytest.fixture
def next_week(db, group):
    return next(one for one in occurrences(db, group) if one.starts_at > wall("2026-11-25T00:00"))


def remind(db, contact, one, minutes=TWO_HOURS, now=NOW):
    reminding.remind(
        db, contact.id, activity_id=one.activity_id, date=str(one.uuid), minutes_before=minutes, now=now
    )


def waiting(db, contact, now=NOW):
    db.flush()
    return [
        (one.activity.name.text, one.date.starts.isoformat()[:16], one.minutes_before)
        for one in reminding.waiting(db, contact.id, "en", now)
    ]


@pytest.mark.parametrize(
    ("starts", "minutes", "due"),
    [
        ("2026-12-01T10:00", TWO_HOURS, "2026-12-01T08:00"),
        ("2026-12-01T10:00", DAY_BEFORE, "2026-11-30T18:00"),
        ("2026-12-01T19:30", DAY_BEFORE, "2026-11-30T19:30"),  # later than six: a whole day before
        ("2026-12-01T10:00", 60, "2026-12-01T09:00"),
        # The clocks go forward on 28 March 2027, and back on 31 October 2027.
        ("2027-03-28T10:00", DAY_BEFORE, "2027-03-27T18:00"),
        ("2027-03-29T10:00", DAY_BEFORE, "2027-03-28T18:00"),
        ("2027-10-31T10:00", DAY_BEFORE, "2027-10-30T18:00"),
        ("2027-03-28T09:00", TWO_HOURS, "2027-03-28T07:00"),
        ("2027-10-31T09:00", TWO_HOURS, "2027-10-31T07:00"),
    ],
)
def test_a_reminder_is_due_by_the_clock_on_the_wall(starts, minutes, due):
    assert due_at(wall(starts), minutes) == wall(due)


def test_reminders_wait_in_order_and_the_same_twice_is_one(db, maria, next_week):
    remind(db, maria, next_week, TWO_HOURS)
    remind(db, maria, next_week, DAY_BEFORE)
    remind(db, maria, next_week, TWO_HOURS)

    assert waiting(db, maria) == [
        ("Stay and play", "2026-12-01T10:00", DAY_BEFORE),
        ("Stay and play", "2026-12-01T10:00", TWO_HOURS),
    ]


def test_a_moment_that_has_passed_cannot_be_asked_for(db, maria, group):
    today = next(one for one in occurrences(db, group) if clock.london(one.starts_at).date() == NOW.date())

    with pytest.raises(TooLate):
        remind(db, maria, today, TWO_HOURS)


def test_what_is_off_or_unknown_cannot_be_asked_for(db, maria, group, next_week):
    cancel_date(db, next_week, reason=Reason.WEATHER, who="Grace", now=NOW)

    with pytest.raises(NotFound):
        remind(db, maria, next_week)
    for date in ("", "not a number", "0c0ffee0-0000-4000-8000-000000000026"):
        with pytest.raises(NotFound):
            reminding.remind(db, maria.id, activity_id=group.id, date=date, minutes_before=TWO_HOURS, now=NOW)


def test_of_a_hidden_place_no_date_is_told(db, maria):
    refuge = add_activity(db, venue=add_venue(db, name="Safe House", hidden=True))

    with pytest.raises(NotFound):
        remind(db, maria, occurrences(db, refuge)[-1])
    assert not db.scalars(select(Reminder)).all()


def test_a_reminder_forgotten_is_gone_with_its_twin(db, maria, next_week):
    remind(db, maria, next_week, TWO_HOURS)
    remind(db, maria, next_week, DAY_BEFORE)

    reminding.forget(db, maria.id, str(next_week.uuid))

    assert waiting(db, maria) == []


def test_a_cancelled_date_does_not_wait_and_is_there_again_when_it_is_on_again(db, maria, next_week):
    remind(db, maria, next_week)

    cancel_date(db, next_week, reason=Reason.WEATHER, who="Grace", now=NOW)
    assert waiting(db, maria) == []

    restore_date(db, next_week, who="Grace", now=NOW)
    assert len(waiting(db, maria)) == 1


def test_a_reminder_moves_with_its_date(db, maria, next_week):
    remind(db, maria, next_week)
    slot = a_slot(starts="14:00")
    move_date(
        db,
        next_week,
        day=wall("2026-12-03T00:00").date(),
        slot=slot,
        reason=Reason.BUILDING,
        who="Grace",
        now=NOW,
    )

    reminding.keep_in_step(db, next_week.uuid, next_week, now=NOW)

    due = db.scalars(select(Reminder.due_at)).one()
    assert due == wall("2026-12-03T12:00")


def test_what_has_been_leaves_no_trace(db, maria, next_week):
    remind(db, maria, next_week)
    db.flush()

    reminding.forget_old(db, now=wall("2026-12-01T12:00"))
    assert db.scalars(select(Reminder)).all()

    reminding.forget_old(db, now=wall("2026-12-03T12:00"))
    assert not db.scalars(select(Reminder)).all()
