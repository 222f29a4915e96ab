"""One date of a listing as staff handle it: what it was when they looked, and what may be done to it now."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.listings.choices import time_faults
from directory.listings.dates import move_date, restore_date
from directory.listings.history import last_change
from directory.listings.models import Activity, Occurrence, Reason
from directory.listings.refusals import DateChanged, DateGone, DateOver, Fault, Problem, ScheduleWrong
from directory.listings.schedules import busy, check_day
from directory.listings.timetable import Slot, moments


def seen(occurrence: Occurrence) -> str:
    """What somebody saw of a date, short enough for a form: when it was, and whether it was on."""
    return f"{occurrence.starts_at:%Y%m%dT%H%M} {occurrence.status.value}"


def date_of(db: Session, activity_id: int, date_id: int, *, held: bool = False) -> Occurrence:
    """One date of a listing; `held` until the work on it is done, so that nobody else changes it meanwhile.

    Raises DateGone if the plan has none of this number (any more).
    """
    query = select(Occurrence).where(Occurrence.activity_id == activity_id, Occurrence.id == date_id)
    if held:
        query = query.with_for_update(of=Occurrence).execution_options(populate_existing=True)
    found = db.scalars(query).first()
    if found is None:
        raise DateGone(f"date {date_id}")
    return found


def date_to_change(db: Session, activity_id: int, date_id: int, *, as_seen: str, now: datetime) -> Occurrence:
    """A date that is still as somebody saw it, to be changed.

    Raises DateGone if the plan has it no more, DateOver if it has ended, and DateChanged, with who did
    what and when, if somebody else was quicker.
    """
    found = date_of(db, activity_id, date_id, held=True)
    if seen(found) != as_seen:
        last = last_change(db, found)
        raise DateChanged(
            status=found.status.value,
            starts_at=found.starts_at,
            who=last.who if last else "",
            at=last.at if last else None,
        )
    if found.ends_at <= now:
        raise DateOver(f"date {date_id}")
    return found


def move_to(
    db: Session, occurrence: Occurrence, *, day: date, slot: Slot, reason: Reason, who: str, now: datetime
) -> None:
    """Move one date, if the new time can be.

    Raises ScheduleWrong for a day that is over or closed, times that cannot be, a time that has passed, and
    where another date of the same listing is on.
    """
    activity = db.get_one(Activity, occurrence.activity_id)
    check_day(db, activity, day, today=clock.london(now).date())
    if wrong := time_faults(slot.starts, slot.ends):
        raise ScheduleWrong(*wrong)
    starts_at, ends_at = moments(slot, day)
    if ends_at <= now:
        raise ScheduleWrong(Fault("ends", Problem.PAST, day))
    if busy(db, activity.id, starts_at, ends_at, but=occurrence.id):
        raise ScheduleWrong(Fault("starts", Problem.OVERLAPS_ITSELF, day))
    move_date(db, occurrence, day=day, slot=slot, reason=reason, who=who, now=now)


def put_back(db: Session, occurrence: Occurrence, *, who: str, now: datetime) -> None:
    """Say that a cancelled date is on after all, also on a closing day.

    Raises ScheduleWrong if another date of the same listing has taken its time meanwhile.
    """
    if busy(db, occurrence.activity_id, occurrence.starts_at, occurrence.ends_at, but=occurrence.id):
        day = clock.london(occurrence.starts_at).date()
        raise ScheduleWrong(Fault("starts", Problem.OVERLAPS_ITSELF, day))
    restore_date(db, occurrence, who=who, now=now)
