"""The school year as families speak of it: terms, half terms, and the holidays named for a season. Pure.

Councils write down terms; a holiday is the gap between two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

ONE_DAY = timedelta(days=1)
SUMMER = 28  # days: no other holiday is that long
SPRING = ((3, 15), (4, 30))  # in which lies the middle of an Easter holiday, whenever Easter is
HALF_TERMS = {10: "half_term_october", 11: "half_term_october", 2: "half_term_february", 5: "half_term_may"}
HALF_TERMS |= {6: "half_term_may"}

Days = tuple[date, date]


@dataclass(frozen=True)
class SchoolYear:
    """The school terms of a council: the first and last day of each, in order."""

    terms: tuple[Days, ...] = ()

    def days(self, said: str, today: date) -> Days | None:
        """The days of what was said, now or next, from today on; None when the terms do not tell.

        What can be said are the kinds of phrases in `content/reading/`: “half_term”, “term_time” and so on.
        """
        stretches = self.terms if said in ("term_time", "after_school") else self._holidays(said)
        found = next(((first, last) for first, last in stretches if last >= today), None)
        return (max(found[0], today), found[1]) if found else None

    def _holidays(self, said: str) -> Iterator[Days]:
        for (_, before), (after, _) in pairwise(self.terms):
            first, last = before + ONE_DAY, after - ONE_DAY
            if first <= last and said in ("school_holidays", *_names(first, last)):
                yield first, last


def _names(first: date, last: date) -> tuple[str, ...]:
    """What a holiday is called."""
    middle = first + (last - first) / 2
    if (last - first).days >= SUMMER:
        return ("summer_holidays",)
    if first <= date(first.year, 12, 25) <= last:
        return ("christmas_holidays",)
    if SPRING[0] <= (middle.month, middle.day) <= SPRING[1]:
        return ("easter_holidays",)
    return "half_term", HALF_TERMS.get(middle.month, "half_term")
