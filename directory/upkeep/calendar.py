"""A council's school terms and bank holidays: changing them writes the dates they decide anew."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, selectinload

from directory import clock, content
from directory.imports.cells import day as day_said
from directory.listings.calendars import forget_calendars
from directory.listings.dates import materialise
from directory.listings.history import record_change
from directory.listings.models import Activity, BankHoliday, Occurrence, Schedule, Status, Term
from directory.places.models import Centre, Council
from directory.settings import CONTENT
from directory.upkeep.marks import mark
from directory.upkeep.refusals import Fault, PlaceChanged, PlaceWrong, Problem
from directory.upkeep.wording import check, refuse

LONGEST_TERM = timedelta(days=140)
MOST_YEARS_AHEAD = 6


@dataclass(frozen=True, order=True)
class TermDays:
    """A stretch of school days, first and last included."""

    first_day: date
    last_day: date
    name: str


@dataclass(frozen=True)
class TermSaid:
    """One row as typed; all empty means there is none."""

    name: str
    first_day: str
    last_day: str

    @property
    def empty(self) -> bool:
        return not (self.name.strip() or self.first_day.strip() or self.last_day.strip())


@dataclass(frozen=True)
class Rewritten:
    """What a change of the calendar came to: dates to come added and taken away, of how many listings."""

    added: int
    gone: int
    listings: int


@dataclass(frozen=True)
class KnownHolidays:
    """Bank holidays as published: where, when that was looked at, and the days by date."""

    source: str
    checked_on: date
    days: Mapping[date, str]


@cache
def known_holidays(path: Path = CONTENT / "bank_holidays.yaml") -> KnownHolidays:
    said = content.read(path)
    return KnownHolidays(str(said["source"]), said["checked_on"], dict(said["days"]))


def terms(db: Session, council_id: int, *, since: date) -> list[TermDays]:
    """The terms that are not over before a day, in order of time."""
    found = db.scalars(select(Term).where(Term.council_id == council_id, Term.last_day >= since))
    return sorted(TermDays(term.first_day, term.last_day, term.name) for term in found)


def bank_holidays(db: Session, council_id: int) -> dict[date, str]:
    found = db.scalars(
        select(BankHoliday).where(BankHoliday.council_id == council_id).order_by(BankHoliday.day)
    )
    return {holiday.day: holiday.name for holiday in found}


def change_terms(
    db: Session, council_id: int, said: Sequence[TermSaid], *, shown: str, who: str, now: datetime
) -> Rewritten:
    """Let a council's terms to come be these, and no others. Sessions in term time follow at once.

    Raises PlaceChanged if they are no longer as shown, PlaceWrong with a fault for each row that cannot be.
    """
    today = clock.london(now).date()
    wanted, before = read_terms(said, today=today), terms(db, council_id, since=today)
    if wanted == before:
        return Rewritten(0, 0, 0)
    if shown != mark(before):
        raise PlaceChanged
    db.execute(delete(Term).where(Term.council_id == council_id, Term.last_day >= today))
    db.add_all(Term(council_id=council_id, **vars(term)) for term in wanted)
    _note(db, council_id, "terms", list(map(_in_words, before)), list(map(_in_words, wanted)), who, now)
    in_term_time = select(Schedule.activity_id).where(Schedule.term_time_only)
    return _rewrite(db, council_id, Activity.id.in_(in_term_time), now=now)


def change_bank_holidays(
    db: Session, council_id: int, wanted: Mapping[date, str], *, who: str, now: datetime
) -> Rewritten:
    """Let a council's bank holidays be these, and no others. Sessions that rest on them follow at once."""
    before = bank_holidays(db, council_id)
    if wanted == before:
        return Rewritten(0, 0, 0)
    db.execute(delete(BankHoliday).where(BankHoliday.council_id == council_id))
    db.add_all(BankHoliday(council_id=council_id, day=day, name=name) for day, name in wanted.items())
    said = [[f"{day} {name}" for day, name in sorted(days.items())] for days in (before, wanted)]
    _note(db, council_id, "bank_holidays", said[0], said[1], who, now)
    resting = select(Schedule.activity_id).where(~Schedule.on_bank_holidays)
    return _rewrite(db, council_id, Activity.id.in_(resting), now=now)


