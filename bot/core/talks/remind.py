"""Remind me: of one date of a session, the day before or two hours before."""

from collections.abc import Iterator
from datetime import UTC

from bot.core.effects import ForgetReminder, Remind
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screens import notifying as screens
from bot.core.screens.notifying import Before
from bot.core.searching import kept
from bot.core.talk import Talk, TalkKind, Turn, Unknown, date_named, number
from bot.core.talks.session import done
from directory.contacts.reminding import DAY_BEFORE, due_at
from directory.errors import NotFound
from directory.listings.cards import ActivityPage, DateCard

TWO_HOURS = 120
WAYS = (DAY_BEFORE, TWO_HOURS)
DATES_OFFERED = 6


def choose(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    page = rooms.session(number(event), talk.language)
    dates = [date for date in page.dates if date.status != "cancelled" and any(_ways(date, rooms))]
    reminded = frozenset(one.date.uuid for one in rooms.reminders(talk.language))
    screen = screens.choose_date(talk.words, page, dates[:DATES_OFFERED], reminded, rooms.now)
    return talk.ask(screen, "", **kept(talk))


def date_chosen(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    page = rooms.session(number(event), talk.language)
    return _choose_before(talk, page, _date(page, event), rooms)


def set_(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """Set, and back at the session; too late for it, and we say so."""
    page, minutes = rooms.session(number(event), talk.language), number(event, 2)
    date = _date(page, event)
    if minutes not in WAYS:
        raise Unknown(event.press)
    way = next((way for way in _ways(date, rooms) if way.minutes == minutes), None)
    if way is None or date.status == "cancelled":
        return _choose_before(talk, page, date, rooms)
    said = talk.words.gettext(
        "Good. I remind you on %(day)s at %(time)s.",
        day=talk.words.day(way.at.date()),
        time=talk.words.time(way.at.time()),
    )
    forget = screens.forget(talk.words, page.card, date.uuid)
    return done(talk, page.card, said, Remind(page.card.id, date.uuid, minutes), undo=forget)


def forget(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    uuid = date_named(event, 1)
    said = talk.words.gettext("Good. I do not remind you of it.")
    card = rooms.session(number(event), talk.language).card
    return done(talk, card, said, ForgetReminder(uuid))


def _choose_before(talk: Talk, page: ActivityPage, date: DateCard, rooms: Rooms) -> Turn:
    reminded = any(one.date.uuid == date.uuid for one in rooms.reminders(talk.language))
    ways = [] if date.status == "cancelled" else list(_ways(date, rooms))
    screen = screens.choose_before(
        talk.words, page.card, date, ways, rooms.now, reminded=reminded, stopped=talk.stopped
    )
    return talk.ask(screen, "", **kept(talk))


def _ways(date: DateCard, rooms: Rooms) -> Iterator[Before]:
    """The ways for which there is still time."""
    for minutes in WAYS:
        due = due_at(date.starts.astimezone(UTC), minutes)
        if due > rooms.now:
            yield Before(minutes, due.astimezone(date.starts.tzinfo))


def _date(page: ActivityPage, event: Event) -> DateCard:
    """The date that the press names. Raises NotFound where it is gone, or may not be told."""
    uuid = date_named(event, 1)
    found = next((date for date in page.dates if date.uuid == uuid), None)
    if found is None:
        raise NotFound(uuid)
    return found


TALK = TalkKind("remind", {"choose": choose, "date": date_chosen, "set": set_, "forget": forget})
