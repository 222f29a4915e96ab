"""Read where every postcode is, from the files of ONS (ONSPD, NSPL) or Ordnance Survey (Code-Point Open).

1.7 million rows: they are streamed into a table of their own, then compared and kept by the database.
"""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from directory.imports.plan import Findings, Plan, Progress, WrongFile
from directory.listings.models import StaleListing
from directory.places.actions import gather_outcodes, place_positions
from directory.places.grid import degrees_from_grid
from directory.places.models import Outcode
from directory.places.postcodes import whole

_POSTCODE = ("postcode", "pcds", "pcd", "pcd2", "pcd7", "pcd8")
_LAT, _LNG = ("lat", "latitude"), ("long", "lon", "lng", "longitude")
_EAST = ("eastings", "easting", "oseast1m", "east1m")
_NORTH = ("northings", "northing", "osnrth1m", "north1m")

_CHUNK = 10_000
_MOST_REFUSED = 1_000
_NOWHERE = 99.9  # ONS writes the latitude 99.999999 where it has no grid reference
_NORTHERN_IRELAND = re.compile("BT[0-9]")
_NO_PLACE = "GIR0AA"  # a bank's own postcode, older than the rule that postcodes follow

Staged = dict[str, str | float]


@dataclass(frozen=True)
class Columns:
    """Where in a row to look. `on_grid`: the two numbers are metres east and north, not degrees."""

    postcode: int
    lat: int
    lng: int
    ended: int | None
    on_grid: bool = False


def keep_postcodes(
    db: Session, path: Path, *, northern_ireland: bool = False, progress: Progress = lambda done, of: None
) -> Plan:
    """Keep every live postcode of a CSV file (also .gz); those the file does not name stay as they are.

    Raises WrongFile when it is not such a file. Northern Ireland's postcodes have a licence of their own,
    so they are left out unless asked for.
    """
    findings = Findings()
    staged = 0
    db.execute(text("DROP TABLE IF EXISTS incoming_postcode"))
    db.execute(text(_STAGE))
    with path.open("rb") as file:
        found = _postcodes(file, findings, northern_ireland, path.stat().st_size, progress)
        while chunk := list(islice(found, _CHUNK)):
            db.execute(text(_ONE), chunk)
            staged += len(chunk)
    _keep(db, findings, staged)
    return findings.plan()


_STAGE = """
    CREATE TEMPORARY TABLE incoming_postcode (
        postcode VARCHAR(7) PRIMARY KEY, lat DOUBLE PRECISION NOT NULL, lng DOUBLE PRECISION NOT NULL
    )
"""
_ONE = "INSERT INTO incoming_postcode VALUES (:postcode, :lat, :lng) ON CONFLICT DO NOTHING"
_COMPARED = """
    SELECT count(*),
           count(CASE WHEN known.postcode IS NULL THEN 1 END),
           count(CASE WHEN known.lat <> incoming.lat OR known.lng <> incoming.lng THEN 1 END)
    FROM incoming_postcode AS incoming LEFT JOIN postcode AS known ON known.postcode = incoming.postcode
"""
# SQLite needs the “WHERE true” to tell this ON from that of a join.
_KEEP = """
    INSERT INTO postcode (postcode, lat, lng)
    SELECT postcode, lat, lng FROM incoming_postcode WHERE true ORDER BY postcode
    ON CONFLICT (postcode) DO UPDATE SET lat = excluded.lat, lng = excluded.lng
    WHERE postcode.lat <> excluded.lat OR postcode.lng <> excluded.lng
"""


def _keep(db: Session, findings: Findings, staged: int) -> None:
    distinct, added, changed = db.execute(text(_COMPARED)).one()
    findings.added, findings.changed = added, changed
    findings.unchanged = distinct - added - changed
    if staged > distinct:
        findings.counts["left out: there twice, and the first was kept"] = staged - distinct
    if added or changed:
        db.execute(text(_KEEP))
        db.add(StaleListing(activity_id=None))
    db.execute(text("DROP TABLE incoming_postcode"))
    if added or changed or not db.scalar(select(exists(select(Outcode.outcode)))):
        gather_outcodes(db)
    if placed := place_positions(db):
        findings.counts["centres and venues that got their position"] = placed


