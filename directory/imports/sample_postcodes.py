"""Keep where the sample's postcodes are."""

import csv
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.errors import ContentWrong
from directory.imports.plan import Findings
from directory.imports.sample_files import naming
from directory.places.actions import gather_outcodes
from directory.places.models import Postcode
from directory.places.postcodes import whole


def keep_postcodes(db: Session, path: Path, findings: Findings) -> None:
    """Keep each postcode of the file, and the outcodes that are gathered from them."""
    wanted = _positions(path)
    stored = db.scalars(select(Postcode).where(Postcode.postcode.in_(wanted)))
    known = {place.postcode: place for place in stored}
    new = [postcode for postcode in wanted if postcode not in known]
    moved = [place for place in known.values() if (place.lat, place.lng) != wanted[place.postcode]]
    db.add_all(Postcode(postcode=name, lat=wanted[name][0], lng=wanted[name][1]) for name in new)
    for place in moved:
        place.lat, place.lng = wanted[place.postcode]
    findings.counts["postcodes"] = len(wanted)
    findings.added += len(new)
    findings.changed += len(moved)
    if new or moved:
        db.flush()  # the outcodes are gathered from what the database holds
        gather_outcodes(db)


def _positions(path: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude by postcode, without its space."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ContentWrong(f"{path} cannot be read: {error}") from error
    positions = {}
    for row in rows:
        with naming(path, row.get("postcode")):
            found = whole(row["postcode"])
            if not found:
                raise ValueError("it is not a postcode")
            positions[found.compact] = (float(row["lat"]), float(row["lng"]))
    return positions
