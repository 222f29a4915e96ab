"""What somebody typed and sent when her sign-in had run out: kept for her alone, for a day."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from directory.accounts.models import KeptForm
from directory.db import keys_of
from directory.errors import NotFound

KEPT = timedelta(days=1)
MOST = 5  # of one worker's
PURPOSE = "kept form"


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and each field's name and value in order."""

    id: int
    path: str
    fields: tuple[tuple[str, str], ...]


def keep(db: Session, worker_id: int, *, path: str, fields: list[tuple[str, str]], now: datetime) -> int:
    """Keep a form until she has signed in again. Returns its number."""
    mine = select(KeptForm.id).where(KeptForm.worker_id == worker_id).order_by(KeptForm.id.desc())
    db.execute(delete(KeptForm).where(KeptForm.id.in_(db.scalars(mine).all()[MOST - 1 :])))
    sealed = keys_of(db).seal(PURPOSE, json.dumps(fields), bound_to=str(worker_id))
    kept = KeptForm(worker_id=worker_id, path=path, fields=sealed, kept_at=now)
    db.add(kept)
    db.flush()  # the database gives it its number
    return kept.id


def kept_form(db: Session, worker_id: int, kept_id: int) -> Kept:
    """Raises NotFound for one that is gone, or somebody else's."""
    row = db.get(KeptForm, kept_id)
    if row is None or row.worker_id != worker_id:
        raise NotFound(f"kept form {kept_id}")
    fields = json.loads(keys_of(db).unseal(PURPOSE, row.fields, bound_to=str(worker_id)))
    return Kept(row.id, row.path, tuple((name, value) for name, value in fields))


def forget(db: Session, worker_id: int, kept_id: int) -> None:
    kept_form(db, worker_id, kept_id)
    db.execute(delete(KeptForm).where(KeptForm.id == kept_id))


def forget_old(db: Session, *, now: datetime) -> None:
    db.execute(delete(KeptForm).where(KeptForm.kept_at < now - KEPT))
