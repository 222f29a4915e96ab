"""The ways in which sessions usually repeat, between people's words and RFC 5545 rules. Pure."""

from dataclasses import dataclass
from typing import Literal

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Repeats = Literal["weekly", "fortnightly", "monthly", "once"]


@dataclass(frozen=True)
class Pattern:
    """How something repeats: every, or every other, of these weekdays; the nth of them each month; or once.

    Weekdays count from Monday as 0. `which` is 1 to 4, or -1 for the last, and only for monthly.
    """

    repeats: Repeats
    weekdays: tuple[int, ...] = ()
    which: int | None = None

    def rule(self) -> str:
        """The RFC 5545 rule that says the same."""
        if self.repeats == "once":
            return "FREQ=DAILY;COUNT=1"
        if self.repeats == "monthly":
            return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{self.which}{_ICAL_DAYS[day]}" for day in self.weekdays)
        every = ";INTERVAL=2" if self.repeats == "fortnightly" else ""
        return f"FREQ=WEEKLY{every};BYDAY=" + ",".join(_ICAL_DAYS[day] for day in self.weekdays)


def from_rule(rule: str) -> Pattern | None:
    """The usual pattern a rule stands for, or None when it is an unusual one that only dates can tell."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    frequency, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    by_day = parts.pop("BYDAY", "").split(",")
    if frequency == "DAILY" and parts == {"COUNT": "1"}:
        return Pattern("once")
    weekdays = tuple(_ICAL_DAYS.index(day[-2:]) for day in by_day if day[-2:] in _ICAL_DAYS)
    numbers = {day[:-2] for day in by_day}
    if parts or not weekdays:
        return None
    if frequency == "WEEKLY" and numbers == {""} and interval in ("1", "2"):
        return Pattern("weekly" if interval == "1" else "fortnightly", weekdays)
    if (
        frequency == "MONTHLY"
        and interval == "1"
        and numbers <= {"1", "2", "3", "4", "-1"}
        and len(numbers) == 1
    ):
        return Pattern("monthly", weekdays, int(numbers.pop()))
    return None


def from_words(repeats: str, *, day: str = "", which: str = "") -> Pattern:
    """Read a pattern as people write it: “monthly”, “friday”, “first”.

    Raises ValueError with one sentence that says which word was not understood.
    """
    kind = repeats.strip().lower()
    if kind == "once":
        return Pattern("once")
    if kind not in ("weekly", "fortnightly", "monthly"):
        raise ValueError(f"“{repeats}” is not a way to repeat: use weekly, fortnightly, monthly or once.")
    weekday = _weekday(day)
    if kind != "monthly":
        return Pattern("weekly" if kind == "weekly" else "fortnightly", (weekday,))
    if which.strip().lower() not in WHICH:
        raise ValueError(f"“{which}” does not say which {day} of the month: use {', '.join(WHICH)}.")
    return Pattern("monthly", (weekday,), WHICH[which.strip().lower()])


def _weekday(text: str) -> int:
    word = text.strip().lower()
    matches = [number for number, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    if len(matches) != 1:
        raise ValueError(f"“{text}” is not a day of the week.")
    return matches[0]
