"""Facts of a listing as people read them, the same on the site and in chat. Pure: cards in, words out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from directory import clock
from directory.listings.cards import ActivityCard, DateCard, Said, SlotCard
from directory.words import N_, Words, labels, phrases

_REASONS = labels.REASON | labels.CLOSED_FOR

BY_MACHINE = N_("(translated by a machine)")


@dataclass(frozen=True)
class Tag:
    """A short fact on a card; `kind` picks its colour."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class DateView:
    """One date to come. `late` is empty unless it begins later than planned."""

    when: str
    status: str
    reason: str
    late: str


def when(
    words: Words, card: ActivityCard, starts: datetime | None, ends: datetime | None, wall: datetime
) -> str:
    if starts and ends:
        return phrases.when(words, clock.london(starts), clock.london(ends), wall, brief=True)
    if card.where is None:
        return words.gettext("Ring to hear where and when")
    if card.access == "open":
        return words.gettext("No dates known yet")
    return words.gettext("Times agreed with each family")


def cancelled(words: Words, at: datetime | None, wall: datetime) -> str:
    if at is None:
        return ""
    day = phrases.near_day(words, clock.london(at).date(), wall.date())
    return words.gettext("Cancelled: %(day)s", day=day)


def where(words: Words, card: ActivityCard) -> str:
    """Where it happens, in few words; for a place that may not be shown, that one rings."""
    if card.delivery != "in-person":
        return words.gettext(labels.DELIVERY[card.delivery])
    if card.where is None:
        return words.gettext("We tell you the place when you ring")
    parts = [card.where.building or card.where.centre, card.where.town]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def tags(words: Words, card: ActivityCard) -> list[Tag]:
    """What decides whether one may come: what it costs, for whom it is, how to get in, what is spoken."""
    free = "sun" if card.cost in ("free", "donation") else ""
    found = [Tag(phrases.cost(words, card.cost, card.cost_pence), free)]
    found += [Tag(label) for label in who_for(words, card)]
    found.append(Tag(words.gettext(labels.ACCESS[card.access])))
    found += [Tag(phrases.spoken(words, code), "talk") for code in card.spoken[:2]]
    return found


def who_for(words: Words, card: ActivityCard) -> list[str]:
    return phrases.who_for(
        words,
        youngest=card.youngest_months,
        oldest=card.oldest_months,
        pregnancy=card.pregnancy,
        adults=card.adults,
    )


def dates(words: Words, coming: Iterable[DateCard], now: datetime) -> list[DateView]:
    wall = clock.london(now)
    return [
        DateView(
            when=phrases.when(words, date_.starts, date_.ends, wall),
            status=date_.status,
            reason=why(words, date_.reason),
            late=late(words, date_),
        )
        for date_ in coming
    ]


def why(words: Words, reason: str | None) -> str:
    """Why a date is off or moved: the centre's reason for this date, or for being closed."""
    return words.gettext(_REASONS[reason]) if reason else ""


def late(words: Words, one: DateCard) -> str:
    return phrases.late(words, one.late_minutes) if one.late_minutes else ""


def slot(words: Words, one: SlotCard, today: date | None = None) -> str:
    """“Every Tuesday, 10am to 11:30am, in school term time”; empty where only the dates can tell.

    With `today`, the first day is said only while it is still to come.
    """
    if one.pattern is None:
        return ""
    rhythm = phrases.rhythm(words, one.pattern.repeats, one.pattern.weekdays, one.pattern.which)
    if not rhythm:
        return ""
    return phrases.schedule(
        words,
        rhythm,
        phrases.times(words, one.starts, one.ends),
        term_time_only=one.term_time_only,
        on_bank_holidays=one.on_bank_holidays,
        first_day=one.first_day if today is None or one.first_day > today else None,
        last_day=one.last_day,
    )


def slots(words: Words, those: Iterable[SlotCard], today: date) -> list[str]:
    """Slots as families read them: those that are over, or only dates can tell, are left out."""
    told = (slot(words, one, today) for one in those if one.last_day is None or one.last_day >= today)
    return [text for text in told if text]


def checked(words: Words, day: date | None) -> str:
    if day is None:
        return words.gettext("Nobody has checked this yet. Please ring before you go.")
    return words.gettext("Checked on %(day)s", day=words.full_day(day))


def told(words: Words, said: Said) -> str:
    """Words of a listing where there is nothing but text, with whether a machine wrote them."""
    return f"{said.text} {words.gettext(BY_MACHINE)}" if said.by_machine else said.text
