"""Being signed in: a random token in the worker's cookie, its mark in our table, ended when we say so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session

from directory.accounts import second_factor
from directory.accounts.cards import WorkerCard, worker_card
from directory.accounts.models import SignIn, Worker
from directory.errors import NotFound
from directory.keys import new_token, token_mark

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # looking at a page writes no more often than this
KEPT = timedelta(days=7)  # after its end, so that a form sent too late is kept for whom it belongs to


@dataclass(frozen=True)
class SignedIn:
    """A worker on one device. `proven` when nothing more is asked of her to get in."""

    id: int
    worker: WorkerCard
    proven: bool
    device: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Device:
    """Where somebody is signed in."""

    id: int
    name: str
    began_at: datetime
    seen_at: datetime


def begin(db: Session, worker_id: int, *, device: str, proven: bool, now: datetime) -> str:
    """Sign a worker in and return the token for her cookie; it is never the one she came with."""
    token = new_token()
    row = SignIn(worker_id=worker_id, token=token_mark(token), device=device, proven=proven)
    row.began_at = row.seen_at = now
    db.add(row)
    db.flush()
    return token


def come_in(db: Session, worker_id: int, *, device: str, now: datetime) -> str:
    """Sign in somebody whose password was right. She is not in yet if a code is asked of her too.

    One who has to set up her phone is given the secret for it.
    """
    asked = worker_card(db, worker_id).needs_second_factor
    if asked:
        second_factor.prepare(db, worker_id)
    proven = not asked and not second_factor.is_set_up(db.get_one(Worker, worker_id))
    return begin(db, worker_id, device=device, proven=proven, now=now)


def prove(db: Session, signed_in: SignedIn, *, now: datetime) -> str:
    """Let somebody in whose code was right, with another token than before."""
    end(db, signed_in.id, now=now)
    return begin(db, signed_in.worker.id, device=signed_in.device, proven=True, now=now)


def open_ones(db: Session, worker_id: int, *, now: datetime) -> list[Device]:
    """The devices on which a worker is signed in, the one seen last first."""
    rows = select(SignIn).where(SignIn.worker_id == worker_id, SignIn.ended_at.is_(None), SignIn.proven)
    recent = rows.where(SignIn.seen_at >= now - IDLE, SignIn.began_at >= now - LONGEST)
    return [
        Device(row.id, row.device, row.began_at, row.seen_at)
        for row in db.scalars(recent.order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    ]


def end_own(db: Session, worker_id: int, sign_in_id: int, *, now: datetime) -> None:
    """Sign out on another device of one's own. Raises NotFound for somebody else's."""
    row = db.get(SignIn, sign_in_id)
    if row is None or row.worker_id != worker_id:
        raise NotFound(f"sign-in {sign_in_id}")
    end(db, sign_in_id, now=now)


def current(db: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Who has this token, if her sign-in is good: not ended, not idle, not too old, and she is active."""
    row = _find(db, token)
    if row is None or row.ended_at or now - row.seen_at > IDLE or now - row.began_at > LONGEST:
        return None
    try:
        return SignedIn(
            row.id, worker_card(db, row.worker_id), row.proven, row.device, row.began_at, row.seen_at
        )
    except NotFound:
        return None


def last_known(db: Session, token: str) -> int | None:
    """The number of the worker who had this token, also when her sign-in has ended."""
    row = _find(db, token)
    return row.worker_id if row else None


def note_seen(db: Session, signed_in: SignedIn, *, now: datetime) -> None:
    db.execute(update(SignIn).where(SignIn.id == signed_in.id).values(seen_at=now))


def end(db: Session, sign_in_id: int, *, now: datetime) -> None:
    """Sign out on one device."""
    db.execute(_ended(now).where(SignIn.id == sign_in_id))


def end_all(db: Session, worker_id: int, *, now: datetime, but: int | None = None) -> None:
    """Sign a worker out on all devices, or all but the one with this number."""
    db.execute(_ended(now).where(SignIn.worker_id == worker_id, SignIn.id != (but or 0)))


def forget_old(db: Session, *, now: datetime) -> None:
    db.execute(delete(SignIn).where(SignIn.began_at < now - LONGEST - KEPT))


def credentials(db: Session, email: str) -> tuple[int, str] | None:
    """The number and password hash of the active worker with this mail address, if she has both."""
    found = db.execute(
        select(Worker.id, Worker.password).where(Worker.email == email.strip().lower(), Worker.active)
    ).first()
    return (found[0], found[1]) if found and found[1] else None


def _find(db: Session, token: str) -> SignIn | None:
    return db.scalars(select(SignIn).where(SignIn.token == token_mark(token))).first()


def _ended(now: datetime) -> Update:
    return update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=now)
