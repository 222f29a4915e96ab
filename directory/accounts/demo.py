"""Accounts for trying Doorstep with the sample council: everybody may know their passwords.

They exist only where no PUBLIC_URL is set: `add` is called when the sample is served at home, and `remove`
whenever a Doorstep that families come to is opened. Nobody can be invited with an address like theirs.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from directory.accounts import passwords, second_factor
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import SECOND_FACTOR, Role
from directory.db import keys_of
from directory.places.models import Centre

DOMAIN = "@demo.invalid"
PASSWORD = "trying it at home"  # noqa: S105 — meant to be known
SECRET = "KNOWNTOALLWHOTRYDOORSTEP"  # noqa: S105 — so is this
CENTRE = "riverside"


@dataclass(frozen=True)
class Demo:
    """Somebody one can sign in as."""

    name: str
    role: Role

    @property
    def email(self) -> str:
        return f"{self.role}{DOMAIN}"


DEMOS = (
    Demo("Vera", Role.VOLUNTEER),
    Demo("Amina", Role.WORKER),
    Demo("Zuzanna", Role.MANAGER),
    Demo("Layla", Role.LEAD),
    Demo("Carys", Role.COUNCIL),
    Demo("Rosalind", Role.REPORTER),
)


def add(db: Session, *, now: datetime) -> bool:
    """Add those that are missing. Returns whether there are any: only the sample council has them."""
    centre = db.scalars(select(Centre).where(Centre.source == "sample", Centre.external_id == CENTRE)).first()
    if centre is None:
        return False
    there = set(db.scalars(select(Worker.email).where(Worker.email.endswith(DOMAIN))))
    if missing := [demo for demo in DEMOS if demo.email not in there]:
        password = passwords.hashed(PASSWORD)
        for demo in missing:
            _add(db, demo, centre, password, now)
    return True


def remove(db: Session) -> None:
    """Take them all away, with whatever hangs on them."""
    db.execute(delete(Worker).where(Worker.email.endswith(DOMAIN)))


def code_for(db: Session, email: str, *, now: datetime) -> str | None:
    """The code that lets a demo account in next; None for any other."""
    worker = db.scalars(select(Worker).where(Worker.email == email)).first()
    if worker is None or not email.endswith(DOMAIN) or worker.totp_count is None:
        return None
    used_already = worker.totp_count >= int(now.timestamp()) // second_factor.STEP
    return second_factor.code_at(SECRET, now, later=1 if used_already else 0)


def _add(db: Session, demo: Demo, centre: Centre, password: str, now: datetime) -> None:
    worker = Worker(council_id=centre.council_id, name=demo.name, email=demo.email, added_at=now)
    worker.password = password
    worker.memberships = [Membership(role=demo.role, **_place(demo.role, centre))]
    db.add(worker)
    db.flush()  # what is sealed is bound to her number
    if demo.role in SECOND_FACTOR:
        worker.totp = keys_of(db).seal(second_factor.PURPOSE, SECRET, bound_to=str(worker.id))
        worker.totp_count = 0


def _place(role: Role, centre: Centre) -> dict[str, int | None]:
    if role in (Role.COUNCIL, Role.REPORTER):
        return {}
    return {"cluster_id": centre.cluster_id} if role is Role.LEAD else {"centre_id": centre.id}
