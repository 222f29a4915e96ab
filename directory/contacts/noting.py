"""Noting what became of messages that were taken from the outbox. Nothing here commits."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, or_, update
from sqlalchemy.orm import Session

from directory.contacts.models import Contact, ContactStatus, Outgoing, OutgoingStatus
from directory.contacts.taking import IN_FLIGHT, MAY_BE_LOST, WAITING, Due

LEASE = timedelta(seconds=60)  # of what a worker took; who says nothing for so long has died
EMPTIED = {"address": "", "message": ""}


def note_sent(db: Session, due: Due, *, now: datetime, external_id: str = "") -> None:
    """It arrived."""
    _note(db, due, status=OutgoingStatus.SENT, sent_at=now, external_id=external_id[:80])


def note_later(db: Session, due: Due, *, until: datetime, fault: str) -> None:
    """It did not arrive, and is tried again."""
    again = {"status": WAITING, "due_at": until, "taken_at": None, "fault": fault[:120]}
    db.execute(update(Outgoing).where(_ours(due)).values(again))


def note_failed(db: Session, due: Due, *, fault: str) -> None:
    """It cannot arrive, or must not be tried again."""
    _note(db, due, status=OutgoingStatus.FAILED, fault=fault[:120])


def note_refused(db: Session, due: Due) -> None:
    """She lets nothing of ours through: this is held, and so is all that waits for her."""
    db.execute(update(Contact).where(Contact.mark == due.mark).values(status=ContactStatus.BLOCKED))
    hers = and_(Outgoing.mark == due.mark, or_(Outgoing.status == WAITING, _ours(due)))
    db.execute(delete(Outgoing).where(hers, Outgoing.contact_id.is_(None)))
    held = {"status": OutgoingStatus.HELD, "fault": "blocked", **EMPTIED}
    db.execute(update(Outgoing).where(hers).values(held))


def release_taken(db: Session, *, taken_before: datetime) -> int:
    """Give back what a worker took and then died. Broadcasts may have gone out: they are not sent again."""
    dead = and_(Outgoing.status == IN_FLIGHT, Outgoing.taken_at <= taken_before)
    lost = {"status": OutgoingStatus.FAILED, "fault": "unknown", **EMPTIED}
    given_up = _changed(db, update(Outgoing).where(dead, Outgoing.kind.in_(MAY_BE_LOST)).values(lost))
    again = {"status": WAITING, "taken_at": None}
    return given_up + _changed(db, update(Outgoing).where(dead).values(again))


def _ours(due: Due) -> ColumnElement[bool]:
    """The row, as long as nobody has given it back in the meantime."""
    return and_(Outgoing.id == due.id, Outgoing.status == IN_FLIGHT, Outgoing.taken_at == due.taken_at)


def _note(db: Session, due: Due, **columns: Any) -> None:
    """That is all there will be of it, emptied; a farewell leaves nothing behind."""
    if due.farewell:
        db.execute(delete(Outgoing).where(_ours(due)))
    else:
        db.execute(update(Outgoing).where(_ours(due)).values(**EMPTIED, **columns))


def _changed(db: Session, statement: Any) -> int:
    """How many rows a statement changed."""
    return cast(CursorResult[Any], db.execute(statement)).rowcount
