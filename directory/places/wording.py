"""Facts of a centre as people read them. Pure: cards in, words out."""

from collections.abc import Sequence
from datetime import datetime

from directory.places.queries import CentreCard, Opening
from directory.words import Words


def opening(words: Words, card: CentreCard, wall: datetime) -> str:
    """Whether a centre is open: now and until when, later today, or not today."""
    for hours in card.open_on(wall.weekday()):
        if hours.opens <= wall.time() < hours.closes:
            return words.gettext("Open now, until %(time)s", time=words.time(hours.closes))
        if wall.time() < hours.opens:
            return words.gettext("Opens today at %(time)s", time=words.time(hours.opens))
    return words.gettext("Closed now") if card.hours else words.gettext("Ring to ask when it is open")


def hours_in_short(words: Words, hours: Sequence[Opening]) -> list[str]:
    """The days on which it is open, those with the same hours together: “Monday – Friday: 9am to 5pm”."""
    open_days = {one.weekday for one in hours}
    runs: list[tuple[int, int, str]] = []
    for weekday, _, spans in opening_hours(words, hours):
        if weekday not in open_days:
            continue
        if runs and runs[-1][1:] == (weekday - 1, spans):
            runs[-1] = (runs[-1][0], weekday, spans)
        else:
            runs.append((weekday, weekday, spans))
    return [f"{_days(words, first, last)}: {spans}" for first, last, spans in runs]


def _days(words: Words, first: int, last: int) -> str:
    return " – ".join(words.weekday(day) for day in dict.fromkeys((first, last)))


def opening_hours(words: Words, hours: Sequence[Opening]) -> list[tuple[int, str, str]]:
    """Day by day: the number of the weekday, its name, and the hours, or that it is closed."""
    table = []
    for weekday in range(7):
        spans = [
            words.gettext("%(start)s to %(end)s", start=words.time(one.opens), end=words.time(one.closes))
            for one in hours
            if one.weekday == weekday
        ]
        table.append((weekday, words.weekday(weekday), words.all_of(spans) or words.gettext("Closed")))
    return table
