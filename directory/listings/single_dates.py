"""One date of a listing as staff handle it: what it was when they looked, and what may be done to it now."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.errors import NotFound
from directory.listings.choices import time_faults
from directory.listings.dates import move_date
from directory.listings.history import last_change
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Reason
from directory.listings.refusals import DateChanged, DateOver, Fault, Problem, ScheduleWrong
from directory.listings.schedules import check_day
from directory.listings.timetable import Slot, moments


def seen(occurrence: Occurrence) -> str:
    """What somebody saw of a date, short enough for a form: when it was, and whether it was on."""
    return f"{occurrence.starts_at:%Y%m%dT%H%M} {occurrence.status.value}"


def date_to_change(db: Session, activity_id: int, uuid: UUID, *, as_seen: str, now: datetime) -> Occurrence:
    """A date that is still as somebody saw it, to be changed.

    Raises NotFound if the plan has it no more, DateOver if it has ended, and DateChanged, with who did
    what and when, if somebody else was quicker.
    """
    found = db.scalars(
        select(Occurrence).where(Occurrence.activity_id == activity_id, Occurrence.uuid == uuid)
    ).first()
    if found is None:
        raise NotFound(str(uuid))
    if seen(found) != as_seen:
        last = last_change(db, found)
        raise DateChanged(
            status=found.status.value,
            starts_at=found.starts_at,
            who=last.who if last else "",
            at=last.at if last else None,
        )
    if found.ends_at <= now:
        raise DateOver(str(uuid))
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
    in_the_way = db.scalars(
        select(Occurrence.id).where(
            Occurrence.activity_id == activity.id,
            Occurrence.id != occurrence.id,
            Occurrence.status != OccurrenceStatus.CANCELLED,
            Occurrence.starts_at < ends_at,
            Occurrence.ends_at > starts_at,
        )
    ).first()
    if in_the_way:
        raise ScheduleWrong(Fault("starts", Problem.OVERLAPS_ITSELF, day))
    move_date(db, occurrence, day=day, slot=slot, reason=reason, who=who, now=now)
