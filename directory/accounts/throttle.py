"""How often somebody may try to get in, counted in the database: shared by processes, kept over a restart."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from directory.accounts.models import Attempt
from directory.db import keys_of
from directory.errors import DirectoryError

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = {"account": ((MINUTE, 5), (HOUR, 20)), "address": ((MINUTE, 30),)}


class TooManyTries(DirectoryError):
    """Somebody has tried too often, and may try again after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def note_try(db: Session, what: str, *, account: str, address: str, now: datetime) -> None:
    """Count one try at `what` (a password, a code). Raises TooManyTries where there were too many.

    It counts before it is known whether the try is right, so that many at once gain nothing; `forgive` it
    when it was. Neither account nor address is stored, only a mark that needs our key to be made.
    """
    for kind, name in (("account", account), ("address", address)):
        mark = _mark(db, what, kind, name)
        for span, most in LIMITS[kind]:
            _refuse_beyond(db, mark, span, most, now)
        db.add(Attempt(mark=mark, at=now))


def forgive(db: Session, what: str, *, account: str, address: str, now: datetime) -> None:
    """The try was right: forget those at this account, and the last from this address."""
    db.execute(delete(Attempt).where(Attempt.mark == _mark(db, what, "account", account)))
    mark = _mark(db, what, "address", address)
    last = select(func.max(Attempt.id)).where(Attempt.mark == mark).scalar_subquery()
    db.execute(delete(Attempt).where(Attempt.id == last))


def forget_old(db: Session, *, now: datetime) -> None:
    db.execute(delete(Attempt).where(Attempt.at < now - DAY))


def _refuse_beyond(db: Session, mark: str, span: timedelta, most: int, now: datetime) -> None:
    tries = select(Attempt.at).where(Attempt.mark == mark, Attempt.at > now - span)
    recent = db.scalars(tries.order_by(Attempt.at.desc()).limit(most)).all()
    if len(recent) >= most:
        raise TooManyTries(recent[-1] + span - now)


def _mark(db: Session, what: str, kind: str, name: str) -> str:
    return keys_of(db).mark("attempt", f"{what}\0{kind}\0{name}")
