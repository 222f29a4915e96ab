"""What comes first. All the weights stand here."""

from dataclasses import dataclass
from math import log

import numpy as np

from directory.search.analysis import one_edit_apart
from directory.search.snapshot import Floats, Ints, Snapshot, bits_of


@dataclass(frozen=True)
class Weights:
    """How much each thing counts towards coming first, each being from 0 to 1."""

    text: float = 6.0
    near: float = 2.0
    soon: float = 1.0
    fresh: float = 0.4
    can_go: float = 0.6
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
class TextMatch:
    """How well each row matches the words looked up, from 0 to 1; 0 for those that do not.

    `all_words` is false when no listing holds them all and those that hold most were taken.
    """

    score: Floats
    all_words: bool


def match(snapshot: Snapshot, words: list[str]) -> TextMatch:
    """Score every row against some words: BM25 over each word, its longer forms and likely misspellings."""
    total = np.zeros(snapshot.size)
    held = np.zeros(snapshot.size, np.int32)
    known = 0
    for word in words:
        score = _word(snapshot, word)
        if score is not None:
            known += 1
            total += score
            held += score > 0
    most = int(held.max()) if known and snapshot.size else 0
    enough = held >= most if most else np.zeros(snapshot.size, np.bool_)
    score = np.where(enough, total, 0.0)
    best = float(score.max()) if snapshot.size else 0.0
    return TextMatch(score / best if best else score, all_words=most == len(words))


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


def _can_go(snapshot: Snapshot) -> Floats:
    """How freely one may go: 1 to turn up, less to book first, 0 by referral only."""
    ways = snapshot.bits["access"]
    turn_up = (ways & bits_of("access", ("open",))) != 0
    book = (ways & bits_of("access", ("booked",))) != 0
    result: Floats = turn_up + WEIGHTS.booked_can_go * book
    return result


def best_first(
    snapshot: Snapshot, *, text: Floats | None, km: Floats | None, days_ahead: Floats, today: int
) -> Floats:
    """One number a row, the higher the earlier it comes. `days_ahead` is infinite where no date is known."""
    score: Floats = WEIGHTS.soon * np.exp(-days_ahead / WEIGHTS.soon_fades_days)
    score = score + WEIGHTS.fresh * (snapshot.assured >= today - WEIGHTS.fresh_days)
    score = score + WEIGHTS.can_go * _can_go(snapshot)
    if text is not None:
        score = score + WEIGHTS.text * text
    if km is not None:
        score = score + WEIGHTS.near * np.nan_to_num(np.exp(-km / WEIGHTS.near_fades_km))
    return score
