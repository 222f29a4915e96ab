"""On which days an activity happens: RFC 5545 rules, school terms, bank holidays, exceptions. Pure.

All days are London days; a group at ten stays at ten when the clocks change.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from directory import clock

_WITHIN_A_DAY = re.compile("SECONDLY|MINUTELY|HOURLY|BYHOUR|BYMINUTE|BYSECOND", re.IGNORECASE)
# dateutil looks for ever for the second day of a rule that steps by nothing, and crashes on a step back.
_NO_STEP = re.compile(r"INTERVAL=(?!\+?0*[1-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Closed:
    """Days on which nothing happens, both ends included, and why."""

    id: int
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class Calendar:
    """School terms (first and last day of each), bank holidays and closing days, as one listing has them."""

    terms: tuple[tuple[date, date], ...] = ()
    bank_holidays: frozenset[date] = frozenset()
    closures: tuple[Closed, ...] = ()

    def closed_on(self, day: date) -> Closed | None:
        """The closure that crosses out whatever would happen that day; of several, the one told first."""
        return next((one for one in self.closures if one.first_day <= day <= one.last_day), None)

    def in_term(self, day: date) -> bool:
        """Whether schools are open that day, as far as the council has said.

        A council that has entered no terms at all has excluded nothing; past the last term it entered,
        nothing can be promised.
        """
        return not self.terms or any(first <= day <= last for first, last in self.terms)


@dataclass(frozen=True)
class Slot:
    """One slot as its schedule has it. `last_day` empty means no end is planned."""

    rule: str
    first_day: date
    starts: time
    minutes: int
    last_day: date | None = None
    term_time_only: bool = False
    on_bank_holidays: bool = False
    extra_days: frozenset[date] = frozenset()
    skipped_days: frozenset[date] = frozenset()

    @property
    def ends(self) -> time:
        return (datetime.combine(self.first_day, self.starts) + timedelta(minutes=self.minutes)).time()

    def runs_on(self, day: date, calendar: Calendar) -> bool:
        """Whether a day that the rule gives is one on which it really happens."""
        if day in self.skipped_days:
            return False
        if day in calendar.bank_holidays and not self.on_bank_holidays:
            return False
        return not self.term_time_only or calendar.in_term(day)


def days(slot: Slot, calendar: Calendar, *, since: date, until: date) -> list[date]:
    """The days, first to last and both ends included, on which a slot happens between two days.

    Extra days count whatever terms and bank holidays say: somebody chose them by hand. Closing days stay
    in, for families to see that they are cancelled: ask `Calendar.closed_on`.
    """
    end = min(until, slot.last_day) if slot.last_day else until
    by_rule = rule_days(slot.rule, first_day=slot.first_day, since=since, until=end)
    regular = {day for day in by_rule if slot.runs_on(day, calendar)}
    extra = {day for day in slot.extra_days - slot.skipped_days if since <= day <= until}
    return sorted(regular | extra)


def moments(slot: Slot, day: date) -> tuple[datetime, datetime]:
    """When a slot starts and ends on one day, in UTC. It may end after midnight.

    Its length is real minutes, also on the nights when the clocks change (RFC 5545, section 3.3.6).
    """
    starts_at = clock.from_wall(day, slot.starts)
    return starts_at, starts_at + timedelta(minutes=slot.minutes)


def rule_days(rule: str, *, first_day: date, since: date, until: date) -> Iterable[date]:
    """The days an RFC 5545 rule gives between two days, both included.

    Raises ValueError for a rule we cannot read or that repeats more often than daily.
    """
    if until < since:
        return []
    found = parsed(rule, first_day).between(_midnight(since), _midnight(until), inc=True)
    return [moment.date() for moment in found]


@lru_cache(maxsize=4096)
def parsed(rule: str, first_day: date) -> rrule:
    result = rrulestr(rule, dtstart=_midnight(first_day))
    if not isinstance(result, rrule) or _WITHIN_A_DAY.search(rule) or _NO_STEP.search(rule):
        raise ValueError(f"not a rule for days: {rule}")
    return result


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
