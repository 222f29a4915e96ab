"""The way back from an import: what each listing was before, and whether it may still become that again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.contacts.following import somebody_keeps
from directory.listings.actions import keep_activity
from directory.listings.drafts import Draft, Words
from directory.listings.history import record_change
from directory.listings.models import (
    Access,
    Activity,
    Cost,
    Delivery,
    Occurrence,
    OccurrenceStatus,
    Offer,
    StaleListing,
    Status,
)
from directory.listings.publishing import withdraw
from directory.listings.refusals import ChangedSince
from directory.listings.timetable import Slot

_KINDS: Mapping[str, Any] = {
    "delivery": Delivery,
    "cost": Cost,
    "offer": Offer,
    "access": Access,
    "status": Status,
    "assured_on": date.fromisoformat,
    "review_by": date.fromisoformat,
}


@dataclass(frozen=True)
class Step:
    """One listing of an import: its number, its version afterwards, and what it was; None if it is new."""

    activity_id: int
    version: int
    before: dict[str, Any] | None


class Way:
    """Remembers what an import does, as it does it."""

    def __init__(self) -> None:
        self._kept: list[tuple[Draft, Draft | None]] = []

    def remember(self, kept: Draft, before: Draft | None) -> None:
        self._kept.append((kept, before))

    def steps(self, db: Session) -> list[Step]:
        """Everything it takes to go back, once all is kept."""
        db.flush()
        return [_step(db, kept, before) for kept, before in self._kept]


def _step(db: Session, kept: Draft, before: Draft | None) -> Step:
    same = select(Activity.id, Activity.version).where(
        Activity.source == kept.source, Activity.external_id == kept.external_id
    )
    activity_id, version = db.execute(same).one()
    return Step(activity_id, version, as_data(before) if before else None)


def go_back(db: Session, steps: Sequence[Step], *, who: str, now: datetime) -> None:
    """Make every listing what it was before the import; new ones go.

    One that somebody in chat keeps or follows already is withdrawn, so that she can be told.
    Raises ChangedSince, with their names, if any was changed since, or if a single date of a new one was
    cancelled or moved; then nothing is undone.
    """
    ids = [step.activity_id for step in steps]
    found = db.scalars(
        select(Activity)
        .where(Activity.id.in_(ids))
        .options(selectinload(Activity.texts), selectinload(Activity.schedules))
    )
    listings = {activity.id: activity for activity in found}
    _refuse_changed(db, steps, listings)
    for step in steps:
        activity = listings[step.activity_id]
        if step.before is not None:
            keep_activity(db, from_data(step.before), who=who, now=now)
        elif somebody_keeps(db, activity.id):
            if activity.status is not Status.WITHDRAWN:
                withdraw(db, activity, who=who, now=now)
        else:
            record_change(db, activity, "status", activity.status, "undone", who=who, now=now)
            db.add(StaleListing(activity_id=activity.id))
            db.delete(activity)
    db.flush()


def _refuse_changed(db: Session, steps: Sequence[Step], listings: Mapping[int, Activity]) -> None:
    new = [step.activity_id for step in steps if step.before is None]
    touched = set(
        db.scalars(
            select(Occurrence.activity_id).where(
                Occurrence.activity_id.in_(new),
                (Occurrence.status != OccurrenceStatus.SCHEDULED) & Occurrence.closure_id.is_(None),
            )
        )
    )
    changed = []
    for step in steps:
        activity = listings.get(step.activity_id)
        if activity is None:
            changed.append(str((step.before or {}).get("name", step.activity_id)))
        elif activity.version != step.version or activity.id in touched:
            changed.append(activity.name)
    if changed:
        raise ChangedSince(tuple(dict.fromkeys(changed)))


def as_data(draft: Draft) -> dict[str, Any]:
    """A draft as JSON can hold it."""
    data = asdict(draft)
    data["slots"] = [_plain(asdict(slot)) for slot in draft.slots]
    return _plain(data)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(_value, value))
    return list(value) if isinstance(value, tuple) else value


def from_data(data: Mapping[str, Any]) -> Draft:
    """The draft that was written down."""
    values = dict(data)
    for name, made_of in _KINDS.items():
        if values.get(name) is not None:
            values[name] = made_of(values[name])
    values["slots"] = tuple(_slot(slot) for slot in data["slots"])
    values["words"] = {language: Words(**words) for language, words in data["words"].items()}
    lists = {field.name for field in fields(Draft) if isinstance(values.get(field.name), list)}
    return Draft(**values | {name: tuple(values[name]) for name in lists})


def _slot(data: Mapping[str, Any]) -> Slot:
    days = {name: frozenset(map(date.fromisoformat, data[name])) for name in ("extra_days", "skipped_days")}
    last = date.fromisoformat(data["last_day"]) if data["last_day"] else None
    first, starts = date.fromisoformat(data["first_day"]), time.fromisoformat(data["starts"])
    return Slot(**{**data, **days, "first_day": first, "last_day": last, "starts": starts})
