"""The only place that asks what time it is. Families live in London time; the database keeps UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_frozen_at: datetime | None = None


def now() -> datetime:
    """This moment, in UTC."""
    return _frozen_at or datetime.now(UTC)


def today() -> date:
    """The day it is in London."""
    return now().astimezone(LONDON).date()


def london(moment: datetime) -> datetime:
    """The wall-clock time in London at a moment."""
    return moment.astimezone(LONDON)


def from_wall(day: date, at: time) -> datetime:
    """The moment (UTC) at which London clocks show `at` on `day`.

    A time that the spring change skips (01:30 on that Sunday) becomes the moment an hour later on the
    new clock; a time that autumn repeats means the first of the two. RFC 5545, section 3.3.5, says so too.
    """
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at one moment, for tests and for looking at another day."""
    global _frozen_at
    before, _frozen_at = _frozen_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before
