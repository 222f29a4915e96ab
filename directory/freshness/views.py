"""How often each listing's page is opened. Nothing here commits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from directory import clock
from directory.freshness.models import ListingViews
from directory.listings.models import Activity

KEPT = timedelta(weeks=56)


@dataclass(frozen=True)
class Seen:
    """A listing whose page was opened, and the day in London."""

    activity_id: int
    day: date


def add_views(db: Session, counts: Mapping[Seen, int]) -> None:
    """Add to what was counted before; what was deleted meanwhile is left out."""
    there = set(db.scalars(select(Activity.id).where(Activity.id.in_({seen.activity_id for seen in counts}))))
    for seen, times in counts.items():
        key = {"activity_id": seen.activity_id, "day": seen.day}
        more = update(ListingViews).filter_by(**key).values(views=ListingViews.views + times)
        if seen.activity_id in there and not db.execute(more).rowcount:  # type: ignore[attr-defined]
            db.add(ListingViews(**key, views=times))
            db.flush()  # the next may be the same, of another process


def views_since(db: Session, activity_ids: Collection[int], day: date) -> dict[int, int]:
    """How often each of these was opened since a day; those never opened are not in it."""
    query = (
        select(ListingViews.activity_id, func.sum(ListingViews.views))
        .where(ListingViews.activity_id.in_(activity_ids), ListingViews.day >= day)
        .group_by(ListingViews.activity_id)
    )
    return {activity_id: int(views) for activity_id, views in db.execute(query)}


def forget_old(db: Session, *, now: datetime) -> None:
    """Take out counts after a year and four weeks: enough to set a month beside that of last year."""
    db.execute(delete(ListingViews).where(ListingViews.day < clock.london(now - KEPT).date()))
