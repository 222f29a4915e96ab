"""From the words of a question to the concepts it is about, in several languages at once. Pure.

Every phrase of a concept is weighed by how much of it the question says, in whatever order and form. The
best concept explains some of the words; the words left over look for the next.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from directory.search.analysis import Token
from directory.search.concepts import lexicon
from directory.search.lexicon import AKIN, JOINED, TYPO, Lexicon, Phrase

LEAST_COVERED = 0.6  # of a phrase must be said for it to count
LEAST_SCORE = 0.25
OTHER_LANGUAGE = 0.93  # a phrase of the second language is a little less likely to be meant
MOST_CONCEPTS = 3
# How a phrase is weighed. Tried over the judged questions of all languages; they do not hang on a hair.
FLOOR = 0.2  # what is left of a phrase whose words are in every concept
TELLING = 3.5  # how rare a phrase's words must be together to say something by themselves
COVER = 1.5  # how much a phrase loses for what it was not said of it
EXPLAINS = 0.65  # how much it matters that the phrase leaves nothing of the question unexplained
CLOSE_ENOUGH = 0.8  # of the best: other concepts that the same words may well mean


@dataclass(frozen=True)
class Match:
    """A concept found: how sure, from 0 to 1, which words of the question said it, and by which phrase.

    `guesses` are those of the words that are none of any language, each with the one it was taken for.
    """

    concept: str
    score: float
    words: frozenset[int]
    phrase: str = ""
    guesses: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word of a phrase that the question says: how surely, in which of its words, and if by a guess."""

    sure: float
    at: frozenset[int]
    guessed: bool = False


def concepts_in(
    words: Sequence[Token],
    languages: Sequence[str],
    *,
    weak: frozenset[Token] = frozenset(),
    slips: Container[str] = frozenset(),
) -> list[Match]:
    """The concepts that a question is about, the surest first.

    `weak` words say nothing by themselves; `slips` are those that may be other words, misspelt.
    """
    weighed = [
        match
        for rank, language in enumerate(languages)
        for match in _weighed(words, lexicon(language), lexicon(languages[0]) if rank else None, slips)
        if any(words[at] not in weak for at in match.words)
    ]
    best: dict[str, Match] = {}
    for match in sorted(weighed, key=lambda match: -match.score):
        best.setdefault(match.concept, match)
    return _chosen(list(best.values()))


def _chosen(matches: list[Match]) -> list[Match]:
    """Take the best, then what explains words that it did not, or the same ones about as well."""
    chosen: list[Match] = []
    explained: set[int] = set()
    for match in matches:
        if match.score < LEAST_SCORE or len(chosen) == MOST_CONCEPTS:
            break
        new = match.words - explained
        same = any(
            match.words == other.words and match.score >= CLOSE_ENOUGH * other.score for other in chosen
        )
        if not chosen or same or (new and len(new) * 2 >= len(match.words)):
            chosen.append(match)
            explained |= match.words
    return chosen


def _weighed(
    words: Sequence[Token], lexicon: Lexicon, first: Lexicon | None, slips: Container[str]
) -> list[Match]:
    """Every concept of one language that the question may be about, with its best phrase's score.

    `first` is the question's own language, when this one is only its second.
    """
    trust = OTHER_LANGUAGE if first else 1.0
    said: dict[str, _Heard] = {}
    telling = 0.0
    for at, token in enumerate(words):
        heard = _heard(token, at, lexicon, first, slips)
        telling += max((lexicon.rarity[word] for word in heard), default=0.0)
        for word, how in heard.items():
            if word not in said or how.sure > said[word].sure:
                said[word] = how
    for at, (one, other) in enumerate(pairwise(words)):
        both = one.word + other.word
        if both not in said and both in lexicon.real and both in lexicon.of_word:
            said[both] = _Heard(JOINED, frozenset((at, at + 1)))
    best: dict[str, Match] = {}
    for number in {number for word in said for number in lexicon.of_word[word]}:
        match = _scored(lexicon.phrases[number], said, lexicon, telling, trust)
        if match and match.score > best.get(match.concept, _NONE).score:
            best[match.concept] = match
    return list(best.values())


def _heard(
    token: Token, at: int, lexicon: Lexicon, first: Lexicon | None, slips: Container[str]
) -> Mapping[str, _Heard]:
    """What one word may stand for: a word in some form, or two written as one, or else a slip."""
    here = frozenset((at,))
    known = {word: _Heard(sure, here) for word, sure in _known(token, lexicon, first).items()}
    if token.word not in slips or any(how.sure > AKIN for how in known.values()):
        return known
    if not known and (parts := lexicon.parts(token.word)):
        return {word: _Heard(JOINED, here) for word in parts if word in lexicon.of_word}
    least = TYPO if known else 0.0  # a form of a word is no two slips
    guesses = ((word, sure) for word, sure in lexicon.nearly(token.word).items() if sure >= least)
    return {word: _Heard(sure, here, guessed=True) for word, sure in guesses} | known


def _known(token: Token, lexicon: Lexicon, first: Lexicon | None) -> Mapping[str, float]:
    """What a word may stand for. A word that the first language knows is not guessed at in the second."""
    if first is None:
        return lexicon.known(token.word, token.typed)
    if token.word in first.ignored:
        return {}
    if first.knows(token.word, token.typed):
        return lexicon.exactly(token.word) if len(token.word) > 3 else {}
    return lexicon.known(token.word, token.typed)


def _scored(
    phrase: Phrase, said: Mapping[str, _Heard], lexicon: Lexicon, telling: float, trust: float
) -> Match | None:
    rarity = lexicon.rarity
    heard = [(word, said[word]) for word in phrase.words if word in said]
    whole = sum(rarity[word] for word in phrase.words)
    matched = sum(rarity[word] * how.sure for word, how in heard)
    covered = matched / whole if whole else 0.0
    if covered < LEAST_COVERED:
        return None
    explains = matched / telling if telling else 0.0
    telling_enough = min(1.0, FLOOR + (1 - FLOOR) * whole / TELLING)
    score = (
        trust
        * phrase.weight
        * telling_enough
        * covered**COVER
        * (1 - EXPLAINS + EXPLAINS * min(1.0, explains))
    )
    return Match(
        phrase.concept,
        score,
        frozenset().union(*(how.at for _, how in heard)),
        " ".join(phrase.words),
        tuple((at, lexicon.shown.get(word, word)) for word, how in heard if how.guessed for at in how.at),
    )


_NONE = Match("", 0.0, frozenset())
