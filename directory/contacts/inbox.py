"""What reached us, kept until it has been answered. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from directory.contacts.models import Incoming, IncomingStatus
from directory.contacts.sealing import mark_of, seal, unseal
from directory.db import insert_once
from directory.errors import NotFound, SealBroken

MOST_ATTEMPTS = 5
TRIED_AGAIN_AFTER = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))


@dataclass(frozen=True)
class Arrived:
    """One thing that reached us, opened. `event` is what `bot.core.event` makes an event of."""

    id: int
    uuid: UUID
    channel: str
    mark: str
    address: str
    event: Mapping[str, Any]
    attempts: int


def receive(
    db: Session,
    *,
    channel: str,
    external_id: str,
    address: str,
    place: int,
    event: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Keep something that reached us; false if the channel had brought it before.

    `place` orders what one person sent: the channel's own number, or a moment.
    """
    uuid = uuid4()
    return insert_once(
        db,
        Incoming,
        uuid=uuid,
        channel=channel,
        external_id=external_id,
        mark=mark_of(db, channel, address),
        place=place,
        address=seal(db, address, row=uuid),
        event=seal(db, dict(event), row=uuid),
        received_at=now,
        due_at=now,
    )


def waiting(now: datetime, *, mark: str | None = None) -> ColumnElement[bool]:
    """Whether something is to be answered now: cheap enough to ask again and again."""
    due = exists().where(Incoming.status == IncomingStatus.NEW, Incoming.due_at <= now)
    return due.where(Incoming.mark == mark) if mark else due


def take_next(db: Session, *, now: datetime, mark: str | None = None) -> Arrived | None:
    """What has waited longest, and no one else is working on; of one person, what she sent first.

    While an earlier message of hers waits to be tried again, her later ones wait too. With `mark`, only
    this person's.
    """
    earlier = aliased(Incoming)
    she_sent_before = exists().where(
        earlier.mark == Incoming.mark,
        earlier.channel == Incoming.channel,
        earlier.status == IncomingStatus.NEW,
        (earlier.place < Incoming.place) | ((earlier.place == Incoming.place) & (earlier.id < Incoming.id)),
    )
    query = select(Incoming).where(
        Incoming.status == IncomingStatus.NEW, Incoming.due_at <= now, ~she_sent_before
    )
    if mark:
        query = query.where(Incoming.mark == mark)
    query = query.order_by(Incoming.id).limit(1).with_for_update(skip_locked=True)
    row = db.scalars(query).first()
    if row is None:
        return None
    try:
        address, event = (unseal(db, sealed, row=row.uuid) for sealed in (row.address, row.event))
    except SealBroken:
        row.status, row.fault = IncomingStatus.DEAD, "cannot be opened"
        return take_next(db, now=now, mark=mark)
    return Arrived(
        id=row.id,
        uuid=row.uuid,
        channel=row.channel,
        mark=row.mark,
        address=address,
        event=event,
        attempts=row.attempts,
    )


def note_done(db: Session, inbox_id: int) -> None:
    """It has been answered: that it came is kept for a while, what it said is not."""
    row = db.get_one(Incoming, inbox_id)
    row.status, row.address, row.event = IncomingStatus.DONE, "", ""


def note_failed(db: Session, inbox_id: int, *, fault: str, now: datetime) -> bool:
    """Answering it failed; `fault` is the name of what went wrong. Returns whether it is given up now."""
    row = db.get_one(Incoming, inbox_id)
    row.attempts += 1
    row.fault = fault[:120]
    if row.attempts >= MOST_ATTEMPTS:
        row.status = IncomingStatus.DEAD
        return True
    row.due_at = now + TRIED_AGAIN_AFTER[row.attempts - 1]
    return False


def replay(db: Session, inbox_id: int, *, now: datetime) -> None:
    """Have something that was given up tried again. Raises NotFound where there is no such thing."""
    row = _dead(db, inbox_id)
    row.status, row.attempts, row.due_at = IncomingStatus.NEW, 0, now


def let_go(db: Session, inbox_id: int) -> None:
    """Give it up for good: what it said is emptied. Raises NotFound where there is no such thing."""
    _dead(db, inbox_id)
    note_done(db, inbox_id)


def _dead(db: Session, inbox_id: int) -> Incoming:
    row = db.get(Incoming, inbox_id)
    if row is None or row.status is not IncomingStatus.DEAD:
        raise NotFound(f"dead row {inbox_id}")
    return row
