"""Read one slot of an activity, when it happens and how it repeats, from the cells of one row."""

from datetime import date

from directory.imports.cells import Cells, clock_time, day, length, listed, yes_or_no
from directory.listings.patterns import Pattern, from_words
from directory.listings.timetable import Slot, rule_days

_NOT_FOR = {
    "once": ("which", "from", "until", "term_time"),
    "weekly": ("which", "date"),
    "fortnightly": ("which", "date"),
    "monthly": ("date",),
    "rule": ("day", "which", "date"),
}
_RULE = "FREQ="


def read_slot(cells: Cells) -> Slot | None:
    """The slot that one row describes, or None when it does not make one."""
    repeats = cells.needed("repeats", _kind_of)
    starts, ends = cells.needed("start", clock_time), cells.needed("end", clock_time)
    for column in _NOT_FOR.get(repeats or "", ()):
        if cells.text(column):
            cells.refuse(column, f"it has no meaning where “repeats” is {repeats}: leave it empty.")
    if not repeats or not starts or not ends:
        return None
    first, last, rule = _days(cells, repeats)
    minutes = cells.read("end", lambda _: length(starts, ends))
    if not first or not rule or not minutes:
        return None
    on_holidays = cells.read("bank_holidays", yes_or_no)
    return Slot(
        rule=rule,
        first_day=first,
        last_day=last,
        starts=starts,
        minutes=minutes,
        term_time_only=cells.read("term_time", yes_or_no) or False,
        # Somebody chose the very day of what happens once.
        on_bank_holidays=repeats == "once" if on_holidays is None else on_holidays,
        extra_days=frozenset(cells.read("extra", lambda text: listed(text, day)) or ()),
        skipped_days=frozenset(cells.read("skip", lambda text: listed(text, day)) or ()),
    )


_Days = tuple[date | None, date | None, str | None]  # first, last, and the rule of those between


def _kind_of(text: str) -> str:
    """How it repeats, in a word; “rule” where the cell holds a rule of RFC 5545 itself."""
    if text.upper().startswith(_RULE):
        return "rule"
    return from_words(text, day="monday", which="first").repeats


def _days(cells: Cells, repeats: str) -> _Days:
    if repeats == "once":
        return _once(cells)
    return _by_rule(cells) if repeats == "rule" else _again_and_again(cells, repeats)


def _by_rule(cells: Cells) -> _Days:
    first, last = _between(cells)
    return first, last, cells.read("repeats", lambda text: rule_for_days(text, first or date(2000, 1, 1)))


def rule_for_days(text: str, first: date) -> str:
    """An RFC 5545 rule that says on which days. Raises ValueError with one sentence for any other."""
    rule = text.upper()
    try:
        rule_days(rule, first_day=first, since=first, until=first)
    except (ValueError, TypeError, KeyError, IndexError):
        raise ValueError(f"“{text[:60]}” is no rule for days that we can read.") from None
    return rule


def _between(cells: Cells) -> tuple[date | None, date | None]:
    first, last = cells.needed("from", day), cells.read("until", day)
    if first and last and last < first:
        cells.refuse("until", f"{last} is before {first}, the first day.")
    return first, last


def _once(cells: Cells) -> _Days:
    the_day, weekday = cells.needed("date", day), cells.read("day", _weekday)
    if the_day and weekday and (the_day.weekday(),) != weekday.weekdays:
        cells.refuse("day", f"{the_day} is not a {cells.text('day')}.")
    return the_day, the_day, Pattern("once").rule()


def _again_and_again(cells: Cells, repeats: str) -> _Days:
    first, last = _between(cells)
    weekday, which = cells.needed("day", _weekday), "first"
    if repeats == "monthly":
        which = cells.needed("which", lambda text: _which(text, cells.text("day"))) or ""
    if not weekday or not which:
        return first, last, None
    return first, last, from_words(repeats, day=cells.text("day"), which=which).rule()


def _weekday(text: str) -> Pattern:
    return from_words("weekly", day=text)


def _which(text: str, weekday: str) -> str:
    try:
        from_words("monthly", day="monday", which=text)
    except ValueError as error:
        raise ValueError(str(error).replace("monday", weekday or "day", 1)) from None
    return text
