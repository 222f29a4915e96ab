"""What a listing has been: its changes, one saving after another, and what it held at any time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from directory import clock
from directory.listings.history import read
from directory.listings.models import Activity, Change, Occurrence
from directory.listings.sections import FIELDS

_UNSAID = frozenset({"text_version"})  # for our own reckoning


@dataclass(frozen=True)
class FieldChange:
    """One field, from what to what, as written down. `date` is the day of a single date it is about."""

    field: str
    before: str | None
    after: str | None
    date: datetime | None = None


@dataclass(frozen=True)
class Saving:
    """All that one person changed at one go. `first` is the number of its first change.

    `can_be_undone`: the listing can be put back to how it was before.
    """

    first: int
    at: datetime
    who: str
    changes: tuple[FieldChange, ...]
    can_be_undone: bool


def savings(db: Session, activity_id: int, *, most: int = 200) -> list[Saving]:
    """A listing's history, the latest saving first: of itself and of its single dates."""
    own_dates = select(Occurrence.id).where(Occurrence.activity_id == activity_id)
    found = db.execute(
        select(Change, Occurrence.wall_start)
        .outerjoin(Occurrence, and_(Change.table == "occurrence", Change.row == Occurrence.id))
        .where(
            or_(
                and_(Change.table == "activity", Change.row == activity_id),
                and_(Change.table == "occurrence", Change.row.in_(own_dates)),
            )
        )
        .order_by(Change.id.desc())
        .limit(most)
    ).all()
    said = [(change, date) for change, date in found if change.field not in _UNSAID]
    return [_saving(list(together)) for _, together in groupby(said, key=lambda one: (one[0].at, one[0].who))]


def _saving(together: Sequence[tuple[Change, datetime | None]]) -> Saving:
    changes = [
        FieldChange(change.field, change.before, change.after, date) for change, date in reversed(together)
    ]
    latest = together[0][0]
    undoable = any(change.field in FIELDS and change.table == "activity" for change, _ in together)
    return Saving(together[-1][0].id, clock.london(latest.at), latest.who, tuple(changes), undoable)


def last_seen(db: Session, activity_id: int) -> int:
    """The number of a listing's latest change; 0 if it was never changed."""
    latest = select(Change.id).where(Change.table == "activity", Change.row == activity_id)
    return db.scalar(latest.order_by(Change.id.desc()).limit(1)) or 0


def changes_since(db: Session, activity: Activity, seen: int) -> Sequence[Change]:
    """What was changed of a listing after a change, oldest first."""
    return db.scalars(
        select(Change)
        .where(Change.table == "activity", Change.row == activity.id, Change.id > seen)
        .order_by(Change.id)
    ).all()


def values_before(
    db: Session, activity: Activity, fields: Collection[str], *, after: int
) -> dict[str, object]:
    """What those fields that were changed after a change held until then."""
    return _first_of_each(change for change in changes_since(db, activity, after) if change.field in fields)


def _first_of_each(changes: Iterable[Change]) -> dict[str, object]:
    before: dict[str, object] = {}
    for change in changes:
        before.setdefault(change.field, read(change.field, change.before))
    return before
