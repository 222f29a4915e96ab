"""Days and times of day in a question: “tomorrow afternoon”, “w sobotę”, “half term”. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from directory.search.school import SchoolYear
from directory.search.wishes import HOLIDAYS, SCHOOL, Found


@dataclass(frozen=True)
class Time:
    """When, as far as it was said. `unsure` is set for a word that can also mean yesterday.

    `school` ones may still be part of what is looked for: something to do in the holidays.
    """

    kind: str
    first: int
    last: int
    since: date | None = None
    until: date | None = None
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unsure: bool = False
    school: bool = False


def times_in(found: Sequence[Found], today: date, school: SchoolYear) -> list[Time]:
    """Everything said about time, longest phrases first, none over another of its kind.

    “Tomorrow afternoon” may stand in a list as a way to say tomorrow; the afternoon still counts. But in
    “por la mañana” (in the morning) “mañana” is not tomorrow.
    """
    said = [time for one in _telling(found) for time in _times(one, today, school)]
    said.sort(key=lambda time: (time.first - time.last, time.first))
    taken: set[tuple[str, int]] = set()
    longer: set[tuple[str, int]] = set()
    kept = []
    for time in said:
        span = {(time.kind, at) for at in range(time.first, time.last)}
        inside_a_part = time.kind == "date" and all(
            ("part", at) in longer for at in range(time.first, time.last)
        )
        if not span & taken and not inside_a_part:
            taken |= span
            if time.last - time.first > 1:
                longer |= span
            kept.append(time)
    return kept


def _telling(found: Sequence[Found]) -> Iterator[Found]:
    """Without “holidays” where it is said which: in “in the summer holidays”, “in the summer” is longer."""
    which = {at for one in found if one.kind in HOLIDAYS for at in range(one.first, one.last)}
    for one in found:
        if one.kind != "school_holidays" or not which & set(range(one.first, one.last)):
            yield one


def _times(one: Found, today: date, school: SchoolYear) -> Iterator[Time]:
    """What a phrase says. Of school, nothing when nobody has told us the terms; its words stay words."""
    if one.kind in SCHOOL:
        if days := school.days(one.kind, today):
            yield Time("date", one.first, one.last, since=days[0], until=days[1], school=True)
        if one.kind == "after_school":
            yield Time("part", one.first, one.last, parts=("afternoon",))
    elif time := _time(one, today):
        yield time


def _time(one: Found, today: date) -> Time | None:
    if one.kind == "days":
        return Time("day", one.first, one.last, days=(one.value,))
    if one.kind == "parts":
        return Time("part", one.first, one.last, parts=(one.value,))
    if one.kind == "weekend":
        return Time("day", one.first, one.last, days=("sat", "sun"))
    if one.kind not in SPANS:
        return None
    first, last = SPANS[one.kind](today)
    unsure = one.kind == "either_yesterday_or_tomorrow"
    return Time("date", one.first, one.last, since=first, until=last, unsure=unsure)


def _week(today: date, ahead: int) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return max(monday, today), monday + timedelta(days=6)


SPANS = {
    "today": lambda today: (today, today),
    "tomorrow": lambda today: (today + timedelta(days=1), today + timedelta(days=1)),
    "either_yesterday_or_tomorrow": lambda today: (today + timedelta(days=1), today + timedelta(days=1)),
    "day_after_tomorrow": lambda today: (today + timedelta(days=2), today + timedelta(days=2)),
    "this_week": lambda today: _week(today, 0),
    "next_week": lambda today: _week(today, 1),
}
