"""Listings that have become public since somebody last looked, for those who follow a centre or a search.

Nothing here commits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.orm import Session

from directory import clock
from directory.contacts.following import newest
from directory.contacts.models import Contact, ContactStatus, Follow, Followed
from directory.contacts.sealing import unseal
from directory.errors import SealBroken
from directory.listings.cards import DateCard, date_card
from directory.listings.models import Activity, Change, Occurrence, OccurrenceStatus, StaleListing, Status

FIRST_HOUR, LAST_HOUR = 9, 20  # of London's clock, in which we look
SETTLED = timedelta(minutes=10)  # what is younger may not be committed, or not be found yet
REPEATED = (Followed.CENTRE, Followed.SEARCH)


@dataclass(frozen=True)
class Watch:
    """One thing she follows, and the numbers of the listings that are new since we last looked.

    For a centre, these are its own; for a search they may answer `query`, or may not.
    """

    follow_id: int
    centre_id: int | None
    query: str
    new: frozenset[int]


def is_good_time(now: datetime) -> bool:
    return FIRST_HOUR <= clock.london(now).hour < LAST_HOUR


def whose_turn(db: Session, *, now: datetime, most: int) -> list[int]:
    """Contacts for whom nobody has looked today. None while the index is behind: it might miss something."""
    if db.scalar(select(StaleListing.id).limit(1)) is not None:
        return []
    today = clock.from_wall(clock.london(now).date(), time())
    waiting = (
        select(Follow.contact_id)
        .join(Contact, Contact.id == Follow.contact_id)
        .where(Follow.what.in_(REPEATED), Follow.looked_at < today, Contact.status == ContactStatus.ACTIVE)
    )
    return list(db.scalars(waiting.distinct().order_by(Follow.contact_id).limit(most)))


def watches(db: Session, contact_ids: Collection[int], *, now: datetime) -> dict[int, list[Watch]]:
    """What these contacts follow, with what is new, by contact."""
    follows = db.scalars(
        select(Follow)
        .where(Follow.contact_id.in_(contact_ids), Follow.what.in_(REPEATED))
        .order_by(Follow.contact_id, Follow.id)
    ).all()
    found: dict[int, list[Watch]] = {contact_id: [] for contact_id in contact_ids}
    if not follows:
        return found
    published = _published(db, since=min(one.looked_at for one in follows) - SETTLED, until=now - SETTLED)
    added = _added(db, since=min(one.seen_up_to for one in follows))
    for one in follows:
        new = {number for number, at in published if at > one.looked_at - SETTLED}
        new |= {number for number in added if number > one.seen_up_to}
        if one.centre_id is not None:
            of_centre = select(Activity.id).where(Activity.centre_id == one.centre_id)
            new &= set(db.scalars(of_centre)) if new else set()
        found[one.contact_id].append(Watch(one.id, one.centre_id, _asked(db, one), frozenset(new)))
    return found


def _asked(db: Session, one: Follow) -> str:
    """Her search; empty for a centre, and for what cannot be opened: that asks for nothing."""
    try:
        return str(unseal(db, one.query, row=one.uuid) or "")
    except SealBroken:
        return ""


def note_looked(db: Session, follow_ids: Collection[int], *, now: datetime) -> None:
    """We have looked for these, and need not again today."""
    seen = {"seen_up_to": newest(db), "looked_at": now}
    db.execute(update(Follow).where(Follow.id.in_(follow_ids)).values(seen))


def next_dates(db: Session, activity_ids: Collection[int], *, now: datetime) -> dict[int, DateCard]:
    """The next date of each of these listings that is on."""
    found = db.scalars(
        select(Occurrence)
        .where(Occurrence.activity_id.in_(activity_ids), Occurrence.starts_at > now)
        .where(Occurrence.status != OccurrenceStatus.CANCELLED)
        .order_by(Occurrence.starts_at.desc())
    )
    return {one.activity_id: date_card(one) for one in found}


def _published(db: Session, *, since: datetime, until: datetime) -> list[tuple[int, datetime]]:
    """Drafts that were published then, and when."""
    said = select(Change.row, Change.at).where(_publishing(), Change.at > since, Change.at <= until)
    public = select(Activity.id).where(Activity.status == Status.PUBLISHED)
    return [(number, at) for number, at in db.execute(said.where(Change.row.in_(public)))]


def _added(db: Session, *, since: int) -> list[int]:
    """Public listings of higher numbers that came as such, in a file; drafts are new when published."""
    was_draft = exists().where(_publishing(), Change.row == Activity.id)
    query = select(Activity.id).where(Activity.id > since, Activity.status == Status.PUBLISHED, ~was_draft)
    return list(db.scalars(query))


def _publishing() -> ColumnElement[bool]:
    published = Change.after == Status.PUBLISHED.value
    return and_(Change.table == Activity.__tablename__, Change.field == "status", published)
