"""What comes first. All the weights stand here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from math import log

import numpy as np

from directory.search.analysis import one_edit_apart
from directory.search.engine import Sought
from directory.search.snapshot import Floats, Ints, Snapshot, bits_of


@dataclass(frozen=True)
class Weights:
    """How much each thing counts towards coming first, each being from 0 to 1."""

    text: float = 6.0
    concept: float = 0.85  # of the text's weight, when the question is about a concept
    near: float = 2.0
    soon: float = 1.0
    fresh: float = 0.4
    remote: float = 0.3  # of the closest: what is less about a concept than this is not about it
    can_go: float = 0.6
    made_for_age: float = 0.9
    near_fades_km: float = 4.0
    soon_fades_days: float = 6.0
    fresh_days: int = 90
    booked_can_go: float = 0.7  # a place has to be had first; by referral only counts 0
    prefix: float = 0.5
    one_typo: float = 0.4


WEIGHTS = Weights()
K1, B = 1.2, 0.75
MOST_EXPANSIONS = 30


@dataclass(frozen=True)
class Matched:
    """How well each row matches what is looked for, from 0 to 1; 0 for those that do not.

    The score is the sum of two shares: what the row's `concepts` give, and what the `words` it holds give.
    `all_words` is false when no listing holds them all and those that hold most were taken.
    """

    concepts: Floats
    words: Floats
    all_words: bool

    @cached_property
    def score(self) -> Floats:
        return self.concepts + self.words


def match(snapshot: Snapshot, sought: Sought) -> Matched:
    """Score every row against what is looked for: the concepts it is about first, then its own words."""
    about = _concepts(snapshot, sought.concepts)
    text, all_words = _text(snapshot, sought.words)
    if about is None:
        return Matched(np.zeros(snapshot.size), text, all_words)
    about = np.where(about >= WEIGHTS.remote, about, 0.0)
    return Matched(WEIGHTS.concept * about, (1 - WEIGHTS.concept) * text * all_words, all_words)


def carried(snapshot: Snapshot, sought: Sought, row: int) -> tuple[str, ...]:
    """The concepts looked for that a row is about."""
    keys = (key for group in sought.concepts for key, _ in group)
    return tuple(dict.fromkeys(key for key in keys if row in snapshot.concept(key)[0]))


def held(snapshot: Snapshot, sought: Sought, row: int) -> tuple[str, ...]:
    """The words looked up that a row holds, in any form that counts."""
    scores = ((word, _word(snapshot, word)) for word in sought.words)
    return tuple(word for word, score in scores if score is not None and score[row] > 0)


def _concepts(snapshot: Snapshot, groups: Sequence[Sequence[tuple[str, float]]]) -> Floats | None:
    """How closely each row is about the concepts, from 0 to 1; None when no row is about any.

    Different concepts add up; other readings of the same words do not.
    """
    total = np.zeros(snapshot.size)
    for group in groups:
        score = np.zeros(snapshot.size)
        for key, sure in group:
            rows, closeness = snapshot.concept(key)
            np.maximum.at(score, rows, sure * closeness)
        total += score
    best = float(total.max()) if snapshot.size else 0.0
    return total / best if best else None


def _text(snapshot: Snapshot, words: Sequence[str]) -> tuple[Floats, bool]:
    """BM25 over each word, its longer forms and likely misspellings, from 0 to 1; and whether any row holds
    all the words. Only rows that hold most of them count.
    """
    total = np.zeros(snapshot.size)
    held = np.zeros(snapshot.size, np.int32)
    for word in words:
        score = _word(snapshot, word)
        if score is not None:
            total += score
            held += score > 0
    most = int(held.max()) if words and snapshot.size else 0
    enough = held >= most if most else np.zeros(snapshot.size, np.bool_)
    score = np.where(enough, total, 0.0)
    best = float(score.max()) if snapshot.size else 0.0
    return score / best if best else score, most == len(words)


def _word(snapshot: Snapshot, word: str) -> Floats | None:
    """The score of each row for one word in any of its forms; None when the index knows no form of it."""
    forms = [(word, 1.0)] if snapshot.has(word) else []
    if len(word) >= 3:
        longer = [term for term in snapshot.beginning_with(word) if term != word][:MOST_EXPANSIONS]
        forms += [(term, WEIGHTS.prefix) for term in longer]
    if not forms and len(word) >= 4:
        forms = [(term, WEIGHTS.one_typo) for term in snapshot.terms if one_edit_apart(word, term)]
    if not forms:
        return None
    score = np.zeros(snapshot.size)
    for term, weight in forms:
        rows, counts = snapshot.postings(term)
        np.maximum.at(score, rows, weight * _bm25(snapshot, rows, counts))
    return score


def _bm25(snapshot: Snapshot, rows: Ints, counts: Floats) -> Floats:
    rarity = log(1 + (snapshot.size - len(rows) + 0.5) / (len(rows) + 0.5))
    norm = K1 * (1 - B + B * snapshot.length[rows] / snapshot.average_length)
    result: Floats = rarity * counts * (K1 + 1) / (counts + norm)
    return result


def _made_for_age(snapshot: Snapshot) -> Floats:
    """How narrow the ages are that a session is for: a baby group is more for a baby than “under five”."""
    span = np.where(snapshot.oldest < 0, 240, snapshot.oldest - snapshot.youngest).astype(np.float64)
    result: Floats = 12 / (12 + span)
    return result


def _can_go(snapshot: Snapshot) -> Floats:
    """How freely one may go: 1 to turn up, less to book first, 0 by referral only."""
    ways = snapshot.bits["access"]
    turn_up = (ways & bits_of("access", ("open",))) != 0
    book = (ways & bits_of("access", ("booked",))) != 0
    result: Floats = turn_up + WEIGHTS.booked_can_go * book
    return result


def score_parts(
    snapshot: Snapshot,
    *,
    matched: Matched | None,
    km: Floats | None,
    days_ahead: Floats,
    today: int,
    for_an_age: bool,
) -> Mapping[str, Floats]:
    """What each weight adds to each row's score; the higher their sum, the earlier a row comes.

    `days_ahead` is infinite where no date is known; `for_an_age` says that a child's age was asked for.
    """
    fresh: Floats = (snapshot.assured >= today - WEIGHTS.fresh_days).astype(np.float64)
    parts: dict[str, Floats] = {
        "soon": WEIGHTS.soon * np.exp(-days_ahead / WEIGHTS.soon_fades_days),
        "fresh": WEIGHTS.fresh * fresh,
        "can_go": WEIGHTS.can_go * _can_go(snapshot),
    }
    if matched is not None:
        parts["concept"] = WEIGHTS.text * matched.concepts
        parts["text"] = WEIGHTS.text * matched.words
    if km is not None:
        parts["near"] = WEIGHTS.near * np.nan_to_num(np.exp(-km / WEIGHTS.near_fades_km))
    if for_an_age:
        parts["made_for_age"] = WEIGHTS.made_for_age * _made_for_age(snapshot)
    return parts


def best_first(parts: Mapping[str, Floats]) -> Floats:
    """One number a row, the higher the earlier it comes."""
    return reduce(np.add, parts.values())
