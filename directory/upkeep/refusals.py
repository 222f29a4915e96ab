"""What is refused when places are changed, by name and with facts."""

from dataclasses import dataclass
from enum import StrEnum

from directory.errors import DirectoryError


class Problem(StrEnum):
    """What can be wrong with what somebody says of a place or a calendar."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_EMAIL = "not_an_email"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_POSTCODE = "not_a_postcode"
    NOT_HOURS = "not_hours"
    HOURS_OVERLAP = "hours_overlap"
    NAME_TAKEN = "name_taken"
    NOT_A_DAY = "not_a_day"
    LAST_BEFORE_FIRST = "last_before_first"
    TERM_TOO_LONG = "term_too_long"
    OVERLAPS = "overlaps"
    TWICE = "twice"
    TOO_FAR = "too_far"


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the field it is about, what it is, and what shows it."""

    field: str
    problem: Problem
    shown: str = ""


class PlaceWrong(DirectoryError):
    """A place or calendar that cannot be kept as it was said, and everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.problem}" for fault in faults))
        self.faults = faults


class PlaceChanged(DirectoryError):
    """Somebody else saved this since it was opened. Nothing was overwritten."""


class NeedsSecondPerson(DirectoryError):
    """Who asked for a venue to be shown cannot be the one who confirms it."""


class StillHeldThere(DirectoryError):
    """Kinds of session that keep people safe are held there, by name: it stays hidden as long as they are."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names
