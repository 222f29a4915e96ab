"""What is refused when listings and their dates are changed, by name and with facts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from directory.errors import DirectoryError


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
    """Somebody else saved this listing since it was opened. Nothing was overwritten."""

    def __init__(self, *, who: str, at: datetime | None) -> None:
        super().__init__(f"changed by {who}")
        self.who, self.at = who, at


class DateChanged(DirectoryError):
    """A date is no longer as it was shown: somebody cancelled, moved or put it back on meanwhile."""

    def __init__(self, *, status: str, starts_at: datetime, who: str, at: datetime | None) -> None:
        super().__init__(f"{status} by {who}")
        self.status, self.starts_at, self.who, self.at = status, starts_at, who, at


class DateOver(DirectoryError):
    """A date that has been cannot be changed any more."""


class ChangedSince(DirectoryError):
    """A change to many listings cannot be made or undone: these were changed meanwhile, by name."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names
