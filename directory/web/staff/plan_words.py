"""What is said about plans to those who make them: refusals, choices and dates in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import g
from wtforms import Field

from directory import clock
from directory.listings import wording
from directory.listings.cards import slot_card
from directory.listings.choices import LONGEST, SHORTEST
from directory.listings.plans import Clash, Coming, PlannedDate
from directory.listings.refusals import DateChanged, Fault, ListingChanged, Problem
from directory.listings.timetable import Slot
from directory.words import N_, labels, phrases

SENTENCES = {
    Problem.NO_WEEKDAY: N_("Choose at least one day of the week."),
    Problem.NO_WHICH: N_("Choose which one of the month: the first, say, or the last."),
    Problem.NO_START: N_("Enter when it starts, for example 10:00."),
    Problem.NO_END: N_("Enter when it ends, for example 11:30."),
    Problem.ENDS_BEFORE_STARTS: N_("It ends before it starts. Enter an end that is later than the start."),
    Problem.TOO_SHORT: N_("That is too short. Enter times that are at least %(shortest)s minutes apart."),
    Problem.TOO_LONG: N_("That is too long. Enter times that are at most %(longest)s hours apart."),
    Problem.NO_FIRST_DAY: N_("Enter the first day."),
    Problem.TOO_FAR: N_("%(day)s is too far away. Enter a day that is nearer."),
    Problem.LAST_BEFORE_FIRST: N_("The last day is before the first, %(day)s. Enter a later one."),
    Problem.NO_DATES: N_("Enter at least one date."),
    Problem.NO_DATES_LEFT: N_(
        "There is no date left with these choices. Look at the days, at terms and at closing days."
    ),
    Problem.OVERLAPS_ITSELF: N_(
        "On %(day)s this would run into another time of the same session. Choose other times."
    ),
    Problem.PAST: N_("%(day)s is over. Enter a day to come."),
    Problem.NOT_TODAY: N_("Only a session of today can run late. Move this one to another time instead."),
    Problem.CLOSED: N_("On %(day)s the centre is closed. Choose another day."),
}
# For closing days, where the usual words would mislead.
OF_CLOSURES = {Problem.TOO_LONG: N_("That is more than 60 days. Enter a last day that is nearer.")}
REASONS = [(key, label) for key, label in labels.REASON.items()]


@dataclass(frozen=True)
class DateLine:
    """One date in a list for staff: words for it, and what may be done to it."""

    planned: PlannedDate
    when: str
    times: str
    state: str
    why: str
    late: str
    today: bool

    @property
    def cancelled(self) -> bool:
        return self.planned.date.status == "cancelled"


@dataclass(frozen=True)
class ComingLine:
    """One date of a preview."""

    when: str
    closed: str
    clashes: str


def sentence(fault: Fault, others: Mapping[Problem, str] | None = None) -> str:
    """What is wrong and what to do."""
    day = g.words.day(fault.day) if fault.day else ""
    text = (others or {}).get(fault.problem) or SENTENCES[fault.problem]
    return str(g.words.gettext(text, day=day, shortest=SHORTEST, longest=LONGEST // 60))


def put(
    faults: Iterable[Fault], fields: Mapping[str, Field], others: Mapping[Problem, str] | None = None
) -> None:
    """Say what is wrong beside the fields it is about."""
    for fault in faults:
        field = fields.get(fault.field) or next(iter(fields.values()))
        field.errors = [*field.errors, sentence(fault, others)]


def slot_sentence(slot: Slot) -> str:
    """A slot as one sentence; for single days, those days."""
    card = slot_card(slot)
    said = wording.slot(g.words, card)
    if said:
        return said
    times = phrases.times(g.words, card.starts, card.ends)
    if card.pattern and card.pattern.repeats == "once":
        days = sorted({slot.first_day, *slot.extra_days} - slot.skipped_days)
        named = g.words.all_of([g.words.day(day) for day in days])
        return str(g.words.gettext("%(day)s, %(times)s", day=named, times=times))
    return str(g.words.gettext("On days of its own rule, %(times)s", times=times))


def lines(dates: Iterable[PlannedDate], now: datetime) -> list[DateLine]:
    return [line(one, now) for one in dates]


def line(one: PlannedDate, now: datetime) -> DateLine:
    states = {"cancelled": N_("Cancelled."), "moved": N_("New time."), "full": N_("Full.")}
    return DateLine(
        planned=one,
        when=phrases.when(g.words, one.date.starts, one.date.ends, clock.london(now)),
        times=phrases.times(g.words, one.date.starts, one.date.ends),
        state=g.words.gettext(states.get(one.date.status, "")),
        why=wording.why(g.words, one.date.reason),
        late=wording.late(g.words, one.date),
        today=one.date.starts.date() == clock.london(now).date(),
    )


def coming_lines(found: Iterable[Coming]) -> list[ComingLine]:
    return [
        ComingLine(
            when=g.words.gettext(
                "%(day)s, %(times)s",
                day=g.words.day(one.starts.date()),
                times=phrases.times(g.words, one.starts, one.ends),
            ),
            closed=wording.why(g.words, one.closed),
            clashes=g.words.all_of([_clash(clash) for clash in one.clashes]),
        )
        for one in found
    ]


def _clash(clash: Clash) -> str:
    return str(
        g.words.gettext(
            "%(name)s (%(times)s)",
            name=clash.name or g.words.gettext("another session"),
            times=phrases.times(g.words, clash.starts, clash.ends),
        )
    )


def changed_meanwhile(error: DateChanged) -> str:
    """Who did what to a date while somebody else looked at it."""
    day = g.words.day(clock.london(error.starts_at).date())
    values = {"who": error.who or g.words.gettext("Somebody"), "time": _clock(error.at), "day": day}
    texts = {
        "cancelled": N_("%(who)s has cancelled this date already, at %(time)s. There is nothing more to do."),
        "moved": N_("%(who)s has moved this date to %(day)s, at %(time)s. Nothing else was changed."),
    }
    text = texts.get(
        error.status, N_("%(who)s has changed this date, at %(time)s. Nothing else was changed.")
    )
    return str(g.words.gettext(text, **values))


def saved_meanwhile(error: ListingChanged) -> str:
    return str(
        g.words.gettext(
            "%(who)s changed this session at %(time)s, while you had it open. Nothing of theirs was lost and"
            " nothing of yours was saved: look at what it is now, then save again.",
            who=error.who or g.words.gettext("Somebody"),
            time=_clock(error.at),
        )
    )


def _clock(at: datetime | None) -> str:
    return str(g.words.time(clock.london(at).time())) if at else ""


def until_of(first: date, last: date) -> str:
    """A stretch of days: “24 December 2026”, or “24 December 2026 to 1 January 2027”."""
    if first == last:
        return str(g.words.full_day(first))
    return str(
        g.words.gettext("%(first)s to %(last)s", first=g.words.full_day(first), last=g.words.full_day(last))
    )
