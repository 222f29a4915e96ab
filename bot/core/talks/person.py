"""Talk to a person: the parent's side of a hand-over. While it is open, the bot says nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.effects import AskPerson, LeavePerson
from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.screens import person as screens
from bot.core.talk import Talk, TalkKind, Turn, number

SAY = "person.say"


def ask(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _asking(talk, event, rooms, None)


def ask_about(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """About one session: those who run it answer."""
    rooms.session(number(event), talk.language)
    return _asking(talk, event, rooms, number(event))


def say(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """What she wants to say goes to them, and from now on whatever she writes."""
    about = talk.memory.get("about")
    text = event.text.strip()
    if event.kind is Kind.PLACE:
        text = f"{event.lat:.5f}, {event.lng:.5f}"
    if not text:
        return _asking(talk, event, rooms, about)
    screen = screens.passed_on(talk.words, rooms.person(about, talk.language))
    turn = talk.show(screen, AskPerson(text, about))
    return replace(turn, talk=replace(turn.talk, with_person=True))


def leave(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """She does not want to wait any more."""
    said = talk.words.gettext("Good. I am the computer again, and I answer you.")
    return (_where_she_was(talk) if talk.with_person else talk).again(said, LeavePerson())


def back(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """The person has closed the talk: she is where she was when she asked for one."""
    said = talk.words.gettext("The person has ended your talk. I am the computer again.")
    return _where_she_was(talk).again(said)


def _asking(talk: Talk, event: Event, rooms: Rooms, about: int | None) -> Turn:
    if talk.with_person:
        return talk.aside(screens.already(talk.words))
    card = rooms.person(about, talk.language)
    if not card.name:
        return talk.show(screens.nobody(talk.words))
    leaving = replace(talk, left_at=_left_at(talk, event))
    return leaving.ask(screens.ask(talk.words, card), SAY, about=about)


def _left_at(talk: Talk, event: Event) -> Mapping[str, Any]:
    """Where she is, unless that is this very question already."""
    asked_before = talk.step == SAY or talk.shown.get("event") == event.as_json()
    return talk.left_at if asked_before else talk.shown


def _where_she_was(talk: Talk) -> Talk:
    return replace(talk, with_person=False, shown=talk.left_at, left_at={})


TALK = TalkKind(
    "person",
    presses={"about": ask_about, "leave": leave},
    steps={"say": say},
    commands={"person": ask},
    answers={Kind.RETURNED: back},
)
