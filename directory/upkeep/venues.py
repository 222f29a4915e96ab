"""Venues: adding one, putting one right, and hiding one at once."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from directory.errors import NotFound
from directory.listings.history import bring_up_to_date, record_change
from directory.listings.models import Activity, Status
from directory.listings.session_types import session_types
from directory.places.actions import place_positions
from directory.places.models import Venue
from directory.slugs import discreet_addresses
from directory.upkeep.affected import listings_behind
from directory.upkeep.centres import FEATURES, MOST_BUS
from directory.upkeep.marks import mark
from directory.upkeep.models import UnhideRequest
from directory.upkeep.refusals import Fault, NeedsSecondPerson, PlaceChanged, Problem, StillHeldThere
from directory.upkeep.wording import check, refuse

KINDS = ("hall", "library", "school", "health-centre", "park", "leisure", "cafe", "church", "other")
OWN_BUILDING = "centre"


@dataclass(frozen=True)
class VenueDetails:
    """What staff say of a venue, as typed or as it is kept."""

    name: str
    kind: str
    street: str
    town: str
    postcode: str
    features: tuple[str, ...]
    bus: str


@dataclass(frozen=True)
class VenueToEdit:
    """A venue as those may see it who look after it. `listings` counts what is held there and not withdrawn.

    `placed` is false while nothing says where it is on the map. `asked_by` wants it shown again.
    """

    id: int
    centre_id: int | None
    details: VenueDetails
    hidden: bool
    placed: bool
    listings: int
    held_by: frozenset[int]
    asked_by: str
    asked_by_id: int | None

    @property
    def mark(self) -> str:
        return mark(self.details)


@dataclass(frozen=True)
class Keeper:
    """Who wants to see or change venues: the centres whose places she keeps, or all of the council's."""

    council_id: int
    centres: Collection[int]
    whole_council: bool

    def may_change(self, venue: VenueToEdit) -> bool:
        """A centre's own building is for those who keep that centre; any other, unless others use it too."""
        if self.whole_council:
            return True
        if venue.centre_id is not None:
            return venue.centre_id in self.centres
        return bool(self.centres) and venue.held_by <= set(self.centres)

    def may_hide(self, venue: VenueToEdit) -> bool:
        """Hiding is safe, and may be urgent: whoever has a session there may do it."""
        return self.may_change(venue) or bool(venue.held_by & set(self.centres))

    def may_see(self, venue: VenueToEdit) -> bool:
        """Of a hidden venue, nobody learns who has nothing to do with it."""
        own = venue.centre_id in self.centres or bool(venue.held_by & set(self.centres))
        return own or self.whole_council or not venue.hidden


def venues(db: Session, keeper: Keeper) -> list[VenueToEdit]:
    """Every venue of the council that this keeper may see, by name."""
    query = select(Venue).where(Venue.council_id == keeper.council_id)
    found = db.scalars(query.order_by(func.lower(Venue.name), Venue.id)).all()
    return [card for card in _cards(db, found) if keeper.may_see(card)]


def venue_to_edit(db: Session, venue_id: int, keeper: Keeper) -> VenueToEdit:
    """One of them. Raises NotFound for a venue elsewhere, or one that is hidden from this keeper."""
    venue = db.get(Venue, venue_id)
    if venue is not None and venue.council_id == keeper.council_id:
        (card,) = _cards(db, [venue])
        if keeper.may_see(card):
            return card
    raise NotFound(f"venue {venue_id}")


def add_venue(db: Session, council_id: int, typed: VenueDetails, *, who: str, now: datetime) -> Venue:
    """Add a venue of no centre. Raises PlaceWrong, also where the council has one of that name already."""
    details = read(db, council_id, typed)
    venue = Venue(council_id=council_id, **_columns(details))
    db.add(venue)
    db.flush()  # history needs its number
    record_change(db, venue, "name", None, venue.name, who=who, now=now)
    place_positions(db)
    return venue


def change_venue(
    db: Session, venue_id: int, typed: VenueDetails, *, shown: str, who: str, now: datetime
) -> list[str]:
    """Keep what was said of a venue; returns the fields that changed.

    `shown` is the mark of what its editor saw. Raises PlaceChanged if that is no longer so, and PlaceWrong
    for what cannot be kept. The position on the map follows the postcode.
    """
    venue = db.get_one(Venue, venue_id)
    wanted = read(db, venue.council_id, typed, own=venue.id)
    (card,) = _cards(db, [venue])
    if wanted == card.details:
        return []
    if shown != card.mark:
        raise PlaceChanged
    before = bring_up_to_date(venue, _columns(wanted))
    for name, was in before.items():
        record_change(db, venue, name, was, getattr(venue, name), who=who, now=now)
    if "postcode" in before:
        venue.lat = venue.lng = None
        place_positions(db)
    listings_behind(db, venue_id=venue.id)
    return list(before)


