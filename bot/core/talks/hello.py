"""The first meeting: a language by one tap, then what this is. What she came with is not lost over it."""

import re
from dataclasses import replace

from bot.core.effects import Count
from bot.core.event import Event, Kind, event_from
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go, lines_apart, rows
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.talks import language, menu
from bot.core.talks.courtesy import courtesy_in
from directory.locales import SOURCE, best_for
from directory.words import Words, words_for

LANGUAGE = "hello.language"


def first(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """Before anything else: which language. What she said or followed waits meanwhile."""
    if code := language.named(event.text):
        return _greeted(talk, code)
    hint = best_for([event.language])
    hers, ours = (words.gettext("Hello! Which language shall we use?") for words in _both(hint))
    asked = hers if hers == ours else f"{hers}\n{lines_apart(ours)}"
    choices = language.language_choices("hello", hint)
    screen = Screen("hello", (asked,), choices, words_for(hint).spoken)
    by_poster = event.kind is Kind.START and event.argument.startswith("f_")
    effects = [_found(event.argument)] if by_poster else []
    greeting = event.text and courtesy_in(event.text, hint)
    says_something = (event.text or event.argument or event.kind is Kind.PLACE) and not by_poster
    waiting = event.as_json() if says_something and not greeting else talk.memory.get("waiting")
    return replace(talk, language="").ask(screen, LANGUAGE, *effects, waiting=waiting, hint=hint)


def answered(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """She wrote instead of tapping: a language’s name, or already what she looks for."""
    if code := language.named(event.text):
        return _greeted(talk, code)
    if not courtesy_in(event.text, talk.memory.get("hint", SOURCE)):
        talk = replace(talk, memory={**talk.memory, "waiting": event.as_json()})
    return _greeted(talk, talk.memory.get("hint", SOURCE))


def tapped(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """A language was tapped: at the beginning, or later on a button that is still there."""
    code = language.chosen(event)
    return _greeted(talk, code) if talk.step == LANGUAGE else language.change(talk, event, rooms)


def welcome(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return talk.show(_welcome(talk))


def found_us(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """She comes by a link that says only where she found it: a poster, say."""
    return menu.shown(talk).then(_found(event.argument))


def _greeted(talk: Talk, code: str) -> Turn:
    """Now we know the language: what this is, then what she came with."""
    waiting = talk.memory.get("waiting")
    begun = Turn(replace(talk, language=code, step="", memory={}), effects=(Count("begun", code),))
    if not waiting:
        return replace(begun, onward=Event(Kind.PRESS, press=go("welcome")))
    return replace(begun, screens=(_welcome(begun.talk),), onward=event_from(waiting))


def _welcome(talk: Talk) -> Screen:
    words, code = talk.words, talk.language
    said = (
        *([] if words.spoken == code else [language.said_of(code)]),
        words.gettext(
            "I find what is on for children under five and their families. Just write what you look for:"
            " “baby massage”, or “something on Saturday near me”."
        ),
        words.gettext(
            "I am a computer, not a person, and nobody reads along all the time."
            " If somebody is in danger, ring 999."
        ),
        words.gettext(
            "I keep only what I need to answer you. Write “privacy” to see what,"
            " and “stop” or “delete” at any time."
        ),
    )
    choices = rows(
        Choice(words.gettext("🔎 Find something"), go("find")),
        Choice(words.gettext("Your privacy"), go("privacy")),
        Choice(words.gettext("Menu"), go("menu")),
    )
    return Screen("welcome", said, choices, words.spoken)


def _found(argument: str) -> Count:
    """Where she found us, as far as it is one of the short names that our own links carry."""
    source = argument.partition("_")[2]
    return Count("found", source if re.fullmatch(r"[a-z0-9-]{1,40}", source) else "other")


def _both(hint: str) -> tuple[Words, Words]:
    return words_for(hint), words_for(SOURCE)


TALK = TalkKind(
    "hello",
    presses={"to": tapped},
    steps={"language": answered},
    commands={"welcome": welcome},
    links={"f": found_us},
)
