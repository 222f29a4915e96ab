"""Writing mail, and keeping track of what became of it. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from directory.db import keys_of
from directory.post.models import Mail

GIVE_UP_AFTER = timedelta(hours=24)
KEPT = timedelta(days=7)  # that a mail was sent, without its text
PURPOSE = "mail"


@dataclass(frozen=True)
class Letter:
    """One mail, ready to go."""

    id: int
    uuid: UUID
    to: str
    subject: str
    text: str


def write(db: Session, *, to: str, subject: str, text: str, now: datetime) -> None:
    """Owe somebody a mail; it goes out after the commit. Lines of `text` may be of any length."""
    number = uuid4()
    sealed = keys_of(db).seal(PURPOSE, text, bound_to=str(number))
    subject = " ".join(subject.split())[:200]  # a line break in a subject could add headers
    db.add(Mail(uuid=number, to=to, subject=subject, text=sealed, written_at=now, due_at=now))


def take_next(db: Session, *, now: datetime) -> Letter | None:
    """The mail that has waited longest, tried again later if nothing more is heard of this attempt."""
    due = select(Mail).where(Mail.due_at <= now).order_by(Mail.due_at, Mail.id).limit(1)
    mail = db.scalars(due.with_for_update(skip_locked=True)).first()
    if mail is None:
        return None
    mail.attempts += 1
    mail.due_at = now + timedelta(minutes=min(2**mail.attempts, 60))
    text = keys_of(db).unseal(PURPOSE, mail.text, bound_to=str(mail.uuid))
    return Letter(mail.id, mail.uuid, mail.to, mail.subject, text)


def note_sent(db: Session, letter: Letter, *, now: datetime) -> None:
    mail = db.get_one(Mail, letter.id)
    mail.sent_at, mail.due_at, mail.text = now, None, ""


def note_refused(db: Session, letter: Letter, *, now: datetime, for_good: bool) -> bool:
    """The mail could not be handed over. Returns whether we give it up, for good or after a day."""
    mail = db.get_one(Mail, letter.id)
    given_up = for_good or now - mail.written_at > GIVE_UP_AFTER
    if given_up:
        mail.due_at, mail.text = None, ""
    return given_up


def forget_old(db: Session, *, now: datetime) -> None:
    """Forget what was sent, or given up, more than a week ago."""
    db.execute(delete(Mail).where(Mail.due_at.is_(None), Mail.written_at < now - KEPT))
