"""From draft to families' eyes, and out of them again. Nothing here commits."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from directory import clock
from directory.listings.addressing import readdress
from directory.listings.checking import assure
from directory.listings.dates import materialise
from directory.listings.history import record_change
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Status
from directory.listings.refusals import Broken, NotFromHere, NotReady
from directory.listings.rules import gaps
from directory.listings.session_types import session_types


def missing(db: Session, activity: Activity, *, now: datetime) -> list[Broken]:
    """What has to be said before families may see this listing."""
    to_come = exists().where(
        Occurrence.activity_id == activity.id,
        Occurrence.ends_at > now,
        Occurrence.status != OccurrenceStatus.CANCELLED,
    )
    kind = session_types().get(activity.type_key)
    return gaps(activity, kind, has_dates=bool(db.scalar(select(to_come))))


def publish(db: Session, activity: Activity, *, who: str, now: datetime) -> None:
    """Show a draft to families. Whoever does has looked at all of it: it counts as checked today.

    Raises NotReady with everything that is missing, and NotFromHere if it is no draft. Its first time in
    public it gets an address that fits the name it has by then.
    """
    if activity.status is not Status.DRAFT:
        raise NotFromHere(activity.status.value)
    if found := missing(db, activity, now=now):
        raise NotReady(*found)
    if activity.assured_on is None:
        readdress(db, activity)
    assure(db, activity, who=who, now=now)
    _put(db, activity, Status.PUBLISHED, who=who, now=now)


def withdraw(db: Session, activity: Activity, *, who: str, now: datetime) -> None:
    """Take a listing away from families, and its dates to come with it. It can be brought back."""
    if activity.status is Status.WITHDRAWN:
        raise NotFromHere(activity.status.value)
    _put(db, activity, Status.WITHDRAWN, who=who, now=now)


def bring_back(db: Session, activity: Activity, *, who: str, now: datetime) -> None:
    """Make a draft of a withdrawn listing, to be looked over and published again."""
    if activity.status is not Status.WITHDRAWN:
        raise NotFromHere(activity.status.value)
    _put(db, activity, Status.DRAFT, who=who, now=now)


def _put(db: Session, activity: Activity, status: Status, *, who: str, now: datetime) -> None:
    record_change(db, activity, "status", activity.status, status, who=who, now=now)
    activity.status = status
    activity.version += 1
    db.flush()
    materialise(db, activity, today=clock.london(now).date())
