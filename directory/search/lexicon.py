"""The words of one language that lead to concepts, and the ways in which a typed word can mean one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from directory.search.analysis import Token, tokens
from directory.search.stems import LEAST, STEMMERS, akin, stem, stem_anew
from directory.search.typos import Nearby

# How sure we are that a typed word means a known one.
EMPTY = 0.5  # a phrase of empty words only (“something to do”) means little beside any other
EXACT, SAME_STEM, JOINED, AKIN, TYPO, TWO_TYPOS = 1.0, 0.97, 0.9, 0.88, 0.84, 0.72
LEAST_PART = 3  # letters of each of two words that were written as one


@dataclass(frozen=True, slots=True)
class Said:
    """One way in which editors say a concept. `misspelt` ones are no words of the language."""

    concept: str
    text: str
    weight: float
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that together mean a concept. `weight` is how well: a label says it better than a sentence."""

    concept: str
    words: tuple[str, ...]
    weight: float


class Lexicon:
    """Every phrase of one language, by its words.

    `rarity` says how telling each word is: one that leads to many concepts says little. `real` are the
    words written as they should be; `shown` gives accents and capitals back to those that lost some.
    """

    def __init__(self, language: str, ignored: frozenset[str]) -> None:
        self.language, self.ignored = language, ignored
        self.phrases: list[Phrase] = []
        self.of_word: dict[str, tuple[int, ...]] = {}
        self.of_stem: dict[str, tuple[str, ...]] = {}
        self.rarity: dict[str, float] = {}
        self.real: frozenset[str] = frozenset()
        self.shown: dict[str, str] = {}
        self._known = lru_cache(maxsize=2_000)(self._work_out)
        self._nearly = lru_cache(maxsize=2_000)(self._look_around)

    def known(self, word: str, typed: str) -> Mapping[str, float]:
        """The words of this language that a typed word may be a form of, each with how sure that is.

        A word that says nothing in this language stands for itself alone.
        """
        return self.exactly(word) if word in self.ignored else self._known(word, typed)

    def nearly(self, word: str) -> Mapping[str, float]:
        """The words of this language that a slip of the finger may have made this one of."""
        return self._nearly(word)

    def knows(self, word: str, typed: str) -> bool:
        """Whether this is a word of ours in some form, and not only nearly one."""
        return max(self.known(word, typed).values(), default=0.0) >= SAME_STEM

    def exactly(self, word: str) -> Mapping[str, float]:
        return {word: EXACT} if word in self.of_word else {}

    def leads_to(self, word: str) -> frozenset[str]:
        """The concepts in whose phrases a word stands that says something."""
        numbers = () if word in self.ignored else self.of_word.get(word, ())
        return frozenset(self.phrases[number].concept for number in numbers)

    def parts(self, word: str) -> tuple[str, str] | None:
        """The two words that were written as one (“messyplay”, “weighin”); None when it is no such word."""
        if word in self.of_word or len(word) < 2 * LEAST_PART:
            return None
        return self._parts(word)

    def _parts(self, word: str) -> tuple[str, str] | None:
        for at in range(len(word) - 2, 1, -1):
            one, other = word[:at], word[at:]
            telling = [part for part in (one, other) if part in self.real and part not in self.ignored]
            empty = [part for part in (one, other) if part in self.ignored]
            whole = all(len(part) >= LEAST_PART for part in (one, other))
            if (len(telling) == 2 and whole) or (empty and telling and len(telling[0]) > LEAST):
                return one, other
        return None

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.of_word)

    @cached_property
    def _nearby(self) -> tuple[Nearby, Nearby]:
        """The real words, and those that editors know to be misspelt."""
        real = [word for word in self._sorted if word in self.real]
        return Nearby(real), Nearby([word for word in self._sorted if word not in self.real])

    def _work_out(self, word: str, typed: str) -> Mapping[str, float]:
        found = dict.fromkeys(self.of_stem.get(stem(typed, self.language), ()), SAME_STEM)
        if word in self.of_word:
            found[word] = EXACT
        if found and self.language in STEMMERS:
            return found
        # Without a stemmer, a form that stands in one phrase would hide its sisters in all others.
        return dict.fromkeys(self._beginning_like(word), AKIN) | found

    def _look_around(self, word: str) -> Mapping[str, float]:
        real, misspelt = self._nearby
        found, slips = real.to(word)
        if not found:
            found, slips = misspelt.to(word)
        return dict.fromkeys(found, TYPO if slips < 2 else TWO_TYPOS)

    def _beginning_like(self, word: str) -> Iterable[str]:
        if len(word) < LEAST:
            return
        start = word[:LEAST]
        for known in self._sorted[bisect_left(self._sorted, start) :]:
            if not known.startswith(start):
                return
            if known in self.real and akin(word, known):
                yield known


