"""Hears set phrases in what somebody writes, in many languages at once: fast, and kind to slips. Pure.

How a phrase is written, in `content/bot/crisis/`:

| Written | Hears |
|---|---|
| `want to die` | these words in this order, with at most two other words between each |
| `hits\\|beats me` | either word |
| `<partner> hits me` | any word of the set that the file calls `partner` |
| `suicid*` | any word that begins so |
| `wants … die` | up to five other words there |
| `~ bije mąż` | the words in any order |
| `he hits me?` | these words, unless a word of the set `unless` stands beside them |
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations, product
from math import prod
from typing import Any

from directory.locales import SOURCE
from directory.search.analysis import fold, tokens
from directory.search.typos import distance_to

CLOSE, WIDE = 2, 5  # other words that may stand between two of a phrase
LONG = 6  # letters from which a word may hold one slip
LONGEST = 40  # letters: what is longer is no word, nor a phrase with no spaces in it
SHORTEST_JOINED = 8  # letters: “killmyself” is heard, “hitme” is not
MOST_JOINED = 16  # ways to write one phrase that are also heard with no space between
SPELT_OUT = 4  # letters one by one that make a word
MOST_WORDS = 800  # of a message: Telegram's longest holds no more

_QUOTES = str.maketrans(dict.fromkeys("‘`´ʼ′", "'"))
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_NEXT, _MEANS = "…", ""  # keys of a node that are no word

Node = dict[str, Any]
Known = tuple[str, ...]  # what a word may be: itself, the sets it is in, the stems it begins with


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: what the phrase means, and the language of the file it stands in."""

    meaning: str
    language: str


