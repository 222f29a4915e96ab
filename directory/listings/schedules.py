"""Changing when a listing happens: its slots, and single days skipped or added. Nothing here commits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.errors import NotFound
from directory.listings.calendars import calendar_for
from directory.listings.choices import overlap, time_faults
from directory.listings.dates import WEEKS_AHEAD, materialise
from directory.listings.history import last_change, record_change
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Schedule
from directory.listings.patterns import Pattern
from directory.listings.refusals import Fault, ListingChanged, Problem, ScheduleWrong
from directory.listings.slots import columns_of, schedule_of, slot_of, slots_said
from directory.listings.timetable import Slot, moments

SLOTS = "slots"  # what the history calls the times of a listing


def set_slot(
    db: Session,
    activity: Activity,
    schedule_id: int | None,
    slot: Slot,
    *,
    version: int,
    who: str,
    now: datetime,
) -> None:
    """Keep a slot: a new one where no schedule is named, or else in that one's place.

    `version` is that of the times (`times_seen`) as the person saw them. Raises ListingChanged if it is not
    that any more, and ScheduleWrong if the slot would run into another of the same listing.
    """
    expect(db, activity, version)
    today = clock.london(now).date()
    check_overlap(db, activity, slot, today=today, but=schedule_id)

    def put() -> None:
        if schedule_id is None:
            activity.schedules.append(schedule_of(slot))
        else:
            write_slot(schedule_named(activity, schedule_id), slot)

    change_slots(db, activity, put, who=who, now=now)


def drop_slot(
    db: Session, activity: Activity, schedule_id: int, *, version: int, who: str, now: datetime
) -> None:
    """Take a slot away, and with it its dates to come. Those that have been stay."""
    expect(db, activity, version)
    schedule = schedule_named(activity, schedule_id)
    change_slots(db, activity, lambda: activity.schedules.remove(schedule), who=who, now=now)


def skip_day(
    db: Session, activity: Activity, schedule_id: int, day: date, *, version: int, who: str, now: datetime
) -> None:
    """Leave one day out of a slot, as if it had never been planned. Families see no trace of it."""
    expect(db, activity, version)
    schedule = schedule_named(activity, schedule_id)
    slot = slot_of(schedule)
    shorter = replace(slot, extra_days=slot.extra_days - {day}, skipped_days=slot.skipped_days | {day})
    change_slots(db, activity, lambda: write_slot(schedule, shorter), who=who, now=now)


def unskip_day(
    db: Session, activity: Activity, schedule_id: int, day: date, *, version: int, who: str, now: datetime
) -> None:
    """Put a day back that had been left out."""
    expect(db, activity, version)
    schedule = schedule_named(activity, schedule_id)
    slot = slot_of(schedule)
    whole = replace(slot, skipped_days=slot.skipped_days - {day})
    change_slots(db, activity, lambda: write_slot(schedule, whole), who=who, now=now)


def add_day(db: Session, activity: Activity, slot: Slot, *, version: int, who: str, now: datetime) -> None:
    """Add one date beside the regular ones; `slot.first_day` and its times say when.

    It joins the slot of the same times where there is one. Raises ScheduleWrong for a day that is over or
    closed, for times that cannot be, and where something of the same listing is on already.
    """
    expect(db, activity, version)
    day, today = slot.first_day, clock.london(now).date()
    check_day(db, activity, day, today=today)
    if wrong := time_faults(slot.starts, slot.ends):
        raise ScheduleWrong(*wrong)
    starts_at, ends_at = moments(slot, day)
    if ends_at <= now:
        raise ScheduleWrong(Fault("ends", Problem.PAST, day))
    if busy(db, activity.id, starts_at, ends_at, cancelled_too=True):
        raise ScheduleWrong(Fault("starts", Problem.OVERLAPS_ITSELF, day))
    single = replace(slot, rule=Pattern("once").rule(), last_day=None, on_bank_holidays=True)
    kin = next((each for each in activity.schedules if _same_times(each, slot)), None)

    def put() -> None:
        if kin is None:
            activity.schedules.append(schedule_of(single))
            return
        was = slot_of(kin)
        write_slot(
            kin, replace(was, extra_days=was.extra_days | {day}, skipped_days=was.skipped_days - {day})
        )

    change_slots(db, activity, put, who=who, now=now)


def change_slots(
    db: Session, activity: Activity, put: Callable[[], None], *, who: str, now: datetime
) -> None:
    """Change a listing's slots, write down that it was done, and bring its dates in line."""
    before = slots_said(activity.schedules)
    put()
    db.flush()
    after = slots_said(activity.schedules)
    if before != after:
        activity.version += 1
        record_change(db, activity, SLOTS, before, after, who=who, now=now)
    materialise(db, activity, today=clock.london(now).date())


def times_seen(db: Session, activity: Activity) -> int:
    """The number of the last change to a listing's times; 0 before the first. Other changes do not count."""
    last = last_change(db, activity, SLOTS)
    return last.id if last else 0


def expect(db: Session, activity: Activity, version: int) -> None:
    """Refuse to change times that are not as the person saw them; hold the listing while they are changed."""
    db.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())
    last = last_change(db, activity, SLOTS)
    if (last.id if last else 0) != version:
        raise ListingChanged(who=last.who if last else "", at=last.at if last else None)


def check_day(db: Session, activity: Activity, day: date, *, today: date) -> None:
    """Refuse to put something on a day that is over, or on which the centre is closed."""
    if day < today:
        raise ScheduleWrong(Fault("day", Problem.PAST, day))
    if day > today + timedelta(weeks=WEEKS_AHEAD):
        raise ScheduleWrong(Fault("day", Problem.TOO_FAR, day))
    if calendar_for(db, activity).closed_on(day):
        raise ScheduleWrong(Fault("day", Problem.CLOSED, day))


def busy(
    db: Session,
    activity_id: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    but: int | None = None,
    cancelled_too: bool = False,
) -> bool:
    """Whether a listing has another date within a time; one that was cancelled could come back."""
    query = select(Occurrence.id).where(
        Occurrence.activity_id == activity_id,
        Occurrence.id != (but or 0),
        Occurrence.starts_at < ends_at,
        Occurrence.ends_at > starts_at,
    )
    if not cancelled_too:
        query = query.where(Occurrence.status != OccurrenceStatus.CANCELLED)
    return db.scalars(query).first() is not None


def check_overlap(
    db: Session, activity: Activity, slot: Slot, *, today: date, but: int | None = None
) -> None:
    since = max(today, slot.first_day)
    others = [slot_of(each) for each in activity.schedules if each.id != but]
    calendar = calendar_for(db, activity)
    day = overlap(slot, others, calendar, since=since, until=since + timedelta(weeks=WEEKS_AHEAD))
    if day:
        raise ScheduleWrong(Fault("starts", Problem.OVERLAPS_ITSELF, day))


def write_slot(schedule: Schedule, slot: Slot) -> None:
    for name, value in columns_of(slot).items():
        setattr(schedule, name, value)


def schedule_named(activity: Activity, schedule_id: int) -> Schedule:
    """Raises NotFound when the listing has no such schedule (any more)."""
    found = next((each for each in activity.schedules if each.id == schedule_id), None)
    if found is None:
        raise NotFound(f"schedule {schedule_id}")
    return found


def _same_times(schedule: Schedule, slot: Slot) -> bool:
    return (schedule.starts, schedule.minutes) == (slot.starts, slot.minutes)
