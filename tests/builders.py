"""Ordinary councils, centres, venues and sessions for tests: say only what matters, the rest is usual.

Each builder keeps what it makes with the same actions as the importer and the site, and returns it.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.listings.actions import Outcome, keep_activity
from directory.listings.drafts import Draft
from directory.listings.models import Activity, BankHoliday, Cost, Delivery, Occurrence, Term
from directory.listings.timetable import Slot
from directory.places.models import Centre, Council, Venue
from directory.slugs import slug

NOW = datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)
TODAY = NOW.date()  # a Tuesday


def add_council(
    db: Session,
    *,
    name: str = "Hexshire",
    terms: Iterable[tuple[date, date]] = (),
    bank_holidays: Iterable[date] = (),
    **details: Any,
) -> Council:
    council = Council(name=name, **{"key": slug(name, taken=()), "languages": ["en", "pl", "ar"]} | details)
    db.add(council)
    db.flush()
    db.add_all(
        Term(council_id=council.id, name="Term", first_day=first, last_day=last) for first, last in terms
    )
    db.add_all(BankHoliday(council_id=council.id, day=day, name="Bank holiday") for day in bank_holidays)
    db.flush()
    return council


def add_centre(
    db: Session,
    *,
    name: str = "Little Acorns Children’s Centre",
    council: Council | None = None,
    **details: Any,
) -> Centre:
    """A centre of `council`, or else of the first council there is; one is made if need be."""
    usual = {
        "slug": slug(name, taken=set(db.scalars(select(Centre.slug)))),
        "street": "2 Orchard Road",
        "town": "Hexbury",
        "postcode": "QX1 2AB",
        "lat": 51.4,
        "lng": 0.5,
        "phone": "01632 960123",
    }
    centre = Centre(name=name, council=council or _first_council(db), **usual | details)
    db.add(centre)
    db.flush()
    return centre


def add_venue(
    db: Session,
    *,
    name: str = "Hexbury Library",
    centre: Centre | None = None,
    council: Council | None = None,
    **details: Any,
) -> Venue:
    """A place in the town; with `centre` it is that centre's own building."""
    owner = council or (centre.council if centre else _first_council(db))
    usual = {
        "kind": "centre" if centre else "library",
        "street": "1 High Street",
        "town": "Hexbury",
        "postcode": "QX1 1AA",
        "lat": 51.41,
        "lng": 0.51,
    }
    venue = Venue(name=name, council_id=owner.id, centre=centre, **usual | details)
    db.add(venue)
    db.flush()
    return venue


def add_activity(
    db: Session,
    *,
    name: str = "Stay and play",
    centre: Centre | None = None,
    venue: Venue | None = None,
    now: datetime = NOW,
    **details: Any,
) -> Activity:
    """A published session. Without `venue`, it is in its centre's own building if it is in person."""
    centre = centre or db.scalar(select(Centre).order_by(Centre.id)) or add_centre(db)
    if venue is None and details.get("delivery", Delivery.IN_PERSON) is Delivery.IN_PERSON:
        venue = building_of(db, centre)
    draft = a_draft(
        centre, name=name, venue_id=venue.id if venue else None, **{"external_id": uuid4().hex} | details
    )
    return keep(db, draft, now=now)


def a_draft(centre: Centre, **details: Any) -> Draft:
    """What somebody hands in for Tuesday's “Stay and play”, from birth to four, free."""
    usual = {
        "source": "tests",
        "external_id": "stay-and-play",
        "type_key": "stay-and-play",
        "venue_id": None,
        "name": "Stay and play",
        "summary": "Toys, painting and a song at the end.",
        "themes": ("U1", "U2"),
        "youngest_months": 0,
        "oldest_months": 59,
        "cost": Cost.FREE,
        "languages": ("en",),
        "assured_on": date(2026, 11, 2),
        "review_by": date(2027, 2, 1),
        "slots": (a_slot(),),
    }
    return Draft(centre_id=centre.id, **usual | details)


def a_slot(rule: str = "FREQ=WEEKLY;BYDAY=TU", starts: str = "10:00", **details: Any) -> Slot:
    """Ninety minutes from ten on Tuesdays, since September."""
    usual = {"first_day": date(2026, 9, 1), "minutes": 90}
    return Slot(rule=rule, starts=time.fromisoformat(starts), **usual | details)


def keep(db: Session, draft: Draft, *, who: str = "Amina", now: datetime = NOW) -> Activity:
    """Keep a draft and look at what came of it with fresh eyes, as the next request would."""
    outcome_of(db, draft, who=who, now=now)
    return db.scalars(
        select(Activity).where(Activity.source == draft.source, Activity.external_id == draft.external_id)
    ).one()


def outcome_of(
    db: Session, draft: Draft, *, who: str = "Amina", now: datetime = NOW
) -> tuple[Outcome, list[str]]:
    outcome = keep_activity(db, draft, who=who, now=now)
    db.flush()
    db.expire_all()
    return outcome


def occurrences(db: Session, activity: Activity) -> list[Occurrence]:
    """All of an activity's dates, soonest first."""
    query = select(Occurrence).where(Occurrence.activity_id == activity.id)
    return list(db.scalars(query.order_by(Occurrence.starts_at, Occurrence.id)))


def building_of(db: Session, centre: Centre) -> Venue:
    own = db.scalar(select(Venue).where(Venue.centre_id == centre.id))
    return own or add_venue(
        db,
        centre=centre,
        name=centre.name,
        street=centre.street,
        town=centre.town,
        postcode=centre.postcode,
        lat=centre.lat,
        lng=centre.lng,
    )


def _first_council(db: Session) -> Council:
    return db.scalar(select(Council).order_by(Council.id)) or add_council(db)
