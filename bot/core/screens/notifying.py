"""What she wants to be told: which date to be reminded of, and what to follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.screen import Choice, Screen, isolated, press
from bot.core.screens.session import date_line, to_session
from bot.core.ways import menu_choice
from directory.listings.cards import ActivityCard, ActivityPage, DateCard
from directory.words import Words, phrases

Row = tuple[Choice, ...]


@dataclass(frozen=True)
class Before:
    """One way to be reminded: so many minutes before, which is then (on London's clock)."""

    minutes: int
    at: datetime


def choose_date(
    words: Words, page: ActivityPage, dates: Sequence[DateCard], reminded: frozenset[str], now: datetime
) -> Screen:
    """Which of the next dates; those she is reminded of already are ticked."""
    card = page.card
    head = words.gettext("Which date shall I remind you of?")
    if not dates:
        head = words.gettext("No date is known that I could remind you of.")
    choices = [_date(words, card, date, ticked=date.uuid in reminded) for date in dates]
    return Screen(
        "remind-date",
        (*_name(card), head),
        (*((each,) for each in choices), (to_session(words, card),), (menu_choice(words),)),
        words.spoken,
    )


def _date(words: Words, card: ActivityCard, date: DateCard, *, ticked: bool) -> Choice:
    label = words.gettext(
        "%(day)s, %(times)s",
        day=words.brief_day(date.starts.date()),
        times=phrases.times(words, date.starts, date.ends),
    )
    return Choice(f"✓ {label}" if ticked else label, press("remind", "date", card.id, date.uuid))


def choose_before(
    words: Words,
    card: ActivityCard,
    date: DateCard,
    ways: Sequence[Before],
    now: datetime,
    *,
    reminded: bool,
    stopped: bool,
) -> Screen:
    """When, of the times that are still to come."""
    text = [*_name(card), date_line(words, date, now)]
    if ways:
        text.append(words.gettext("When shall I write to you?"))
    else:
        text.append(words.gettext("It begins so soon that there is no time for a reminder."))
    text += _notes(words, card, stopped=stopped)
    choices: list[Row] = [
        (Choice(_before(words, way), press("remind", "set", card.id, date.uuid, way.minutes)),)
        for way in ways
    ]
    if reminded:
        choices.append((forget(words, card, date.uuid),))
    choices += [*_resume(words, stopped=stopped), (to_session(words, card), menu_choice(words))]
    return Screen("remind-when", tuple(text), tuple(choices), words.spoken)


def forget(words: Words, card: ActivityCard, date: str) -> Choice:
    return Choice(words.gettext("Do not remind me of it"), press("remind", "forget", card.id, date))


def _before(words: Words, way: Before) -> str:
    time = words.time(way.at.time())
    if way.minutes >= 24 * 60:
        return words.gettext("The day before, at %(time)s", time=time)
    return words.gettext("Two hours before, at %(time)s", time=time)


def choose_follow(words: Words, card: ActivityCard, choices: Sequence[Choice], *, stopped: bool) -> Screen:
    """Of this session alone, of its centre, or of whatever answers her search."""
    text = (
        *_name(card),
        words.gettext("I write to you when a date is cancelled or moved, or when there is something new."),
        words.gettext("What shall I watch?"),
        *_notes(words, card, stopped=stopped),
    )
    ways = (*_resume(words, stopped=stopped), (to_session(words, card), menu_choice(words)))
    return Screen("follow", text, (*((each,) for each in choices), *ways), words.spoken)


def _name(card: ActivityCard) -> tuple[str, ...]:
    return (isolated(card.name.text),)


def _notes(words: Words, card: ActivityCard, *, stopped: bool) -> list[str]:
    notes = []
    if card.sensitive:
        notes.append(words.gettext("What I send you about it will not say what it is."))
    return [*notes, *stopped_note(words, stopped=stopped)]


def stopped_note(words: Words, *, stopped: bool) -> list[str]:
    """For whoever has stopped messages and now asks for some."""
    if not stopped:
        return []
    return [words.gettext("You have stopped my messages. I can only write if they may come again.")]


def _resume(words: Words, *, stopped: bool) -> tuple[Row, ...]:
    return ((Choice(words.gettext("Send messages again"), press("stop", "resume")),),) if stopped else ()
