"""Dates that have just changed, as those who follow them are told: what was, and what is now.

Notes (`directory/listings/news.py`) are taken up in batches, so that a worker that is killed half way tells
the rest the same, and nobody twice. Nothing here commits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, or_, select, union, update
from sqlalchemy.orm import Session, joinedload, selectinload

from directory import clock
from directory.contacts import reminding
from directory.contacts.models import Contact, ContactStatus, Follow, Reminder, Saved
from directory.listings.cards import ActivityCard, DateCard, card, date_card, may_show_place
from directory.listings.models import Activity, DateNews, Occurrence, OccurrenceStatus, Status
from directory.listings.session_types import session_types
from directory.places.models import Centre


class What(StrEnum):
    """What has become of a date: it is off, at another time, on after all, or begins late (or no longer)."""

    OFF = "off"
    MOVED = "moved"
    ON = "on"
    LATE = "late"


@dataclass(frozen=True)
class DateChange:
    """One date that changed. `was` is when it was to begin, in London; `now` what it is, if it still is."""

    date: UUID
    what: What
    was: datetime
    now: DateCard | None

    @property
    def matters_until(self) -> datetime:
        """Afterwards there is nobody any more whom it would keep from going in vain."""
        if self.now is None:
            return self.was
        if self.what is What.LATE:
            return self.now.starts + timedelta(minutes=self.now.late_minutes or 0)
        return max(self.was, self.now.starts if self.what is What.MOVED else self.now.ends)

    def needed_by(self, now: datetime) -> datetime:
        """She should know before she sets out: before it begins, as it was or as it is."""
        starts = [self.was, *([self.now.starts] if self.now else [])]
        return min((one for one in starts if one > now), default=self.matters_until)


@dataclass(frozen=True)
class ListingChange:
    """The dates of one listing that changed, soonest first.

    `withdrawn`: it is gone as a whole. `next_on` is its next date after one that is off.
    """

    activity_id: int
    type_key: str
    withdrawn: bool
    dates: tuple[DateChange, ...]
    next_on: DateCard | None = None


@dataclass(frozen=True)
class Listener:
    """Somebody to be told: everything of these listings, and of others just these dates."""

    contact_id: int
    language: str
    listings: frozenset[int]
    dates: frozenset[UUID]


def take_up(db: Session) -> list[int]:
    """The batches to be told, the oldest first; what is new since becomes one of its own."""
    newest = db.scalar(select(func.max(DateNews.id)).where(DateNews.batch.is_(None)))
    if newest is not None:
        fresh = (DateNews.batch.is_(None), DateNews.id <= newest)
        db.execute(update(DateNews).where(*fresh).values(batch=newest))
    batches = select(DateNews.batch).where(DateNews.batch > DateNews.GONE).distinct()
    return [batch for batch in db.scalars(batches.order_by(DateNews.batch)) if batch is not None]


def anything_new(db: Session) -> bool:
    """A look that costs next to nothing."""
    untold = or_(DateNews.batch.is_(None), DateNews.batch > DateNews.GONE)
    return db.scalar(select(DateNews.id).where(untold).limit(1)) is not None


def changes_in(
    db: Session, batch: int, listeners: Collection[Listener], *, now: datetime
) -> list[ListingChange]:
    """What has become of the dates of a batch, if somebody is to hear of it, and may, and it still matters.

    What was changed and changed back is nothing.
    """
    listings = frozenset[int]().union(*(one.listings for one in listeners))
    dates = frozenset[UUID]().union(*(one.dates for one in listeners))
    before: dict[UUID, DateNews] = {}
    for note in db.scalars(select(DateNews).where(DateNews.batch == batch).order_by(DateNews.id)):
        before.setdefault(note.date, note)
    of_listing: dict[int, list[DateNews]] = defaultdict(list)
    for note in before.values():
        if note.activity_id in listings or note.date in dates:
            of_listing[note.activity_id].append(note)
    found = db.scalars(
        select(Activity).where(Activity.id.in_(list(of_listing))).options(joinedload(Activity.venue))
    )
    told = (_listing_change(db, one, of_listing[one.id], now) for one in found if _may_tell(one))
    return [change for change in told if change.dates]


def keep_reminders(db: Session, batch: int, *, now: datetime) -> None:
    """Bring the reminders of a batch's dates in line with them."""
    notes = select(DateNews).join(Reminder, Reminder.date == DateNews.date).where(DateNews.batch == batch)
    for note in db.scalars(notes.distinct()).all():
        dates = _dates_of(db, note.activity_id)
        if is_now := dates.get(note.date) or _in_its_place(note, dates.values()):
            reminding.keep_in_step(db, note.date, is_now, now=now)


def listeners(db: Session, batch: int) -> list[Listener]:
    """Who is to hear of a batch: who keeps or follows a listing, follows its centre, or has a reminder."""
    listings: dict[int, set[int]] = defaultdict(set)
    dates: dict[int, set[UUID]] = defaultdict(set)
    for contact_id, activity_id in db.execute(union(*_of_whole_listings(batch))):
        listings[contact_id].add(activity_id)
    waiting = select(Reminder.contact_id, DateNews.date).join(DateNews, DateNews.date == Reminder.date)
    for contact_id, date in db.execute(waiting.where(DateNews.batch == batch)):
        dates[contact_id].add(date)
    active = select(Contact.id, Contact.language).where(Contact.status == ContactStatus.ACTIVE)
    return [
        Listener(one, language, frozenset(listings[one]), frozenset(dates[one]))
        for one, language in db.execute(active.order_by(Contact.id))
        if one in listings or one in dates
    ]


