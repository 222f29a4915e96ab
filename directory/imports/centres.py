"""Keep the centres of the government's register, with their councils and their own buildings."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from directory.imports.lookalikes import lookalikes
from directory.imports.plan import Findings, Plan, Progress
from directory.imports.register import SHAPE, Found, read_register
from directory.listings.actions import Outcome
from directory.listings.history import bring_up_to_date, record_change
from directory.listings.models import StaleListing
from directory.places.actions import place_positions
from directory.places.models import Centre, Council, Venue
from directory.slugs import slug

__all__ = ["SHAPE", "keep_centres"]

SOURCE, WHO = "gias", "import centres"
_SHARED = ("name", "street", "town", "postcode")  # what a centre's own building has from its centre


def keep_centres(
    db: Session, content: bytes, *, now: datetime, progress: Progress = lambda done, of: None
) -> Plan:
    """Keep every open centre of the list, each with its own building. Raises WrongFile for another file.

    Centres that look like the same one are reported, never merged.
    """
    findings, taking_in = Findings(), _TakingIn(db, now)
    found = read_register(content, findings)
    findings.warnings += lookalikes(found)
    for done, centre in enumerate(found, start=1):
        taking_in.keep(centre, findings)
        progress(done, len(found))
    taking_in.record_changes()
    place_positions(db)
    nowhere = select(func.count()).where(Centre.source == SOURCE, Centre.lat.is_(None))
    findings.counts["centres without a position (postcode missing, or not known here)"] = (
        db.scalar(nowhere) or 0
    )
    findings.counts["councils added"] = taking_in.councils_added
    if findings.added or findings.changed:
        db.add(StaleListing(activity_id=None))
    return findings.plan()


class _TakingIn:
    """The centres and councils that are known already, and what is done to them."""

    def __init__(self, db: Session, now: datetime) -> None:
        self.db, self.now, self.councils_added = db, now, 0
        known = db.scalars(select(Centre).where(Centre.source == SOURCE).options(selectinload(Centre.venues)))
        self._centres = {centre.external_id: centre for centre in known}
        self._councils: dict[str, Council] = {}
        for council in db.scalars(select(Council)):
            self._councils |= {council.key: council, council.name.lower(): council}
        self._slugs = set(db.scalars(select(Centre.slug)))
        self._renamed: list[tuple[Centre, str]] = []

    def keep(self, found: Found, findings: Findings) -> None:
        council, centre = self._council(found.council), self._centres.get(found.urn)
        outcome, changed = Outcome.ADDED, list[str]()
        if centre is None:
            centre = self._added(found, council)
        else:
            changed = self._changed(centre, found, council)
            outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        if found.original_name != found.name and (outcome is Outcome.ADDED or "name" in changed):
            self._renamed.append((centre, found.original_name))
        findings.count(outcome, found.row, found.name, changed)

    def _council(self, name: str) -> Council:
        key = slug(name, taken=())
        council = self._councils.get(name.lower()) or self._councils.get(key)
        if council is None:
            council = Council(key=key, name=name)
            self.db.add(council)
            self.councils_added += 1
            self._councils |= {key: council, name.lower(): council}
        return council

    def _added(self, found: Found, council: Council) -> Centre:
        plain = slug(found.name, taken=())
        address = plain if plain not in self._slugs else slug(found.name, found.town, taken=self._slugs)
        self._slugs.add(address)
        shared = {field: getattr(found, field) for field in _SHARED}
        centre = Centre(
            slug=address,
            council=council,
            kind=found.kind,
            phone=found.phone,
            website=found.website,
            email=found.email,
            source=SOURCE,
            external_id=found.urn,
            **shared,
        )
        self.db.add(centre)
        self.db.flush()  # the building needs the centre's number and its council's
        building = {"kind": "centre", "source": SOURCE, "external_id": f"centre-{found.urn}"}
        self.db.add(Venue(council_id=council.id, centre=centre, **building, **shared))
        return centre

    def _changed(self, centre: Centre, found: Found, council: Council) -> list[str]:
        """Bring a centre and its building up to date. What the row does not say stays."""
        wanted: dict[str, object] = {
            field: getattr(found, field)
            for field in (*_SHARED, "kind", "phone", "website", "email")
            if getattr(found, field) is not None
        }
        before = bring_up_to_date(centre, wanted)
        if centre.council_id != council.id:
            self.db.flush()  # a council added just now gets its number
            before["council"], wanted["council"] = centre.council.name, council.name
            centre.council = council
        for field, old in before.items():
            record_change(self.db, centre, field, old, wanted[field], who=WHO, now=self.now)
        self._bring_buildings_up_to_date(centre, before.keys())
        return list(before)

    def _bring_buildings_up_to_date(self, centre: Centre, changed: Collection[str]) -> None:
        for venue in centre.venues:
            venue.council_id = centre.council.id
            for field in set(changed) & set(_SHARED):
                setattr(venue, field, getattr(centre, field))
        places: list[Centre | Venue] = [centre, *centre.venues]
        for place in places if "postcode" in changed else []:
            place.lat = place.lng = None  # the new postcode gives it a new position

    def record_changes(self) -> None:
        """Keep the register's own names, and with them the codes that were taken out."""
        self.db.flush()  # new centres get their numbers
        for centre, original in self._renamed:
            record_change(self.db, centre, "name", original, centre.name, who=WHO, now=self.now)
