"""What is refused when listings and their dates are changed, by name and with facts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from directory.errors import DirectoryError, NotFound


class Problem(StrEnum):
    """What can be wrong with a schedule or a date."""

    NO_WEEKDAY = "no_weekday"
    NO_WHICH = "no_which"
    NO_START = "no_start"
    NO_END = "no_end"
    ENDS_BEFORE_STARTS = "ends_before_starts"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_FIRST_DAY = "no_first_day"
    TOO_FAR = "too_far"
    LAST_BEFORE_FIRST = "last_before_first"
    NO_DATES = "no_dates"
    NO_DATES_LEFT = "no_dates_left"
    OVERLAPS_ITSELF = "overlaps_itself"
    PAST = "past"
    CLOSED = "closed"
    NOT_TODAY = "not_today"


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the choice it is about, what it is, and the day that shows it, if there is one."""

    field: str
    problem: Problem
    day: date | None = None


class ScheduleWrong(DirectoryError):
    """A schedule or date that cannot be kept, and everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.problem}" for fault in faults))
        self.faults = faults


class ListingChanged(DirectoryError):
    """Somebody else changed the times of this listing since it was opened. Nothing was overwritten."""

    def __init__(self, *, who: str, at: datetime | None) -> None:
        super().__init__(f"changed by {who}")
        self.who, self.at = who, at


class DateChanged(DirectoryError):
    """A date is no longer as it was shown: somebody cancelled, moved or put it back on meanwhile."""

    def __init__(self, *, status: str, starts_at: datetime, who: str, at: datetime | None) -> None:
        super().__init__(f"{status} by {who}")
        self.status, self.starts_at, self.who, self.at = status, starts_at, who, at


class DateGone(NotFound):
    """A date that the plan of its listing does not have, or has no more."""


class DateOver(DirectoryError):
    """A date that has been cannot be changed any more."""


class ChangedSince(DirectoryError):
    """A change to many listings cannot be made or undone: these were changed meanwhile, by name."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Rule(StrEnum):
    """What must hold of a listing."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    OUT_OF_RANGE = "out_of_range"
    ONE_AGE_ONLY = "one_age_only"
    AGES_REVERSED = "ages_reversed"
    NO_PRICE = "no_price"
    PRICE_NOT_NEEDED = "price_not_needed"
    COST_UNKNOWN = "cost_unknown"
    NO_VENUE = "no_venue"
    VENUE_NOT_NEEDED = "venue_not_needed"
    VENUE_NOT_HIDDEN = "venue_not_hidden"
    NO_WEB_ADDRESS = "no_web_address"
    NO_WAY_TO_BOOK = "no_way_to_book"
    NO_DATES = "no_dates"
    NEVER_PUBLIC = "never_public"


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold: the field it is about, and the most that is allowed, where that matters."""

    field: str
    rule: Rule
    most: int | None = None


class ListingWrong(DirectoryError):
    """Something in a section cannot be kept; all that is wrong with it. Nothing was changed."""

    def __init__(self, *broken: Broken) -> None:
        super().__init__(_told(broken))
        self.broken = broken


class NotReady(DirectoryError):
    """A listing cannot be shown to families yet; everything that is missing."""

    def __init__(self, *missing: Broken) -> None:
        super().__init__(_told(missing))
        self.missing = missing


class NotFromHere(DirectoryError):
    """A listing cannot go from the state it is in to the one that was asked for."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Difference:
    """A field that two people changed: what both had seen, what it is now, and what the second wants."""

    field: str
    before: object
    theirs: object
    yours: object


class SectionChanged(DirectoryError):
    """Somebody else changed the same fields since this section was opened. Nothing was overwritten.

    `seen` is what she has seen once she was shown the differences.
    """

    def __init__(self, differences: tuple[Difference, ...], *, who: str, at: datetime, seen: int) -> None:
        super().__init__(", ".join(difference.field for difference in differences))
        self.differences, self.who, self.at, self.seen = differences, who, at, seen


def _told(broken: tuple[Broken, ...]) -> str:
    return ", ".join(f"{one.field}: {one.rule}" for one in broken)
