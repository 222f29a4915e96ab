"""Listings to look at, the most pressing first: database in, cards out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory.freshness.views import views_since
from directory.listings import cards
from directory.listings.cards import ActivityPage
from directory.listings.models import Activity, Status
from directory.listings.session_types import session_types
from directory.locales import SOURCE
from directory.places.models import Centre

VIEWS_COUNTED = timedelta(days=28)
NEVER = 400  # how many days old a listing counts as that nobody has ever checked


@dataclass(frozen=True)
class CheckCard:
    """A published listing that is due: for staff of its centre. `views` are those of four weeks.

    `page` is what families see of it, without dates: what is to be looked at.
    """

    activity_id: int
    version: int
    name: str
    slug: str
    centre: str
    assured_on: date | None
    days: int
    views: int
    long_unchecked: bool
    page: ActivityPage


def to_check(db: Session, centre_ids: Collection[int], *, today: date, most: int) -> list[CheckCard]:
    """What is due at these centres: what many open and nobody has checked for long comes first."""
    found = db.execute(
        select(Activity.id, Activity.assured_on)
        .where(Activity.centre_id.in_(centre_ids), *due(today))
        .order_by(Activity.id)
    ).all()
    views = views_since(db, [row.id for row in found], today - VIEWS_COUNTED)

    # How many people were told something how old.
    presses = {row.id: (views.get(row.id, 0) + 1) * _days(row.assured_on, today) for row in found}
    first = sorted(presses, key=lambda id_: -presses[id_])[:most]
    loaded = {activity.id: activity for activity in db.scalars(_whole().where(Activity.id.in_(first)))}
    return [_card(loaded[id_], views.get(id_, 0), today) for id_ in first]


def how_many_to_check(db: Session, centre_ids: Collection[int], *, today: date) -> int:
    found = select(func.count(Activity.id)).where(Activity.centre_id.in_(centre_ids), *due(today))
    return db.scalar(found) or 0


def due(today: date) -> tuple[ColumnElement[bool], ...]:
    """What holds of every published listing that somebody should look at."""
    return (
        Activity.status == Status.PUBLISHED,
        or_(Activity.review_by.is_(None), Activity.review_by <= today),
    )


def _whole() -> Select[Activity]:
    return select(Activity).options(
        joinedload(Activity.centre).joinedload(Centre.council),
        joinedload(Activity.venue),
        selectinload(Activity.schedules),
        selectinload(Activity.texts),
    )


def _days(assured_on: date | None, today: date) -> int:
    return max((today - assured_on).days, 1) if assured_on else NEVER


def _card(activity: Activity, views: int, today: date) -> CheckCard:
    kind = session_types().get(activity.type_key)
    return CheckCard(
        activity_id=activity.id,
        version=activity.version,
        name=activity.name,
        slug=activity.slug,
        centre=activity.centre.name,
        assured_on=activity.assured_on,
        days=_days(activity.assured_on, today),
        views=views,
        long_unchecked=activity.is_long_unchecked(today),
        page=cards.page(activity, kind, SOURCE, [], today=today),
    )
