"""Places: database in, cards out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory.errors import NotFound
from directory.places import postcodes
from directory.places.geography import Spot
from directory.places.models import Centre, Council, Outcode, Postcode

# Asked on almost every page: said once, and about tables, not objects.
_postcodes, _outcodes = Postcode.__table__.c, Outcode.__table__.c
_WHOLE = select(_postcodes.lat, _postcodes.lng).where(_postcodes.postcode == bindparam("wanted"))
_HALF = select(_outcodes.lat, _outcodes.lng).where(_outcodes.outcode == bindparam("wanted"))


@dataclass(frozen=True)
class Opening:
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class CentreCard:
    """A centre as families see it."""

    id: int
    slug: str
    name: str
    kind: str
    street: str
    town: str
    postcode: str | None
    lat: float | None
    lng: float | None
    phone: str | None
    email: str | None
    website: str | None
    features: tuple[str, ...]
    bus: str
    hours: tuple[Opening, ...]
    council: str

    def open_on(self, weekday: int) -> list[Opening]:
        return [opening for opening in self.hours if opening.weekday == weekday]


@dataclass(frozen=True)
class CouncilCard:
    name: str
    brand: str
    phone: str | None
    email: str | None
    website: str | None


def spot_for(db: Session, text: str) -> Spot | None:
    """The place that a postcode, half a postcode, a town or a centre's name stands for, if we know it."""
    if postcode := postcodes.parse(text):
        return _spot_of_postcode(db, postcode)
    return _spot_of_name(db, text)


def _spot_of_postcode(db: Session, postcode: postcodes.Postcode) -> Spot | None:
    whole = {"wanted": postcode.compact}
    if postcode.inward and (row := db.execute(_WHOLE, whole).first()):
        return Spot(row.lat, row.lng, str(postcode))
    if row := db.execute(_HALF, {"wanted": postcode.outcode}).first():
        return Spot(row.lat, row.lng, str(postcode), about=postcode.outcode if postcode.inward else "")
    return None


def _spot_of_name(db: Session, text: str) -> Spot | None:
    name = " ".join(text.split())[:80].lower()
    if len(name) < 2 or "\0" in name:
        return None
    town = select(func.avg(Centre.lat), func.avg(Centre.lng), func.min(Centre.town))
    lat, lng, label = db.execute(town.where(func.lower(Centre.town) == name, Centre.lat.is_not(None))).one()
    if lat is not None:
        return Spot(lat, lng, label)
    named = func.lower(Centre.name).startswith(name, autoescape=True)
    centre = db.scalars(select(Centre).where(named, Centre.lat.is_not(None)).order_by(Centre.id)).first()
    return Spot(centre.lat, centre.lng, centre.name) if centre and centre.lat and centre.lng else None


def centre_positions(db: Session) -> list[tuple[int, float, float]]:
    """The number and position of every centre whose position is known."""
    rows = db.execute(
        select(Centre.id, Centre.lat, Centre.lng).where(Centre.lat.is_not(None)).order_by(Centre.id)
    )
    return [(id_, lat or 0.0, lng or 0.0) for id_, lat, lng in rows]


def centres_by_name(db: Session, *, page: int, size: int) -> tuple[list[CentreCard], int]:
    """One page of all centres in the order of their names, and how many there are in all."""
    total = db.scalar(select(func.count()).select_from(Centre)) or 0
    ids = db.scalars(select(Centre.id).order_by(Centre.name, Centre.id).limit(size).offset((page - 1) * size))
    found = list(ids)
    cards = {card.id: card for card in cards_of(db, found)}
    return [cards[id_] for id_ in found], total


def centre_card(db: Session, slug: str) -> CentreCard:
    """The centre with this address. Raises NotFound."""
    centre = db.scalars(_with_hours().where(Centre.slug == slug)).first()
    if centre is None:
        raise NotFound(slug)
    return card(centre)


def centre_slugs(db: Session) -> list[str]:
    """The address of every centre."""
    return list(db.scalars(select(Centre.slug).order_by(Centre.id)))


def council_card(db: Session) -> CouncilCard | None:
    """The council this copy serves: the one with the most listings' centres, if any."""
    council = db.scalars(select(Council).order_by(Council.phone.is_(None), Council.id)).first()
    if council is None:
        return None
    return CouncilCard(council.name, council.brand, council.phone, council.email, council.website)


def place_names(db: Session) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The towns that have a centre on the map; and every centre's name, address and town, by name."""
    rows = db.execute(
        select(Centre.name, Centre.slug, Centre.town, Centre.lat).order_by(Centre.name, Centre.id)
    )
    centres = [(name, slug, town, lat) for name, slug, town, lat in rows]
    towns = sorted({town for _, _, town, lat in centres if town and lat is not None})
    return towns, [(name, slug, town) for name, slug, town, _ in centres]


def cards_of(db: Session, ids: Iterable[int]) -> list[CentreCard]:
    return [card(centre) for centre in db.scalars(_with_hours().where(Centre.id.in_(list(ids))))]


def _with_hours() -> Select[Centre]:
    return select(Centre).options(selectinload(Centre.hours), joinedload(Centre.council))


def card(centre: Centre) -> CentreCard:
    return CentreCard(
        id=centre.id,
        slug=centre.slug,
        name=centre.name,
        kind=centre.kind.value,
        street=centre.street,
        town=centre.town,
        postcode=centre.postcode,
        lat=centre.lat,
        lng=centre.lng,
        phone=centre.phone,
        email=centre.email,
        website=centre.website,
        features=tuple(centre.features),
        bus=centre.bus,
        hours=tuple(Opening(row.weekday, row.opens, row.closes) for row in centre.hours),
        council=centre.council.name,
    )
