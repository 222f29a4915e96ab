"""Sealing what could tell who somebody is or what she wrote: it opens only with the key, in its own row."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from directory.db import keys_of

PURPOSE = "contact"


def seal(db: Session, value: Any, *, row: UUID) -> str:
    """Any plain JSON value, sealed for the row with this uuid."""
    return keys_of(db).seal(PURPOSE, json.dumps(value, ensure_ascii=False), bound_to=str(row))


def unseal(db: Session, sealed: str, *, row: UUID) -> Any:
    """What was sealed; None for what was emptied. Raises SealBroken."""
    return json.loads(keys_of(db).unseal(PURPOSE, sealed, bound_to=str(row))) if sealed else None


def mark_of(db: Session, channel: str, address: str) -> str:
    """By what a contact is found again, without telling anybody who reads the table who it is."""
    return keys_of(db).mark(PURPOSE, f"{channel} {address}")


def former_mark_of(db: Session, channel: str, address: str) -> str:
    """By what she was found before the secret key was changed; empty where none is giving way."""
    former = keys_of(db).former
    return former.mark(PURPOSE, f"{channel} {address}") if former else ""
