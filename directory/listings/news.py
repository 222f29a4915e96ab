"""Notes every date that changes, whichever door changes it, in the same transaction: what was true before.

Those who follow a date are told from these notes. This module is loaded with the package, so that nothing
can change a date unnoticed; statements that would pass by the session are refused.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, event, exists, insert, select
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import get_history

from directory.listings.models import DateNews, Occurrence, OccurrenceStatus

NEWS = ("starts_at", "status", "late_minutes")  # what somebody would want to hear of
KEPT = timedelta(days=1)  # after the date, where no bot is there to tell anybody


@event.listens_for(Session, "before_flush")
def _note_changes(db: Session, _context: object, _instances: object) -> None:
    rows = [*_back(db), *_changed(db), *_gone(db)]
    if rows:
        db.connection().execute(insert(DateNews), rows)


def _back(db: Session) -> Iterator[dict[str, Any]]:
    """A new date at just the time of one that was told to be gone is that one again, with its uuid."""
    new = [one for one in db.new if isinstance(one, Occurrence)]
    if not new:
        return
    told = select(DateNews.activity_id, DateNews.starts_at, DateNews.date).where(
        DateNews.batch == DateNews.GONE,
        DateNews.activity_id.in_({one.activity_id for one in new}),
        ~exists().where(Occurrence.uuid == DateNews.date),
    )
    gone = {(row.activity_id, row.starts_at): row.date for row in db.connection().execute(told)}
    back: set[UUID] = set()
    for one in new:
        date = gone.get((one.activity_id, one.starts_at))
        if date is not None and date not in back:
            one.uuid = date
            back.add(date)
            was = {"starts_at": one.starts_at, "status": OccurrenceStatus.CANCELLED, "late_minutes": None}
            yield _note(one, was)
    if back:
        db.connection().execute(delete(DateNews).where(DateNews.date.in_(back)))


def _changed(db: Session) -> Iterator[dict[str, Any]]:
    for one in db.dirty:
        if isinstance(one, Occurrence):
            was = _before(one)
            if was["uuid"] != one.uuid:  # it stands for one that had gone, and so was off until now
                yield _note(one, was | {"status": OccurrenceStatus.CANCELLED})
            elif any(was[name] != getattr(one, name) for name in NEWS):
                yield _note(one, was)


def _gone(db: Session) -> Iterator[dict[str, Any]]:
    return (_note(one, _before(one)) for one in db.deleted if isinstance(one, Occurrence))


def _before(one: Occurrence) -> dict[str, Any]:
    """What the database still says of a date."""
    histories = {name: get_history(one, name) for name in ("uuid", *NEWS)}
    return {name: next(iter(seen.deleted or seen.unchanged)) for name, seen in histories.items()}


def _note(one: Occurrence, was: dict[str, Any]) -> dict[str, Any]:
    return {"activity_id": one.activity_id, "date": one.uuid, **{name: was[name] for name in NEWS}}


@event.listens_for(Session, "do_orm_execute")
def _refuse_to_pass_by(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper is not None and mapper.class_ is Occurrence:
        raise TypeError("change dates one by one: a statement over many would tell nobody")


def forget_old(db: Session, *, now: datetime) -> None:
    """What nobody needs to be told any more."""
    db.execute(delete(DateNews).where(DateNews.starts_at < now - KEPT))
