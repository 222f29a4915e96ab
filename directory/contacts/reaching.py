"""Whom a parent reaches who asks for a person: which centre, or else the council. Database in, cards out.

A listing whose place may not be shown names no centre: its own staff answer, in the council's name.
"""

from dataclasses import dataclass
from datetime import date, datetime
from math import cos, radians

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.contacts import people
from directory.contacts.models import Contact, Follow
from directory.listings.cards import may_show_place
from directory.listings.models import Activity, BankHoliday, Closure
from directory.listings.session_types import session_types
from directory.places.models import Centre, Council
from directory.places.queries import Opening, centre_positions, spot_for


@dataclass(frozen=True)
class PersonCard:
    """Whom she would reach, as she may know it: a centre, or the council, which has no hours.

    `closed_today`: a holiday, or the centre has closed for some days; then it is not open now either.
    """

    name: str
    phone: str | None
    hours: tuple[Opening, ...] = ()
    open_now: bool = False
    closed_today: bool = False


@dataclass(frozen=True)
class Whom:
    """Who answers: the staff of a centre, or of the whole council. `named` false: never say which centre.

    Without a council there is nobody: this copy is still empty.
    """

    council: Council | None
    centre: Centre | None = None
    named: bool = True


def whom(db: Session, contact: Contact | None, activity_id: int | None) -> Whom:
    """The centre of the listing she asks about; else that of what she follows, or the nearest to her."""
    activity = db.get(Activity, activity_id) if activity_id is not None else None
    if activity is not None:
        return Whom(activity.centre.council, activity.centre, named=_place_is_known(activity))
    centre = (_followed(db, contact) or _nearest(db, contact)) if contact else None
    if centre is not None:
        return Whom(centre.council, centre)
    # The council this copy serves, as everywhere: the first that can be rung.
    return Whom(db.scalars(select(Council).order_by(Council.phone.is_(None), Council.id)).first())


def person(db: Session, contact_id: int | None, activity_id: int | None, *, now: datetime) -> PersonCard:
    """Whom a parent would reach who asks for a person now, perhaps about a listing."""
    contact = db.get(Contact, contact_id) if contact_id is not None else None
    reached = whom(db, contact, activity_id)
    council = reached.council
    centre = reached.centre if reached.named else None
    if centre is None:
        return PersonCard(council.name if council else "", council.phone if council else None)
    wall = clock.london(now)
    hours = tuple(Opening(row.weekday, row.opens, row.closes) for row in centre.hours)
    closed = _is_closed(db, centre, wall.date())
    is_open = any(one.weekday == wall.weekday() and one.opens <= wall.time() < one.closes for one in hours)
    return PersonCard(
        name=centre.name,
        phone=centre.phone or centre.council.phone,
        hours=hours,
        open_now=is_open and not closed,
        closed_today=closed,
    )


def _followed(db: Session, contact: Contact) -> Centre | None:
    """The centre of what she has followed last; what may not say where it is does not count."""
    follows = db.scalars(select(Follow).where(Follow.contact_id == contact.id).order_by(Follow.id.desc()))
    for follow in follows:
        if follow.centre_id is not None:
            return db.get(Centre, follow.centre_id)
        activity = db.get(Activity, follow.activity_id) if follow.activity_id is not None else None
        if activity is not None and _place_is_known(activity):
            return activity.centre
    return None


def _nearest(db: Session, contact: Contact) -> Centre | None:
    """The nearest centre to where she told us that she is."""
    near = str(people.about(db, contact).get("near") or "")
    spot = spot_for(db, near) if near else None
    if spot is None:
        return None
    narrower = cos(radians(spot.lat))  # a degree east is shorter than one north
    far = [
        ((lat - spot.lat) ** 2 + ((lng - spot.lng) * narrower) ** 2, number)
        for number, lat, lng in centre_positions(db)
    ]
    return db.get(Centre, min(far)[1]) if far else None


def _place_is_known(activity: Activity) -> bool:
    kind = session_types().get(activity.type_key)
    return may_show_place(activity, kind) and (kind is None or kind.listed)


def _is_closed(db: Session, centre: Centre, day: date) -> bool:
    if db.get(BankHoliday, (centre.council_id, day)):
        return True
    closures = db.scalars(
        select(Closure).where(
            Closure.council_id == centre.council_id, Closure.first_day <= day, Closure.last_day >= day
        )
    )
    return any(closure.reaches(centre) for closure in closures)