def heard_by(listener: Listener, changes: Iterable[ListingChange]) -> list[ListingChange]:
    """What of all this is for her."""
    hers = []
    for change in changes:
        if change.activity_id in listener.listings:
            hers.append(change)
        elif dates := tuple(one for one in change.dates if one.date in listener.dates):
            hers.append(replace(change, dates=dates))
    return hers


def cards_of(db: Session, changes: Iterable[ListingChange], language: str) -> dict[int, ActivityCard]:
    """The listings that changed, by number: those just withdrawn, too, for their names were public."""
    ids = [one.activity_id for one in changes]
    found = db.scalars(
        select(Activity)
        .where(Activity.id.in_(ids))
        .options(
            joinedload(Activity.centre).joinedload(Centre.council),
            joinedload(Activity.venue),
            selectinload(Activity.texts),
        )
    )
    types = session_types()
    return {one.id: card(one, types.get(one.type_key), language) for one in found}


def note_told(db: Session, batch: int) -> None:
    """Everybody has been told. That a date is gone is kept in mind: it may come back."""
    there = exists().where(Occurrence.uuid == DateNews.date)
    of_batch = DateNews.batch == batch
    db.execute(delete(DateNews).where(of_batch, or_(there, DateNews.status == OccurrenceStatus.CANCELLED)))
    db.execute(update(DateNews).where(of_batch).values(batch=DateNews.GONE))


def _of_whole_listings(batch: int) -> list[Select[int, int]]:
    changed = select(Activity.id, Activity.centre_id).join(DateNews, DateNews.activity_id == Activity.id)
    those = changed.where(DateNews.batch == batch).distinct().subquery()
    return [
        select(Saved.contact_id, those.c.id).join(those, those.c.id == Saved.activity_id),
        select(Follow.contact_id, those.c.id).join(those, those.c.id == Follow.activity_id),
        select(Follow.contact_id, those.c.id).join(those, those.c.centre_id == Follow.centre_id),
    ]


def _may_tell(activity: Activity) -> bool:
    """Whether families know of this listing and its dates, or did until just now."""
    kind = session_types().get(activity.type_key)
    public = activity.status is not Status.DRAFT and (kind is None or kind.listed)
    return public and may_show_place(activity, kind)


def _listing_change(db: Session, activity: Activity, notes: list[DateNews], now: datetime) -> ListingChange:
    dates = _dates_of(db, activity.id)
    changes = [change for note in notes if (change := _date_change(note, dates))]
    changes = [change for change in changes if change.matters_until > now]
    changes.sort(key=lambda one: one.now.starts if one.now else one.was)
    return ListingChange(
        activity_id=activity.id,
        type_key=activity.type_key,
        withdrawn=activity.status is Status.WITHDRAWN,
        dates=tuple(changes),
        next_on=_next_on(changes, dates.values()),
    )


def _next_on(changes: Iterable[DateChange], dates: Iterable[Occurrence]) -> DateCard | None:
    """The first date that is on after the first that is off."""
    first_off = min((one.was for one in changes if one.what is What.OFF), default=None)
    on = [one for one in dates if first_off and _is_on(one) and one.starts_at > first_off]
    return date_card(min(on, key=lambda one: one.starts_at)) if on else None


def _date_change(note: DateNews, dates: Mapping[UUID, Occurrence]) -> DateChange | None:
    """What has become of one date; None if that comes to nothing."""
    is_now = dates.get(note.date) or _in_its_place(note, dates.values())
    was_on, is_on = note.status is not OccurrenceStatus.CANCELLED, is_now is not None and _is_on(is_now)
    was, shown = clock.london(note.starts_at), date_card(is_now) if is_now else None
    if was_on and not is_on:
        return DateChange(note.date, What.OFF, was, shown)
    if is_on and not was_on:
        return DateChange(note.date, What.ON, was, shown)
    if is_on and is_now is not None and is_now.starts_at != note.starts_at:
        return DateChange(note.date, What.MOVED, was, shown)
    if is_on and is_now is not None and is_now.late_minutes != note.late_minutes:
        return DateChange(note.date, What.LATE, was, shown)
    return None


def _in_its_place(note: DateNews, dates: Iterable[Occurrence]) -> Occurrence | None:
    """The date that takes the place of one that is gone, at just the same time: its plan was written anew."""
    same = (one for one in dates if one.starts_at == note.starts_at and _is_on(one))
    return next(same, None) if note.status is not OccurrenceStatus.CANCELLED else None


def _dates_of(db: Session, activity_id: int) -> dict[UUID, Occurrence]:
    found = db.scalars(select(Occurrence).where(Occurrence.activity_id == activity_id))
    return {one.uuid: one for one in found}


def _is_on(one: Occurrence) -> bool:
    return one.status is not OccurrenceStatus.CANCELLED