class Phrases:
    """Phrases of every language, ready to be listened for. What is added first counts for most."""

    def __init__(self) -> None:
        self._root: Node = {}
        self._words: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._slips: dict[str, set[str]] = {}
        self._joined: set[str] = set()
        self._unless: dict[str, frozenset[str]] = {}
        self._found: list[Heard] = []

    def add(
        self, meaning: str, language: str, phrases: Iterable[str], sets: Mapping[str, Sequence[str]]
    ) -> None:
        """Listen for these, too. Raises ValueError for a phrase that names no set of the file."""
        rank = len(self._found)
        self._found.append(Heard(meaning, language))
        for phrase in phrases:
            unsure, anyhow = phrase.endswith("?"), phrase.startswith("~")
            phrase = phrase.strip("~? ")
            for slots in self._spelt_out(phrase.split(), language, sets):
                for order in permutations(slots) if anyhow else [slots]:
                    self._plant(order, (rank, unsure))
            self._plant_joined(phrase, sets, (rank, unsure))

    def ready(self, unless: Mapping[str, Iterable[str]], exact: Iterable[str]) -> "Phrases":
        """All phrases are there.

        `unless`, by language: words beside which an unsure phrase says nothing. `exact`: words one slip away
        from a harmless one, so that they are heard only as they are.
        """
        as_they_are = {word for text in exact for word in _words(text)} | self._joined
        self._unless = {
            language: frozenset(word for text in said for word in self._learn(text))
            for language, said in unless.items()
        }
        for word in self._words:
            if len(word) >= LONG and word not in as_they_are:
                for shorter in _one_letter_less(word):
                    self._slips.setdefault(shorter, set()).add(word)
                self._slips.setdefault(word, set()).add(word)
        return self

    def heard(self, text: str) -> Heard | None:
        """What counts most of all that is heard, if anything, in the language in which most of it is heard.

        English ones are heard by many: of two languages alike it is the other one.
        """
        words = _words(text)[:MOST_WORDS]
        known = [self._known(word) for word in words]
        self._join_neighbours(words, known)
        found: list[Heard] = []
        plain = frozenset(words)
        for at in range(len(known)):
            for rank, unsure in self._from(self._root, known, at, 0):
                if not (unsure and self._held_back(rank, plain)):
                    found.append(self._found[rank])
        if not found:
            return None
        first = min(found, key=self._found.index)
        spoken = Counter(each.language for each in found if each.meaning == first.meaning)
        language = max(spoken, key=lambda each: (spoken[each], each != SOURCE))
        return Heard(first.meaning, language)

    def _held_back(self, rank: int, plain: frozenset[str]) -> bool:
        return not plain.isdisjoint(self._unless.get(self._found[rank].language, ()))

    def _from(self, node: Node, known: Sequence[Known], at: int, room: int) -> Iterator[tuple[int, bool]]:
        """The ends of all phrases that go on from here, `room` other words on at most."""
        for place in range(at, min(at + room + 1, len(known))):
            for word in known[place]:
                if (after := node.get(word)) is not None:
                    yield from after.get(_MEANS, ())
                    yield from self._from(after, known, place + 1, CLOSE)
                    if (far := after.get(_NEXT)) is not None:
                        yield from self._from(far, known, place + 1, WIDE)

    def _known(self, word: str) -> Known:
        """What a word may be for us; mostly nothing."""
        found = self._words.get(word)
        if found is None and word[0] == "و":  # “and”, written onto the next word
            found = self._words.get(word[1:])
        if found is None and _DRAWN_OUT.search(word):
            once, twice = _DRAWN_OUT.sub(r"\1", word), _DRAWN_OUT.sub(r"\1\1", word)
            found, word = self._words.get(once) or self._words.get(twice), once
        if len(word) > LONGEST:
            return ()
        means = set(found or ())
        for end in range(2, len(word) + 1):
            if (stems := self._stems.get(word[:end])) is not None:
                means |= stems
        if not means and len(word) > SHORTEST_JOINED:
            means.update(word[at:] for at in range(1, 4) if word[at:] in self._joined)
        if not means and len(word) >= LONG:
            for near in self._one_slip_from(word):
                means |= self._words[near]
        return tuple(means)

    def _one_slip_from(self, word: str) -> set[str]:
        """What this may be a slip of: a first letter is seldom wrong, and often makes another word."""
        close = set(self._slips.get(word, ()))
        for shorter in _one_letter_less(word):
            close |= self._slips.get(shorter, set())
        return {known for known in close if known[0] == word[0] and distance_to(word, known, 1) == 1}

    def _join_neighbours(self, words: Sequence[str], known: list[Known]) -> None:
        """A word cut in two (“sui cide”) is heard in place of its first half."""
        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]
            if len(joined) < LONG:
                continue
            means = set(self._words.get(joined, ()))
            for end in range(LONG, len(joined) + 1):
                means |= self._stems.get(joined[:end], set())
            if means:
                known[at] = (*known[at], *means)

    def _spelt_out(
        self, written: Sequence[str], language: str, sets: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[str, ...]]:
        """The slots of a phrase. A set is one slot, and so is each of its members of several words."""
        choices: list[list[tuple[str, ...]]] = []
        for part in written:
            if part == _NEXT:
                choices.append([(_NEXT,)])
            else:
                choices.append(
                    [each for word in part.split("|") for each in self._slots(word, language, sets)]
                )
        for chosen in product(*choices):
            yield tuple(slot for part in chosen for slot in part)

    def _slots(self, word: str, language: str, sets: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
        if word.startswith("<"):
            return self._set(word.strip("<>"), language, sets)
        return [self._learn(word)]

    def _set(self, name: str, language: str, sets: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
        if name not in sets:
            raise ValueError(f"{language}: there is no set {name}")
        slot = f"<{language}.{name}>"
        several: list[tuple[str, ...]] = [(slot,)]
        for member in sets[name]:
            learnt = self._learn(member)
            if len(learnt) > 1:
                several.append(learnt)
            elif learnt[0].endswith("*"):
                self._stems[learnt[0][:-1]].add(slot)
            else:
                self._words[learnt[0]].add(slot)
        return several

    def _learn(self, text: str) -> tuple[str, ...]:
        """The slots for plain words, known from now on. Ends in `*` for a stem."""
        if text.endswith("*"):
            stem = fold(text[:-1])
            self._stems.setdefault(stem, set()).add(stem + "*")
            return (stem + "*",)
        learnt = tuple(_words(text))
        for word in learnt:
            self._words.setdefault(word, set()).add(word)
        return learnt

    def _plant(self, slots: Sequence[str], end: tuple[int, bool]) -> None:
        node = self._root
        for slot in slots:
            node = node.setdefault(slot, {})
        node.setdefault(_MEANS, set()).add(end)

    def _plant_joined(self, phrase: str, sets: Mapping[str, Sequence[str]], end: tuple[int, bool]) -> None:
        """The same phrase with no space in it, where there are few ways to write it."""
        parts = [
            [each for word in part.split("|") for each in sets.get(word.strip("<>"), [word])]
            for part in phrase.split()
        ]
        if len(parts) < 2 or set("*…") & set(phrase) or prod(map(len, parts)) > MOST_JOINED:
            return
        for chosen in product(*parts):
            joined = "".join(_words(" ".join(chosen)))
            if len(joined) >= SHORTEST_JOINED:
                self._joined.add(joined)
                self._words.setdefault(joined, set()).add(joined)
                self._plant((joined,), end)


def _words(text: str) -> list[str]:
    """The folded words of a text; letters that stand one by one (“h e l p”) are one word."""
    found = [token.word for token in tokens(text.translate(_QUOTES)) if token.word]
    if sum(len(word) == 1 for word in found) < SPELT_OUT:
        return found
    together: list[str] = []
    for single, run in groupby(found, lambda word: len(word) == 1):
        letters = list(run)
        together += ["".join(letters)] if single and len(letters) >= SPELT_OUT else letters
    return together


def _one_letter_less(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
