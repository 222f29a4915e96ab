"""Notes every date that changes, whichever door changes it, in the same transaction: what was true before.

Those who follow a date are told from these notes. This module is loaded with the package, so that nothing
can change a date unnoticed; statements that would pass by the session are refused.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, insert
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import get_history

from directory.listings.models import DateNews, Occurrence, OccurrenceStatus

KEPT = timedelta(days=1)  # after the date, where no bot is there to tell anybody


@event.listens_for(Session, "before_flush")
def _note_changes(db: Session, _context: object, _instances: object) -> None:
    rows = [*_changed(db), *_gone(db)]
    if rows:
        db.connection().execute(insert(DateNews), rows)


def _changed(db: Session) -> Iterator[dict[str, Any]]:
    for one in db.dirty:
        if isinstance(one, Occurrence):
            was = _before(one)
            if was["uuid"] != one.uuid:  # it stands for one that had gone, and so was off until now
                yield _note(one, was | {"status": OccurrenceStatus.CANCELLED})
            elif (was["starts_at"], was["status"]) != (one.starts_at, one.status):
                yield _note(one, was)


def _gone(db: Session) -> Iterator[dict[str, Any]]:
    return (_note(one, _before(one)) for one in db.deleted if isinstance(one, Occurrence))


def _before(one: Occurrence) -> dict[str, Any]:
    """What the database still says of a date."""
    histories = {name: get_history(one, name) for name in ("uuid", "starts_at", "status")}
    return {name: next(iter(seen.deleted or seen.unchanged)) for name, seen in histories.items()}


def _note(one: Occurrence, was: dict[str, Any]) -> dict[str, Any]:
    return {
        "activity_id": one.activity_id,
        "date": one.uuid,
        "starts_at": was["starts_at"],
        "status": was["status"],
    }


@event.listens_for(Session, "do_orm_execute")
def _refuse_to_pass_by(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper is not None and mapper.class_ is Occurrence:
        raise TypeError("change dates one by one: a statement over many would tell nobody")


def forget_old(db: Session, *, now: datetime) -> None:
    """What nobody needs to be told any more."""
    db.execute(delete(DateNews).where(DateNews.starts_at < now - KEPT))
