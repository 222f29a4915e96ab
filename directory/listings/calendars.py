"""The calendar a listing goes by: terms, bank holidays and closing days, read from the database."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.listings.models import Activity, BankHoliday, Closure, Term
from directory.listings.timetable import Calendar, Closed
from directory.places.models import Centre, Venue


def calendar_for(db: Session, activity: Activity) -> Calendar:
    """The calendar a listing goes by: its centre's, and the closing days of the building it is in."""
    own = calendar_of(db, activity.centre_id)
    venue = db.get(Venue, activity.venue_id) if activity.venue_id else None
    host_id = venue.centre_id if venue else None
    if host_id is None or host_id == activity.centre_id:
        return own
    closures = dict.fromkeys((*own.closures, *calendar_of(db, host_id).closures))
    return replace(own, closures=tuple(sorted(closures, key=lambda closed: closed.id)))


def calendar_of(db: Session, centre_id: int) -> Calendar:
    """A centre's calendar: its council's terms and bank holidays, and the closures that reach it.

    Read once for a session; `forget_calendars` when one has been changed.
    """
    cache: dict[int, Calendar] = db.info.setdefault("calendars", {})
    if centre_id not in cache:
        centre = db.get_one(Centre, centre_id)
        terms = db.execute(select(Term.first_day, Term.last_day).where(Term.council_id == centre.council_id))
        holidays = db.scalars(select(BankHoliday.day).where(BankHoliday.council_id == centre.council_id))
        cache[centre_id] = Calendar(
            tuple((first, last) for first, last in terms), frozenset(holidays), _closures(db, centre)
        )
    return cache[centre_id]


def forget_calendars(db: Session) -> None:
    """Read terms, bank holidays and closures anew: one of them has been changed."""
    db.info.pop("calendars", None)


def _closures(db: Session, centre: Centre) -> tuple[Closed, ...]:
    of_council = db.scalars(
        select(Closure).where(Closure.council_id == centre.council_id).order_by(Closure.id)
    )
    return tuple(
        Closed(one.id, one.first_day, one.last_day, one.reason.value)
        for one in of_council
        if one.reaches(centre)
    )
