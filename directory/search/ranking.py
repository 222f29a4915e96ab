"""What comes first. All the weights stand here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from directory.search.facts import Floats
from directory.search.filters import When, holding
from directory.search.snapshot import Snapshot


@dataclass(frozen=True)
class Weights:
    """How much each thing counts towards coming first, each being from 0 to 1."""

    text: float = 6.0
    concept: float = 0.85  # of the text's weight, when the question is about a concept
    other_concepts: float = 0.8  # of the first: what else a question is about, by the way
    near: float = 2.0
    soon: float = 1.0
    fresh: float = 0.4
    long_unchecked: float = 1.0  # taken off: who goes there may find the door shut
    remote: float = 0.3  # of the closest: what is less about a concept than this is not about it
    can_go: float = 0.6
    made_for_age: float = 0.9
    near_fades_km: float = 4.0
    soon_fades_days: float = 6.0
    fresh_days: int = 90  # how often most councils have a listing checked; twice that is long
    booked_can_go: float = 0.7  # a place has to be had first; by referral only counts 0
    prefix: float = 0.5
    slip: float = 0.4  # another word, one slip of the finger away
    two_words: float = 0.8  # two words written as one, or one as two


WEIGHTS = Weights()


def _made_for_age(snapshot: Snapshot) -> Floats:
    """How narrow the ages are that a session is for: a baby group is more for a baby than “under five”."""
    youngest, oldest = snapshot.listings["youngest"], snapshot.listings["oldest"]
    span = np.where(oldest < 0, 240, oldest - youngest).astype(np.float32)
    result: Floats = 12 / (12 + span)
    return result


def _can_go(snapshot: Snapshot) -> Floats:
    """How freely one may go: 1 to turn up, less to book first, 0 by referral only."""
    turn_up, book = holding(snapshot, "access", ("open",)), holding(snapshot, "access", ("booked",))
    result: Floats = (turn_up + WEIGHTS.booked_can_go * book).astype(np.float32)
    return result


def standing_parts(snapshot: Snapshot, when: When, *, today: int, for_an_age: bool) -> Mapping[str, Floats]:
    """What each weight adds to each row's score whatever was looked for, and wherever."""
    assured = snapshot.listings["assured"]
    long_unchecked = (assured > 0) & (assured < today - 2 * WEIGHTS.fresh_days)
    parts = {
        "soon": WEIGHTS.soon * np.exp(-when.starts / np.float32(WEIGHTS.soon_fades_days)),
        "fresh": WEIGHTS.fresh * (assured >= today - WEIGHTS.fresh_days)
        - WEIGHTS.long_unchecked * long_unchecked,
        "can_go": WEIGHTS.can_go * _can_go(snapshot),
    }
    if for_an_age:
        parts["made_for_age"] = WEIGHTS.made_for_age * _made_for_age(snapshot)
    return {name: part.astype(np.float32) for name, part in parts.items()}


def standing(snapshot: Snapshot, when: When, *, today: int, for_an_age: bool) -> Floats:
    """The sum of these parts, worked out once for all questions of a minute."""

    def worked_out() -> Floats:
        return best_first(standing_parts(snapshot, when, today=today, for_an_age=for_an_age))

    return snapshot.kept(("standing", when, today, for_an_age), worked_out)


def question_parts(*, concepts: Floats | None, words: Floats | None, km: Floats | None) -> dict[str, Floats]:
    """What each weight adds for what was looked for, and where."""
    parts: dict[str, Floats] = {}
    if concepts is not None and words is not None:
        parts |= {
            "concept": np.float32(WEIGHTS.text) * concepts,
            "text": np.float32(WEIGHTS.text) * words,
        }
    if km is not None:
        near = np.nan_to_num(np.exp(-km / np.float32(WEIGHTS.near_fades_km)))
        parts["near"] = np.float32(WEIGHTS.near) * near
    return parts


def best_first(parts: Mapping[str, Floats]) -> Floats:
    """One number a row, the higher the earlier it comes."""
    return reduce(np.add, parts.values())
