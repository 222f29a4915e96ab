"""Who looks after the listings of a centre: database in, plain values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from directory.accounts.models import Membership, Worker
from directory.accounts.roles import DEEDS, Deed, Role
from directory.listings.models import Activity, Change
from directory.places.models import Centre

# Who is told when a keeper has not come to it, the nearest first.
ABOVE = (Role.MANAGER, Role.LEAD, Role.COUNCIL)


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


def keeper(db: Session, activity: Activity, people: Iterable[Person]) -> Person | None:
    """Whoever of these changed a listing last, and may still do so."""
    by_name = {person.name: person for person in people if Deed.EDIT_LISTINGS in DEEDS[person.role]}
    last = (
        select(Change.who)
        .where(Change.table == "activity", Change.row == activity.id, Change.who.in_(by_name))
        .order_by(Change.id.desc())
        .limit(1)
    )
    return by_name.get(db.scalar(last) or "")


def managers(people: Sequence[Person]) -> list[Person]:
    """Those who answer for a centre's listings: its managers, or else the next above them."""
    return next((found for role in ABOVE if (found := [one for one in people if one.role is role])), [])
