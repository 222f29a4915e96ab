"""The whole index as arrays in memory: one immutable picture a generation, shared by all threads.

Rows count from 0 in the order of activity numbers. Dates to come stand in one long table sorted by row
and start, so that “which date is next, of those that suit” is one pass over an array.
"""

import json
import threading
from bisect import bisect_left
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import FileIndex

from directory.search.entry import CONCEPT_UNITS
from directory.search.request import PARTS, SPOKEN
from directory.words.labels import ACCESS, COST, DELIVERY, FEATURE, OFFER, THEME

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# The values each field of bits may hold; the position of a value is its bit.
VALUES: dict[str, tuple[str, ...]] = {
    "themes": tuple(THEME),
    "offer": tuple(OFFER),
    "cost": tuple(COST),
    "access": tuple(ACCESS),
    "delivery": tuple(DELIVERY),
    "features": tuple(FEATURE),
    "spoken": SPOKEN,
}
NOON, EVENING = 12 * 60, 17 * 60


class Snapshot:
    """One generation of the index."""

    def __init__(self, index: FileIndex) -> None:
        self.generation: int = index.latest_generation()
        self._reader = index.reader()
        self._lock = threading.Lock()
        stored = [(number, json.loads(fields["facts"])) for number, fields in self._reader.iter_docs()]
        stored.sort(key=lambda pair: pair[1]["activity_id"])
        facts = [fact for _, fact in stored]
        self.size = len(facts)
        self._row_of = np.full(max((number for number, _ in stored), default=-1) + 1, -1, np.int32)
        for row, (number, _) in enumerate(stored):
            self._row_of[number] = row
        self._read_facts(facts)
        self._read_happenings(facts)
        self._read_lengths(stored)
        terms = [term.decode() if isinstance(term, bytes) else term for term in self._reader.lexicon("words")]
        self.terms: list[str] = sorted(terms)
        self._postings: dict[tuple[str, str], tuple[Ints, Floats]] = {}

    def _read_facts(self, facts: list[dict[str, Any]]) -> None:
        self.activity = np.array([fact["activity_id"] for fact in facts], np.int32)
        self.centre = np.array([fact["centre_id"] for fact in facts], np.int32)
        self.kind = [fact["kind"] for fact in facts]
        self.youngest = np.array([fact["youngest"] for fact in facts], np.int16)
        self.oldest = np.array([fact["oldest"] for fact in facts], np.int16)
        self.pregnant = np.array([fact["pregnant"] for fact in facts], np.bool_)
        self.adults = np.array([fact["adults"] for fact in facts], np.bool_)
        self.assured = np.array([fact["assured_day"] for fact in facts], np.int32)
        nowhere = (np.nan, np.nan)
        positions = np.array([fact["position"] or nowhere for fact in facts], np.float64).reshape(-1, 2)
        self.lat, self.lng = positions[:, 0], positions[:, 1]
        self.bits = {
            name: np.array([_bits(name, fact[name]) for fact in facts], np.uint32) for name in VALUES
        }

    def _read_happenings(self, facts: list[dict[str, Any]]) -> None:
        rows = [(row, *date) for row, fact in enumerate(facts) for date in fact["happenings"]]
        table = np.array(rows, np.int64).reshape(-1, 7)
        self.date_row = table[:, 0].astype(np.int32)
        self.date_start = table[:, 1].astype(np.int32)
        self.date_end = (table[:, 1] + table[:, 2]).astype(np.int32)
        self.date_day = table[:, 3].astype(np.int32)
        self.date_weekday = ((table[:, 3] - 1) % 7).astype(np.int8)  # 1 January of the year 1 was a Monday
        self.date_part = np.digitize(table[:, 4], (NOON, EVENING)).astype(np.int8)
        self.date_cancelled = table[:, 5].astype(np.bool_)
        self.date_late = table[:, 6].astype(np.int16)
        self.first_date = np.searchsorted(self.date_row, np.arange(self.size + 1)).astype(np.int32)

    def _read_lengths(self, stored: list[tuple[int, Any]]) -> None:
        lengths = [self._reader.doc_field_length(number, "words", 0) for number, _ in stored]
        self.length = np.array(lengths, np.float64)
        self.average_length = float(self.length.mean()) if self.size else 1.0

    def postings(self, term: str, field: str = "words") -> tuple[Ints, Floats]:
        """The rows that hold a word (or carry a concept), and how much it counts in each."""
        found = self._postings.get((field, term))
        if found is None:
            with self._lock:  # Whoosh's readers are not made for several threads
                found = self._postings[field, term] = self._decoded(field, term)
        return found

    def concept(self, key: str) -> tuple[Ints, Floats]:
        """The rows that carry a concept, and how closely each is about it, from 0 to 1."""
        rows, counts = self.postings(key, "concepts")
        return rows, counts / CONCEPT_UNITS

    def _decoded(self, field: str, term: str) -> tuple[Ints, Floats]:
        numbers, weights = [], []
        if (field, term) in self._reader:
            matcher = self._reader.postings(field, term)
            while matcher.is_active():
                numbers.append(matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        rows = self._row_of[np.array(numbers, np.int64)]
        kept = rows >= 0
        return rows[kept], np.array(weights, np.float64)[kept]

    def has(self, term: str) -> bool:
        at = bisect_left(self.terms, term)
        return at < len(self.terms) and self.terms[at] == term

    def beginning_with(self, start: str) -> list[str]:
        return self.terms[bisect_left(self.terms, start) : bisect_left(self.terms, start + "\U0010ffff")]


def _bits(name: str, held: str | list[str]) -> int:
    values = VALUES[name]
    return sum(
        1 << values.index(value) for value in ([held] if isinstance(held, str) else held) if value in values
    )


def bits_of(name: str, wanted: tuple[str, ...]) -> np.uint32:
    return np.uint32(_bits(name, list(wanted)))


def part_number(part: str) -> int:
    return PARTS.index(part)
