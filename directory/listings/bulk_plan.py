"""What a change to many listings at once would come to, before anything is done."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from directory.errors import NotFound
from directory.listings.calendars import calendar_for
from directory.listings.cards import may_show_place
from directory.listings.choices import HOW_FAR, overlap
from directory.listings.models import Activity, Delivery, Status, Term
from directory.listings.refusals import Fault, Problem, ScheduleWrong
from directory.listings.session_types import session_types
from directory.listings.slots import slot_of
from directory.listings.timetable import Slot
from directory.places.models import Venue

Stretch = tuple[date, date]


@dataclass(frozen=True)
class Item:
    """One field of one row, before and after, as JSON can hold it: days in ISO, numbers of venues."""

    activity_id: int
    name: str
    table: str
    row: int
    field: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True)
class BulkPlan:
    """What would change from what to what. `left_out` are listings that would run into themselves."""

    kind: str
    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Short proof of what somebody saw before they agreed."""
        said = json.dumps([asdict(item) for item in self.items], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def listings(self) -> int:
        return len({item.activity_id for item in self.items})


def check_stretches(old: Stretch, new: Stretch) -> None:
    """Raises ScheduleWrong for days in the wrong order."""
    for field, (first, last) in (("old_last", old), ("new_last", new)):
        if last < first:
            raise ScheduleWrong(Fault(field, Problem.LAST_BEFORE_FIRST, first))


def shifted(slot: Slot, old: Stretch, new: Stretch) -> Slot | None:
    """A slot moved with its term, or None for one that does not begin and end within it.

    Its first day keeps its distance from the first day of term, its last day that from the last. Days that
    somebody skipped or added by hand stay where they are.
    """
    if slot.last_day is None or slot.first_day < old[0] or slot.last_day > old[1]:
        return None
    first, last = slot.first_day + (new[0] - old[0]), slot.last_day + (new[1] - old[1])
    return replace(slot, first_day=first, last_day=max(first, last))


def plan_term(
    db: Session, centre_ids: Collection[int], old: Stretch, new: Stretch, *, today: date
) -> BulkPlan:
    """Plan to move what runs within a term to the term's new days."""
    check_stretches(old, new)
    items: list[Item] = []
    left_out = []
    for activity in db.scalars(_of_centres(centre_ids)):
        slots = {schedule.id: slot_of(schedule) for schedule in activity.schedules}
        moved = {row: new_slot for row, slot in slots.items() if (new_slot := shifted(slot, old, new))}
        if _runs_into_itself(db, activity, slots | moved, today=today):
            left_out.append(activity.name)
            continue
        for row, slot in moved.items():
            items += _differences(activity, row, slots[row], slot)
    return BulkPlan("term", tuple(items), tuple(left_out))


def plan_venue(db: Session, centre_ids: Collection[int], from_id: int, to_id: int) -> BulkPlan:
    """Plan to hold in one place what is held in another now.

    Raises NotFound for a hidden place: where those listings are is for no list to show or to change.
    A kind of session whose place is never told stays where it is.
    """
    for venue_id in (from_id, to_id):
        venue = db.get(Venue, venue_id)
        if venue is None or venue.hidden:
            raise NotFound(f"venue {venue_id}")
    there = _of_centres(centre_ids).where(
        Activity.venue_id == from_id, Activity.delivery == Delivery.IN_PERSON
    )
    items = [
        Item(one.id, one.name, "activity", one.id, "venue_id", from_id, to_id)
        for one in db.scalars(there)
        if from_id != to_id and may_show_place(one, session_types().get(one.type_key))
    ]
    return BulkPlan("venue", tuple(items))


def venues_left(db: Session, centre_ids: Collection[int]) -> list[tuple[int, str]]:
    """The places, hidden ones apart, where these centres hold something now, by name."""
    used = select(Activity.venue_id).where(
        Activity.centre_id.in_(centre_ids), Activity.status != Status.WITHDRAWN
    )
    return _named(db, Venue.id.in_(used))


def venues_to_enter(db: Session, council_id: int) -> list[tuple[int, str]]:
    """All places of a council where something can be held, hidden ones apart, by name."""
    return _named(db, Venue.council_id == council_id)


def _named(db: Session, which: ColumnElement[bool]) -> list[tuple[int, str]]:
    found = db.execute(
        select(Venue.id, Venue.name, Venue.town)
        .where(which, Venue.hidden.is_(False))
        .order_by(Venue.name, Venue.id)
    )
    return [(row, f"{name}, {town}" if town else name) for row, name, town in found]


def terms_of(db: Session, council_id: int, *, today: date) -> list[tuple[str, date, date]]:
    """A council's terms that are not over, by name, with first and last day."""
    found = db.execute(
        select(Term.name, Term.first_day, Term.last_day)
        .where(Term.council_id == council_id, Term.last_day >= today)
        .order_by(Term.first_day)
    )
    return [(name, first, last) for name, first, last in found]


def _of_centres(centre_ids: Collection[int]) -> Select[Activity]:
    return (
        select(Activity)
        .where(Activity.centre_id.in_(centre_ids), Activity.status != Status.WITHDRAWN)
        .options(selectinload(Activity.schedules))
        .order_by(Activity.name, Activity.id)
    )


def _runs_into_itself(db: Session, activity: Activity, slots: dict[int, Slot], *, today: date) -> bool:
    calendar = calendar_for(db, activity)
    return any(
        overlap(
            slot,
            [other for key, other in slots.items() if key > row],
            calendar,
            since=today,
            until=today + HOW_FAR,
        )
        for row, slot in slots.items()
    )


def _differences(activity: Activity, row: int, before: Slot, after: Slot) -> Iterable[Item]:
    for field in ("first_day", "last_day"):
        was, will_be = getattr(before, field), getattr(after, field)
        if was != will_be:
            yield Item(
                activity.id, activity.name, "schedule", row, field, was.isoformat(), will_be.isoformat()
            )
