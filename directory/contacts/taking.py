"""Taking what is due from the outbox, one message at a time to each person. Nothing here commits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from directory.contacts import people
from directory.contacts.gate import Go, Hold, Quiet, Standing, Wait, quiet_hours, verdict
from directory.contacts.messages import Message, message_from
from directory.contacts.models import Contact, Handover, Outgoing, OutgoingStatus, Owing
from directory.contacts.sealing import unseal
from directory.errors import SealBroken

CLAIMING = 7_062_501  # the number of PostgreSQL's lock under which one worker at a time claims
IN_FLIGHT, WAITING = OutgoingStatus.SENDING, OutgoingStatus.QUEUED
MAY_BE_LOST = frozenset({Owing.BROADCAST})  # sent at most once; all else at least once


@dataclass(frozen=True)
class Pace:
    """`spacing` lies between two messages to one person; `paused` are kinds that a channel gets none of."""

    spacing: timedelta = timedelta(seconds=1)
    paused: tuple[tuple[str, Owing], ...] = ()


USUAL_PACE = Pace()


@dataclass(frozen=True)
class Due:
    """One message that a worker has taken in order to send it. `farewell`: we keep nothing else of her."""

    id: int
    channel: str
    mark: str
    address: str
    message: Message
    kind: Owing
    attempts: int
    written_at: datetime
    taken_at: datetime
    farewell: bool

    @property
    def may_be_lost(self) -> bool:
        """Rather never than twice."""
        return self.kind in MAY_BE_LOST


def take_due(
    db: Session,
    *,
    channels: Mapping[str, int | None],
    now: datetime,
    most: int,
    pace: Pace = USUAL_PACE,
) -> list[Due]:
    """Take what may be sent now, the most urgent first: one at a time to each person, in order.

    `channels` are those we can send by, each with how many hours it lets us write after somebody wrote to us.
    What the gate does not let go is put off, or held.
    """
    if most <= 0 or not _may_claim(db):
        return []
    may_be_next = _due(channels, now).where(*_free(now, pace))
    found = db.execute(may_be_next.limit(most).with_for_update(of=Outgoing, skip_locked=True))
    taken = [_taken(db, row, now) for row, her, busy in found if _may_go(db, row, her, busy, channels, now)]
    db.flush()
    return [due for due in taken if due]


def anything_due(
    db: Session,
    *,
    channels: Collection[str],
    now: datetime,
    pace: Pace = USUAL_PACE,
) -> bool:
    """Whether there is something to take: a look that locks nothing."""
    return bool(db.scalar(select(exists().where(_is_due(channels, now), *_free(now, pace)))))


def anything_to_show(db: Session, *, channels: Collection[str], now: datetime) -> bool:
    """Whether there is something to hand out: a look that locks nothing."""
    return bool(db.scalar(select(exists().where(_is_due(channels, now)))))


def hand_out(db: Session, *, channels: Collection[str], now: datetime, mark: str | None = None) -> int:
    """Let live channels show what is due (to one person, or to all). Returns how many messages."""
    due = _due(dict.fromkeys(channels), now)
    found = db.execute(due if mark is None else due.where(Outgoing.mark == mark))
    rows = [row for row, her, busy in found if _may_go(db, row, her, busy, {}, now)]
    for row in rows:
        row.status, row.sent_at = OutgoingStatus.SENT, _after_the_last(db, row.mark, now)
        db.flush()
    return len(rows)


def _after_the_last(db: Session, mark: str, now: datetime) -> datetime:
    """When something is shown: after all that has been, though whoever shows it may have looked at the clock
    before somebody else showed that. A talk is read in this order, from what was seen last.
    """
    shown = select(func.max(Outgoing.sent_at)).where(
        Outgoing.mark == mark, Outgoing.status == OutgoingStatus.SENT
    )
    last = db.scalar(shown)
    return max(now, last + timedelta(microseconds=1)) if last else now


def _may_claim(db: Session) -> bool:
    """One worker claims at a time, so that none takes a second message to somebody unseen by another."""
    if db.get_bind().dialect.name == "sqlite":
        return True  # whoever writes is alone
    return bool(db.scalar(select(func.pg_try_advisory_xact_lock(CLAIMING))))


def _due(channels: Mapping[str, int | None], now: datetime) -> Select[Outgoing, Contact, bool]:
    busy = exists().where(Handover.contact_id == Outgoing.contact_id, Handover.closed_at.is_(None))
    query = select(Outgoing, Contact, busy).outerjoin(Contact, Contact.id == Outgoing.contact_id)
    return query.where(_is_due(channels, now)).order_by(Outgoing.urgency, Outgoing.due_at, Outgoing.id)


def _is_due(channels: Collection[str], now: datetime) -> ColumnElement[bool]:
    return and_(Outgoing.status == WAITING, Outgoing.channel.in_(channels), Outgoing.due_at <= now)


def _free(now: datetime, pace: Pace) -> list[ColumnElement[bool]]:
    """Nothing stands in the way of taking it now."""
    pauses = (~and_(Outgoing.channel == channel, Outgoing.kind == kind) for channel, kind in pace.paused)
    return [~_somebody_is_before(now, pace.spacing), *pauses]


def _somebody_is_before(now: datetime, spacing: timedelta) -> ColumnElement[bool]:
    """Something is on its way to her, has just reached her, or comes first: due, or tried once already."""
    other = aliased(Outgoing)
    comes_first = and_(
        other.status == WAITING,
        or_(other.due_at <= now, other.attempts > 0),
        tuple_(other.urgency, other.id) < tuple_(Outgoing.urgency, Outgoing.id),
    )
    just_reached = and_(other.status == OutgoingStatus.SENT, other.sent_at > now - spacing)
    return exists().where(
        other.mark == Outgoing.mark, or_(other.status == IN_FLIGHT, comes_first, just_reached)
    )


def _may_go(
    db: Session,
    row: Outgoing,
    her: Contact | None,
    busy: bool,
    channels: Mapping[str, int | None],
    now: datetime,
) -> bool:
    """Ask the gate; note what it says against."""
    if her is None:
        return True  # the last word to somebody who had everything deleted
    standing = Standing(her.status, _quiet(db, her), her.heard_at, busy, channels.get(row.channel))
    said = verdict(standing, row.kind, now=now, good_until=row.good_until)
    if isinstance(said, Wait):
        row.due_at = said.until
    if isinstance(said, Hold):
        row.status, row.fault, row.address, row.message = OutgoingStatus.HELD, said.why, "", ""
    return isinstance(said, Go)


def _quiet(db: Session, her: Contact) -> Quiet:
    try:
        return quiet_hours(people.about(db, her))
    except SealBroken:
        return Quiet()


def _taken(db: Session, row: Outgoing, now: datetime) -> Due | None:
    """Take a row; one that we cannot open has failed, and holds up no other."""
    try:
        address = unseal(db, row.address, row=row.uuid)
        message = message_from(unseal(db, row.message, row=row.uuid))
    except (SealBroken, TypeError):
        row.status, row.fault, row.address, row.message = OutgoingStatus.FAILED, "cannot be opened", "", ""
        return None
    row.status, row.taken_at, row.attempts = IN_FLIGHT, now, row.attempts + 1
    return Due(
        id=row.id,
        channel=row.channel,
        mark=row.mark,
        address=address,
        message=message,
        kind=row.kind,
        attempts=row.attempts,
        written_at=row.written_at,
        taken_at=now,
        farewell=row.contact_id is None,
    )
