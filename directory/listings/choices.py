"""A schedule as plain choices, as people make them, and the slot it stands for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from directory.listings.patterns import Pattern, Repeats, from_rule
from directory.listings.refusals import Fault, Problem, ScheduleWrong
from directory.listings.timetable import Calendar, Slot, days, moments

SHORTEST, LONGEST = 5, 12 * 60  # minutes
HOW_FAR = timedelta(weeks=104)


@dataclass(frozen=True)
class Choices:
    """What somebody chose so far; anything may still be missing.

    `dates` are the days of something that does not repeat. Weekdays count from Monday as 0; `which` of them
    in a month is 1 to 4, or -1 for the last.
    """

    repeats: Repeats = "weekly"
    weekdays: tuple[int, ...] = ()
    which: int | None = None
    starts: time | None = None
    ends: time | None = None
    first_day: date | None = None
    last_day: date | None = None
    term_time_only: bool = False
    on_bank_holidays: bool = False
    dates: tuple[date, ...] = ()


def choices_of(slot: Slot) -> Choices | None:
    """The choices that make a slot, or None for an unusual rule that choices cannot say."""
    pattern = from_rule(slot.rule)
    if pattern is None or (pattern.repeats == "monthly" and len(pattern.weekdays) > 1):
        return None
    once = pattern.repeats == "once"
    return Choices(
        repeats=pattern.repeats,
        weekdays=pattern.weekdays,
        which=pattern.which,
        starts=slot.starts,
        ends=slot.ends,
        first_day=None if once else slot.first_day,
        last_day=None if once else slot.last_day,
        term_time_only=slot.term_time_only,
        on_bank_holidays=slot.on_bank_holidays,
        dates=tuple(sorted({slot.first_day, *slot.extra_days} - slot.skipped_days)) if once else (),
    )


def slot_from(choices: Choices, *, before: Slot | None = None) -> Slot:
    """The slot that choices make. Days skipped or added by hand `before` stay so.

    Raises ScheduleWrong while something is missing; `faults` knows the rest of what can be wrong.
    """
    if choices.starts is None or choices.ends is None:
        raise ScheduleWrong(*time_faults(choices.starts, choices.ends))
    minutes = int((_on_a_day(choices.ends) - _on_a_day(choices.starts)).total_seconds()) // 60
    if choices.repeats == "once":
        if not choices.dates:
            raise ScheduleWrong(Fault("dates", Problem.NO_DATES))
        first, *others = sorted(set(choices.dates))
        return Slot(
            Pattern("once").rule(),
            first,
            choices.starts,
            minutes,
            on_bank_holidays=True,  # somebody chose those very days
            extra_days=frozenset(others),
        )
    if choices.first_day is None:
        raise ScheduleWrong(Fault("first_day", Problem.NO_FIRST_DAY))
    pattern = Pattern(choices.repeats, tuple(sorted(set(choices.weekdays))), choices.which)
    slot = Slot(
        pattern.rule(),
        choices.first_day,
        choices.starts,
        minutes,
        last_day=choices.last_day,
        term_time_only=choices.term_time_only,
        on_bank_holidays=choices.on_bank_holidays,
    )
    if before is None or from_rule(before.rule) == Pattern("once"):
        return slot
    return replace(slot, extra_days=before.extra_days, skipped_days=before.skipped_days)


def faults(choices: Choices, calendar: Calendar, *, today: date) -> list[Fault]:
    """Everything that keeps these choices from being a schedule, in the order they are asked."""
    found = [*_about_days(choices, today), *time_faults(choices.starts, choices.ends)]
    if found:
        return found
    slot = slot_from(choices)
    coming = days(slot, calendar, since=today, until=today + HOW_FAR)
    if all(calendar.closed_on(day) for day in coming):
        return [Fault("dates" if choices.repeats == "once" else "last_day", Problem.NO_DATES_LEFT)]
    return []


def _about_days(choices: Choices, today: date) -> Iterable[Fault]:
    latest = today + HOW_FAR
    if choices.repeats == "once":
        if not choices.dates:
            yield Fault("dates", Problem.NO_DATES)
        elif max(choices.dates) > latest:
            yield Fault("dates", Problem.TOO_FAR, max(choices.dates))
        return
    if not choices.weekdays:
        yield Fault("weekdays", Problem.NO_WEEKDAY)
    if choices.repeats == "monthly" and choices.which is None:
        yield Fault("which", Problem.NO_WHICH)
    if choices.first_day is None:
        yield Fault("first_day", Problem.NO_FIRST_DAY)
    elif choices.first_day > latest:
        yield Fault("first_day", Problem.TOO_FAR, choices.first_day)
    elif choices.last_day and choices.last_day < choices.first_day:
        yield Fault("last_day", Problem.LAST_BEFORE_FIRST, choices.first_day)


def time_faults(starts: time | None, ends: time | None) -> list[Fault]:
    """What is wrong with a start and an end on one day. Nothing a centre puts on runs past midnight."""
    missing = [
        Fault(field, problem)
        for field, problem, at in (("starts", Problem.NO_START, starts), ("ends", Problem.NO_END, ends))
        if at is None
    ]
    if missing or starts is None or ends is None:
        return missing
    minutes = (_on_a_day(ends) - _on_a_day(starts)) // timedelta(minutes=1)
    if minutes <= 0:
        return [Fault("ends", Problem.ENDS_BEFORE_STARTS)]
    if minutes < SHORTEST:
        return [Fault("ends", Problem.TOO_SHORT)]
    return [Fault("ends", Problem.TOO_LONG)] if minutes > LONGEST else []


def overlap(
    one: Slot, others: Iterable[Slot], calendar: Calendar, *, since: date, until: date
) -> date | None:
    """The first day on which a slot would run into another of the same activity."""
    own = [(day, *moments(one, day)) for day in days(one, calendar, since=since, until=until)]
    for other in others:
        for day in days(other, calendar, since=since, until=until):
            starts, ends = moments(other, day)
            for own_day, own_starts, own_ends in own:
                if own_starts < ends and starts < own_ends:
                    return own_day
    return None


def _on_a_day(at: time) -> datetime:
    return datetime.combine(date.min, at)
