"""One event in, one turn out: who is meant to answer, in the order that keeps people safe."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any
from unicodedata import category

from bot.core.crisis import crisis_screen, heard
from bot.core.effects import Count, Effect, TellPerson
from bot.core.event import Event, Kind, event_from
from bot.core.global_words import command_in
from bot.core.phrases import Heard
from bot.core.rooms import Rooms
from bot.core.screen import Screen
from bot.core.talk import Step, Talk, Turn, Unknown
from bot.core.talks import (
    ANSWERS,
    COMMANDS,
    DETOURS,
    LINKS,
    NUMERIC,
    PRESSES,
    STEPS,
    hello,
    language,
    menu,
)
from directory.errors import NotFound
from directory.locales import SOURCE, best_for
from directory.search.analysis import fold
from directory.words import words_for

# What is heeded even while a person has taken over.
ALWAYS = frozenset({"stop", "emergency", "menu", "delete"})
MOST_TEXT = 500  # letters of hers that are kept until her next question: no search reads more
SAID = (Kind.TEXT, Kind.EDITED)  # a message put right is as good as a new one


def take(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """What becomes of one thing somebody did. Never raises for what she wrote or pressed."""
    if event.kind in (Kind.LEFT, Kind.CAME_BACK):
        return Turn(talk)
    event = _begun(event)
    if event.kind in SAID and (crisis := heard(event.text)):
        return _in_crisis(talk, event, crisis)
    if talk.with_person and (told := _told(talk, event)):
        return Turn(talk, (), (told,))
    turn = _answered(talk, event, rooms)
    if turn.onward:
        rest = _answered(turn.talk, turn.onward, rooms)
        return replace(rest, screens=(*turn.screens, *rest.screens), effects=(*turn.effects, *rest.effects))
    return _again(turn, event, rooms) if turn.again else turn


def _begun(event: Event) -> Event:
    """What she did, as we take it: where she is to 100 metres; “/start s_12” typed is the link itself."""
    first, _, rest = event.text.strip().partition(" ")
    if event.kind is Kind.TEXT and first.lower() == "/start":
        return replace(event, kind=Kind.START, text="", argument=rest.strip())
    if event.lat is not None and event.lng is not None:
        return replace(event, lat=round(event.lat, 3), lng=round(event.lng, 3))
    return event


def _in_crisis(talk: Talk, event: Event, crisis: Heard) -> Turn:
    """Where there is help, now. Of what she wrote nothing is kept; a person she is with still hears it.

    Until she has chosen a language, the answer is in that of her words.
    """
    effects: tuple[Effect, ...] = (Count("crisis", crisis.meaning),)
    if talk.with_person:
        effects += (TellPerson(event.text),)
    # English words are typed by many who would rather read another language.
    spoken = crisis.language if crisis.language != SOURCE else best_for([event.language])
    words = words_for(talk.language or spoken)
    return talk.aside(crisis_screen(crisis.meaning, words, with_person=talk.with_person), *effects)


def _told(talk: Talk, event: Event) -> TellPerson | None:
    """What goes to the person she is with, and is none of our business."""
    if event.kind in SAID and event.text.strip() and command_in(event.text, talk.language) not in ALWAYS:
        return TellPerson(event.text)
    return TellPerson(f"{event.lat}, {event.lng}") if event.kind is Kind.PLACE else None


def _answered(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    try:
        event, step = _meant(talk, event)
        speaking = replace(talk, language=_language(talk, event))
        turn = step(speaking, event, rooms)
    except Unknown:
        return menu.lost(replace(talk, language=_language(talk, event)), event)
    except NotFound:
        return menu.gone(replace(talk, language=_language(talk, event)))
    if step in DETOURS and step is not language.change:
        return replace(turn, talk=replace(turn.talk, language=talk.language))
    if turn.again or turn.onward or not turn.screens:
        return turn
    done = replace(event, text=event.text[:MOST_TEXT], message="", answer_to="")
    shown = {"event": done.as_json(), "step": talk.step, "memory": talk.memory}
    return replace(turn, talk=replace(turn.talk, shown=shown))


def _meant(talk: Talk, event: Event) -> tuple[Event, Step]:
    """Who answers, and the event as it is meant: a label that was typed is a press. Raises Unknown."""
    if event.kind is Kind.START and talk.language:
        return event, LINKS.get(event.argument.partition("_")[0], menu.open_menu)
    command = command_in(event.text, _language(talk, event)) if event.kind in SAID else None
    if event.kind in SAID and (pressed := _typed(talk, event.text, command)):
        event = replace(event, kind=Kind.PRESS, text="", press=pressed)
    if event.kind is Kind.PRESS:
        return event, _pressed(event.press)
    if command and command in COMMANDS:
        return event, COMMANDS[command]
    if talk.step and event.kind in (*SAID, Kind.PLACE):
        return event, _known(STEPS, talk.step)
    if not talk.language and event.kind is not Kind.RETURNED:
        return event, hello.first
    kind = Kind.TEXT if event.kind is Kind.EDITED and event.text.strip() else event.kind
    return event, _known(ANSWERS, kind)


def _pressed(press: str) -> Step:
    name, _, rest = press.partition(".")
    deed = rest.partition(".")[0]
    return _known(COMMANDS, deed) if name == "go" else _known(PRESSES, f"{name}.{deed}")


def _typed(talk: Talk, text: str, command: str | None) -> str:
    """The press of a choice that she typed: its number, its label, or yes or no. Empty when it is none."""
    said = text.strip().rstrip(".)")
    if said.isdecimal() and len(said) < 4 and talk.step not in NUMERIC:
        at = int(said) - 1
        return talk.offered[at][1] if 0 <= at < len(talk.offered) else ""
    if command in ("yes", "no"):
        return next((press for _, press in talk.offered if press.endswith(f".{command}")), "")
    said = _plain(said)
    return next((press for label, press in talk.offered if said and _label(label) == said), "")


@lru_cache(maxsize=10_000)
def _label(label: str) -> str:
    """The same few labels are compared again and again; what somebody writes is not remembered."""
    return _plain(label)


def _plain(label: str) -> str:
    """A label without signs and pictures."""
    return " ".join(fold("".join(filter(_is_said, label))).split())


@cache
def _is_said(sign: str) -> bool:
    """Whether it is part of a word, a number, or between them."""
    return category(sign)[0] in "LMNZ"


def _known(table: Mapping[Any, Step], key: str) -> Step:
    if key not in table:
        raise Unknown(key)
    return table[key]


def _again(turn: Turn, event: Event, rooms: Rooms) -> Turn:
    """Show where she was: what she did to get there is done again, without what it made happen."""
    shown = turn.talk.shown
    if shown:
        before = replace(turn.talk, step=shown["step"], memory=shown["memory"], offered=())
        back = _answered(before, event_from(shown["event"]), rooms)
    else:
        back = (
            menu.shown(turn.talk)
            if turn.talk.language
            else hello.first(turn.talk, Event(event.kind, language=event.language), rooms)
        )
    screens = tuple(_with(turn.said, screen) for screen in back.screens[:1]) + back.screens[1:]
    return Turn(back.talk, (*turn.screens, *screens), turn.effects)


def _with(said: str, screen: Screen) -> Screen:
    return replace(screen, text=(said, *screen.text)) if said else screen


def _language(talk: Talk, event: Event) -> str:
    """The language to answer in: hers, or until she has chosen, the one of her device."""
    return talk.language or best_for([event.language])
