"""A listing's plan as staff see it: its slots, its dates, and what else is on in the same room."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory import clock
from directory.errors import NotFound
from directory.listings.calendars import calendar_for
from directory.listings.cards import DateCard, date_card, may_show_place
from directory.listings.choices import HOW_FAR
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Status
from directory.listings.schedules import times_seen
from directory.listings.session_types import session_types
from directory.listings.single_dates import seen
from directory.listings.slots import slot_of
from directory.listings.timetable import Calendar, Slot, days, moments


@dataclass(frozen=True)
class PlannedSlot:
    """One slot and the number of its schedule."""

    schedule_id: int
    slot: Slot


@dataclass(frozen=True)
class PlannedDate:
    """One date as staff handle it. `seen` goes back with whatever they decide about it."""

    id: int
    schedule_id: int | None
    rule_day: date
    seen: str
    date: DateCard


@dataclass(frozen=True)
class Plan:
    """When a listing happens. `venue` is empty for what has none; `version` is that of its times."""

    activity_id: int
    centre_id: int
    name: str
    slug: str
    status: str
    venue: str
    version: int
    slots: tuple[PlannedSlot, ...]
    dates: tuple[PlannedDate, ...]
    calendar: Calendar


@dataclass(frozen=True)
class OnToday:
    """One line of a day at a centre, for those who work there.

    `told` is false for what the public is not told of: then only those see it who may change it, and not
    even they see where it is.
    """

    activity_id: int
    centre_id: int
    name: str
    centre: str
    venue: str
    told: bool
    planned: PlannedDate


@dataclass(frozen=True)
class Clash:
    """Something else at the same venue at the same time. Without a name where that may not be told."""

    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Coming:
    """A date that a slot would give: London times, why it would be crossed out, and what it runs into."""

    starts: datetime
    ends: datetime
    closed: str | None
    clashes: tuple[Clash, ...]


def activity_to_plan(db: Session, activity_id: int) -> Activity:
    """The listing itself, for an action. Raises NotFound when there is none, or it was withdrawn."""
    found = db.get(Activity, activity_id, options=[selectinload(Activity.schedules)])
    if found is None or found.status is Status.WITHDRAWN:
        raise NotFound(f"activity {activity_id}")
    return found


def plan_of(db: Session, activity_id: int, *, now: datetime) -> Plan:
    """A listing's plan with all its dates to come."""
    activity = activity_to_plan(db, activity_id)
    occurrences = db.scalars(
        select(Occurrence)
        .where(Occurrence.activity_id == activity_id, Occurrence.ends_at > now)
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return Plan(
        activity_id=activity.id,
        centre_id=activity.centre_id,
        name=activity.name,
        slug=activity.slug,
        status=activity.status.value,
        venue=venue_told(activity),
        version=times_seen(db, activity),
        slots=tuple(PlannedSlot(schedule.id, slot_of(schedule)) for schedule in activity.schedules),
        dates=tuple(planned(occurrence) for occurrence in occurrences),
        calendar=calendar_for(db, activity),
    )


def planned(occurrence: Occurrence) -> PlannedDate:
    return PlannedDate(
        id=occurrence.id,
        schedule_id=occurrence.schedule_id,
        rule_day=occurrence.rule_day,
        seen=seen(occurrence),
        date=date_card(occurrence),
    )


def on_between(db: Session, centre_ids: Collection[int], first: date, last: date) -> list[OnToday]:
    """What these centres put on between two days, both included, also what the public is not told of."""
    found = db.scalars(
        select(Occurrence)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Activity.centre_id.in_(centre_ids), Activity.status == Status.PUBLISHED)
        .where(
            Occurrence.starts_at >= clock.from_wall(first, time()),
            Occurrence.starts_at < clock.from_wall(last + timedelta(days=1), time()),
        )
        .options(
            joinedload(Occurrence.activity).joinedload(Activity.centre),
            joinedload(Occurrence.activity).joinedload(Activity.venue),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return [
        OnToday(
            activity_id=one.activity_id,
            centre_id=one.activity.centre_id,
            name=one.activity.name,
            centre=one.activity.centre.name,
            venue=venue_told(one.activity),
            told=_told(one.activity),
            planned=planned(one),
        )
        for one in found
    ]


def coming(db: Session, activity: Activity, slot: Slot, *, now: datetime, most: int = 10) -> list[Coming]:
    """The next dates a slot would give this listing, with clashes, without saving anything."""
    calendar, today = calendar_for(db, activity), clock.london(now).date()
    found = days(slot, calendar, since=today, until=today + HOW_FAR)
    spans = [(day, *moments(slot, day)) for day in found]
    to_come = [span for span in spans if span[2] > now][:most]
    others = _at_the_venue(db, activity, [(starts, ends) for _, starts, ends in to_come])
    return [
        Coming(
            clock.london(starts),
            clock.london(ends),
            closed.reason if (closed := calendar.closed_on(day)) else None,
            tuple(
                _clash(other, activity)
                for other in others
                if other.starts_at < ends and starts < other.ends_at
            ),
        )
        for day, starts, ends in to_come
    ]


def _at_the_venue(
    db: Session, activity: Activity, spans: Sequence[tuple[datetime, datetime]]
) -> Sequence[Occurrence]:
    """Dates of other listings in the same room, as far ahead as dates are written down."""
    if not spans or activity.venue_id is None:
        return []
    return db.scalars(
        select(Occurrence)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Activity.venue_id == activity.venue_id, Activity.id != activity.id)
        .where(Activity.status != Status.WITHDRAWN, Occurrence.status != OccurrenceStatus.CANCELLED)
        .where(
            Occurrence.starts_at < max(ends for _, ends in spans),
            Occurrence.ends_at > min(starts for starts, _ in spans),
        )
        .options(joinedload(Occurrence.activity).joinedload(Activity.venue))
        .order_by(Occurrence.starts_at, Occurrence.id)
    ).all()


def _clash(other: Occurrence, activity: Activity) -> Clash:
    """What runs at the same time; another centre's name for it only if the public may know it."""
    theirs = other.activity
    told = theirs.centre_id == activity.centre_id or (_told(theirs) and theirs.status is Status.PUBLISHED)
    return Clash(theirs.name if told else "", clock.london(other.starts_at), clock.london(other.ends_at))


def venue_told(activity: Activity) -> str:
    """Where a listing is, for a screen that others may see; nothing for a hidden place."""
    return activity.venue.name if activity.venue and not activity.place_is_hidden else ""


def _told(activity: Activity) -> bool:
    """Whether the public is told of this listing, and where and when it is."""
    kind = session_types().get(activity.type_key)
    return may_show_place(activity, kind) and (kind is None or kind.listed)
