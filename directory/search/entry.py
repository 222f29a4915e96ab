"""One listing as the search index has it: the words by which it is found, and the facts it is filtered by.

Only what every door may show goes in: no draft, nothing unlisted, and of a hidden place neither where
nor when.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory import clock
from directory.listings.cards import may_show_place
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Status
from directory.listings.session_types import SessionType, session_types
from directory.places.models import Centre
from directory.search.analysis import words
from directory.search.concepts import concepts, concepts_named, of_type, with_broader

# How often a word counts, by where it stands. A word in the name says more than one in the description.
WEIGHTS = {"name": 4, "kind": 2, "place": 2, "also": 1, "summary": 1, "description": 1}

# How closely a listing is about what its own name says, and about what it only offers beside.
NAMED, BESIDE = 0.9, 0.7
CHOSEN = 1.0  # what staff say it is about
BESIDE_CONCEPTS = {"creche": "creche", "interpreter": "interpreter"}
CONCEPT_UNITS = 20  # the index counts in whole numbers

EPOCH_MINUTE = 60


@dataclass(frozen=True)
class Happening:
    """One date to come: its start in whole minutes (UTC, since 1970), how long, its London day and minute.

    `late` is how many minutes after its start it will really begin.
    """

    minute: int
    minutes: int
    day: int
    of_day: int
    cancelled: bool
    late: int = 0


@dataclass(frozen=True)
class Entry:
    """A listing to be indexed. `words` repeat as often as they count; ages are months, -1 for none.

    `concepts` say how closely it is about each, from 0 to 1.
    """

    activity_id: int
    centre_id: int
    version: int
    kind: str
    words: list[str]
    concepts: dict[str, float]
    youngest: int
    oldest: int
    pregnant: bool
    adults: bool
    themes: list[str]
    offer: str
    cost: str
    access: str
    delivery: str
    features: list[str]
    spoken: list[str]
    position: tuple[float, float] | None
    assured_day: int
    happenings: list[Happening]


def entries(db: Session, ids: Sequence[int] | None = None, *, now: datetime) -> Iterator[Entry]:
    """Entries for these activities, or for all of them; those not public are left out."""
    types = session_types()
    query = (
        select(Activity)
        .where(Activity.status == Status.PUBLISHED)
        .options(
            joinedload(Activity.centre).joinedload(Centre.council),
            joinedload(Activity.venue),
            selectinload(Activity.texts),
        )
        .order_by(Activity.id)
    )
    wanted = list(ids) if ids is not None else list(db.scalars(select(Activity.id).order_by(Activity.id)))
    for start in range(0, len(wanted), 500):
        batch = wanted[start : start + 500]
        happenings = _happenings(db, batch, now=now)
        for activity in db.scalars(query.where(Activity.id.in_(batch))):
            kind = types.get(activity.type_key)
            if kind is None or kind.listed:
                yield _entry(activity, kind, happenings.get(activity.id, []))


def _entry(activity: Activity, kind: SessionType | None, happenings: list[Happening]) -> Entry:
    shown = may_show_place(activity, kind)
    venue = activity.venue if shown else None
    return Entry(
        activity_id=activity.id,
        centre_id=activity.centre_id if shown else 0,
        version=activity.version,
        kind=activity.type_key,
        words=_words(activity, kind, shown=shown),
        concepts=_concepts(activity),
        youngest=-1 if activity.youngest_months is None else activity.youngest_months,
        oldest=-1 if activity.oldest_months is None else activity.oldest_months,
        pregnant=activity.pregnancy,
        adults=activity.adults,
        themes=activity.themes,
        offer=activity.offer.value,
        cost=activity.cost.value,
        access=activity.access.value,
        delivery=activity.delivery.value,
        features=sorted({*activity.features, *(venue.features if venue else [])}),
        spoken=activity.languages,
        position=(venue.lat, venue.lng)
        if venue and venue.lat is not None and venue.lng is not None
        else None,
        assured_day=activity.assured_on.toordinal() if activity.assured_on else 0,
        happenings=happenings if shown else [],
    )


def _words(activity: Activity, kind: SessionType | None, *, shown: bool) -> list[str]:
    said = [("name", activity.name), ("summary", activity.summary), ("description", activity.description)]
    for text in activity.texts:
        said += [("name", text.name), ("summary", text.summary), ("description", text.description)]
    if kind:
        said += [("kind", name) for name in kind.name.values()]
        said += [("also", " ".join(also)) for also in kind.also.values()]
    if activity.programme:
        said.append(("kind", activity.programme))
    if shown:
        said += [("place", activity.centre.name), ("place", activity.centre.town)]
        said += [("place", f"{activity.venue.name} {activity.venue.town}")] if activity.venue else []
    return [word for where, text in said if text for word in words(text) * WEIGHTS[where]]


def _concepts(activity: Activity) -> dict[str, float]:
    """What a listing is about: the closest of all that says so."""
    carried: dict[str, float] = {}
    for said in concepts_why(
        activity.type_key, activity.name, features=activity.features, chosen=activity.concepts
    ).values():
        for key, closeness in said.items():
            carried[key] = max(carried.get(key, 0.0), closeness)
    return carried


class Why(StrEnum):
    """What says that a listing is about something."""

    TYPE = "type"
    TEXT = "text"
    FEATURE = "feature"
    STAFF = "staff"


def concepts_why(
    type_key: str, name: str, *, features: Sequence[str], chosen: Sequence[str]
) -> dict[Why, dict[str, float]]:
    """The concepts of a listing and how closely it is about each, by what says so; wider ones included.

    A concept that staff chose and that is not described any more says nothing.
    """
    return {
        Why.TYPE: dict(of_type().get(type_key, {})),
        Why.TEXT: _widened(concepts_named(name), NAMED),
        Why.FEATURE: _widened(
            (key for feature, key in BESIDE_CONCEPTS.items() if feature in features), BESIDE
        ),
        Why.STAFF: _widened((key for key in chosen if key in concepts()), CHOSEN),
    }


def _widened(keys: Iterable[str], weight: float) -> dict[str, float]:
    carried: dict[str, float] = {}
    for key in keys:
        for wider, closeness in with_broader(key, weight):
            carried[wider] = max(carried.get(wider, 0.0), closeness)
    return carried


def _happenings(db: Session, ids: Sequence[int], *, now: datetime) -> dict[int, list[Happening]]:
    query = (
        select(
            Occurrence.activity_id,
            Occurrence.starts_at,
            Occurrence.ends_at,
            Occurrence.status,
            Occurrence.late_minutes,
        )
        .where(Occurrence.activity_id.in_(ids), Occurrence.ends_at > now)
        .order_by(Occurrence.activity_id, Occurrence.starts_at)
    )
    found: dict[int, list[Happening]] = {}
    for activity_id, starts_at, ends_at, status, late in db.execute(query):
        wall = clock.london(starts_at)
        happening = Happening(
            minute=minute_of(starts_at),
            minutes=(ends_at - starts_at) // timedelta(minutes=1),
            day=wall.toordinal(),
            of_day=wall.hour * 60 + wall.minute,
            cancelled=status is OccurrenceStatus.CANCELLED,
            late=late or 0,
        )
        found.setdefault(activity_id, []).append(happening)
    return found


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970, UTC."""
    return int(moment.timestamp()) // EPOCH_MINUTE
