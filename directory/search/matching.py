"""From the words of a question to the concepts it is about, in several languages at once. Pure.

Every phrase of a concept is weighed by how much of it the question says, in whatever order and form. The
best concept explains some of the words; the words left over look for the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.search.analysis import Token
from directory.search.concepts import lexicon
from directory.search.lexicon import Lexicon, Phrase

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
    """A concept found: how sure, from 0 to 1, which words of the question said it, and by which phrase."""

    concept: str
    score: float
    words: frozenset[int]
    phrase: str = ""


def concepts_in(
    words: Sequence[Token], languages: Sequence[str], weak: frozenset[Token] = frozenset()
) -> list[Match]:
    """The concepts that a question is about, the surest first. `weak` words say nothing by themselves."""
    weighed = [
        (match, rank)
        for rank, language in enumerate(languages)
        for match in _weighed(words, lexicon(language), lexicon(languages[0]) if rank else None)
        if any(words[at] not in weak for at in match.words)
    ]
    best: dict[str, Match] = {}
    for match, _ in sorted(weighed, key=lambda pair: -pair[0].score):
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


def _weighed(words: Sequence[Token], lexicon: Lexicon, first: Lexicon | None) -> list[Match]:
    """Every concept of one language that the question may be about, with its best phrase's score.

    `first` is the question's own language, when this one is only its second.
    """
    trust = OTHER_LANGUAGE if first else 1.0
    said: dict[str, tuple[float, int]] = {}
    telling = 0.0
    for at, token in enumerate(words):
        known = _known(token, lexicon, first)
        telling += max((lexicon.rarity[word] for word in known), default=0.0)
        for word, sure in known.items():
            if sure > said.get(word, (0.0, 0))[0]:
                said[word] = (sure, at)
    best: dict[str, Match] = {}
    for number in {number for word in said for number in lexicon.of_word[word]}:
        match = _scored(lexicon.phrases[number], said, lexicon.rarity, telling, trust)
        if match and match.score > best.get(match.concept, _NONE).score:
            best[match.concept] = match
    return list(best.values())


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
    phrase: Phrase,
    said: Mapping[str, tuple[float, int]],
    rarity: Mapping[str, float],
    telling: float,
    trust: float,
) -> Match | None:
    whole = sum(rarity[word] for word in phrase.words)
    matched = sum(rarity[word] * said[word][0] for word in phrase.words if word in said)
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
        frozenset(said[word][1] for word in phrase.words if word in said),
        " ".join(phrase.words),
    )


_NONE = Match("", 0.0, frozenset())
