"""What a centre says of itself: whom to ring, when its door is open, what the building has."""

from dataclasses import dataclass, fields
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.errors import NotFound
from directory.listings.history import bring_up_to_date, record_change
from directory.places.models import Centre, OpeningHours, Venue
from directory.upkeep.affected import listings_behind
from directory.upkeep.marks import mark
from directory.upkeep.refusals import Fault, PlaceChanged, Problem
from directory.upkeep.wording import Stretch, check, overlap, refuse, said, stretches

FEATURES = ("step_free", "buggy_parking", "parking", "accessible_toilet", "baby_changing", "hearing_loop")
MOST_BUS = 300

Week = tuple[tuple[Stretch, ...], ...]


@dataclass(frozen=True)
class CentreDetails:
    """What staff may change of a centre. `hours` has the stretches of each day, Monday first."""

    phone: str
    email: str
    website: str
    features: tuple[str, ...]
    bus: str
    hours: Week


@dataclass(frozen=True)
class CentreToEdit:
    """A centre with its details; `mark` changes whenever they do."""

    id: int
    name: str
    slug: str
    address: str
    details: CentreDetails

    @property
    def mark(self) -> str:
        return mark(self.details)


@dataclass(frozen=True)
class CentreSaid:
    """What somebody typed, as typed: `hours` has one text a day, Monday first."""

    phone: str
    email: str
    website: str
    features: tuple[str, ...]
    bus: str
    hours: tuple[str, ...]


def centre_to_edit(db: Session, centre_id: int) -> CentreToEdit:
    centre = _centre(db, centre_id)
    address = ", ".join(filter(None, (centre.street, centre.town, centre.postcode)))
    return CentreToEdit(centre.id, centre.name, centre.slug, address, _details(centre))


def change_centre(
    db: Session, centre_id: int, said: CentreSaid, *, shown: str, who: str, now: datetime
) -> list[str]:
    """Keep what was said of a centre, also for its own building; returns the fields that changed.

    `shown` is the mark of what its editor saw. Raises PlaceChanged if that is no longer so, and PlaceWrong
    for what cannot be read.
    """
    centre = _centre(db, centre_id)
    wanted = read(said)
    before = _details(centre)
    if wanted == before:
        return []
    if shown != mark(before):
        raise PlaceChanged
    changed = [
        field.name for field in fields(wanted) if getattr(wanted, field.name) != getattr(before, field.name)
    ]
    for name in changed:
        record_change(
            db, centre, name, _text(getattr(before, name)), _text(getattr(wanted, name)), who=who, now=now
        )
    _store(db, centre, wanted)
    listings_behind(db, centre_id=centre.id)
    return changed


def read(typed: CentreSaid) -> CentreDetails:
    """What was typed, as it is kept. Raises PlaceWrong with all that is wrong."""
    faults: list[Fault] = []
    details = CentreDetails(
        phone=check(faults, "phone", typed.phone, most=40),
        email=check(faults, "email", typed.email, most=254),
        website=check(faults, "website", typed.website, most=500),
        features=tuple(feature for feature in FEATURES if feature in typed.features),
        bus=check(faults, "bus", typed.bus, most=MOST_BUS),
        hours=tuple(_day(faults, number, text) for number, text in enumerate(typed.hours)),
    )
    refuse(faults)
    return details


def _day(faults: list[Fault], number: int, text: str) -> tuple[Stretch, ...]:
    try:
        found = stretches(text)
    except ValueError:
        faults.append(Fault(f"hours_{number}", Problem.NOT_HOURS, text.strip()[:40]))
        return ()
    if overlap(found):
        faults.append(Fault(f"hours_{number}", Problem.HOURS_OVERLAP, text.strip()[:40]))
    return tuple(sorted(found))


def _centre(db: Session, centre_id: int) -> Centre:
    query = select(Centre).where(Centre.id == centre_id).options(selectinload(Centre.hours))
    centre = db.scalars(query).first()
    if centre is None:
        raise NotFound(f"centre {centre_id}")
    return centre


def _details(centre: Centre) -> CentreDetails:
    days: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    for row in centre.hours:
        days[row.weekday].append((row.opens, row.closes))
    return CentreDetails(
        phone=centre.phone or "",
        email=centre.email or "",
        website=centre.website or "",
        features=tuple(feature for feature in FEATURES if feature in centre.features),
        bus=centre.bus,
        hours=tuple(tuple(sorted(day)) for day in days),
    )


def _store(db: Session, centre: Centre, wanted: CentreDetails) -> None:
    place = {"features": list(wanted.features), "bus": wanted.bus}
    contact = {name: getattr(wanted, name) or None for name in ("phone", "email", "website")}
    bring_up_to_date(centre, contact | place)
    if _details(centre).hours != wanted.hours:
        centre.hours = [
            OpeningHours(weekday=weekday, opens=opens, closes=closes)
            for weekday, day in enumerate(wanted.hours)
            for opens, closes in day
        ]
    if building := db.scalar(select(Venue).where(Venue.centre_id == centre.id)):
        bring_up_to_date(building, place)


def _text(value: object) -> str:
    """A value as the history tells it."""
    if not isinstance(value, tuple):
        return str(value)
    if value and isinstance(value[0], tuple):
        return "; ".join(f"{day}: {said(hours)}" for day, hours in zip(_DAYS, value, strict=True) if hours)
    return ", ".join(value)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