def add_bank_holiday(
    db: Session, council_id: int, *, day: str, name: str, who: str, now: datetime
) -> Rewritten:
    """Add one, such as a day of national celebration. Raises PlaceWrong."""
    faults: list[Fault] = []
    called = check(faults, "name", name, most=80, needed=True)
    found = _day(faults, "day", day, today=clock.london(now).date())
    known = bank_holidays(db, council_id)
    if found in known:
        faults.append(Fault("day", Problem.TWICE, known[found]))
    if faults or found is None:
        raise PlaceWrong(*faults)
    return change_bank_holidays(db, council_id, known | {found: called}, who=who, now=now)


def missing_holidays(db: Session, council_id: int, *, today: date) -> dict[date, str]:
    """Known bank holidays to come that the council has not entered."""
    entered = bank_holidays(db, council_id)
    return {day: name for day, name in known_holidays().days.items() if day >= today and day not in entered}


def read_terms(said: Sequence[TermSaid], *, today: date) -> list[TermDays]:
    """Rows as typed, in order of time. Raises PlaceWrong; fields are called `name_0`, `first_day_0`, …"""
    faults: list[Fault] = []
    found: list[tuple[int, TermDays]] = []
    for number, row in enumerate(said):
        if row.empty:
            continue
        name = check(faults, f"name_{number}", row.name, most=80, needed=True)
        first = _day(faults, f"first_day_{number}", row.first_day, today=today)
        last = _day(faults, f"last_day_{number}", row.last_day, today=today)
        if first and last and last < first:
            faults.append(Fault(f"last_day_{number}", Problem.LAST_BEFORE_FIRST))
        elif first and last and last - first > LONGEST_TERM:
            faults.append(Fault(f"last_day_{number}", Problem.TERM_TOO_LONG))
        elif first and last:
            found.append((number, TermDays(first, last, name)))
    found.sort(key=lambda one: one[1])
    for (_, before), (number, after) in itertools.pairwise(found):
        if after.first_day <= before.last_day:
            faults.append(Fault(f"first_day_{number}", Problem.OVERLAPS, before.name))
    refuse(faults)
    return [term for _, term in found]


def _day(faults: list[Fault], field: str, text: str, *, today: date) -> date | None:
    if not text.strip():
        faults.append(Fault(field, Problem.EMPTY))
        return None
    try:
        found = day_said(text.strip())
    except ValueError:
        faults.append(Fault(field, Problem.NOT_A_DAY, text.strip()[:40]))
        return None
    if abs(found.year - today.year) > MOST_YEARS_AHEAD:
        faults.append(Fault(field, Problem.TOO_FAR, text.strip()[:40]))
        return None
    return found


def _in_words(term: TermDays) -> str:
    return f"{term.name}: {term.first_day} to {term.last_day}"


def _note(
    db: Session, council_id: int, field: str, before: list[str], after: list[str], who: str, now: datetime
) -> None:
    """Write down only what differs: a calendar of years would hide the one day that changed."""
    gone = "; ".join(one for one in before if one not in after)
    new = "; ".join(one for one in after if one not in before)
    record_change(db, db.get_one(Council, council_id), field, gone or None, new or None, who=who, now=now)


def _rewrite(db: Session, council_id: int, which: ColumnElement[bool], *, now: datetime) -> Rewritten:
    """Write the dates of these listings down anew, and say what that came to."""
    db.flush()
    forget_calendars(db)
    ids = db.scalars(
        select(Activity.id)
        .join(Centre, Centre.id == Activity.centre_id)
        .where(Centre.council_id == council_id, Activity.status != Status.WITHDRAWN, which)
    ).all()
    before = _dates(db, ids, now)
    for start in range(0, len(ids), 200):
        batch = select(Activity).where(Activity.id.in_(ids[start : start + 200]))
        for activity in db.scalars(batch.options(selectinload(Activity.schedules))):
            materialise(db, activity, today=clock.london(now).date())
        db.flush()
    after = _dates(db, ids, now)
    touched = {activity_id for activity_id, _ in before ^ after}
    return Rewritten(len(after - before), len(before - after), len(touched))


def _dates(db: Session, ids: Sequence[int], now: datetime) -> set[tuple[int, datetime]]:
    query = select(Occurrence.activity_id, Occurrence.starts_at).where(Occurrence.starts_at > now)
    wanted = set(ids)
    return {(activity_id, at) for activity_id, at in db.execute(query) if activity_id in wanted}
