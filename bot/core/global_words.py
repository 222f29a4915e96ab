"""Words that mean the same at every step: stop, help, menu, language … in every language. Pure.

`content/bot/words.yaml` holds them. Only a message that is such a word, and nothing else, is one: “help with
breastfeeding” and “stop smoking” are searches.
"""

import re
from collections.abc import Mapping
from functools import cache

from directory import content
from directory.errors import ContentWrong
from directory.locales import LOCALES, SOURCE
from directory.search.analysis import tokens
from directory.settings import CONTENT

FILE = CONTENT / "bot" / "words.yaml"
COMMANDS = (
    "stop",
    "help",
    "menu",
    "language",
    "person",
    "privacy",
    "emergency",
    "find",
    "saved",
    "settings",
    "data",
    "delete",
    "yes",
    "no",
    "hello",
    "thanks",
)
MOST = 40  # letters: a longer message is never one of these words
FEWEST = (
    5,
    4,
)  # letters of a word from another language, in Latin and in other letters: short ones mean much else

_SLASH = re.compile(r"^\s*/+\s*(\w+)(?:@\w+)?")


def command_in(text: str, language: str) -> str | None:
    """The command that a message is, if it is one: by her language's words, by English ones, then by others.

    A word that other languages use for different commands says nothing, except that stop is always heard.
    """
    if len(text) > MOST:
        return None
    said = _plain(_SLASH.sub(r"\1", text))
    own = _by_language()
    for code in (language, SOURCE):
        if (command := own.get(code, {}).get(said)) is not None:
            return command
    if len(said) < FEWEST[not said.isascii()]:
        return None
    others = {words[said] for words in own.values() if said in words}
    if "stop" in others:
        return "stop"
    return others.pop() if len(others) == 1 else None


def said_for(command: str, language: str) -> tuple[str, ...]:
    """How one says a command in a language, the usual word first; in English where we know none."""
    spellings = _spellings()
    return spellings.get(language, {}).get(command) or spellings[SOURCE][command]


@cache
def _spellings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Raises ContentWrong for a language or command that is not ours, or a word that is no text."""
    held = content.read(FILE)["words"]
    for language, commands in held.items():
        if language not in LOCALES:
            raise ContentWrong(f"{FILE}: {language} is no language of ours")
        for command, said in commands.items():
            if command not in COMMANDS:
                raise ContentWrong(f"{FILE}: {language}: {command} is no command")
            if wrong := [word for word in said if not isinstance(word, str)]:
                raise ContentWrong(f"{FILE}: {language}: put quotation marks around {wrong[0]}")
    return {
        language: {command: tuple(said) for command, said in commands.items()}
        for language, commands in held.items()
    }


@cache
def _by_language() -> Mapping[str, Mapping[str, str]]:
    return {
        language: {_plain(word): command for command, said in commands.items() for word in said}
        for language, commands in _spellings().items()
    }


def _plain(text: str) -> str:
    """A message without what does not matter: case, accents, punctuation, emoji."""
    return " ".join(token.word for token in tokens(text))
