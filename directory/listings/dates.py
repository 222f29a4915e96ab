"""Writing dates down ahead, and what is done to a single one. Nothing here commits."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.listings.history import record_change
from directory.listings.models import (
    Activity,
    BankHoliday,
    Occurrence,
    OccurrenceStatus,
    Reason,
    Schedule,
    StaleListing,
    Status,
    Term,
)
from directory.listings.slots import slot_of
from directory.listings.timetable import Calendar, Slot, days, moments
from directory.places.models import Centre

WEEKS_AHEAD = 26


def materialise(db: Session, activity: Activity, *, today: date) -> None:
    """Write down the activity's dates from today to 26 weeks ahead, as its schedules now have them.

    Dates already past stay. A date to come that somebody cancelled or moved stays as they left it, as
    long as its schedule still has that day; one that no schedule has any more goes.
    """
    db.add(StaleListing(activity_id=activity.id))
    until = today + timedelta(weeks=WEEKS_AHEAD)
    to_come = db.scalars(
        select(Occurrence).where(Occurrence.activity_id == activity.id, Occurrence.rule_day >= today)
    ).all()
    existing = {(occurrence.schedule_id, occurrence.rule_day): occurrence for occurrence in to_come}
    wanted: set[tuple[int, date]] = set()
    if activity.status is not Status.WITHDRAWN:
        calendar = calendar_of(db, activity.centre_id)
        for schedule in activity.schedules:
            slot = slot_of(schedule)
            for day in days(slot, calendar, since=today, until=until):
                wanted.add((schedule.id, day))
                _one_date(db, activity, schedule, slot, day, existing.get((schedule.id, day)))
    for occurrence in to_come:
        if (occurrence.schedule_id, occurrence.rule_day) not in wanted:
            db.delete(occurrence)


def _one_date(
    db: Session, activity: Activity, schedule: Schedule, slot: Slot, day: date, existing: Occurrence | None
) -> None:
    starts_at, ends_at = moments(slot, day)
    if existing is None:
        existing = Occurrence(activity_id=activity.id, schedule_id=schedule.id, rule_day=day)
        db.add(existing)
    elif existing.status is OccurrenceStatus.MOVED:
        return
    existing.starts_at, existing.ends_at = starts_at, ends_at
    existing.wall_start = datetime.combine(day, slot.starts)


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


def calendar_of(db: Session, centre_id: int) -> Calendar:
    """The terms and bank holidays of the council a centre belongs to, read once for a session."""
    cache: dict[int, Calendar] = db.info.setdefault("calendars", {})
    if centre_id not in cache:
        council_id = db.get_one(Centre, centre_id).council_id
        terms = db.execute(select(Term.first_day, Term.last_day).where(Term.council_id == council_id))
        holidays = db.scalars(select(BankHoliday.day).where(BankHoliday.council_id == council_id))
        cache[centre_id] = Calendar(tuple((first, last) for first, last in terms), frozenset(holidays))
    return cache[centre_id]


def cancel_date(db: Session, occurrence: Occurrence, *, reason: Reason, who: str, now: datetime) -> None:
    """Say that one date will not happen, and why. It stays on the page, crossed out."""
    _date_changed(db, occurrence, OccurrenceStatus.CANCELLED, reason, who=who, now=now)


def move_date(
    db: Session, occurrence: Occurrence, *, day: date, slot: Slot, reason: Reason, who: str, now: datetime
) -> None:
    """Move one date to another day or time (`slot` gives the new time). Its rule day stays."""
    occurrence.starts_at, occurrence.ends_at = moments(slot, day)
    occurrence.wall_start = datetime.combine(day, slot.starts)
    _date_changed(db, occurrence, OccurrenceStatus.MOVED, reason, who=who, now=now)


def _date_changed(
    db: Session,
    occurrence: Occurrence,
    status: OccurrenceStatus,
    reason: Reason,
    *,
    who: str,
    now: datetime,
) -> None:
    record_change(db, occurrence, "status", occurrence.status, status, who=who, now=now)
    occurrence.status, occurrence.reason = status, reason
    db.add(StaleListing(activity_id=occurrence.activity_id))
