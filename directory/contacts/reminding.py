"""Reminders of single dates: set, forgotten, waiting, and when they are due. Nothing here commits.

A reminder keeps the uuid of its date, so that it lives on when a date goes and comes back.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from directory import clock
from directory.contacts.following import may_tell
from directory.contacts.models import Contact, ContactStatus, Reminder
from directory.errors import DirectoryError, NotFound
from directory.listings.cards import ActivityCard, DateCard, date_card
from directory.listings.models import Occurrence, OccurrenceStatus
from directory.listings.queries import activity_cards

DAY_BEFORE = 24 * 60
EVENING = time(18)
KEPT = timedelta(days=1)  # after the date; whoever has been reminded needs no trace of it


class TooLate(DirectoryError):
    """The moment at which she wanted to be reminded has passed."""


@dataclass(frozen=True)
class ReminderCard:
    """A reminder that waits: for which date of which listing, and how long before it."""

    activity: ActivityCard
    date: DateCard
    minutes_before: int


def due_at(starts_at: datetime, minutes_before: int) -> datetime:
    """When to remind of something that begins then. Pure.

    “The day before” is six in the evening before, on London's clock: supper is over, the bag can be packed.
    What begins after six itself is told of 24 hours before.
    """
    before = starts_at - timedelta(minutes=minutes_before)
    if minutes_before != DAY_BEFORE:
        return before
    evening = clock.from_wall(clock.london(starts_at).date() - timedelta(days=1), EVENING)
    return max(before, evening)


def remind(
    db: Session, contact_id: int, *, activity_id: int, date: str, minutes_before: int, now: datetime
) -> None:
    """Remind her of a date (by its uuid) so many minutes before it begins; the same twice is once.

    Raises NotFound for a date that is not there, is not on, or may not be told, and TooLate.
    """
    found = db.scalars(
        select(Occurrence).where(Occurrence.uuid == _uuid(date), Occurrence.activity_id == activity_id)
    ).first()
    if found is None or found.status is OccurrenceStatus.CANCELLED or not may_tell(db, activity_id):
        raise NotFound(f"date {date}")
    due = due_at(found.starts_at, minutes_before)
    if due <= now:
        raise TooLate(date)
    same = db.scalars(
        select(Reminder).where(
            Reminder.contact_id == contact_id,
            Reminder.date == found.uuid,
            Reminder.minutes_before == minutes_before,
        )
    ).first()
    if same is None:
        same = Reminder(
            contact_id=contact_id, activity_id=activity_id, date=found.uuid, minutes_before=minutes_before
        )
        db.add(same)
    same.starts_at, same.due_at, same.done_at = found.starts_at, due, None


def forget(db: Session, contact_id: int, date: str) -> None:
    """No reminder of this date any more."""
    db.execute(delete(Reminder).where(Reminder.contact_id == contact_id, Reminder.date == _uuid(date)))


def waiting(db: Session, contact_id: int, language: str, now: datetime) -> list[ReminderCard]:
    """The reminders still to come, soonest first; those of dates that are off are left out."""
    found = db.execute(
        select(Reminder.minutes_before, Occurrence)
        .join(Occurrence, Occurrence.uuid == Reminder.date)
        .where(Reminder.contact_id == contact_id, Reminder.done_at.is_(None), Occurrence.starts_at > now)
        .where(Occurrence.status != OccurrenceStatus.CANCELLED)
        .order_by(Reminder.due_at, Reminder.id)
    ).all()
    shown = activity_cards(db, [one.activity_id for _, one in found], language)
    return [
        ReminderCard(shown[one.activity_id], date_card(one), minutes)
        for minutes, one in found
        if one.activity_id in shown and shown[one.activity_id].where
    ]


@dataclass(frozen=True)
class DueReminder:
    """A reminder whose time has come, in the language of the one it is for."""

    id: int
    contact_id: int
    language: str
    due_at: datetime
    activity: ActivityCard
    date: DateCard


def due(db: Session, *, now: datetime, most: int) -> list[DueReminder]:
    """What people are to be reminded of now. Nothing that has begun, or is off: that is told apart from this.

    Reminders that nobody is to get are noted as done.
    """
    waiting = _due(now, Reminder, Occurrence, Contact.language)
    found = db.execute(
        waiting.order_by(Reminder.due_at, Reminder.id)
        .limit(most)
        .with_for_update(of=Reminder, skip_locked=True)
    ).all()
    ids: dict[str, list[int]] = {}
    for one, _, language in found:
        ids.setdefault(language, []).append(one.activity_id)
    shown = {language: activity_cards(db, those, language) for language, those in ids.items()}
    result = []
    for one, occurrence, language in found:
        activity = shown[language].get(one.activity_id)
        if one.starts_at != occurrence.starts_at:
            _move(one, occurrence, now)
        elif activity is None or activity.where is None:
            one.done_at = now
        else:
            date = date_card(occurrence)
            result.append(DueReminder(one.id, one.contact_id, language, one.due_at, activity, date))
    return result


def anything_due(db: Session, *, now: datetime) -> bool:
    """A look that locks nothing."""
    return db.scalar(_due(now, Reminder.id).limit(1)) is not None


def note_done(db: Session, reminder_id: int, *, now: datetime) -> None:
    """She has been reminded."""
    db.get_one(Reminder, reminder_id).done_at = now


def keep_in_step(db: Session, date: UUID, now_is: Occurrence, *, now: datetime) -> None:
    """Bring the reminders of a date in line with when it is now, or with the one that took its place.

    Who has been reminded already is so again, if the new time is far enough.
    """
    for one in db.scalars(select(Reminder).where(Reminder.date == date)):
        if one.starts_at != now_is.starts_at:
            _move(one, now_is, now)
        if one.date != now_is.uuid:
            _give_over(db, one, now_is)


def _move(one: Reminder, now_is: Occurrence, now: datetime) -> None:
    one.starts_at, one.due_at = now_is.starts_at, due_at(now_is.starts_at, one.minutes_before)
    if one.due_at > now:
        one.done_at = None


def _due(now: datetime, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Reminder)
        .join(Occurrence, Occurrence.uuid == Reminder.date)
        .join(Contact, Contact.id == Reminder.contact_id)
        .where(Reminder.due_at <= now, Reminder.done_at.is_(None), Contact.status == ContactStatus.ACTIVE)
        .where(Occurrence.starts_at > now, Occurrence.status != OccurrenceStatus.CANCELLED)
    )


def _give_over(db: Session, one: Reminder, to: Occurrence) -> None:
    """Unless she has asked to be reminded of the other one just so herself."""
    hers = select(Reminder.id).where(Reminder.contact_id == one.contact_id, Reminder.date == to.uuid)
    if db.scalars(hers.where(Reminder.minutes_before == one.minutes_before)).first() is not None:
        db.delete(one)
    else:
        one.date = to.uuid
    db.flush()


def forget_old(db: Session, *, now: datetime) -> None:
    """Reminders of what has been."""
    db.execute(delete(Reminder).where(Reminder.starts_at < now - KEPT))


def _uuid(date: str) -> UUID:
    try:
        return UUID(date)
    except ValueError:
        raise NotFound(f"date {date}") from None
