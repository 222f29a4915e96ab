"""Keep the sample's council, its calendar, and its clusters, centres and venues."""

from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import content
from directory.imports.plan import Findings
from directory.imports.sample_files import SOURCE, Entry, day, entries, naming, only, times
from directory.listings.actions import Outcome
from directory.listings.history import bring_up_to_date
from directory.listings.models import BankHoliday, Term
from directory.listings.patterns import WEEKDAYS
from directory.places.models import Centre, CentreKind, Cluster, Council, OpeningHours, Postcode, Venue
from directory.places.postcodes import whole
from directory.slugs import slug

_OF_A_PLACE = {"step_free", "buggy_parking", "parking", "accessible_toilet", "baby_changing", "hearing_loop"}
_COUNCIL = {"key", "name", "brand", "languages", "phone", "email", "website"}
_CENTRE = {
    *("key", "name", "cluster", "kind", "street", "town", "postcode", "phone", "email", "website", "hours"),
    *("features", "bus", "school_site", "reach_number"),
}
_VENUE = {"key", "name", "kind", "street", "town", "postcode", "features", "bus", "hidden"}

Stored = TypeVar("Stored", Council, Cluster, Centre, Venue)
Place = TypeVar("Place", Centre, Venue)


def keep_council(db: Session, path: Path, findings: Findings) -> Council:
    """Keep the council, its terms and its bank holidays."""
    data = content.read(path)
    with naming(path, "council"):
        entry = data["council"]
        only(entry, _COUNCIL)
        said = {field: entry[field] for field in _COUNCIL - {"key"} if field in entry}
        council = _kept(db, findings, Council, {"key": entry["key"]}, said)
    with naming(path, "terms"):
        _keep_terms(db, council, data["terms"])
    with naming(path, "bank_holidays"):
        _keep_bank_holidays(db, council, data["bank_holidays"])
    db.flush()  # the timetable reads terms and holidays from the database
    db.info.pop("calendars", None)
    return council


def _keep_terms(db: Session, council: Council, rows: list[Entry]) -> None:
    wanted = {(row["name"], day(row["from"]), day(row["to"])) for row in rows}
    stored = db.scalars(select(Term).where(Term.council_id == council.id))
    known = {(term.name, term.first_day, term.last_day): term for term in stored}
    for gone in known.keys() - wanted:
        db.delete(known[gone])
    for name, first, last in sorted(wanted - known.keys(), key=lambda term: term[1]):
        db.add(Term(council_id=council.id, name=name, first_day=first, last_day=last))


def _keep_bank_holidays(db: Session, council: Council, rows: list[Entry]) -> None:
    wanted = {day(row["day"]): str(row["name"]) for row in rows}
    stored = db.scalars(select(BankHoliday).where(BankHoliday.council_id == council.id))
    known = {holiday.day: holiday for holiday in stored}
    for gone in known.keys() - wanted.keys():
        db.delete(known[gone])
    for the_day, name in wanted.items():
        if the_day in known:
            known[the_day].name = name
        else:
            db.add(BankHoliday(council_id=council.id, day=the_day, name=name))


def keep_places(db: Session, council: Council, path: Path, findings: Findings) -> None:
    """Keep the council's clusters, its centres with their own buildings, and its other venues."""
    clusters: dict[str, int] = {}
    for entry in entries(path, "clusters"):
        with naming(path, entry):
            said = {"name": entry["name"], "lead_agency": entry["lead_agency"]}
            same = {"council_id": council.id, "key": entry["key"]}
            clusters[entry["key"]] = _kept(db, findings, Cluster, same, said).id
    for entry in entries(path, "centres"):
        with naming(path, entry):
            _keep_centre(db, council, clusters, entry, findings)
    for entry in entries(path, "venues"):
        with naming(path, entry):
            only(entry, _VENUE)
            said = _address(entry) | {
                "council_id": council.id,
                "kind": entry["kind"],
                "hidden": entry.get("hidden", False),
            }
            _keep_place(db, findings, Venue, entry["key"], said)


def _kept(db: Session, findings: Findings, kind: type[Stored], same: Entry, said: Entry) -> Stored:
    """The row that `same` names, added or brought up to date with what is `said` of it."""
    stored = db.scalar(select(kind).filter_by(**same))
    if stored is None:
        stored = kind(**same, **said)
        db.add(stored)
        db.flush()  # what belongs to it needs its number
        outcome, changed = Outcome.ADDED, list[str]()
    else:
        changed = list(bring_up_to_date(stored, said))
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    findings.count(outcome, 0, str(said.get("name")), changed)
    return stored


def _address(entry: Entry) -> dict[str, Any]:
    postcode = whole(entry["postcode"])
    if not postcode:
        raise ValueError(f"“{entry['postcode']}” is not a postcode")
    features = list(entry.get("features", []))
    if unknown := set(features) - _OF_A_PLACE:
        raise ValueError(f"a place cannot have the feature {', '.join(sorted(unknown))}")
    return {
        "name": entry["name"],
        "street": entry["street"],
        "town": entry["town"],
        "postcode": str(postcode),
        "features": features,
        "bus": entry.get("bus", ""),
    }


def _keep_place(db: Session, findings: Findings, kind: type[Place], key: str, said: dict[str, Any]) -> Place:
    """A centre or venue, whose position follows its postcode."""
    same = {"source": SOURCE, "external_id": key}
    before = db.scalar(select(kind.postcode).filter_by(**same))
    if not db.scalar(select(Postcode.postcode).where(Postcode.postcode == said["postcode"].replace(" ", ""))):
        raise ValueError(f"{said['postcode']} is not in postcodes.csv")
    place = _kept(db, findings, kind, same, said)
    if before not in (None, place.postcode):
        place.lat = place.lng = None
    return place


def _keep_centre(
    db: Session, council: Council, clusters: Mapping[str, int], entry: Entry, findings: Findings
) -> None:
    only(entry, _CENTRE)
    address = _address(entry)
    said = address | {
        "council_id": council.id,
        "cluster_id": clusters[entry["cluster"]],
        "kind": CentreKind(entry["kind"]),
        "on_school_site": entry.get("school_site"),
        "reach_number": entry.get("reach_number"),
        "phone": entry.get("phone"),
        "email": entry.get("email"),
        "website": entry.get("website"),
    }
    known = db.scalar(select(Centre.slug).filter_by(source=SOURCE, external_id=entry["key"]))
    taken = set() if known else set(db.scalars(select(Centre.slug)))
    said["slug"] = known or slug(entry["name"], taken=taken)
    centre = _keep_place(db, findings, Centre, entry["key"], said)
    building = address | {"council_id": council.id, "centre_id": centre.id, "kind": "centre"}
    _keep_place(db, findings, Venue, f"centre-{entry['key']}", building)
    hours = sorted(_hours(entry["hours"]))
    if [(open_on.weekday, open_on.opens, open_on.closes) for open_on in centre.hours] != hours:
        centre.hours = [OpeningHours(weekday=on, opens=opens, closes=closes) for on, opens, closes in hours]


def _hours(hours: Entry) -> Iterator[tuple[int, time, time]]:
    for weekday, stretches in hours.items():
        for stretch in stretches if isinstance(stretches, list) else [stretches]:
            opens, closes = times(stretch)
            if opens >= closes:
                raise ValueError(f"{weekday} closes before it opens")
            yield WEEKDAYS.index(weekday), opens, closes
