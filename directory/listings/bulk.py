"""Changing many listings at once as planned, and the way back. Nothing here commits."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from directory import clock
from directory.db import Base
from directory.errors import NotFound
from directory.listings.bulk_plan import BulkPlan, Item
from directory.listings.calendars import calendar_for
from directory.listings.dates import cross_out_if_closed, materialise
from directory.listings.history import record_change
from directory.listings.models import (
    Activity,
    BulkChange,
    Closure,
    Occurrence,
    OccurrenceStatus,
    Reason,
    Schedule,
)
from directory.listings.refusals import ChangedSince
from directory.listings.slots import slots_said

_ROWS: dict[str, type[Base]] = {"activity": Activity, "schedule": Schedule}


def apply(db: Session, plan: BulkPlan, *, who: str, now: datetime) -> BulkChange:
    """Do what a plan says, and keep what it takes to undo it.

    Raises ChangedSince when a listing is not as the plan has it any more; then nothing is changed.
    """
    ids = {item.activity_id for item in plan.items}
    said = {one.id: _kept(one) for one in _to_come(db, ids, now=now)}
    _set(db, plan.items, "before", "after", who=who, now=now)
    left = {one.id for one in _to_come(db, ids, now=now)}
    gone = [kept for row, kept in said.items() if row not in left]
    change = BulkChange(
        at=now, who=who, kind=plan.kind, items=[asdict(item) for item in plan.items], dates=gone
    )
    db.add(change)
    db.flush()
    return change


def undo(db: Session, change: BulkChange, *, who: str, now: datetime) -> None:
    """Put everything back as it was before, dates with all that had been said about them.

    Raises ChangedSince, with their names, when listings were changed again in the meantime; then nothing is
    undone.
    """
    _set(db, items_of(change), "after", "before", who=who, now=now)
    for kept in change.dates:
        _say_again(db, kept)
    change.undone_at, change.undone_by = now, who


def items_of(change: BulkChange) -> tuple[Item, ...]:
    return tuple(Item(**item) for item in change.items)  # type: ignore[arg-type]


def centres_of(db: Session, change: BulkChange) -> frozenset[int]:
    """The numbers of the centres whose listings a change touched."""
    ids = {item.activity_id for item in items_of(change)}
    return frozenset(db.scalars(select(Activity.centre_id).where(Activity.id.in_(ids))))


def recent(db: Session, *, most: int = 100) -> list[BulkChange]:
    """The latest changes, newest first; whose listings they are is for the door to look at."""
    latest = select(BulkChange).options(defer(BulkChange.dates)).order_by(BulkChange.id.desc())
    return list(db.scalars(latest.limit(most)))


def change_named(db: Session, change_id: int) -> BulkChange:
    """Raises NotFound when there is none, or it has been undone."""
    found = db.scalars(select(BulkChange).where(BulkChange.id == change_id).with_for_update()).first()
    if found is None or found.undone_at is not None:
        raise NotFound(f"change {change_id}")
    return found


def _set(
    db: Session, items: Collection[Item], expected: str, wanted: str, *, who: str, now: datetime
) -> None:
    """Set every field that stands as expected, or nothing at all."""
    rows = {
        (item.table, item.row): db.get(
            _ROWS[item.table], item.row, populate_existing=True, with_for_update=True
        )
        for item in sorted(items, key=lambda item: (item.table, item.row))  # two at once wait, in one order
    }
    changed = [
        item.name for item in items if _held(rows[item.table, item.row], item) != getattr(item, expected)
    ]
    if changed:
        raise ChangedSince(tuple(dict.fromkeys(changed)))
    activities = {item.activity_id: db.get_one(Activity, item.activity_id) for item in items}
    before = {key: slots_said(one.schedules) for key, one in activities.items()}
    for item in items:
        value = getattr(item, wanted)
        is_day = item.table == "schedule"
        setattr(rows[item.table, item.row], item.field, date.fromisoformat(value) if is_day else value)
        if not is_day:
            was = getattr(item, expected)
            record_change(db, activities[item.activity_id], item.field, was, value, who=who, now=now)
    db.flush()
    for key, activity in activities.items():
        activity.version += 1
        if before[key] != (after := slots_said(activity.schedules)):
            record_change(db, activity, "slots", before[key], after, who=who, now=now)
        materialise(db, activity, today=clock.london(now).date())
    db.flush()


def _held(row: Base | None, item: Item) -> str | int | None:
    """What a field holds now; nothing that could be expected if the row is gone."""
    value = getattr(row, item.field) if row is not None else "gone"
    return value.isoformat() if isinstance(value, date) else value


def _to_come(db: Session, activity_ids: Collection[int], *, now: datetime) -> list[Occurrence]:
    return list(
        db.scalars(
            select(Occurrence).where(Occurrence.activity_id.in_(activity_ids), Occurrence.ends_at > now)
        )
    )


def _kept(one: Occurrence) -> dict[str, object]:
    """All there is to say about a date, as JSON can hold it."""
    return {
        "uuid": str(one.uuid),
        "schedule_id": one.schedule_id,
        "rule_day": one.rule_day.isoformat(),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "wall_start": one.wall_start.isoformat(),
        "status": one.status.value,
        "reason": one.reason.value if one.reason else None,
        "own_time": one.own_time,
        "late_minutes": one.late_minutes,
        "closure_id": one.closure_id,
    }


def _say_again(db: Session, kept: dict[str, Any]) -> None:
    """Make a date that has come back the same one again, with what had been said of it."""
    found = db.scalars(
        select(Occurrence).where(
            Occurrence.schedule_id == kept["schedule_id"],
            Occurrence.rule_day == date.fromisoformat(kept["rule_day"]),
        )
    ).first()
    if found is None:
        return
    uuid = UUID(kept["uuid"])
    if db.scalar(select(Occurrence.id).where(Occurrence.uuid == uuid)) is None:
        found.uuid = uuid
    found.status = OccurrenceStatus(kept["status"])
    found.reason = Reason(kept["reason"]) if kept["reason"] else None
    found.late_minutes, found.own_time = kept["late_minutes"], kept["own_time"]
    found.closure_id = kept["closure_id"] if db.get(Closure, kept["closure_id"] or 0) else None
    if found.own_time:
        found.starts_at = datetime.fromisoformat(kept["starts_at"])
        found.ends_at = datetime.fromisoformat(kept["ends_at"])
        found.wall_start = datetime.fromisoformat(kept["wall_start"])
    cross_out_if_closed(found, calendar_for(db, db.get_one(Activity, found.activity_id)))