def build(language: str, entries: Iterable[Said], ignored: frozenset[str]) -> Lexicon:
    """A lexicon of what editors say. A phrase loses the words that say nothing, if it has others."""
    lexicon = Lexicon(language, ignored)
    words = _Words(lexicon)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for entry in entries:
        said = [words.same(token) for token in tokens(entry.text)]
        weight = entry.weight if set(said) - ignored else entry.weight * EMPTY
        for variant in _variants(said, ignored):
            if variant and (entry.concept, variant) not in seen:
                seen.add((entry.concept, variant))
                words.add(Phrase(entry.concept, variant, weight))
            if not entry.misspelt:
                words.real.update(variant)
    words.finish()
    return lexicon


def _variants(words: list[str], ignored: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """A phrase without its empty words; and two short words also written as one (“playgroup”)."""
    telling = [word for word in words if word not in ignored] or words
    yield tuple(dict.fromkeys(telling))
    if len(words) == 2 and all(len(word) > 2 for word in words):
        yield ("".join(words),)


class _Words:
    """The words of a lexicon while it is built: each kept once, however often it is said."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.real: set[str] = set()
        self._one: dict[str, str] = {}
        self._typed: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[str, list[int]] = defaultdict(list)

    def same(self, token: Token) -> str:
        word = self._one.setdefault(token.word, token.word)
        self._typed[word].add(token.typed)
        return word

    def add(self, phrase: Phrase) -> None:
        number = len(self.lexicon.phrases)
        self.lexicon.phrases.append(phrase)
        for word in phrase.words:
            self._phrases[word].append(number)

    def finish(self) -> None:
        lexicon, language = self.lexicon, self.lexicon.language
        lexicon.of_word = {word: tuple(numbers) for word, numbers in self._phrases.items()}
        lexicon.real = frozenset(self.real)
        lexicon.shown = {
            word: min(typed) for word in lexicon.of_word if (typed := self._typed[word]) and word not in typed
        }
        stems: dict[str, set[str]] = defaultdict(set)
        family = {}
        for word in lexicon.of_word:
            own = {stem_anew(typed, language) for typed in self._typed[word]}
            for one in own:
                stems[one].add(word)
            # What the forms of one word share: they are as telling as each other.
            family[word] = min(own, default="") if language in STEMMERS else ""
            family[word] = family[word] or word[: LEAST + 1]
        lexicon.of_stem = {one: tuple(sorted(words)) for one, words in stems.items()}
        lexicon.rarity = self._rarity(family)

    def _rarity(self, family: Mapping[str, str]) -> dict[str, float]:
        phrases = self.lexicon.phrases
        concepts: dict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            for word in phrase.words:
                concepts[family[word]].add(phrase.concept)
        total = len({phrase.concept for phrase in phrases}) or 1
        telling = {number: log(1 + total / number) for number in {len(found) for found in concepts.values()}}
        return {word: telling[len(concepts[family[word]])] for word in self.lexicon.of_word}
