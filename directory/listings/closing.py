"""Closing a centre, a cluster or a whole council for some days, and opening again. Nothing here commits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from directory import clock
from directory.errors import NotFound
from directory.listings.calendars import calendar_for, forget_calendars
from directory.listings.dates import cross_out_if_closed
from directory.listings.history import record_change
from directory.listings.models import (
    Activity,
    ClosedFor,
    Closure,
    Occurrence,
    OccurrenceStatus,
    StaleListing,
    Status,
)
from directory.listings.refusals import Fault, Problem, ScheduleWrong
from directory.places.models import Centre, Cluster, Venue

LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Scope:
    """Where a closure holds: one centre, one cluster, or, with neither, all of the council."""

    council_id: int
    cluster_id: int | None = None
    centre_id: int | None = None


@dataclass(frozen=True)
class ClosureCard:
    """A closure as staff see it. `place` is the centre's or cluster's name, empty for the whole council."""

    id: int
    scope: Scope
    place: str
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class Hit:
    """What a closure would do: dates it crosses out, of how many listings; what is cancelled stays so."""

    dates: int
    listings: int
    cancelled_already: int


def check_days(first_day: date, last_day: date, *, today: date) -> None:
    """Raises ScheduleWrong for days in the wrong order, all over, or more than anyone closes for."""
    if last_day < first_day:
        raise ScheduleWrong(Fault("last_day", Problem.LAST_BEFORE_FIRST, first_day))
    if last_day < today:
        raise ScheduleWrong(Fault("last_day", Problem.PAST, last_day))
    if last_day - first_day > LONGEST:
        raise ScheduleWrong(Fault("last_day", Problem.TOO_LONG, last_day))


def hit_by(db: Session, scope: Scope, first_day: date, last_day: date, *, now: datetime) -> Hit:
    """What closing would cross out, without doing it."""
    found = _dates_in(db, scope, first_day, last_day, now=now)
    on = [one for one in found if one.status is not OccurrenceStatus.CANCELLED]
    return Hit(len(on), len({one.activity_id for one in on}), len(found) - len(on))


def close(
    db: Session,
    scope: Scope,
    first_day: date,
    last_day: date,
    reason: ClosedFor,
    *,
    who: str,
    now: datetime,
) -> Closure:
    """Close, and cross out what would have been on. What somebody had cancelled stays as they left it."""
    check_days(first_day, last_day, today=clock.london(now).date())
    closure = Closure(
        council_id=scope.council_id,
        cluster_id=scope.cluster_id,
        centre_id=scope.centre_id,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
    )
    db.add(closure)
    db.flush()
    record_change(db, closure, "days", None, _said(closure), who=who, now=now)
    _bring_in_line(db, _dates_in(db, scope, first_day, last_day, now=now))
    return closure


def reopen(db: Session, closure: Closure, *, who: str, now: datetime) -> None:
    """Take a closure back: what it had crossed out, and is still to come, is on again."""
    crossed_out = db.scalars(
        select(Occurrence).where(Occurrence.closure_id == closure.id).options(joinedload(Occurrence.activity))
    ).all()
    record_change(db, closure, "days", _said(closure), None, who=who, now=now)
    db.delete(closure)
    db.flush()
    for occurrence in crossed_out:
        db.expire(occurrence, ["closure_id", "closure"])
    _bring_in_line(db, [one for one in crossed_out if one.ends_at > now])


def scopes(
    db: Session, council_id: int, centre_ids: Collection[int], *, whole_council: bool
) -> list[tuple[Scope, str]]:
    """What somebody may close who keeps the calendar of these centres, widest first, each with its name.

    A cluster is hers to close when all of its centres are. The whole council has no name.
    """
    found: list[tuple[Scope, str]] = [(Scope(council_id), "")] if whole_council else []
    centres = db.execute(
        select(Centre.id, Centre.name, Centre.cluster_id)
        .where(Centre.council_id == council_id)
        .order_by(Centre.name, Centre.id)
    ).all()
    not_hers = {cluster_id for centre_id, _, cluster_id in centres if centre_id not in centre_ids}
    of_hers = {cluster_id for _, _, cluster_id in centres if cluster_id} - not_hers
    clusters = db.execute(
        select(Cluster.id, Cluster.name).where(Cluster.id.in_(of_hers)).order_by(Cluster.name)
    )
    found += [(Scope(council_id, cluster_id=row), name) for row, name in clusters]
    found += [(Scope(council_id, centre_id=row), name) for row, name, _ in centres if row in centre_ids]
    return found


def closures(db: Session, council_id: int, *, today: date) -> list[ClosureCard]:
    """A council's closures that are not over, soonest first."""
    found = db.execute(
        select(Closure, Cluster.name, Centre.name)
        .outerjoin(Cluster, Cluster.id == Closure.cluster_id)
        .outerjoin(Centre, Centre.id == Closure.centre_id)
        .where(Closure.council_id == council_id, Closure.last_day >= today)
        .order_by(Closure.first_day, Closure.id)
    )
    return [
        ClosureCard(
            one.id,
            Scope(one.council_id, one.cluster_id, one.centre_id),
            cluster or centre or "",
            one.first_day,
            one.last_day,
            one.reason.value,
        )
        for one, cluster, centre in found
    ]


def closure_named(db: Session, council_id: int, closure_id: int) -> Closure:
    """Raises NotFound when this council has no such closure."""
    found = db.get(Closure, closure_id)
    if found is None or found.council_id != council_id:
        raise NotFound(f"closure {closure_id}")
    return found


def _dates_in(
    db: Session, scope: Scope, first_day: date, last_day: date, *, now: datetime
) -> Sequence[Occurrence]:
    """Dates to come of centres in a scope, or held in their buildings."""
    within = centres_in(scope)
    in_their_building = Activity.venue_id.in_(select(Venue.id).where(Venue.centre_id.in_(within)))
    return db.scalars(
        select(Occurrence)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(or_(Activity.centre_id.in_(within), in_their_building), Activity.status != Status.WITHDRAWN)
        .where(
            Occurrence.wall_start >= datetime.combine(first_day, time()),
            Occurrence.wall_start < datetime.combine(last_day + timedelta(days=1), time()),
            Occurrence.ends_at > now,
        )
        .options(joinedload(Occurrence.activity))
    ).all()


def _bring_in_line(db: Session, occurrences: Sequence[Occurrence]) -> None:
    forget_calendars(db)
    changed = {
        occurrence.activity_id
        for occurrence in occurrences
        if cross_out_if_closed(occurrence, calendar_for(db, occurrence.activity))
    }
    db.add_all(StaleListing(activity_id=activity_id) for activity_id in sorted(changed))


def centres_in(scope: Scope) -> Select[int]:
    """The numbers of the centres where a closure of this scope holds."""
    query = select(Centre.id).where(Centre.council_id == scope.council_id)
    if scope.centre_id is not None:
        return query.where(Centre.id == scope.centre_id)
    return query.where(Centre.cluster_id == scope.cluster_id) if scope.cluster_id is not None else query


def _said(closure: Closure) -> str:
    return f"{closure.first_day} to {closure.last_day}, {closure.reason.value}"
