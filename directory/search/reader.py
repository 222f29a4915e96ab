"""Read a parent's question: what in it is a place, what asks for a centre, what is left to look up. Pure."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from directory import content
from directory.places import postcodes
from directory.search.analysis import fold, words
from directory.settings import CONTENT


@dataclass(frozen=True)
class Reading:
    """A question read. `place` is as typed (a postcode, or what followed “near”); `rest` is to look up."""

    rest: str
    place: str = ""
    wants_centre: bool = False


@lru_cache(maxsize=1_000)
def read_question(text: str, *, places: bool = True) -> Reading:
    """Read one question, in whichever of our languages it is written.

    `places` false leaves every word where it is: for a question whose place turned out to be none.
    """
    place, rest = _place_in(text) if places else ("", text)
    rest, wants_centre = _without_centre_words(rest)
    return Reading(rest=rest, place=place, wants_centre=wants_centre)


def _place_in(text: str) -> tuple[str, str]:
    if found := postcodes.find(text):
        return str(found[0]), found[1]
    for near in _near_words():
        if match := re.search(rf"(?:^|\s){re.escape(near)}\s+(.+)$", text, re.IGNORECASE):
            return match[1].strip(), text[: match.start()].strip()
    return "", text


def searched_words(text: str) -> list[str]:
    """The words of a question worth looking up, each once; all of them if every one is a small word."""
    every = list(dict.fromkeys(words(text)))
    telling = [word for word in every if word not in _ignored()]
    return telling[:12]


def _without_centre_words(text: str) -> tuple[str, bool]:
    folded = fold(text)
    for phrase in _centre_words():
        if re.search(rf"(?:^|\s){re.escape(phrase)}(?:\s|$)", folded):
            return " ".join(folded.replace(phrase, " ").split()), True
    return text, False


@cache
def _of_every_language(kind: str) -> tuple[str, ...]:
    by_language = content.read(CONTENT / "reading.yaml")
    entries = [str(entry) for language in by_language.values() for entry in language[kind]]
    return tuple(sorted(entries, key=len, reverse=True))


@cache
def _ignored() -> frozenset[str]:
    return frozenset(word for entry in _of_every_language("ignore") for word in words(entry))


def _near_words() -> tuple[str, ...]:
    return _of_every_language("near")


@cache
def _centre_words() -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in _of_every_language("centre"))
