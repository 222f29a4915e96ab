"""How well each listing matches what is looked for: the concepts it is about, and the words it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from directory.search.engine import Sought
from directory.search.facts import Floats, Ints
from directory.search.ranking import WEIGHTS
from directory.search.snapshot import Snapshot

K1, B = 1.2, 0.75
LEAST_PREFIX = 3  # letters


@dataclass(frozen=True, eq=False)
class Matched:
    """The rows that match at all, and how well each does, from 0 to 1.

    The score is the sum of two shares: what the row's `concepts` give, and what the `words` it holds give.
    `all_words` is false when no listing holds them all and those that hold most were taken. `corrected` are
    the words that nothing holds, each with the word of a listing that was taken for it.
    """

    rows: Ints
    concepts: Floats
    words: Floats
    all_words: bool
    corrected: tuple[tuple[str, str], ...] = ()

    @property
    def score(self) -> Floats:
        return self.concepts + self.words


@dataclass(frozen=True, eq=False)
class Scored:
    """The rows that hold one word in any form that counts, how well, and the word that was taken for it."""

    rows: Ints
    score: Floats
    taken_for: str = ""


def match(snapshot: Snapshot, sought: Sought) -> Matched:
    """Score the rows against what is looked for: the concepts they are about first, then their own words."""
    scored = [scored_word(snapshot, word, exact=sought.exact) for word in sought.words]
    if not sought.exact:
        _take_joined(snapshot, sought.words, scored)
    rows, text, all_words = _text(snapshot, scored)
    corrected = tuple(
        (word, one.taken_for) for word, one in zip(sought.words, scored, strict=True) if one.taken_for
    )
    about = _concepts(snapshot, sought.concepts)
    if about is None:
        return Matched(rows, np.zeros(len(rows), np.float32), text, all_words, corrected)
    words = np.zeros(snapshot.size, np.float32)
    words[rows] = ((1 - WEIGHTS.concept) * all_words) * text
    about[about < WEIGHTS.remote] = 0
    rows = np.flatnonzero(about + words)
    return Matched(rows, WEIGHTS.concept * about[rows], words[rows], all_words, corrected)


def carried(snapshot: Snapshot, sought: Sought, row: int) -> tuple[str, ...]:
    """The concepts looked for that a row is about."""
    keys = (key for group in sought.concepts for key, _ in group)
    return tuple(dict.fromkeys(key for key in keys if row in snapshot.concept(key)[0]))


def held(snapshot: Snapshot, sought: Sought, row: int) -> tuple[str, ...]:
    """The words looked up that a row holds, in any form that counts."""
    return tuple(word for word in sought.words if row in scored_word(snapshot, word, exact=sought.exact).rows)


def _concepts(snapshot: Snapshot, groups: Sequence[Sequence[tuple[str, float]]]) -> Floats | None:
    """How closely each row is about the concepts, from 0 to 1; None when no row is about any.

    Different concepts add up, the first counting most; other readings of the same words do not.
    """
    total = np.zeros(snapshot.size if groups else 0, np.float32)
    for group in groups:
        score = np.zeros(snapshot.size, np.float32)
        for key, sure in group:
            rows, closeness = snapshot.concept(key)
            score[rows] = np.maximum(score[rows], np.float32(sure) * closeness)
        total += score * np.float32(WEIGHTS.other_concepts if total.any() else 1.0)
    best = total.max() if len(total) else 0
    return total / best if best else None


def _text(snapshot: Snapshot, scored: Sequence[Scored]) -> tuple[Ints, Floats, bool]:
    """The rows that hold most of the words, their scores from 0 to 1, and whether they hold all of them."""
    rows, score = _holding_all(scored)
    all_words = bool(len(rows)) or not scored
    if not all_words and len(scored) > 1:
        rows, score = _holding_most(snapshot, scored)
    return rows, score / score.max() if len(score) else score, all_words


def _holding_all(scored: Sequence[Scored]) -> tuple[Ints, Floats]:
    if not scored:
        return np.empty(0, np.int32), np.empty(0, np.float32)
    rarest, *others = sorted(scored, key=lambda one: len(one.rows))
    rows, score = rarest.rows, rarest.score
    for other in others:
        at = np.searchsorted(other.rows, rows)
        at[at == len(other.rows)] = 0
        both = other.rows[at] == rows if len(other.rows) else np.zeros(len(rows), np.bool_)
        rows, score = rows[both], score[both] + other.score[at[both]]
    return rows, score


def _holding_most(snapshot: Snapshot, scored: Sequence[Scored]) -> tuple[Ints, Floats]:
    total, words = np.zeros(snapshot.size, np.float32), np.zeros(snapshot.size, np.int8)
    for one in scored:
        total[one.rows] += one.score
        words[one.rows] += 1
    rows = np.flatnonzero(words == words.max(initial=1))
    return rows, total[rows]


def scored_word(snapshot: Snapshot, word: str, *, exact: bool) -> Scored:
    """The rows for one word: as it is, as the beginning of longer ones, else as a slip of the finger."""
    return snapshot.kept(("word", word, exact), lambda: _scored_word(snapshot, word, exact))


def _scored_word(snapshot: Snapshot, word: str, exact: bool) -> Scored:
    found = _as_it_is(snapshot, word)
    if len(found.rows) or exact:
        return found
    if halves := _halves(snapshot, word):
        rows, score = _holding_all([_bm25(snapshot, half) for half in halves])
        return Scored(rows, np.float32(WEIGHTS.two_words) * score, " ".join(halves))
    likely = [(_bm25(snapshot, term), term) for term in snapshot.like(word)]
    if not likely:
        return found
    _, commonest = max(likely, key=lambda pair: (len(pair[0].rows), pair[1]))
    return _best_of(snapshot, [(scored, WEIGHTS.slip) for scored, _ in likely], commonest)


def _as_it_is(snapshot: Snapshot, word: str) -> Scored:
    """The rows that hold a word, or a longer one that begins with it."""
    exact = _bm25(snapshot, word)
    longer = snapshot.longer(word) if len(word) >= LEAST_PREFIX else None
    if longer is None:
        return exact
    rows, counts, holding = longer
    prefix = Scored(rows, _bm25_of(snapshot, rows, counts, holding))
    return _best_of(snapshot, [(exact, 1.0), (prefix, WEIGHTS.prefix)])


def _best_of(snapshot: Snapshot, forms: Sequence[tuple[Scored, float]], taken_for: str = "") -> Scored:
    """Each row's best score over several forms of a word."""
    best = np.zeros(snapshot.size, np.float32)
    for scored, weight in forms:
        np.maximum.at(best, scored.rows, np.float32(weight) * scored.score)
    rows = np.flatnonzero(best)
    return Scored(rows, best[rows], taken_for)


