"""Read an iCalendar file: its events as plain values in London time, one for each UID. Pure.

Limits and refusals are R18's: text that is really a calendar, so many events, no rule finer than a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from directory import clock
from directory.imports.plan import Findings, WrongFile
from directory.imports.slot_cells import rule_for_days
from directory.imports.tables import read_text

MOST_BYTES = 1_000_000
MOST_EVENTS = 5_000
BEGINS = b"BEGIN:VCALENDAR"


@dataclass
class CalendarEvent:
    """One event, and what is different on single days of it. `number` counts events in the file, from 1."""

    number: int
    uid: str
    name: str
    place: str
    about: str
    first_day: date
    starts: time
    minutes: int
    rule: str = ""
    last_day: date | None = None
    cancelled: bool = False
    skipped: set[date] = field(default_factory=set)
    extra: set[date] = field(default_factory=set)


def is_calendar(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[: len(BEGINS)].upper() == BEGINS


def read_events(content: bytes, findings: Findings) -> list[CalendarEvent]:
    """The events of a file; those that cannot be a session are refused. Raises WrongFile for another file."""
    if len(content) > MOST_BYTES:
        raise WrongFile(f"This file is larger than {MOST_BYTES:,} bytes, the most we read at once.")
    text = read_text(content)
    if not is_calendar(content):
        raise WrongFile("This is not a calendar file: it does not begin with BEGIN:VCALENDAR.")
    if text.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise WrongFile(f"This file has more than {MOST_EVENTS:,} events, the most we read at once.")
    events: dict[str, CalendarEvent] = {}
    overrides: list[tuple[CalendarEvent, date]] = []
    for number, component in enumerate(_components(text), 1):
        if event := _event(number, component, findings):
            instead_of = _day(component.get("RECURRENCE-ID"))
            if instead_of:
                overrides.append((event, instead_of))
            elif event.uid in events:
                findings.refuse(number, f"it has the same UID as event {events[event.uid].number}.", "UID")
            else:
                events[event.uid] = event
    return [*_with_overrides(events, overrides)]


def _components(text: str) -> list[Event]:
    try:
        return [event for event in Calendar.from_ical(text).walk("VEVENT") if isinstance(event, Event)]
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise WrongFile("This calendar file is damaged: save it again from your calendar.") from error


def _with_overrides(
    events: dict[str, CalendarEvent], overrides: list[tuple[CalendarEvent, date]]
) -> Iterator[CalendarEvent]:
    """Single days that are different: taken out of their series, and if they are still on, on their own."""
    for changed, day in overrides:
        series = events.get(changed.uid)
        same_time = series and (series.starts, series.minutes) == (changed.starts, changed.minutes)
        if series:
            series.skipped.add(day)
        if series and same_time and not changed.cancelled:
            series.skipped.discard(day) if changed.first_day == day else series.extra.add(changed.first_day)
        elif not changed.cancelled:
            changed.uid = f"{changed.uid}/{day}"
            yield changed
    yield from (event for event in events.values() if not event.cancelled)


def _event(number: int, component: Any, findings: Findings) -> CalendarEvent | None:
    before = len(findings.refused)
    name = " ".join(_text(component, "SUMMARY").split())
    if not name:
        findings.refuse(number, "it has no name.", "SUMMARY")
    try:
        starts, ends = component.start, component.end
    except Exception:
        findings.refuse(number, "we cannot read when it starts and ends.", "DTSTART")
        return None
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        findings.refuse(number, "it lasts whole days: a session needs a time at which it starts.", "DTSTART")
        return None
    first, last = _wall(starts), _wall(ends)
    minutes = round((last - first) / timedelta(minutes=1))
    if not 1 <= minutes <= 24 * 60:
        findings.refuse(number, "it ends before it starts, or lasts more than a day.", "DTEND")
    rule, until = _rule(number, component, first.date(), findings)
    if len(findings.refused) > before:
        return None
    return CalendarEvent(
        number=number,
        uid=_text(component, "UID")[:100] or f"{name} {first:%Y-%m-%dT%H:%M}"[:100],
        name=name,
        place=" ".join(_text(component, "LOCATION").split()),
        about=_text(component, "DESCRIPTION"),
        first_day=first.date(),
        starts=first.time().replace(second=0, microsecond=0),
        minutes=minutes,
        rule=rule,
        last_day=until,
        cancelled=_text(component, "STATUS").upper() == "CANCELLED",
        skipped=set(_days(component.get("EXDATE"))),
        extra=set(_days(component.get("RDATE"))),
    )


def _text(component: Any, name: str) -> str:
    """What a property says; the first of several, though the standard allows only one."""
    value = component.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def _rule(number: int, component: Any, first: date, findings: Findings) -> tuple[str, date | None]:
    """The rule for its days without its end, and that end."""
    rules = component.get("RRULE")
    if rules is None:
        return "", None
    if isinstance(rules, list):
        findings.refuse(number, "it has more than one rule: make an event of each.", "RRULE")
        return "", None
    until = _moment(rules.pop("UNTIL", [None])[0])
    rules.pop("WKST", None)
    try:
        return rule_for_days(rules.to_ical().decode(), first), until
    except ValueError as error:
        findings.refuse(number, str(error), "RRULE")
        return "", None


def _days(value: Any) -> Iterator[date]:
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        for each in getattr(one, "dts", ()):
            if found := _moment(each.dt):
                yield found


def _day(value: Any) -> date | None:
    return _moment(value.dt) if value is not None else None


def _moment(value: Any) -> date | None:
    if isinstance(value, datetime):
        return _wall(value).date()
    return value if isinstance(value, date) else None


def _wall(moment: datetime) -> datetime:
    """London clock time; one without a zone is meant as it stands."""
    return (moment if moment.tzinfo is None else clock.london(moment)).replace(tzinfo=None)
