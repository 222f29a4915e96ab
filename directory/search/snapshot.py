"""The whole index as arrays in memory: one immutable picture a generation, shared by all threads.

Every listing ever read has a row, also one that has been replaced since; `alive` says which count. Dates to
come stand in one long table sorted by row and start, so that “which date is next, of those that suit” is
one pass over an array. A later picture shares everything with the one before but what changed.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any, TypeVar

import numpy as np

from directory.search.entry import CONCEPT_UNITS
from directory.search.facts import DATE, LISTING, Floats, Ints, Mask, Records
from directory.search.growing import Growing
from directory.search.kept import Kept
from directory.search.segment import Postings, Segment

MOST_KEPT = 64 * 1024 * 1024  # bytes of masks, scores and the like that one picture keeps
MOST_DEAD = 0.25  # of all rows: then the picture is made anew
NOWHERE = (nan, nan)  # always this one: no other “not a number” is equal to it
Value = TypeVar("Value")


class Table:
    """The rows of all segments read so far, one segment after the other, a column each."""

    def __init__(self) -> None:
        self.listings = {name: Growing(LISTING[name]) for name in LISTING.names or ()}
        self.dates = {name: Growing(DATE[name]) for name in DATE.names or ()}
        self.date_row, self.first_date, self.place = (Growing(np.dtype(np.int32)) for _ in range(3))
        self.places = Growing(np.dtype((np.float64, 2)))
        self._place_numbers: dict[tuple[float, float], int] = {}

    def add(self, segment: Segment) -> "Placed":
        """Put a segment's rows at the end."""
        first_row, first_date = self.first_date.used, self.date_row.used
        for columns, records in ((self.listings, segment.listings), (self.dates, segment.dates)):
            for name, column in columns.items():
                column.add(records[name])
        rows = np.arange(first_row, first_row + segment.size, dtype=np.int32)
        self.date_row.add(np.repeat(rows, segment.date_counts))
        self.first_date.add(first_date + np.cumsum(segment.date_counts) - segment.date_counts)
        self.place.add(np.array(self._places(segment), np.int32))
        return Placed(segment.fields, first_row, segment.size)

    def _places(self, segment: Segment) -> list[int]:
        """Which place each listing is at: there are far fewer of them to work out distances to."""
        numbers, known = self._place_numbers, len(self._place_numbers)
        positions = zip(segment.listings["lat"].tolist(), segment.listings["lng"].tolist(), strict=True)
        at = (position if position[0] == position[0] else NOWHERE for position in positions)
        found = [numbers.setdefault(position, len(numbers)) for position in at]
        new = [position for position, number in numbers.items() if number >= known]
        self.places.add(np.array(new, np.float64).reshape(-1, 2))
        return found


@dataclass(frozen=True, eq=False)
class Placed:
    """A segment in the table: its words, its rows, and those of them that have been replaced or taken out."""

    fields: Mapping[str, Postings]
    first_row: int
    size: int
    dead: frozenset[int] = frozenset()


