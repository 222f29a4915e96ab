"""Listings as those who keep them see them, drafts and hidden places too: database in, cards out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory import clock
from directory.errors import NotFound
from directory.listings.cards import ActivityPage, DateCard, SlotCard, date_card, slot_card
from directory.listings.models import Activity, Occurrence, Status
from directory.listings.publishing import missing
from directory.listings.queries import page_of
from directory.listings.refusals import Broken
from directory.listings.sections import SECTIONS, Section, section_of
from directory.listings.session_types import SessionType, session_types
from directory.listings.slots import slot_of
from directory.listings.versions import last_seen
from directory.places.models import Centre, Venue

FIRST_DATES = 3


@dataclass(frozen=True)
class Wanted:
    """Which of her listings a worker asks for. `state` empty means drafts and what families see."""

    text: str = ""
    centre_id: int | None = None
    state: Status | None = None
    to_check: bool = False


@dataclass(frozen=True)
class OwnListing:
    """A listing in a worker's list. `next_date` is London time; none when no date is known."""

    id: int
    name: str
    centre: str
    venue: str
    status: str
    to_check: bool
    next_date: datetime | None


@dataclass(frozen=True)
class OwnListingPage:
    """Everything of a listing for those who keep it. `seen` goes back with whatever they save."""

    id: int
    slug: str
    name: str
    status: str
    type_key: str
    kind: str
    centre_id: int
    centre: str
    venue: str
    place_is_hidden: bool
    sections: dict[str, Section]
    slots: tuple[SlotCard, ...]
    dates: tuple[DateCard, ...]
    missing: tuple[Broken, ...]
    assured_on: date | None
    version: int
    seen: int


@dataclass(frozen=True)
class Room:
    """A venue to choose: `own` is a building of one's own centres."""

    id: int
    name: str
    town: str
    own: bool
    hidden: bool


def own_listings(
    db: Session, centre_ids: Collection[int], wanted: Wanted, *, now: datetime, page: int, size: int
) -> tuple[list[OwnListing], int]:
    """One page of the listings of some centres in the order of their names, and how many there are."""
    today = clock.london(now).date()
    asked = _asked(centre_ids, wanted, today)
    total = db.scalar(select(func.count()).select_from(asked.subquery())) or 0
    soonest = (
        select(func.min(Occurrence.starts_at))
        .where(Occurrence.activity_id == Activity.id, Occurrence.ends_at > now)
        .scalar_subquery()
    )
    rows = db.execute(
        asked.add_columns(soonest)
        .options(joinedload(Activity.centre), joinedload(Activity.venue))
        .order_by(Activity.name, Activity.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return [
        OwnListing(
            id=activity.id,
            name=activity.name,
            centre=activity.centre.name,
            venue=activity.venue.name if activity.venue else "",
            status=activity.status.value,
            to_check=activity.status is Status.PUBLISHED and activity.is_due(today),
            next_date=clock.london(starts_at) if starts_at else None,
        )
        for activity, starts_at in rows
    ], total


def _asked(centre_ids: Collection[int], wanted: Wanted, today: date) -> Select[Activity]:
    query = select(Activity).where(Activity.centre_id.in_(centre_ids))
    if wanted.centre_id is not None:
        query = query.where(Activity.centre_id == wanted.centre_id)
    if wanted.to_check:
        due = or_(Activity.review_by.is_(None), Activity.review_by <= today)
        query = query.where(Activity.status == Status.PUBLISHED, due)
    elif wanted.state:
        query = query.where(Activity.status == wanted.state)
    else:
        query = query.where(Activity.status != Status.WITHDRAWN)
    for word in wanted.text.split()[:6]:
        query = query.where(Activity.name.icontains(word, autoescape=True))
    return query


def own_listing(db: Session, activity_id: int, *, now: datetime) -> OwnListingPage:
    """Everything of one listing, for those who keep it. Raises NotFound."""
    activity = db.get(Activity, activity_id, options=[selectinload(Activity.schedules)])
    if activity is None:
        raise NotFound(f"activity {activity_id}")
    kind = session_types().get(activity.type_key)
    dates = db.scalars(
        select(Occurrence)
        .where(Occurrence.activity_id == activity_id, Occurrence.ends_at > now)
        .order_by(Occurrence.starts_at)
        .limit(FIRST_DATES)
    )
    return OwnListingPage(
        id=activity.id,
        slug=activity.slug,
        name=activity.name,
        status=activity.status.value,
        type_key=activity.type_key,
        kind=kind.name["en"] if kind else activity.type_key,
        centre_id=activity.centre_id,
        centre=activity.centre.name,
        venue=activity.venue.name if activity.venue else "",
        place_is_hidden=activity.place_is_hidden,
        sections={name: section_of(activity, name) for name in SECTIONS},
        slots=tuple(slot_card(slot_of(schedule)) for schedule in activity.schedules),
        dates=tuple(date_card(occurrence) for occurrence in dates),
        missing=tuple(missing(db, activity, now=now)),
        assured_on=activity.assured_on,
        version=activity.version,
        seen=last_seen(db, activity_id),
    )


def preview(db: Session, activity_id: int, language: str, *, now: datetime) -> ActivityPage:
    """The page that families would see of a listing if it were public now. Raises NotFound."""
    activity = db.get(Activity, activity_id, options=[selectinload(Activity.schedules)])
    if activity is None:
        raise NotFound(f"activity {activity_id}")
    return page_of(db, activity, language, now=now)


def centre_of(db: Session, activity_id: int) -> int:
    """The number of the centre a listing belongs to. Raises NotFound."""
    found = db.scalar(select(Activity.centre_id).where(Activity.id == activity_id))
    if found is None:
        raise NotFound(f"activity {activity_id}")
    return found


def rooms(db: Session, centre_id: int, *, kind: SessionType | None, current: int | None = None) -> list[Room]:
    """The venues a listing of a centre may be at, its own building first.

    Hidden ones are named only to those who need them: for kinds that keep people safe, and where the
    listing is at one already.
    """
    council_id = db.get_one(Centre, centre_id).council_id
    found = db.scalars(select(Venue).where(Venue.council_id == council_id).order_by(Venue.name, Venue.id))
    discreet = bool(kind and (kind.sensitive or kind.venue_hidden))
    must_hide = bool(kind and kind.venue_hidden)
    shown = [
        Room(venue.id, venue.name, venue.town, venue.centre_id == centre_id, venue.hidden)
        for venue in found
        if venue.id == current or (discreet if venue.hidden else not must_hide)
    ]
    return sorted(shown, key=lambda room: not room.own)


def kinds_in_use(db: Session, centre_ids: Collection[int], *, most: int) -> list[str]:
    """The kinds of session that these centres list most, most first."""
    count = func.count()
    return list(
        db.scalars(
            select(Activity.type_key)
            .where(Activity.centre_id.in_(centre_ids), Activity.status != Status.WITHDRAWN)
            .group_by(Activity.type_key)
            .order_by(count.desc(), Activity.type_key)
            .limit(most)
        )
    )


def centre_names(db: Session, centre_ids: Collection[int]) -> dict[int, str]:
    """The names of some centres by number, in the order of their names."""
    rows = db.execute(select(Centre.id, Centre.name).where(Centre.id.in_(centre_ids)).order_by(Centre.name))
    return dict(rows.all())


def venue_names(db: Session, venue_ids: Collection[int]) -> dict[int, str]:
    """The names of some venues by number, hidden ones too."""
    rows = db.execute(select(Venue.id, Venue.name).where(Venue.id.in_(venue_ids)))
    return dict(rows.all())
