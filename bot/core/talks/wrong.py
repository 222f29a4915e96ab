"""This is wrong: what a parent found not to be so goes to those who run it."""

from bot.core.effects import Report
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screens import wrong as screens
from bot.core.searching import kept
from bot.core.talk import Talk, TalkKind, Turn, Unknown, arguments, number
from bot.core.talks.session import done
from directory.reports.models import MOST_LETTERS, Wrong

WORDS = "wrong.words"


def ask(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card = rooms.session(number(event), talk.language).card
    return talk.ask(screens.what(talk.words, card), "", **kept(talk))


def what(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _ask_for_words(talk, rooms, number(event), _what(event))


def words(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    if "activity" not in talk.memory:
        raise Unknown("nothing to say it about")
    activity_id, key = talk.memory["activity"], talk.memory["what"]
    said = event.text.strip()
    if not said or len(said) > MOST_LETTERS:
        return _ask_for_words(talk, rooms, activity_id, key, too_long=bool(said))
    return _sent(talk, rooms, Report(activity_id, key, said))


def send(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _sent(talk, rooms, Report(number(event), _what(event)))


def _ask_for_words(talk: Talk, rooms: Rooms, activity_id: int, key: str, *, too_long: bool = False) -> Turn:
    card = rooms.session(activity_id, talk.language).card
    screen = screens.more(talk.words, card, key, too_long=too_long)
    return talk.ask(screen, WORDS, **kept(talk), activity=activity_id, what=key)


def _sent(talk: Talk, rooms: Rooms, report: Report) -> Turn:
    said = talk.words.gettext("Thank you. The people who run it will look at it, and put it right.")
    card = rooms.session(report.activity_id, talk.language).card
    return done(talk, card, said, report)


def _what(event: Event) -> str:
    said = arguments(event)[1:]
    if not said or said[0] not in set(Wrong):
        raise Unknown(event.press)
    return said[0]


TALK = TalkKind("wrong", presses={"ask": ask, "what": what, "send": send}, steps={"words": words})
