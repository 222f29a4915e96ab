"""Between a schedule as it is stored and a slot as the timetable reckons with it."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from directory.listings.models import Schedule
from directory.listings.timetable import Slot


def schedule_of(slot: Slot) -> Schedule:
    """A new row for a slot."""
    return Schedule(**columns_of(slot))


def columns_of(slot: Slot) -> dict[str, object]:
    """What a schedule's columns hold for a slot."""
    plain = {field.name: getattr(slot, field.name) for field in fields(Slot)}
    lists = {name: sorted(day.isoformat() for day in plain[name]) for name in ("extra_days", "skipped_days")}
    return plain | lists


def slot_of(schedule: Schedule) -> Slot:
    return Slot(
        rule=schedule.rule,
        first_day=schedule.first_day,
        last_day=schedule.last_day,
        starts=schedule.starts,
        minutes=schedule.minutes,
        term_time_only=schedule.term_time_only,
        on_bank_holidays=schedule.on_bank_holidays,
        extra_days=frozenset(map(date.fromisoformat, schedule.extra_days)),
        skipped_days=frozenset(map(date.fromisoformat, schedule.skipped_days)),
    )


def slots_said(schedules: Iterable[Schedule]) -> str:
    """Slots as the history keeps them: rule, times, and whatever else is special about them."""
    return "; ".join(_said(slot_of(schedule)) for schedule in schedules)


def _said(slot: Slot) -> str:
    parts = [f"{slot.rule} {slot.starts:%H:%M}-{slot.ends:%H:%M} from {slot.first_day}"]
    parts += [f"until {slot.last_day}"] if slot.last_day else []
    parts += ["in term time"] if slot.term_time_only else []
    parts += ["on bank holidays"] if slot.on_bank_holidays else []
    parts += [f"also {' '.join(map(str, sorted(slot.extra_days)))}"] if slot.extra_days else []
    parts += [f"without {' '.join(map(str, sorted(slot.skipped_days)))}"] if slot.skipped_days else []
    return " ".join(parts)
