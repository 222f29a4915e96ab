"""The words of one language that lead to concepts, and the ways in which a typed word can mean one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from directory.search.analysis import one_edit_apart, tokens
from directory.search.stems import LEAST, STEMMERS, akin, stem

# How sure we are that a typed word means a known one.
EMPTY = 0.5  # a phrase of empty words only (“something to do”) means little beside any other
EXACT, SAME_STEM, AKIN, TYPO = 1.0, 0.97, 0.88, 0.84


@dataclass(frozen=True)
class Phrase:
    """Words that together mean a concept. `weight` is how well: a label says it better than a sentence."""

    concept: str
    words: tuple[str, ...]
    weight: float


@dataclass
class Lexicon:
    """Every phrase of one language, by its words."""

    language: str
    ignored: frozenset[str] = frozenset()
    phrases: list[Phrase] = field(default_factory=list)
    of_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_stem: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    rarity: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sorted: list[str] = []
        self._stem_of: dict[str, str] = {}

    def known(self, word: str, typed: str) -> Mapping[str, float]:
        """The words of this language that a typed word may stand for, each with how sure that is.

        A word that says nothing in this language stands for itself alone.
        """
        return self.exactly(word) if word in self.ignored else self._known(word, typed)

    def knows(self, word: str, typed: str) -> bool:
        """Whether this is a word of ours in some form, and not only nearly one."""
        return max(self.known(word, typed).values(), default=0.0) >= SAME_STEM

    def exactly(self, word: str) -> Mapping[str, float]:
        return {word: EXACT} if word in self.of_word else {}

    def add_stem(self, word: str, stem_: str) -> None:
        self.of_stem[stem_].add(word)
        if self.language in STEMMERS:
            self._stem_of[word] = stem_

    def finish(self) -> None:
        """Work out how telling each word is: one that leads to many concepts says little."""
        concepts: dict[str, set[str]] = defaultdict(set)
        for phrase in self.phrases:
            for word in phrase.words:
                concepts[self._family(word)].add(phrase.concept)
        total = len({phrase.concept for phrase in self.phrases}) or 1
        self.rarity = {word: log(1 + total / len(concepts[self._family(word)])) for word in self.of_word}
        self._sorted = sorted(self.of_word)
        self._known = lru_cache(maxsize=5_000)(self._work_out)

    def _family(self, word: str) -> str:
        """What the forms of one word share: they are as telling as each other."""
        return self._stem_of.get(word) or word[: LEAST + 1]

    def _work_out(self, word: str, typed: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for known in self.of_stem.get(stem(typed, self.language), ()):
            found[known] = SAME_STEM
        if word in self.of_word:
            found[word] = EXACT
        if not found:
            found = dict.fromkeys(self._beginning_like(word), AKIN)
        if not found and len(word) >= LEAST:
            found = {known: TYPO for known in self._sorted if one_edit_apart(word, known)}
        if not found and len(word) >= 2 * LEAST:
            found = {known: TYPO for known in self._beginning_like(word, 3) if _two_edits(word, known)}
        return found

    def _beginning_like(self, word: str, letters: int = LEAST) -> Iterable[str]:
        if len(word) < letters:
            return
        start = word[:letters]
        for known in self._sorted[bisect_left(self._sorted, start) :]:
            if not known.startswith(start):
                return
            if letters < LEAST or akin(word, known):
                yield known


def build(language: str, entries: Iterable[tuple[str, str, float]], ignored: frozenset[str]) -> Lexicon:
    """A lexicon of (concept, phrase, weight). A phrase loses the words that say nothing, if it has others."""
    lexicon = Lexicon(language, ignored)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for concept, text, weight in entries:
        said = [token.word for token in tokens(text)]
        weight = weight if set(said) - ignored else weight * EMPTY
        for words in _variants(said, ignored):
            if not words or (concept, words) in seen:
                continue
            seen.add((concept, words))
            number = len(lexicon.phrases)
            lexicon.phrases.append(Phrase(concept, words, weight))
            for word in words:
                lexicon.of_word[word].append(number)
        for token in tokens(text):
            if token.word in lexicon.of_word:
                lexicon.add_stem(token.word, stem(token.typed, language))
    lexicon.finish()
    return lexicon


def _variants(words: list[str], ignored: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """A phrase without its empty words; and two short words also written as one (“playgroup”)."""
    telling = [word for word in words if word not in ignored] or words
    yield tuple(dict.fromkeys(telling))
    if len(words) == 2 and all(len(word) > 2 for word in words):
        yield ("".join(words),)


def _two_edits(one: str, other: str) -> bool:
    """Whether two slips of the finger at most lie between two long words."""
    if abs(len(one) - len(other)) > 2:
        return False
    return _distance(one, other) <= 2


def _distance(one: str, other: str) -> int:
    before = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        here = [row]
        for column, b in enumerate(other, 1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (a != b)))
        before = here
    return before[-1]
