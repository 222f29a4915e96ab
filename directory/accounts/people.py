"""Who has a role at a centre, and when people are at work: database in, plain values out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import Role
from directory.places.models import Centre

FIRST_HOUR, LAST_HOUR, SATURDAY = 8, 16, 5


@dataclass(frozen=True)
class Person:
    """Somebody to write to, and a role of hers at a centre."""

    name: str
    email: str
    role: Role


def people_at(db: Session, centre: Centre) -> list[Person]:
    """Everybody with a role at a centre: there, in its cluster, or in the whole council."""
    whole = and_(
        Membership.centre_id.is_(None),
        Membership.cluster_id.is_(None),
        Worker.council_id == centre.council_id,
    )
    scopes = [Membership.centre_id == centre.id, whole]
    if centre.cluster_id is not None:
        scopes.append(Membership.cluster_id == centre.cluster_id)
    query = (
        select(Worker.name, Worker.email, Membership.role)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Worker.active, or_(*scopes))
        .order_by(Worker.id, Membership.id)
    )
    return [Person(*row) for row in db.execute(query)]


def people_in(db: Session, council_id: int) -> list[Person]:
    """Everybody with a role anywhere in a council."""
    query = (
        select(Worker.name, Worker.email, Membership.role)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Worker.active, Worker.council_id == council_id)
        .order_by(Worker.id, Membership.id)
    )
    return [Person(*row) for row in db.execute(query)]


def at_work(now: datetime) -> bool:
    """Whether people are at work: nobody's phone rings at night for what can wait."""
    wall = clock.london(now)
    return wall.weekday() < SATURDAY and FIRST_HOUR <= wall.hour < LAST_HOUR
