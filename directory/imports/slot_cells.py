"""Read one slot of an activity, when it happens and how it repeats, from the cells of one row."""

from datetime import date

from directory.imports.cells import Cells, clock_time, day, length, listed, yes_or_no
from directory.listings.patterns import Pattern, from_words
from directory.listings.timetable import Slot

_NOT_FOR = {
    "once": ("which", "from", "until", "term_time"),
    "weekly": ("which", "date"),
    "fortnightly": ("which", "date"),
    "monthly": ("date",),
}


def read_slot(cells: Cells) -> Slot | None:
    """The slot that one row describes, or None when it does not make one."""
    repeats = cells.needed("repeats", lambda text: from_words(text, day="monday", which="first").repeats)
    starts, ends = cells.needed("start", clock_time), cells.needed("end", clock_time)
    for column in _NOT_FOR.get(repeats or "", ()):
        if cells.text(column):
            cells.refuse(column, f"it has no meaning where “repeats” is {repeats}: leave it empty.")
    if not repeats or not starts or not ends:
        return None
    first, last, pattern = _once(cells) if repeats == "once" else _again_and_again(cells, repeats)
    minutes = cells.read("end", lambda _: length(starts, ends))
    if not first or not pattern or not minutes:
        return None
    return Slot(
        rule=pattern.rule(),
        first_day=first,
        last_day=last,
        starts=starts,
        minutes=minutes,
        term_time_only=cells.read("term_time", yes_or_no) or False,
        on_bank_holidays=repeats == "once",  # somebody chose that very day
        extra_days=frozenset(cells.read("extra", lambda text: listed(text, day)) or ()),
        skipped_days=frozenset(cells.read("skip", lambda text: listed(text, day)) or ()),
    )


_Days = tuple[date | None, date | None, Pattern | None]  # first, last, and how it repeats


def _once(cells: Cells) -> _Days:
    the_day, weekday = cells.needed("date", day), cells.read("day", _weekday)
    if the_day and weekday and (the_day.weekday(),) != weekday.weekdays:
        cells.refuse("day", f"{the_day} is not a {cells.text('day')}.")
    return the_day, the_day, Pattern("once")


def _again_and_again(cells: Cells, repeats: str) -> _Days:
    first, last = cells.needed("from", day), cells.read("until", day)
    if first and last and last < first:
        cells.refuse("until", f"{last} is before {first}, the first day.")
    weekday, which = cells.needed("day", _weekday), "first"
    if repeats == "monthly":
        which = cells.needed("which", lambda text: _which(text, cells.text("day"))) or ""
    if not weekday or not which:
        return first, last, None
    return first, last, from_words(repeats, day=cells.text("day"), which=which)


def _weekday(text: str) -> Pattern:
    return from_words("weekly", day=text)


def _which(text: str, weekday: str) -> str:
    try:
        from_words("monthly", day="monday", which=text)
    except ValueError as error:
        raise ValueError(str(error).replace("monday", weekday or "day", 1)) from None
    return text
