"""Listings: database in, cards out. Only what the public may see comes out of here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory import clock
from directory.errors import NotFound
from directory.listings import cards
from directory.listings.cards import ActivityCard, ActivityPage, DateCard
from directory.listings.models import Activity, Occurrence, Status, Term
from directory.listings.session_types import session_types
from directory.places.models import Centre, Council


@dataclass(frozen=True)
class Entry:
    """One date in a timetable."""

    activity: ActivityCard
    date: DateCard


def activity_cards(db: Session, ids: Sequence[int], language: str) -> dict[int, ActivityCard]:
    """Cards for these activities, those that may be shown, by number."""
    if not ids:
        return {}
    types = session_types()
    found = db.scalars(_public().where(Activity.id.in_(ids)))
    return {
        activity.id: cards.card(activity, types.get(activity.type_key), language)
        for activity in found
        if _listed(activity)
    }


def activity_page(db: Session, slug: str, language: str, *, now: datetime) -> ActivityPage:
    """The page of one listing. Raises NotFound when there is none, or none that may be shown."""
    return _page_where(db, Activity.slug == slug, language, now)


def activity_page_by_number(db: Session, activity_id: int, language: str, *, now: datetime) -> ActivityPage:
    """The same, by the number that chat has in its buttons. Raises NotFound likewise."""
    return _page_where(db, Activity.id == activity_id, language, now)


def _page_where(db: Session, which: ColumnElement[bool], language: str, now: datetime) -> ActivityPage:
    activity = db.scalars(_public().options(selectinload(Activity.schedules)).where(which)).first()
    if activity is None or not _listed(activity):
        raise NotFound(str(which))
    return page_of(db, activity, language, now=now)


def page_of(db: Session, activity: Activity, language: str, *, now: datetime) -> ActivityPage:
    """What families see of a listing; whether they may see it is asked before."""
    dates = db.scalars(
        select(Occurrence)
        .where(Occurrence.activity_id == activity.id, Occurrence.ends_at > now)
        .order_by(Occurrence.starts_at)
    )
    kind = session_types().get(activity.type_key)
    return cards.page(activity, kind, language, list(dates), today=clock.london(now).date())


def timetable(
    db: Session, centre_id: int, language: str, *, first: date, until: date
) -> dict[date, list[Entry]]:
    """What a centre puts on between two days, both included, day by day in order of time."""
    start = clock.from_wall(first, datetime.min.time())
    end = clock.from_wall(until + timedelta(days=1), datetime.min.time())
    occurrences = db.scalars(
        select(Occurrence)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Activity.centre_id == centre_id, Activity.status == Status.PUBLISHED)
        .where(Occurrence.starts_at >= start, Occurrence.starts_at < end)
        .order_by(Occurrence.starts_at, Occurrence.id)
    ).all()
    shown = activity_cards(db, list({occurrence.activity_id for occurrence in occurrences}), language)
    days: dict[date, list[Entry]] = {first + timedelta(days=n): [] for n in range((until - first).days + 1)}
    for occurrence in occurrences:
        activity = shown.get(occurrence.activity_id)
        if activity and activity.where:
            entry = Entry(activity, cards.date_card(occurrence))
            days[entry.date.starts.date()].append(entry)
    return days


def school_terms(db: Session) -> tuple[tuple[date, date], ...]:
    """The first and last day of each school term, in order, of the council this copy serves."""
    council = select(Term.council_id).join(Council).order_by(Council.phone.is_(None), Council.id).limit(1)
    terms = select(Term.first_day, Term.last_day).order_by(Term.first_day)
    found = db.execute(terms.where(Term.council_id == council.scalar_subquery()))
    return tuple((first, last) for first, last in found)


def sitemap(db: Session) -> Iterable[tuple[str, date | None]]:
    """The address of every public listing and the day it was last checked; hidden places are left out."""
    activities = db.scalars(_public().order_by(Activity.id))
    types = session_types()
    for activity in activities:
        if _listed(activity) and cards.may_show_place(activity, types.get(activity.type_key)):
            yield activity.slug, activity.assured_on


def _public() -> Select[Activity]:
    return (
        select(Activity)
        .where(Activity.status == Status.PUBLISHED)
        .options(
            joinedload(Activity.centre).joinedload(Centre.council),
            joinedload(Activity.venue),
            selectinload(Activity.texts),
        )
    )


def _listed(activity: Activity) -> bool:
    kind = session_types().get(activity.type_key)
    return kind is None or kind.listed