def _take_joined(snapshot: Snapshot, words: Sequence[str], scored: list[Scored]) -> None:
    """Two words next to each other also count where a listing writes them as one (“play group”)."""
    for at, (one, other) in enumerate(pairwise(words)):
        if snapshot.has(one + other):
            joined = (_bm25(snapshot, one + other), WEIGHTS.two_words)
            for place in (at, at + 1):
                each = scored[place]
                scored[place] = _best_of(snapshot, [(each, 1.0), joined], each.taken_for)


def _halves(snapshot: Snapshot, word: str) -> tuple[str, str] | None:
    """The two words of our listings that this one is written together from, if it is (“singalong”)."""
    for at in range(LEAST_PREFIX, len(word) - LEAST_PREFIX + 1):
        if snapshot.has(word[:at]) and snapshot.has(word[at:]):
            return word[:at], word[at:]
    return None


def _bm25(snapshot: Snapshot, term: str) -> Scored:
    """The rows that hold a word of the index, and how much it says about each."""
    rows, counts = snapshot.postings(term)
    return Scored(rows, _bm25_of(snapshot, rows, counts, len(rows)))


def _bm25_of(snapshot: Snapshot, rows: Ints, counts: Ints, holding: Ints | int) -> Floats:
    """BM25 with Whoosh's rarity. `holding` is how many rows hold the word of each posting."""
    rarity = np.log(max(snapshot.count, 1) / (np.asarray(holding, np.float32) + 1)) + 1
    held = counts.astype(np.float32)
    norm = K1 * (1 - B + B * snapshot.length_norm[rows])
    score: Floats = (rarity * (K1 + 1) * held / (held + norm)).astype(np.float32)
    return score
