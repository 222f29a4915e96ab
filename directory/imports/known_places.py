"""Find a centre or a venue that is known here by what people call it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.listings.models import Delivery
from directory.places.models import Centre, Council, Venue

AWAY = {"online": Delivery.ONLINE, "phone": Delivery.PHONE, "at-home": Delivery.AT_HOME}
"""What stands in the place of a venue where there is none."""


@dataclass(frozen=True)
class CentreFound:
    id: int
    council_id: int
    review_days: int


@dataclass(frozen=True)
class VenueFound:
    id: int
    hidden: bool


class KnownPlaces:
    """The centres and venues that are known, found by what people call them."""

    def __init__(self, db: Session) -> None:
        self._centres: dict[str, dict[str, list[CentreFound]]] = {"slug": {}, "urn": {}, "name": {}}
        query = select(
            Centre.slug, Centre.external_id, Centre.name, Centre.id, Council.id, Council.review_days
        )
        for address, urn, name, *found in db.execute(query.join(Centre.council)):
            for by, text in (("slug", address), ("urn", urn or ""), ("name", name)):
                self._centres[by].setdefault(text.lower(), []).append(CentreFound(*found))
        self._venues: dict[tuple[int, str], list[VenueFound]] = {}
        self._own: dict[int, VenueFound] = {}
        for council, name, centre, number, hidden in db.execute(
            select(Venue.council_id, Venue.name, Venue.centre_id, Venue.id, Venue.hidden)
        ):
            self._venues.setdefault((council, name.lower()), []).append(VenueFound(number, hidden))
            if centre:
                self._own[centre] = VenueFound(number, hidden)

    def centre(self, text: str) -> CentreFound:
        """The centre with this slug, number (URN) or exact name. Raises ValueError with one sentence."""
        for by in self._centres.values():
            found = by.get(text.lower(), [])
            if len(found) > 1:
                raise ValueError(
                    f"{len(found)} centres are called “{text}”: give the slug or the URN of one."
                )
            if found:
                return found[0]
        raise ValueError(f"“{text[:60]}” is not a centre we know: give its slug, its URN or its exact name.")

    def venue(self, name: str, centre: CentreFound) -> VenueFound:
        """The venue of this name in the centre's council, or without a name the centre's own building."""
        if not name and centre.id in self._own:
            return self._own[centre.id]
        if not name:
            raise ValueError("this centre has no building of its own: name the venue.")
        found = self._venues.get((centre.council_id, name.lower()), [])
        if len(found) != 1:
            wrong = f"{len(found)} venues are called" if found else "there is no venue called"
            raise ValueError(f"{wrong} “{name[:60]}” in this centre's council.")
        return found[0]
