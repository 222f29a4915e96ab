"""A talk as its channel shows it where nothing has to be sent: on the site, in a terminal.

What we said stays in the outbox until it is forgotten. What she wrote is there only while it waits for its
answer, and while a person of staff has taken over; then it is gone, and lives on her own screen alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from directory.contacts import handovers, outbox
from directory.contacts.messages import Message
from directory.contacts.models import (
    Contact,
    Handover,
    Incoming,
    IncomingStatus,
    Outgoing,
    OutgoingStatus,
    Owing,
)
from directory.contacts.sealing import mark_of, unseal

MOST_LINES = 60


@dataclass(frozen=True)
class Line:
    """One thing said: `message` by us, or `hers` by her. `key` names it as long as it is there.

    `answers`: she has asked for it; anything else came by itself, a reminder say.
    """

    key: str
    at: datetime
    message: Message | None = None
    hers: str = ""
    answers: bool = True


@dataclass(frozen=True)
class SoFar:
    """A talk as it stands.

    `waiting`: something of hers has no answer yet. `with_person`: a person of staff has been asked.
    `language` is the one she chose, if any. `over`: she has had everything deleted, and what we say is our
    last word.
    """

    lines: tuple[Line, ...] = ()
    waiting: bool = False
    with_person: bool = False
    language: str = ""
    over: bool = False


def so_far(db: Session, channel: str, address: str) -> SoFar:
    """The talk with this address, the oldest line first."""
    mark = mark_of(db, channel, address)
    contact = db.scalars(select(Contact).where(Contact.channel == channel, Contact.mark == mark)).first()
    said = [
        Line(str(said.uuid), said.at, said.message, answers=said.kind is Owing.REPLY)
        for said in outbox.said_to(db, mark=mark)
    ]
    unanswered = _unanswered(db, channel, mark)
    handover = handovers.open_of(db, contact.id) if contact else None
    hers = [*_told_staff(db, handover), *(line for row in unanswered for line in _asked(db, row))]
    return SoFar(
        lines=tuple(sorted((*said[-MOST_LINES:], *hers), key=lambda line: line.at)),
        waiting=bool(unanswered) or _on_its_way(db, channel, mark),
        with_person=handover is not None,
        language=contact.language if contact else "",
        over=contact is None and bool(said),  # only a last word is said to nobody
    )


def is_waiting(db: Session, channel: str, address: str) -> bool:
    """Whether something of hers has no answer yet."""
    mark = mark_of(db, channel, address)
    return bool(_unanswered(db, channel, mark)) or _on_its_way(db, channel, mark)


def _unanswered(db: Session, channel: str, mark: str) -> list[Incoming]:
    rows = select(Incoming).where(
        Incoming.channel == channel, Incoming.mark == mark, Incoming.status == IncomingStatus.NEW
    )
    return [*db.scalars(rows.order_by(Incoming.place, Incoming.id))]


def _on_its_way(db: Session, channel: str, mark: str) -> bool:
    """Whether an answer is written, and not yet shown."""
    answers = exists().where(
        Outgoing.channel == channel,
        Outgoing.mark == mark,
        Outgoing.status == OutgoingStatus.QUEUED,
        Outgoing.kind == Owing.REPLY,
    )
    return bool(db.scalar(select(answers)))


def _asked(db: Session, row: Incoming) -> Iterator[Line]:
    event = unseal(db, row.event, row=row.uuid) or {}
    if event.get("text"):
        yield Line(str(row.uuid), row.received_at, hers=event["text"])


def _told_staff(db: Session, handover: Handover | None) -> Iterator[Line]:
    for line in handover.lines if handover else ():
        if not line.who:
            yield Line(str(line.uuid), line.at, hers=unseal(db, line.text, row=line.uuid) or "")
