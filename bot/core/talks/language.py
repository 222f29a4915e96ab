"""Another language: one tap, and she is where she was, in that language."""

from dataclasses import replace

from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, isolated, press, rows
from bot.core.talk import Talk, TalkKind, Turn, Unknown, arguments
from bot.core.ways import menu_choice
from directory.editorial.languages import language_note
from directory.locales import LOCALES
from directory.search.analysis import fold
from directory.words import words_for


def choose(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    choices = language_choices("language", talk.language)
    screen = Screen("language", (words.gettext("Which language is best for you?"),), choices, words.spoken)
    return talk.aside(replace(screen, choices=(*choices, (menu_choice(words),))))


def change(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    talk = replace(talk, language=chosen(event))
    return talk.again(said_of(talk.language))


def chosen(event: Event) -> str:
    """The language that a press names. Raises Unknown."""
    code = (arguments(event) or [""])[0]
    if code not in LOCALES:
        raise Unknown(event.press)
    return code


def said_of(code: str) -> str:
    """What she should know who chose a language: whether our own sentences are in it."""
    locale = LOCALES[code]
    if not locale.translated:
        return language_note(code).text
    return words_for(code).gettext("Language: %(language)s", language=isolated(locale.own_name))


def language_choices(talk: str, first: str) -> tuple[tuple[Choice, ...], ...]:
    """All languages by the names they have themselves, one of them first."""
    codes = sorted(LOCALES, key=lambda code: code != first)
    return rows(*(Choice(LOCALES[code].own_name, press(talk, "to", code)) for code in codes), wide=2)


def named(text: str) -> str:
    """The language that somebody names, as itself or in English or by its code; empty if she names none."""
    said = fold(text.strip())
    english = words_for("en")
    for code, locale in LOCALES.items():
        if said in (code, fold(locale.own_name), fold(english.language(code))):
            return code
    return ""


TALK = TalkKind("language", presses={"to": change}, commands={"language": choose}, detour=True)
