"""Who looks after the listings of a centre: database in, plain values out."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts.people import Person
from directory.accounts.roles import DEEDS, Deed, Role
from directory.listings.models import Activity, Change

# Who is told when a keeper has not come to it, the nearest first.
ABOVE = (Role.MANAGER, Role.LEAD, Role.COUNCIL)


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