class Snapshot:
    """One generation of the index. `listings` and `dates` are columns by name."""

    def __init__(self, generation: int, table: Table, placed: Mapping[str, Placed]) -> None:
        self.generation, self.table, self.known = generation, table, placed
        # In the order of their rows, so that what is gathered from them is in order too.
        self.placed = sorted(placed.values(), key=lambda each: each.first_row)
        self.listings: dict[str, Any] = {name: column.now for name, column in table.listings.items()}
        self.dates: dict[str, Any] = {name: column.now for name, column in table.dates.items()}
        self.date_row: Ints = table.date_row.now
        self.place: Ints = table.place.now
        self.places: Records = table.places.now
        self.first_date: Ints = np.append(table.first_date.now, np.int32(len(self.date_row)))
        self.size = table.first_date.used  # rows, those that do not count any more included
        self.alive: Mask = np.zeros(self.size, np.bool_)
        for each in self.placed:
            self.alive[each.first_row : each.first_row + each.size] = True
            self.alive[[each.first_row + number for number in each.dead]] = False
        self.count = int(np.count_nonzero(self.alive))
        self._kept = Kept(MOST_KEPT)

    @classmethod
    def of(cls, *segments: Segment, generation: int = 0) -> "Snapshot":
        """A picture of these segments and no others."""
        table = Table()
        return cls(generation, table, {str(at): table.add(each) for at, each in enumerate(segments)})

    @property
    def is_worn(self) -> bool:
        """Whether so many rows are dead that a new picture is due."""
        return self.size - self.count > max(2_000, self.size * MOST_DEAD)

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was worked out from this picture before, or now."""
        return self._kept.get(key, make)

    def forget(self) -> None:
        """Drop all that was kept: for measuring how long the first question takes."""
        self._kept.clear()

    @cached_property
    def living(self) -> Ints:
        """The rows that count."""
        return np.flatnonzero(self.alive).astype(np.int32)

    @cached_property
    def length_norm(self) -> Floats:
        """How long each listing is beside the average, for BM25."""
        words = self.listings["words"].astype(np.float32)
        average = float(words[self.alive].mean()) if self.count else 1.0
        norm: Floats = words / np.float32(average or 1.0)
        return norm

    @cached_property
    def has_cancelled(self) -> Mask:
        """The rows of which some date to come is cancelled."""
        rows = np.zeros(self.size, np.bool_)
        rows[self.date_row[self.dates["cancelled"]]] = True
        return rows

    def has(self, term: str) -> bool:
        return any(each.fields["words"].number(term) >= 0 for each in self.placed)

    def longer(self, start: str) -> tuple[Ints, Records, Ints] | None:
        """All postings of the words that begin so and are longer: rows, counts, and for each posting in how
        many rows its word is. A row comes once for each of its words. None when there is no such word.
        """
        rows, counts, holding = [], [], []
        for each in self.placed:
            words = each.fields["words"]
            first, last = words.beginning_with(start + chr(0))
            if first < last:
                span = slice(words.starts[first], words.starts[last])
                rows.append(words.docs[span] + np.int32(each.first_row))
                counts.append(words.counts[span])
                lengths = np.diff(words.starts[first : last + 1])
                holding.append(np.repeat(lengths, lengths))
        if not rows:
            return None
        all_rows, all_counts, all_holding = map(np.concatenate, (rows, counts, holding))
        kept = self.alive[all_rows]
        return all_rows[kept], all_counts[kept], all_holding[kept]

    def like(self, word: str) -> list[str]:
        """The words that this one may be a slip of the finger for: the nearest there are."""
        found = [each.fields["words"].nearby.to(word) for each in self.placed]
        nearest = min((slips for terms, slips in found if terms), default=0)
        return sorted({term for terms, slips in found if slips == nearest for term in terms})

    def postings(self, term: str, field: str = "words") -> tuple[Ints, Records]:
        """The rows that hold a word (or carry a concept), in order, and how much it counts in each."""
        rows, counts = [], []
        for each in self.placed:
            postings = each.fields[field]
            if (number := postings.number(term)) >= 0:
                docs, held = postings.of(number)
                rows.append(docs + np.int32(each.first_row))
                counts.append(held)
        if not rows:
            return np.empty(0, np.int32), np.empty(0, np.uint16)
        all_rows, all_counts = np.concatenate(rows), np.concatenate(counts)
        if self.count == self.size:
            return all_rows, all_counts
        kept = self.alive[all_rows]
        return all_rows[kept], all_counts[kept]

    def concept(self, key: str) -> tuple[Ints, Floats]:
        """The rows that carry a concept, and how closely each is about it, from 0 to 1."""

        def found() -> tuple[Ints, Floats]:
            rows, counts = self.postings(key, "concepts")
            return rows, counts.astype(np.float32) / CONCEPT_UNITS

        return self.kept(("concept", key), found)
