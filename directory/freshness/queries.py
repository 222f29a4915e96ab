"""Listings to look at, the most pressing first: database in, cards out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from directory.freshness.views import views_since
from directory.listings.models import Activity, Status

VIEWS_COUNTED = timedelta(days=28)
NEVER = 400  # how many days old a listing counts as that nobody has ever checked


@dataclass(frozen=True)
class CheckCard:
    """A published listing that is due: for staff of its centre. `views` are those of four weeks."""

    activity_id: int
    version: int
    name: str
    slug: str
    centre: str
    assured_on: date | None
    days: int
    views: int
    long_unchecked: bool

    @property
    def presses(self) -> int:
        """How many people were told something this old: what makes one listing more urgent than another."""
        return (self.views + 1) * self.days


def to_check(db: Session, centre_ids: Collection[int], *, today: date) -> list[CheckCard]:
    """What is due at these centres: what many open and nobody has checked for long comes first."""
    found = db.scalars(
        select(Activity)
        .where(Activity.centre_id.in_(centre_ids), *due(today))
        .options(joinedload(Activity.centre))
        .order_by(Activity.id)
    ).all()
    views = views_since(db, [activity.id for activity in found], today - VIEWS_COUNTED)
    cards = [_card(activity, views.get(activity.id, 0), today) for activity in found]
    return sorted(cards, key=lambda card: -card.presses)


def how_many_to_check(db: Session, centre_ids: Collection[int], *, today: date) -> int:
    found = select(func.count(Activity.id)).where(Activity.centre_id.in_(centre_ids), *due(today))
    return db.scalar(found) or 0


def due(today: date) -> tuple[ColumnElement[bool], ...]:
    """What holds of every published listing that somebody should look at."""
    return (
        Activity.status == Status.PUBLISHED,
        or_(Activity.review_by.is_(None), Activity.review_by <= today),
    )


def _card(activity: Activity, views: int, today: date) -> CheckCard:
    return CheckCard(
        activity_id=activity.id,
        version=activity.version,
        name=activity.name,
        slug=activity.slug,
        centre=activity.centre.name,
        assured_on=activity.assured_on,
        days=max((today - activity.assured_on).days, 1) if activity.assured_on else NEVER,
        views=views,
        long_unchecked=activity.is_long_unchecked(today),
    )
