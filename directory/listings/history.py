"""What changed in a row, and the record of it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Enum, Integer, select
from sqlalchemy.orm import Session

from directory.db import Base
from directory.listings.models import Activity, Change, Closure, Occurrence
from directory.places.models import Centre, Council, Venue

ENGLISH = frozenset({"name", "summary", "description"})  # what translations translate


def bring_up_to_date(row: Base, wanted: Mapping[str, object]) -> dict[str, object]:
    """Set the fields of a row that differ from what is wanted. Returns what those fields held before."""
    before = {name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, wanted[name])
    return before


def record_change(
    db: Session,
    row: Activity | Occurrence | Closure | Centre | Venue | Council,
    field: str,
    before: object,
    after: object,
    *,
    who: str,
    now: datetime,
) -> None:
    """Write down who changed what of a row that has its number, when, from what and to what."""
    was, is_now = written(before), written(after)
    table = row.__tablename__
    db.add(Change(at=now, who=who, table=table, row=row.id, field=field, before=was, after=is_now))


def newer_words(db: Session, activity: Activity, *, who: str, now: datetime) -> None:
    """Note that the English says something new, so that no translation says what it says now."""
    old = activity.text_version
    activity.text_version += 1
    record_change(db, activity, "text_version", old, activity.text_version, who=who, now=now)


def written(value: object) -> str | None:
    """A value as the record keeps it: readable, and for `read` to take up again."""
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def read(field: str, text: str | None) -> Any:
    """The value of an activity's column that was written down."""
    column = Activity.__table__.c[field].type
    if text is None:
        return None
    if isinstance(column, JSON):
        return json.loads(text)
    if isinstance(column, Boolean):
        return text == "True"
    if isinstance(column, Enum) and column.enum_class:
        return column.enum_class(text)
    return int(text) if isinstance(column, Integer) else text


def last_change(
    db: Session, row: Activity | Occurrence | Closure | Centre, field: str | None = None
) -> Change | None:
    """What was changed last in a row, or in one field of it."""
    changes = select(Change).where(Change.table == row.__tablename__, Change.row == row.id)
    if field:
        changes = changes.where(Change.field == field)
    return db.scalars(changes.order_by(Change.id.desc()).limit(1)).first()
