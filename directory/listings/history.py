"""What changed in a row, and the record of it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from directory.db import Base
from directory.listings.models import Activity, Change, Closure, Occurrence
from directory.places.models import Centre


def bring_up_to_date(row: Base, wanted: Mapping[str, object]) -> dict[str, object]:
    """Set the fields of a row that differ from what is wanted. Returns what those fields held before."""
    before = {name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, wanted[name])
    return before


def record_change(
    db: Session,
    row: Activity | Occurrence | Closure | Centre,
    field: str,
    before: object,
    after: object,
    *,
    who: str,
    now: datetime,
) -> None:
    """Write down who changed what of a row that has its number, when, from what and to what."""
    was, is_now = (None if value is None else str(value) for value in (before, after))
    table = row.__tablename__
    db.add(Change(at=now, who=who, table=table, row=row.id, field=field, before=was, after=is_now))
