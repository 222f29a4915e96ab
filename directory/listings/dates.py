"""Writing dates down ahead, and what is done to a single one. Nothing here commits."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory import clock
from directory.listings.calendars import calendar_for
from directory.listings.history import record_change
from directory.listings.models import (
    Activity,
    Occurrence,
    OccurrenceStatus,
    Reason,
    Schedule,
    StaleListing,
    Status,
)
from directory.listings.refusals import Fault, Problem, ScheduleWrong
from directory.listings.slots import slot_of
from directory.listings.timetable import Calendar, Slot, days, moments

WEEKS_AHEAD = 26


def materialise(db: Session, activity: Activity, *, today: date) -> None:
    """Write down the activity's dates from today to 26 weeks ahead, as its schedules now have them.

    Dates already past stay. A date to come that somebody cancelled or moved stays as they left it, as
    long as its schedule still has that day; one that no schedule has any more goes. What falls on a closing
    day is crossed out.
    """
    db.add(StaleListing(activity_id=activity.id))
    until = today + timedelta(weeks=WEEKS_AHEAD)
    to_come = db.scalars(
        select(Occurrence).where(Occurrence.activity_id == activity.id, Occurrence.rule_day >= today)
    ).all()
    existing = {(occurrence.schedule_id, occurrence.rule_day): occurrence for occurrence in to_come}
    wanted: set[tuple[int, date]] = set()
    if activity.status is not Status.WITHDRAWN:
        calendar = calendar_for(db, activity)
        for schedule in activity.schedules:
            slot = slot_of(schedule)
            for day in days(slot, calendar, since=today, until=until):
                wanted.add((schedule.id, day))
                occurrence = _one_date(db, activity, schedule, slot, day, existing.get((schedule.id, day)))
                cross_out_if_closed(occurrence, calendar)
    for occurrence in to_come:
        if (occurrence.schedule_id, occurrence.rule_day) not in wanted:
            db.delete(occurrence)


def _one_date(
    db: Session, activity: Activity, schedule: Schedule, slot: Slot, day: date, existing: Occurrence | None
) -> Occurrence:
    if existing is None:
        existing = Occurrence(
            activity_id=activity.id,
            schedule_id=schedule.id,
            rule_day=day,
            status=OccurrenceStatus.SCHEDULED,
            own_time=False,
        )
        db.add(existing)
    if not existing.own_time:
        existing.starts_at, existing.ends_at = moments(slot, day)
        existing.wall_start = datetime.combine(day, slot.starts)
    return existing


def cross_out_if_closed(occurrence: Occurrence, calendar: Calendar) -> bool:
    """Bring one date in line with the closing days; returns whether that changed anything.

    What somebody cancelled stays cancelled for their reason: only a closure cancels without one. A closure
    that is gone gives back what it took; one that somebody overruled for this date does not take it again.
    """
    cancelled = occurrence.status is OccurrenceStatus.CANCELLED
    if cancelled and occurrence.reason is not None:
        return False
    closed = calendar.closed_on(occurrence.wall_start.date())
    if occurrence.closure_id == (closed.id if closed else None) and (closed or not cancelled):
        return False
    occurrence.closure_id = closed.id if closed else None
    occurrence.status = OccurrenceStatus.CANCELLED if closed else uncrossed(occurrence)
    occurrence.reason = occurrence.late_minutes = None
    return True


def uncrossed(occurrence: Occurrence) -> OccurrenceStatus:
    """What a date is when it is on."""
    return OccurrenceStatus.MOVED if occurrence.own_time else OccurrenceStatus.SCHEDULED


def materialise_all(db: Session, *, today: date) -> int:
    """Do the same for every listing that is not withdrawn; returns how many."""
    ids = db.scalars(select(Activity.id).where(Activity.status != Status.WITHDRAWN)).all()
    for start in range(0, len(ids), 200):
        batch = ids[start : start + 200]
        query = select(Activity).where(Activity.id.in_(batch)).options(selectinload(Activity.schedules))
        for activity in db.scalars(query):
            materialise(db, activity, today=today)
        db.flush()
    return len(ids)


def cancel_date(db: Session, occurrence: Occurrence, *, reason: Reason, who: str, now: datetime) -> None:
    """Say that one date will not happen, and why. It stays on the page, crossed out."""
    occurrence.closure_id = None
    _date_changed(db, occurrence, OccurrenceStatus.CANCELLED, reason, who=who, now=now)


def move_date(
    db: Session, occurrence: Occurrence, *, day: date, slot: Slot, reason: Reason, who: str, now: datetime
) -> None:
    """Move one date to another day or time (`slot` gives the new time). Its rule day stays."""
    before = occurrence.wall_start
    occurrence.starts_at, occurrence.ends_at = moments(slot, day)
    occurrence.wall_start = datetime.combine(day, slot.starts)
    record_change(db, occurrence, "wall_start", before, occurrence.wall_start, who=who, now=now)
    occurrence.own_time, occurrence.closure_id = True, None
    _date_changed(db, occurrence, OccurrenceStatus.MOVED, reason, who=who, now=now)


def restore_date(db: Session, occurrence: Occurrence, *, who: str, now: datetime) -> None:
    """Say that a cancelled date is on after all, also where a closure had crossed it out."""
    activity = db.get_one(Activity, occurrence.activity_id)
    closed = calendar_for(db, activity).closed_on(occurrence.wall_start.date())
    occurrence.closure_id = closed.id if closed else None
    _date_changed(db, occurrence, uncrossed(occurrence), None, who=who, now=now)


def run_late(db: Session, occurrence: Occurrence, *, minutes: int | None, who: str, now: datetime) -> None:
    """Say that a date of today begins some minutes late; none means on time after all.

    Raises ScheduleWrong for a date of another day: what is known so early is a new time.
    """
    day = occurrence.wall_start.date()
    if day != clock.london(now).date():
        raise ScheduleWrong(Fault("minutes", Problem.NOT_TODAY, day))
    record_change(db, occurrence, "late_minutes", occurrence.late_minutes, minutes, who=who, now=now)
    occurrence.late_minutes = minutes
    db.add(StaleListing(activity_id=occurrence.activity_id))


def _date_changed(
    db: Session,
    occurrence: Occurrence,
    status: OccurrenceStatus,
    reason: Reason | None,
    *,
    who: str,
    now: datetime,
) -> None:
    record_change(db, occurrence, "status", occurrence.status, status, who=who, now=now)
    occurrence.status, occurrence.reason, occurrence.late_minutes = status, reason, None
    db.add(StaleListing(activity_id=occurrence.activity_id))
