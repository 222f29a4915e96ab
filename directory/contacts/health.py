"""How the chat is: who waits and for how long, what was given up, what could not be sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from directory.contacts.gate import ASKED_FOR
from directory.contacts.models import Incoming, IncomingStatus, Outgoing, OutgoingStatus

TOO_LONG = 60  # seconds for anybody to wait: nobody is at work, or not enough
MOST_DEAD = 50  # that are listed


@dataclass(frozen=True)
class Dead:
    """Something that arrived and was given up: `replay` tries it again. Nothing of what it says is here."""

    id: int
    channel: str
    fault: str
    received_at: datetime


@dataclass(frozen=True)
class Health:
    """How the chat is at a moment.

    `waiting` is for how many seconds the oldest thing has had no answer, `unsent` the same of the oldest
    answer that has not gone out; None if nobody waits. `arrived` and `owed` count by status; `unsent_faults`
    what has lately kept messages from going out, and how many of them.
    """

    waiting: int | None
    unsent: int | None
    dead: tuple[Dead, ...]
    arrived: Mapping[str, int]
    owed: Mapping[str, int]
    unsent_faults: Mapping[str, int]

    @property
    def is_well(self) -> bool:
        return not self.dead and max(self.waiting or 0, self.unsent or 0) < TOO_LONG


def health(db: Session, *, now: datetime) -> Health:
    arrived = select(func.min(Incoming.received_at)).where(Incoming.status == IncomingStatus.NEW)
    on_its_way = Outgoing.status.in_((OutgoingStatus.QUEUED, OutgoingStatus.SENDING))
    answer = select(func.min(Outgoing.written_at)).where(on_its_way, Outgoing.kind.in_(ASKED_FOR))
    not_sent = (Outgoing.fault != "", Outgoing.status != OutgoingStatus.SENT)
    return Health(
        waiting=_seconds(db.scalar(arrived), now),
        unsent=_seconds(db.scalar(answer), now),
        dead=tuple(_dead(db)),
        arrived=_counts(db, Incoming.status),
        owed=_counts(db, Outgoing.status),
        unsent_faults=_counts(db, Outgoing.fault, *not_sent),
    )


def _seconds(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(0, int((now - since).total_seconds()))


def _dead(db: Session) -> Iterator[Dead]:
    rows = select(Incoming).where(Incoming.status == IncomingStatus.DEAD).order_by(Incoming.id.desc())
    for row in db.scalars(rows.limit(MOST_DEAD)):
        yield Dead(row.id, row.channel, row.fault, row.received_at)


def _counts(db: Session, by: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> dict[str, int]:
    counted = db.execute(select(by, func.count()).where(*where).group_by(by))
    return {str(value): number for value, number in counted}