def _postcodes(
    file: BinaryIO, findings: Findings, northern_ireland: bool, size: int, progress: Progress
) -> Iterator[Staged]:
    """The postcodes to keep; what is refused or left out goes to the findings."""
    rows = _rows(file)
    first = next((row for row in rows if any(row)), [])
    columns, headed = _columns(first)
    for number, row in enumerate(rows if headed else chain([first], rows), start=2 if headed else 1):
        if number % _CHUNK == 0:
            progress(file.tell(), size)
        if not row:
            continue
        try:
            if kept := _kept(row, columns, findings, northern_ireland):
                yield kept
        except (ValueError, IndexError) as error:
            findings.refuse(number, _sentence(error))
            if len(findings.refused) == _MOST_REFUSED:
                findings.refuse(number, f"{_MOST_REFUSED:,} rows are refused by now, so we stopped reading.")
                return
    progress(size, size)


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "it has fewer cells than the heading."


def _kept(row: list[str], columns: Columns, findings: Findings, northern_ireland: bool) -> Staged | None:
    compact = row[columns.postcode].replace(" ", "").upper()
    if reason := _left_out(compact, row, columns, northern_ireland):
        findings.counts[f"left out: {reason}"] += 1
        return None
    if not whole(compact):
        raise ValueError(f"“{row[columns.postcode][:20]}” is not a postcode.")
    position = _numbers(row[columns.lat], row[columns.lng])
    if not position or position == (0, 0) or (not columns.on_grid and position[0] > _NOWHERE):
        findings.counts["left out: without a grid reference"] += 1
        return None
    lat, lng = degrees_from_grid(*position) if columns.on_grid else position
    if not (49 <= lat <= 62 and -9 <= lng <= 3):
        raise ValueError(
            f"“{row[columns.lat][:20]}”, “{row[columns.lng][:20]}” is not in the United Kingdom."
        )
    return {"postcode": compact, "lat": round(lat, 6), "lng": round(lng, 6)}


def _left_out(compact: str, row: list[str], columns: Columns, northern_ireland: bool) -> str | None:
    if columns.ended is not None and row[columns.ended].strip():
        return "no longer in use"
    if not northern_ireland and _NORTHERN_IRELAND.match(compact):
        return "Northern Ireland (a licence of its own)"
    return "not the postcode of a place" if compact == _NO_PLACE else None


def _numbers(lat: str, lng: str) -> tuple[float, float] | None:
    """Two numbers, or None when both cells are empty."""
    if not lat.strip() and not lng.strip():
        return None
    try:
        return float(lat), float(lng)
    except ValueError:
        raise ValueError(f"“{lat[:20]}”, “{lng[:20]}” is not a position.") from None


def _columns(first: list[str]) -> tuple[Columns, bool]:
    """Where to look, and whether the first row is a heading at all. Raises WrongFile."""
    # Code-Point Open's own files have no heading: postcode, quality, easting, northing, codes of areas.
    if len(first) >= 4 and whole(first[0]) and first[2].isdigit() and first[3].isdigit():
        return Columns(postcode=0, lat=2, lng=3, ended=None, on_grid=True), False
    heading = [cell.strip().lower() for cell in first]

    def place(names: tuple[str, ...]) -> int | None:
        return next((heading.index(name) for name in names if name in heading), None)

    postcode, ended = place(_POSTCODE), place(("doterm",))
    if postcode is None:
        raise WrongFile(
            "This is not a list of postcodes: its first row has no column “postcode”, “pcds” or “pcd”."
        )
    for names, on_grid in (((_LAT, _LNG), False), ((_EAST, _NORTH), True)):
        lat, lng = (place(name) for name in names)
        if lat is not None and lng is not None:
            return Columns(postcode, lat, lng, ended, on_grid), True
    raise WrongFile("This list of postcodes has no columns “lat” and “long”, nor “eastings” and “northings”.")


def _rows(file: BinaryIO) -> Iterator[list[str]]:
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"PK"):
        raise WrongFile("This is a zip file: unpack it first, and use the CSV file that is inside.")
    packed = start.startswith(b"\x1f\x8b")
    unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
    # Only figures and capital letters matter here, so letters of another encoding may turn into marks.
    lines = io.TextIOWrapper(unpacked, encoding="utf-8-sig", errors="replace", newline="")
    try:
        yield from csv.reader(lines)
    except csv.Error as error:
        raise WrongFile(f"This file cannot be read as CSV ({error}).") from error
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise WrongFile("This file breaks off or is damaged: fetch it again.") from error