def read(db: Session, council_id: int, typed: VenueDetails, *, own: int | None = None) -> VenueDetails:
    """What was typed, as it is kept. Raises PlaceWrong with all that is wrong."""
    faults: list[Fault] = []
    details = VenueDetails(
        name=check(faults, "name", typed.name, most=200, needed=True),
        kind=typed.kind if typed.kind in (*KINDS, OWN_BUILDING) else "other",
        street=check(faults, "street", typed.street, most=300),
        town=check(faults, "town", typed.town, most=120, needed=True),
        postcode=check(faults, "postcode", typed.postcode, most=10),
        features=tuple(feature for feature in FEATURES if feature in typed.features),
        bus=check(faults, "bus", typed.bus, most=MOST_BUS),
    )
    same_name = select(Venue.id).where(
        Venue.council_id == council_id, func.lower(Venue.name) == details.name.lower()
    )
    if details.name and set(db.scalars(same_name)) - {own}:
        faults.append(Fault("name", Problem.NAME_TAKEN, details.name))
    refuse(faults)
    return details


def hide(db: Session, venue_id: int, *, who: str, now: datetime) -> None:
    """Hide a venue at once, through every door. Sessions there get an address that names no town."""
    venue = db.get_one(Venue, venue_id)
    _drop_request(db, venue_id)
    if venue.hidden:
        return
    venue.hidden = True
    record_change(db, venue, "hidden", False, True, who=who, now=now)
    for activity in db.scalars(select(Activity).where(Activity.venue_id == venue_id)):
        discreet = discreet_addresses(activity.uuid)
        if activity.slug not in discreet:
            record_change(db, activity, "slug", activity.slug, discreet[-1], who=who, now=now)
            activity.slug = discreet[-1]
    listings_behind(db, venue_id=venue_id)


def ask_to_show(db: Session, venue_id: int, *, worker_id: int, who: str, now: datetime) -> None:
    """Ask that a hidden venue be shown: nothing changes until somebody else agrees.

    Raises StillHeldThere while a kind of session is held there that keeps people safe.
    """
    _refuse_while_needed(db, venue_id)
    _drop_request(db, venue_id)
    db.add(UnhideRequest(venue_id=venue_id, worker_id=worker_id, asked_by=who, asked_at=now))


def show(db: Session, venue_id: int, *, worker_id: int, who: str, now: datetime) -> None:
    """Agree that a hidden venue be shown. Raises NotFound if nobody asked, NeedsSecondPerson from who did."""
    request = db.get(UnhideRequest, venue_id)
    if request is None:
        raise NotFound(f"request to show venue {venue_id}")
    if request.worker_id == worker_id:
        raise NeedsSecondPerson
    _refuse_while_needed(db, venue_id)
    venue = db.get_one(Venue, venue_id)
    venue.hidden = False
    record_change(db, venue, "hidden", True, f"False, asked for by {request.asked_by}", who=who, now=now)
    db.delete(request)
    listings_behind(db, venue_id=venue_id)


def keep_hidden(db: Session, venue_id: int) -> None:
    """Take back, or turn down, that a venue be shown."""
    _drop_request(db, venue_id)


def _drop_request(db: Session, venue_id: int) -> None:
    db.execute(delete(UnhideRequest).where(UnhideRequest.venue_id == venue_id))


def _refuse_while_needed(db: Session, venue_id: int) -> None:
    kinds = session_types()
    held = select(Activity).where(Activity.venue_id == venue_id, Activity.status != Status.WITHDRAWN)
    names = [
        activity.name
        for activity in db.scalars(held.order_by(Activity.name))
        if (kind := kinds.get(activity.type_key)) and kind.venue_hidden
    ]
    if names:
        raise StillHeldThere(tuple(names))


def _cards(db: Session, found: Sequence[Venue]) -> list[VenueToEdit]:
    ids = [venue.id for venue in found]
    held: dict[int | None, Counter[int]] = {id_: Counter() for id_ in ids}
    in_use = select(Activity.venue_id, Activity.centre_id).where(
        Activity.venue_id.in_(ids), Activity.status != Status.WITHDRAWN
    )
    for venue_id, centre_id in db.execute(in_use):
        held[venue_id][centre_id] += 1
    asked = db.scalars(select(UnhideRequest).where(UnhideRequest.venue_id.in_(ids)))
    requests = {request.venue_id: request for request in asked}
    return [_card(venue, held[venue.id], requests.get(venue.id)) for venue in found]


def _card(venue: Venue, held: Counter[int], request: UnhideRequest | None) -> VenueToEdit:
    return VenueToEdit(
        id=venue.id,
        centre_id=venue.centre_id,
        details=VenueDetails(
            name=venue.name,
            kind=venue.kind,
            street=venue.street,
            town=venue.town,
            postcode=venue.postcode or "",
            features=tuple(feature for feature in FEATURES if feature in venue.features),
            bus=venue.bus,
        ),
        hidden=venue.hidden,
        placed=venue.lat is not None,
        listings=held.total(),
        held_by=frozenset(held),
        asked_by=request.asked_by if request else "",
        asked_by_id=request.worker_id if request else None,
    )


def _columns(details: VenueDetails) -> dict[str, object]:
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    return values | {"features": list(details.features), "postcode": details.postcode or None}
