"""The second proof of who somebody is: a code from her phone, or one of ten she wrote down.

Codes are those of RFC 6238 (30 seconds, six digits), one step of either side allowed for clocks that are not
quite right. A worker whose `totp_count` is empty has been given a secret, and not shown a code from it yet.
"""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from directory.accounts.models import RecoveryCode, Worker
from directory.db import keys_of
from directory.errors import DirectoryError

STEP = 30  # seconds
HOW_MANY = 10
ISSUER = "Doorstep"
PURPOSE = "totp"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another


class CodeWrong(DirectoryError):
    """Neither a code of this moment that was not used before, nor a recovery code that is left."""


def is_set_up(worker: Worker) -> bool:
    return worker.totp is not None and worker.totp_count is not None


def prepare(db: Session, worker_id: int) -> None:
    """Give a worker a secret to put into her phone, unless she has one already."""
    worker = db.get_one(Worker, worker_id)
    if worker.totp is None:
        worker.totp = keys_of(db).seal(PURPOSE, pyotp.random_base32(), bound_to=str(worker_id))


def take_away(db: Session, worker_id: int) -> None:
    """Forget her phone and her recovery codes: she sets up another when she signs in next."""
    worker = db.get_one(Worker, worker_id)
    worker.totp = worker.totp_count = None
    db.execute(delete(RecoveryCode).where(RecoveryCode.worker_id == worker_id))


def secret_to_show(db: Session, worker_id: int) -> tuple[str, str]:
    """The secret and its address for a QR code, while it is being set up and never again (CodeWrong)."""
    worker = db.get_one(Worker, worker_id)
    if worker.totp is None or is_set_up(worker):
        raise CodeWrong
    secret = _secret(db, worker)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=worker.email, issuer_name=ISSUER)


def set_up(db: Session, worker_id: int, code: str, *, now: datetime) -> list[str]:
    """Begin to ask for codes, now that one was right. Returns the recovery codes, which are not kept."""
    worker = db.get_one(Worker, worker_id)
    if worker.totp is None or is_set_up(worker):
        raise CodeWrong
    _use_code(db, worker, _bare(code), now)
    return new_recovery_codes(db, worker_id)


def prove(db: Session, worker_id: int, code: str, *, now: datetime) -> None:
    """Take a code from the phone or a recovery code, each once. Raises CodeWrong."""
    worker, bare = db.get_one(Worker, worker_id), _bare(code)
    if not is_set_up(worker):
        raise CodeWrong
    if len(bare) == 6:
        _use_code(db, worker, bare, now)
    else:
        _use_recovery_code(db, worker_id, bare, now)


def new_recovery_codes(db: Session, worker_id: int) -> list[str]:
    """Ten new codes, of 49 bits each; those from before stop working."""
    db.execute(delete(RecoveryCode).where(RecoveryCode.worker_id == worker_id))
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(HOW_MANY)]
    db.add_all(RecoveryCode(worker_id=worker_id, mark=_marks(db, worker_id, code)[0]) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(db: Session, worker_id: int) -> int:
    left = select(func.count()).where(RecoveryCode.worker_id == worker_id, RecoveryCode.used_at.is_(None))
    return db.scalar(left) or 0


def code_at(secret: str, now: datetime, *, later: int = 0) -> str:
    """The code that a phone with this secret shows, or will in so many steps."""
    return str(pyotp.TOTP(secret).generate_otp(_step(now) + later))


def _use_code(db: Session, worker: Worker, code: str, now: datetime) -> None:
    totp, last = pyotp.TOTP(_secret(db, worker)), worker.totp_count or 0
    steps = range(_step(now) - 1, _step(now) + 2)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code) and step > last]
    unused = or_(Worker.totp_count.is_(None), Worker.totp_count < max(right, default=0))
    used = update(Worker).where(Worker.id == worker.id, unused).values(totp_count=max(right, default=0))
    unread = used.execution_options(synchronize_session=False)
    if not right or db.execute(unread).rowcount != 1:  # type: ignore[attr-defined]
        raise CodeWrong
    db.refresh(worker)


def _use_recovery_code(db: Session, worker_id: int, code: str, now: datetime) -> None:
    marks = _marks(db, worker_id, code)
    left = update(RecoveryCode).where(RecoveryCode.mark.in_(marks), RecoveryCode.used_at.is_(None))
    if db.execute(left.values(used_at=now)).rowcount != 1:  # type: ignore[attr-defined]
        raise CodeWrong


def _secret(db: Session, worker: Worker) -> str:
    return keys_of(db).unseal(PURPOSE, worker.totp or "", bound_to=str(worker.id))


def _marks(db: Session, worker_id: int, code: str) -> list[str]:
    """By our key and, while it is there, by the former."""
    keys = keys_of(db)
    return [each.mark("recovery code", f"{worker_id}\0{code}") for each in (keys, keys.former) if each]


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def _bare(code: str) -> str:
    """A code without the spaces and hyphens it is read with; ASCII, as comparing wants it."""
    return "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())
