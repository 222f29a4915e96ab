"""What is done with accounts: inviting, choosing a password, changing an address. Nothing here commits.

`site` is the address links begin with; it comes from the settings, never from a request.
"""

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts import letters, second_factor, signing_in, tickets
from directory.accounts.models import TicketKind, Worker
from directory.accounts.weak_passwords import refuse_weak
from directory.errors import DirectoryError
from directory.post.actions import write


class EmailWrong(DirectoryError):
    """This is no mail address that mail could reach."""


class EmailTaken(DirectoryError):
    """Somebody has an account with this address."""


@dataclass(frozen=True)
class NewWorker:
    """Somebody to be invited."""

    name: str
    email: str


def clean_email(text: str) -> str:
    """A mail address as we keep it. Raises EmailWrong."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise EmailWrong from error


def add_worker(db: Session, new: NewWorker, *, council_id: int, now: datetime) -> Worker:
    """An account without a role or a password. Raises EmailWrong, EmailTaken."""
    email = clean_email(new.email)
    if _who_has(db, email):
        raise EmailTaken
    worker = Worker(council_id=council_id, name=new.name.strip(), email=email, added_at=now)
    db.add(worker)
    db.flush()  # the database gives her her number
    return worker


def invite(db: Session, worker: Worker, *, inviter: str, site: str, now: datetime) -> str:
    """Send somebody a link to choose her first password, and return it. An earlier one stops working."""
    token = tickets.issue(db, worker.id, TicketKind.INVITATION, now=now)
    link = f"{site}/staff/join/{token}"
    _send(db, worker, letters.invitation(worker.name, link, inviter), now)
    return link


def join(db: Session, token: str, *, password: str, now: datetime) -> int:
    """Take up an invitation with the hash of a first password. Returns whose it is."""
    found = tickets.use(db, token, TicketKind.INVITATION, now=now)
    db.get_one(Worker, found.worker_id).password = password
    return found.worker_id


def ask_for_reset(db: Session, email: str, *, site: str, now: datetime) -> None:
    """Send a link for a new password, if somebody has this address; nobody learns whether."""
    worker = _who_has(db, email.strip().lower())
    if worker is None or not worker.active:
        return
    if worker.password is None:
        invite(db, worker, inviter="Doorstep", site=site, now=now)
        return
    token = tickets.issue(db, worker.id, TicketKind.RESET, now=now)
    _send(db, worker, letters.reset(worker.name, f"{site}/staff/reset/{token}"), now)


def reset_password(db: Session, token: str, *, password: str, now: datetime) -> str:
    """Choose another password with a link. She is signed out everywhere. Returns her mail address."""
    found = tickets.use(db, token, TicketKind.RESET, now=now)
    change_password(db, found.worker_id, password=password, now=now)
    return found.email


def change_password(
    db: Session, worker_id: int, *, password: str, now: datetime, but: int | None = None
) -> None:
    """Store the hash of another password, sign her out everywhere (`but` here), and tell her."""
    worker = db.get_one(Worker, worker_id)
    worker.password = password
    signing_in.end_all(db, worker_id, now=now, but=but)
    tickets.withdraw(db, worker_id, now=now)
    _send(db, worker, letters.password_changed(worker.name), now)


def refuse_weak_for(db: Session, worker_id: int, password: str) -> None:
    """Raise a PasswordRefused if others could guess this password of this worker's."""
    worker = db.get_one(Worker, worker_id)
    refuse_weak(password, known=(worker.name, worker.email.partition("@")[0]))


def ask_for_email(db: Session, worker_id: int, email: str, *, site: str, now: datetime) -> None:
    """Send a link to another address; it counts once that is opened. The one she has is told.

    An address of somebody else's gets no mail, and nobody learns that it is taken. Raises EmailWrong.
    """
    worker, email = db.get_one(Worker, worker_id), clean_email(email)
    if not _who_has(db, email):
        token = tickets.issue(db, worker_id, TicketKind.NEW_EMAIL, now=now, email=email)
        said = letters.confirm_email(worker.name, f"{site}/staff/new-email/{token}")
        write(db, to=email, subject=said.subject, text=said.text, now=now)
    _send(db, worker, letters.email_change_asked(worker.name, email), now)


def change_email(db: Session, token: str, *, now: datetime) -> None:
    """Use the address that a link was sent to. The old one is told. Raises TicketGone, EmailTaken."""
    found = tickets.use(db, token, TicketKind.NEW_EMAIL, now=now)
    if found.new_email is None or _who_has(db, found.new_email):
        raise EmailTaken
    worker = db.get_one(Worker, found.worker_id)
    _send(db, worker, letters.email_changed(worker.name, found.new_email), now)
    worker.email = found.new_email
    tickets.withdraw(db, worker.id, now=now)


def take_phone_away(db: Session, worker_id: int, *, now: datetime) -> None:
    """For one who has lost phone and recovery codes: signed out, she sets up another when she comes back."""
    worker = db.get_one(Worker, worker_id)
    second_factor.take_away(db, worker_id)
    signing_in.end_all(db, worker_id, now=now)
    _send(db, worker, letters.second_step_reset(worker.name), now)


def set_up_phone(db: Session, worker_id: int, code: str, *, now: datetime) -> list[str]:
    """Ask for codes from now on; returns the recovery codes. Raises CodeWrong."""
    codes = second_factor.set_up(db, worker_id, code, now=now)
    worker = db.get_one(Worker, worker_id)
    _send(db, worker, letters.new_phone(worker.name), now)
    return codes


def _who_has(db: Session, email: str) -> Worker | None:
    return db.scalars(select(Worker).where(Worker.email == email)).first()


def _send(db: Session, worker: Worker, said: letters.Said, now: datetime) -> None:
    write(db, to=worker.email, subject=said.subject, text=said.text, now=now)
