"""Read single cells: a day, a time, a price, a list. Readers raise ValueError with one sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TypeVar

from directory.imports.plan import Findings
from directory.listings.drafts import FEATURES, known_languages
from directory.listings.models import Access, Cost

_PAST_MIDNIGHT = 6 * 60  # minutes: an end before the start is more likely a slip than a longer night
T = TypeVar("T")


class Cells:
    """The cells of one activity or slot, read one by one; what cannot be read is refused."""

    def __init__(self, cells: Mapping[str, tuple[int, str]], first_row: int, findings: Findings) -> None:
        self._cells, self._first_row, self._findings = cells, first_row, findings

    def text(self, column: str) -> str:
        return self._cells.get(column, (0, ""))[1]

    def refuse(self, column: str, sentence: str) -> None:
        self._findings.refuse(self._cells.get(column, (self._first_row, ""))[0], sentence, column)

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """What a cell says; None when it is empty or makes no sense."""
        text = self.text(column)
        try:
            return reader(text) if text else None
        except ValueError as error:
            self.refuse(column, str(error))
            return None

    def needed(self, column: str, reader: Callable[[str], T]) -> T | None:
        if not self.text(column):
            self.refuse(column, "it is empty, and we cannot do without.")
        return self.read(column, reader)


def day(text: str) -> date:
    """A day written as 2026-09-08 or 08/09/2026."""
    if iso := re.fullmatch("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        year, month, number = map(int, iso.groups())
    elif british := re.fullmatch("([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", text):
        number, month, year = map(int, british.groups())
    else:
        raise ValueError(f"“{text[:40]}” is not a date such as 2026-09-08 or 08/09/2026.")
    try:
        found = date(year, month, number)
    except ValueError:
        raise ValueError(f"“{text}” is not a day of any calendar.") from None
    if not 2000 <= found.year <= 2100:
        raise ValueError(f"“{text}” is too far away.")
    return found


def clock_time(text: str) -> time:
    """A time written as 9:30, 09.30, 9.30am or 2pm."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::00)?)?\s*([ap]m)?", text.lower())
    if match and (match[2] or match[3]):
        hours, minutes = int(match[1]), int(match[2] or 0)
        if match[3] and 1 <= hours <= 12:
            hours = hours % 12 + (12 if match[3] == "pm" else 0)
        elif match[3]:
            hours = 24  # “13pm” is no time at all
        if hours <= 23 and minutes <= 59:
            return time(hours, minutes)
    raise ValueError(f"“{text[:40]}” is not a time such as 9:30 or 2pm.")


def length(starts: time, ends: time) -> int:
    """Minutes from start to end, which may be past midnight if the night is not longer than six hours."""
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    if minutes > 0:
        return minutes
    if minutes == 0 or minutes + 24 * 60 > _PAST_MIDNIGHT:
        raise ValueError(
            f"it ends at {ends:%H:%M}, which is not after {starts:%H:%M}: only a session of up to six hours "
            "may go past midnight."
        )
    return minutes + 24 * 60


def price(text: str) -> tuple[Cost, int | None]:
    """What it costs, and the pence: “free”, “donation”, “unknown”, “£2”, “2.50”, “50p”."""
    if (word := text.lower()) in (Cost.FREE, Cost.DONATION, Cost.UNKNOWN):
        return Cost(word), None
    if pounds := re.fullmatch(r"£?\s*([0-9]{1,3})(?:\.([0-9]{1,2}))?", text):
        found = int(pounds[1]) * 100 + int((pounds[2] or "0").ljust(2, "0"))
    elif pence := re.fullmatch("([0-9]{1,3})p", word):
        found = int(pence[1])
    else:
        raise ValueError(
            f"“{text[:40]}” is not a cost: use free, donation, unknown or a price such as £2.50."
        )
    if not found:
        raise ValueError("a price of nothing is written “free”.")
    return Cost.PRICE, found


def listed(text: str, reader: Callable[[str], T], apart: str = r"[;|,\s]") -> tuple[T, ...]:
    """Each thing of a list once, in the order in which they are written."""
    return tuple(dict.fromkeys(reader(part.strip()) for part in re.split(apart, text) if part.strip()))


def yes_or_no(text: str) -> bool:
    word = text.lower()
    if word not in ("yes", "y", "true", "1", "no", "n", "false", "0"):
        raise ValueError(f"“{text[:40]}” is neither yes nor no.")
    return word in ("yes", "y", "true", "1")


def whole_number(least: int, most: int) -> Callable[[str], int]:
    def reader(text: str) -> int:
        if not re.fullmatch("[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise ValueError(f"“{text[:40]}” is not a whole number from {least} to {most:,}.")
        return int(text)

    return reader


def at_most(letters: int) -> Callable[[str], str]:
    def reader(text: str) -> str:
        if len(text) > letters:
            raise ValueError(f"it has {len(text):,} letters, and {letters} is the most there is room for.")
        return text

    return reader


def language(text: str) -> str:
    """The code of a language, as Unicode has them; `bsl` is British Sign Language."""
    code = text.lower()
    if code not in known_languages():
        raise ValueError(f"“{text[:40]}” is not the code of a language, such as pl for Polish.")
    return code


def access(text: str) -> Access:
    return Access(_one_of(tuple(Access), text))


def feature(text: str) -> str:
    return _one_of(FEATURES, text)


def _one_of(choices: tuple[str, ...], text: str) -> str:
    if text.lower() not in choices:
        raise ValueError(f"“{text[:40]}” is not one of {', '.join(choices)}.")
    return text.lower()
