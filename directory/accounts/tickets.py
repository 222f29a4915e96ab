"""Links in mails that let somebody in, or change something: once, and for a while only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from directory.accounts.models import Ticket, TicketKind, Worker
from directory.errors import DirectoryError
from directory.keys import new_token, token_mark

GOOD_FOR = {
    TicketKind.INVITATION: timedelta(hours=48),
    TicketKind.RESET: timedelta(hours=1),
    TicketKind.NEW_EMAIL: timedelta(hours=24),
}
KEPT = timedelta(days=7)


class TicketGone(DirectoryError):
    """This link never worked, does no more, or has been used."""


@dataclass(frozen=True)
class Found:
    """A link that still works, and whose it is."""

    id: int
    worker_id: int
    name: str
    email: str
    new_email: str | None


def issue(db: Session, worker_id: int, kind: TicketKind, *, now: datetime, email: str | None = None) -> str:
    """A token for a link. Earlier links of the same kind for the same person stop working."""
    withdraw(db, worker_id, kind, now=now)
    token = new_token()
    db.add(
        Ticket(
            worker_id=worker_id,
            kind=kind,
            token=token_mark(token),
            email=email,
            expires_at=now + GOOD_FOR[kind],
        )
    )
    return token


def look(db: Session, token: str, kind: TicketKind, *, now: datetime) -> Found:
    """Whose link this is, without using it up: programs that check mail open links too.

    Raises TicketGone, whatever is wrong with it.
    """
    found = db.execute(
        select(Ticket.id, Worker.id, Worker.name, Worker.email, Ticket.email)
        .join(Worker, Worker.id == Ticket.worker_id)
        .where(Ticket.token == token_mark(token), Ticket.kind == kind, Worker.active)
        .where(Ticket.used_at.is_(None), Ticket.expires_at > now)
    ).first()
    if found is None:
        raise TicketGone(kind)
    return Found(*found)


def use(db: Session, token: str, kind: TicketKind, *, now: datetime) -> Found:
    """Use a link up. Of two at the same moment, one gets TicketGone."""
    found = look(db, token, kind, now=now)
    used = update(Ticket).where(Ticket.id == found.id, Ticket.used_at.is_(None)).values(used_at=now)
    if db.execute(used).rowcount != 1:  # type: ignore[attr-defined]
        raise TicketGone(kind)
    return found


def withdraw(db: Session, worker_id: int, *kinds: TicketKind, now: datetime) -> None:
    """Make links of these kinds (all, when none is named) stop working."""
    db.execute(
        update(Ticket)
        .where(Ticket.worker_id == worker_id, Ticket.kind.in_(kinds or TicketKind), Ticket.used_at.is_(None))
        .values(used_at=now)
    )


def forget_old(db: Session, *, now: datetime) -> None:
    db.execute(delete(Ticket).where(Ticket.expires_at < now - KEPT))
