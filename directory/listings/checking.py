"""Saying that a listing is still right, and how often somebody has to. Nothing here commits."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.errors import NotFound
from directory.listings.history import last_change, record_change
from directory.listings.models import Activity, StaleListing, Status
from directory.listings.refusals import ListingChanged
from directory.places.models import Centre, Council


def still_right(db: Session, activity_id: int, *, as_seen: int, who: str, now: datetime) -> Activity:
    """Somebody has looked at a published listing, in the version `as_seen`, and all of it is right.

    No word of it changes, so no translation is older for it and nobody who edits it is disturbed.
    Raises ListingChanged if it is no longer what she saw.
    """
    activity = db.get(Activity, activity_id)
    if activity is None or activity.status is not Status.PUBLISHED:
        raise NotFound(f"activity {activity_id}")
    if activity.version != as_seen:
        last = last_change(db, activity)
        raise ListingChanged(who=last.who if last else "", at=last.at if last else None)
    assure(db, activity, who=who, now=now)
    return activity


def assure(db: Session, activity: Activity, *, who: str, now: datetime) -> None:
    """Note that a listing was right today, and when it is to be looked at again."""
    today = clock.london(now).date()
    council = db.get_one(Centre, activity.centre_id).council
    before, activity.assured_on = activity.assured_on, today
    activity.review_by = today + timedelta(days=council.review_days)
    if before != today:
        record_change(db, activity, "assured_on", before, today, who=who, now=now)
    db.add(StaleListing(activity_id=activity.id))


def check_every(db: Session, council_id: int, days: int) -> None:
    """Have all listings of a council checked so many days after they last were."""
    council = db.get_one(Council, council_id)
    council.review_days = days
    checked = (
        select(Activity)
        .join(Centre, Centre.id == Activity.centre_id)
        .where(Centre.council_id == council_id, Activity.assured_on.is_not(None))
    )
    for activity in db.scalars(checked):
        assert activity.assured_on is not None  # noqa: S101 — the query says so
        activity.review_by = activity.assured_on + timedelta(days=days)
