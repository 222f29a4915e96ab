"""The outbox: what we owe people, written down with the change it comes from.

Nothing here commits. What is due is taken in `taking.py`, and only when `gate.py` lets it go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from directory.contacts import people
from directory.contacts.messages import Message, message_from
from directory.contacts.models import URGENCY, Contact, Outgoing, OutgoingStatus, Owing
from directory.contacts.sealing import seal, unseal
from directory.db import insert_once

NEWSWORTHY = timedelta(hours=24)  # a broadcast
SENT_KEPT = timedelta(hours=48)
SHOWN_KEPT = timedelta(hours=24)  # what a live channel shows
OTHERS_KEPT = timedelta(days=7)  # what was held or failed, emptied


def owe(
    db: Session,
    contact: Contact,
    message: Message,
    *,
    kind: Owing,
    source: str,
    now: datetime,
    due_at: datetime | None = None,
    good_until: datetime | None = None,
) -> bool:
    """Owe her a message: it goes out after the commit, once the gate lets it. False: this source is there.

    After `good_until` it would be of no use, and is not sent: a broadcast after a day, if nothing is said.
    """
    db.flush()  # she may be new
    address = people.address_of(db, contact)
    where = {"contact_id": contact.id, "channel": contact.channel, "mark": contact.mark}
    if kind is Owing.BROADCAST:
        good_until = good_until or (due_at or now) + NEWSWORTHY
    when = {"due_at": due_at or now, "good_until": good_until}
    return _owe(db, address, message, kind=kind, source=source, written_at=now, **where, **when)


def owe_farewell(
    db: Session, *, channel: str, mark: str, address: str, message: Message, source: str, now: datetime
) -> bool:
    """Owe a last word to somebody of whom nothing else is kept. It goes, too, once it is sent."""
    where = {"contact_id": None, "channel": channel, "mark": mark}
    return _owe(db, address, message, kind=Owing.REPLY, source=source, written_at=now, due_at=now, **where)


def _owe(db: Session, address: str, message: Message, *, kind: Owing, **columns: Any) -> bool:
    row = uuid4()
    sealed = {"address": seal(db, address, row=row), "message": seal(db, message.as_json(), row=row)}
    return insert_once(db, Outgoing, uuid=row, kind=kind, urgency=URGENCY[kind], **sealed, **columns)


@dataclass(frozen=True)
class Said:
    """One message that a live channel shows."""

    id: int
    uuid: UUID
    message: Message
    kind: Owing
    at: datetime


def said_to(db: Session, *, mark: str) -> list[Said]:
    """What a live channel has to show this person, in the order in which it was said."""
    query = select(Outgoing).where(Outgoing.mark == mark, Outgoing.status == OutgoingStatus.SENT)
    rows = db.scalars(query.where(Outgoing.message != "").order_by(Outgoing.sent_at, Outgoing.id))
    return [_said(db, row) for row in rows]


def _said(db: Session, row: Outgoing) -> Said:
    message = message_from(unseal(db, row.message, row=row.uuid))
    return Said(row.id, row.uuid, message, row.kind, row.sent_at or row.written_at)


def forget_old(db: Session, *, now: datetime) -> None:
    """Forget what was sent two days ago, or never will be; what live channels show is emptied after one."""
    sent = Outgoing.status == OutgoingStatus.SENT
    never_will = Outgoing.status.in_((OutgoingStatus.HELD, OutgoingStatus.FAILED))
    farewell = and_(Outgoing.contact_id.is_(None), or_(sent, never_will))
    gone = (
        and_(sent, Outgoing.sent_at < now - SENT_KEPT),
        and_(farewell, Outgoing.written_at < now - SHOWN_KEPT),
        and_(never_will, Outgoing.due_at < now - OTHERS_KEPT),
    )
    db.execute(delete(Outgoing).where(or_(*gone)))
    shown = and_(sent, Outgoing.message != "", Outgoing.sent_at < now - SHOWN_KEPT)
    db.execute(update(Outgoing).where(shown).values(message="", address=""))
