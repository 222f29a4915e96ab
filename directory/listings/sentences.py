"""Understand how staff write a schedule in English: “every Tuesday 10-11.30, term time, from 8 September”.

Pure. What was understood is shown back before anything is saved; what was not is named, never guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from directory.listings.choices import Choices
from directory.listings.patterns import WEEKDAYS, WHICH, Repeats

LONGEST_SENTENCE = 300  # characters; nobody needs more, and reading stays quick
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PLACES = {**WHICH, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:rs?(?:day)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"
_DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:{_WEEKDAY}\s+)?(?:the\s+)?(?:{_DAY_OF_MONTH}\s+(?:of\s+)?{_MONTH}(?:\s+20\d\d)?"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|20\d\d-\d\d-\d\d)"
)
_DATES = rf"(?:{_DAY_OF_MONTH}(?:\s*(?:,|and|&)\s*))*{_DATE}"
_AND = r"\s*(?:,\s*and|,|and|&|\+)\s*"
_CLOCK = r"(?:(?:12\s+)?(?:noon|midday)|\d{4}|\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?)?)"

# Each is looked for once, in this order, and what it took is gone: dates before times, or “8” is an hour.
_FROM = re.compile(rf"\b(?:from|starting(?:\s+on)?|beginning|since)\s+({_DATE})")
_UNTIL = re.compile(rf"\b(?:until|till|til|to|ending(?:\s+on)?|up\s+to)\s+({_DATE})")
_DATE_LIST = re.compile(rf"(?:\bon\s+)?({_DATES}(?:{_AND}{_DATES})*)")
_TIMES = re.compile(
    rf"(?:\b(?:from|at|between)\s+)?(?<![\d:./])({_CLOCK})\s*(?:-|–|—|to|until|till|and)\s*({_CLOCK})(?![\d:/])"
)
_TIME_FOR = re.compile(
    rf"(?:\bat\s+)?(?<![\d:./])({_CLOCK})\s*(?:,\s*)?for\s+"
    r"(an?\s+hour(?:\s+and\s+a\s+half)?|half\s+an\s+hour|\d+(?:\.5)?\s*(?:hours?|hrs?|minutes?|mins?))"
)
_TERM = re.compile(r"\b(?:in\s+|during\s+)?(?:school\s+)?term[\s-]?times?(?:\s+only)?\b|\bin\s+term\b")
_NO_HOLIDAYS = re.compile(r"\b(?:not|except|but\s+not|excluding)(?:\s+on)?\s+bank\s+holidays?\b")
_HOLIDAYS = re.compile(r"\b(?:also\s+on|and|even\s+on|including|incl\.?)\s+bank\s+holidays?\b")
_OTHER_WEEK = re.compile(
    r"\b(?:every\s+(?:other|second|2nd|2|two)(?:\s+weeks?)?|fortnightly|each\s+fortnight|every\s+fortnight"
    r"|alternate(?:\s+weeks?)?)\b"
)
_MONTHLY = re.compile(
    rf"\b(?:(?:on|every)\s+)?(?:the\s+)?({'|'.join(PLACES)})\s+({_WEEKDAY})s?\b"
    r"(?:\s+(?:of|in)\s+(?:the|each|every)\s+month|\s+(?:each|every|a|of\s+a)\s+month|\s+monthly)?"
)
_EVERY = re.compile(r"\b(?:every\s+week|each\s+week|weekly|every|each)\b")
_WEEKDAYS = re.compile(rf"(?:\bon\s+)?\b({_WEEKDAY})s?\b")
_EVERY_DAY = re.compile(r"\b(?:weekdays?|daily|days?)\b")
_SPAN = re.compile(rf"\b({_WEEKDAY})s?\s*(?:to|-|–)\s*({_WEEKDAY})s?\b")
_FILLER = re.compile(r"\b(?:and|on|at|the|of|only|except|monthly|once\s+a\s+month)\b|[\s,.;:&+–—-]+")


@dataclass(frozen=True)
class Understood:
    """A sentence as choices, and the words in it that said nothing to us."""

    choices: Choices
    unknown: tuple[str, ...] = ()


def understand(text: str, *, today: date) -> Understood:
    """Read a sentence. A day without a year is the one that comes next, or lately was."""
    return _Reader(text, today).read()


class _Reader:
    """One sentence, growing shorter as it is understood."""

    def __init__(self, text: str, today: date) -> None:
        self.left = " ".join(text.lower().replace("’", "'").split())[:LONGEST_SENTENCE]
        self.today = today
        self.impossible: list[str] = []  # what looked like a day or a time and is none

    def read(self) -> Understood:
        first = self._day(self._take(_FROM))
        last = self._day(self._take(_UNTIL), after=first)
        dates = self._dates()
        starts, ends = self._times()
        no_holidays = self._take(_NO_HOLIDAYS)
        holidays = bool(self._take(_HOLIDAYS)) and not no_holidays
        term = bool(self._take(_TERM))
        repeats, weekdays, which = self._rhythm()
        if dates and not weekdays:
            repeats = "once"
        elif dates and first is None:
            first, dates = dates[0], dates[1:]
        once = repeats == "once"
        choices = Choices(
            repeats=repeats,
            weekdays=weekdays,
            which=which,
            starts=starts,
            ends=ends,
            first_day=None if once else first or self.today,
            last_day=None if once else last,
            term_time_only=term,
            on_bank_holidays=holidays,
            dates=dates if once else (),
        )
        left = _FILLER.sub(" ", self.left).split()
        return Understood(choices, tuple(dict.fromkeys([*self.impossible, *left])))

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern in what is left, and take it out."""
        found = pattern.search(self.left)
        if found:
            self.left = f"{self.left[: found.start()]} , {self.left[found.end() :]}"
        return found

    def _rhythm(self) -> tuple[Repeats, tuple[int, ...], int | None]:
        monthly = self._take(_MONTHLY)
        if monthly:
            return "monthly", (_weekday(monthly[2]),), PLACES[monthly[1]]
        other = self._take(_OTHER_WEEK)
        self._take(_EVERY)
        found: list[int] = []
        while span := self._take(_SPAN):
            found += range(_weekday(span[1]), _weekday(span[2]) + 1)
        if all_of_them := self._take(_EVERY_DAY):
            found += range(5 if all_of_them[0].startswith("week") else 7)
        while one := self._take(_WEEKDAYS):
            found.append(_weekday(one[1]))
        return "fortnightly" if other else "weekly", tuple(sorted(set(found))), None

    def _times(self) -> tuple[time | None, time | None]:
        lasting = self._take(_TIME_FOR)
        if lasting:
            starts = _clock(lasting[1])
            if starts:
                ends = datetime.combine(self.today, starts) + _length(lasting[2])
                return starts, ends.time()
        span = self._take(_TIMES)
        if not span:
            return None, None
        self.impossible += [text.strip() for text in span.groups() if _clock(text) is None]
        return _span(span[1], span[2])

    def _dates(self) -> tuple[date, ...]:
        listed = self._take(_DATE_LIST)
        if not listed:
            return ()
        pieces = re.split(_AND, listed[1])
        found, month = [], ""
        for piece in reversed(pieces):  # “8, 15 and 22 December”: the month stands with the last
            named = re.search(rf"{_MONTH}(?:\s+20\d\d)?$", piece)
            month = named[0] if named else month
            day = self._one_day(
                piece if named or not piece.strip(" stndrh").isdigit() else f"{piece} {month}"
            )
            found += [day] if day else []
            self.impossible += [] if day else [piece.strip()]
        return tuple(sorted(set(found)))

    def _day(self, found: re.Match[str] | None, after: date | None = None) -> date | None:
        day = self._one_day(found[1], after) if found else None
        self.impossible += [found[1]] if found and day is None else []
        return day

    def _one_day(self, text: str, after: date | None = None) -> date | None:
        """One date. Without a year: within the last four months if it was then, or else the next to come."""
        found = re.search(rf"({_DAY_OF_MONTH})\s+(?:of\s+)?({_MONTH})(?:\s+(20\d\d))?", text)
        if found:
            day, month, year = int(re.sub(r"\D", "", found[1])), MONTHS.index(found[2][:3]) + 1, found[3]
        elif found := re.search(r"(20\d\d)-(\d\d)-(\d\d)", text):
            day, month, year = int(found[3]), int(found[2]), found[1]
        elif found := re.search(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", text):
            day, month, year = int(found[1]), int(found[2]), found[3]
        else:
            return None
        if year:
            return _valid(int(year) + (2000 if int(year) < 100 else 0), month, day)
        earliest = after or self.today - timedelta(days=120)
        years = (_valid(earliest.year + later, month, day) for later in (0, 1))
        return next((each for each in years if each and each >= earliest), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(text: str) -> int:
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(text[:3]))


def _span(first: str, last: str) -> tuple[time | None, time | None]:
    """Start and end. Where neither says am or pm, groups for small children happen by day."""
    starts, ends = _clock(first), _clock(last)
    if starts is None or ends is None:
        return starts, ends
    if _half(last) == "p" and not _half(first) and starts.hour < 12:  # “7-8pm”, but “11-1pm”
        later = starts.replace(hour=starts.hour + 12)
        starts = later if later < ends else starts
    if ends <= starts and not _half(last) and ends.hour < 12:
        ends = ends.replace(hour=ends.hour + 12)
    return starts, ends


def _clock(text: str) -> time | None:
    """A time of day; “1” to “6” without am or pm are in the afternoon."""
    if text.endswith(("noon", "midday")):
        return time(12)
    figures = re.sub(r"[^\d:.]", "", text).strip(".").replace(".", ":")
    hour, _, minute = (
        f"{figures[:2]}:{figures[2:]}" if figures.isdigit() and len(figures) == 4 else figures
    ).partition(":")
    value, half = int(hour), _half(text)
    if value > 23 or int(minute or 0) > 59 or (half and not 1 <= value <= 12):
        return None
    if half:
        value = value % 12 + (12 if half == "p" else 0)
    elif 1 <= value < 7:
        value += 12
    return time(value, int(minute or 0))


def _half(text: str) -> str:
    """“a” for am, “p” for pm, and nothing where neither is said."""
    found = re.search(r"([ap])\.?m", text)
    return found[1] if found else ""


def _length(text: str) -> timedelta:
    if text.startswith("half"):
        return timedelta(minutes=30)
    if text.startswith("a"):
        return timedelta(minutes=90 if "half" in text else 60)
    number = float(re.match(r"[\d.]+", text)[0])  # type: ignore[index]
    return timedelta(minutes=number if "min" in text else number * 60)
