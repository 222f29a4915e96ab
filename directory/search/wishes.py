"""How dates, ages, places and wishes are said in each language: `content/reading/`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from directory import content
from directory.search.analysis import Token, tokens
from directory.search.typos import Nearby
from directory.settings import CONTENT

FOLDER = CONTENT / "reading"
LONGEST = 6  # words in a phrase


@dataclass(frozen=True)
class Found:
    """A phrase found in a question: what it means, and which words (first, and one past the last)."""

    kind: str
    value: str
    first: int
    last: int


@dataclass(frozen=True)
class Wishes:
    """One language's phrases, by their words: what each means as (kind, value).

    `shown` gives accents back to the words that lost some.
    """

    phrases: Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]
    ignored: frozenset[str]
    shown: Mapping[str, str]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        return frozenset(word for phrase in self.phrases for word in phrase)

    @cached_property
    def nearby(self) -> Nearby:
        """The words that a slip may have been made in, those that say nothing included."""
        return Nearby(sorted(self.vocabulary | self.ignored))

    def find(self, words: Sequence[Token]) -> Iterator[Found]:
        """Every phrase there is, longest first at each place; phrases may overlap."""
        folded = [token.word for token in words]
        for first in range(len(folded)):
            for last in range(min(len(folded), first + LONGEST), first, -1):
                for kind, value in self.phrases.get(tuple(folded[first:last]), ()):
                    yield Found(kind, value, first, last)


# Which lists of the file mean what. A nested map gives its keys as values.
# Of two that say the same, the first is meant: the summer holidays are school holidays, too.
HOLIDAYS = (
    "half_term_october",
    "half_term_february",
    "half_term_may",
    "half_term",
    "summer_holidays",
    "easter_holidays",
    "christmas_holidays",
)
SCHOOL = (*HOLIDAYS, "school_holidays", "term_time", "after_school")
FLAT = [
    *SCHOOL,
    "near",
    "near_me",
    "week",
    "month",
    "year",
    "nearly",
    "just_turned",
    "under",
    "ago",
    "pregnant",
    "adults",
    "today",
    "what_now",
    "tomorrow",
    "day_after_tomorrow",
    "this_week",
    "next_week",
    "weekend",
    "either_yesterday_or_tomorrow",
    "free",
    "drop_in",
    "online",
    "by_phone",
]
NESTED = ("numbers", "ages", "days", "parts", "features", "spoken")


@cache
def wishes(language: str, folder: Path = FOLDER) -> Wishes:
    """The phrases of one language. Raises ContentWrong if its file is missing or cannot be read."""
    data: Mapping[str, Any] = content.read(folder / f"{language}.yaml")
    phrases: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    shown: dict[str, str] = {}

    def words_in(text: object) -> tuple[str, ...]:
        found = tokens(str(text))
        shown.update((token.word, token.typed) for token in found if token.word != token.typed)
        return tuple(token.word for token in found)

    def add(kind: str, value: str, texts: Sequence[object] | None) -> None:
        for text in texts or ():
            key = words_in(text)
            meanings = phrases.setdefault(key, [])
            if key and (kind, value) not in meanings:
                meanings.append((kind, value))

    for kind in FLAT:
        add(kind, "", data.get(kind))
    for kind in NESTED:
        for value, texts in (data.get(kind) or {}).items():
            add(kind, str(value), texts)
    ignored = {word for text in data.get("ignore", ()) for word in words_in(text)}
    return Wishes({key: tuple(value) for key, value in phrases.items()}, frozenset(ignored), shown)


@cache
def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    return tuple(path.stem for path in sorted(folder.glob("*.yaml")))
