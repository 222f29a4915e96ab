"""One request worked out against one snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np

from directory import clock
from directory.search.engine import Explained, Hit, Hits, Sought
from directory.search.entry import minute_of
from directory.search.facets import counted
from directory.search.facts import Floats, Ints, Records
from directory.search.filters import When, distances, suiting, suits, when
from directory.search.ranking import best_first, question_parts, standing, standing_parts
from directory.search.request import Request
from directory.search.scoring import carried, held, match
from directory.search.snapshot import Snapshot

A_WEEK = 7 * 24 * 60
LAST = np.float64(1e12)  # sorts what has no place behind all that has one


def answer(
    snapshot: Snapshot, request: Request, sought: Sought, *, now: datetime, size: int, facets: bool
) -> Hits:
    """One page of answers. The same question in the same minute has the same answer."""
    asked = ("answer", request, sought, minute_of(now), size, facets)
    return snapshot.kept(asked, lambda: Question(snapshot, request, sought, now).page(size, facets=facets))


class Question:
    """What suits a request, in which order."""

    def __init__(self, snapshot: Snapshot, request: Request, sought: Sought, now: datetime) -> None:
        self.snapshot, self.request = snapshot, request
        self.minute, self.today = minute_of(now), clock.london(now).toordinal()
        self.sought, self.matched = sought, match(snapshot, sought) if sought else None
        rows = self.matched.rows if self.matched else snapshot.living
        self.suits = suits(snapshot, request, rows, minute=self.minute)
        self.found: Ints = rows[self.suits.at]

    def page(self, size: int, *, facets: bool) -> Hits:
        first = (self.request.page - 1) * size
        shown = self._in_order(first + size)[first:]
        return Hits(
            total=len(self.found),
            placeless=0 if self.km is None else int(np.count_nonzero(np.isnan(self.km))),
            page=list(self._hits(shown)),
            facets=counted(self.snapshot, self.suits, self.request, self.minute) if facets else {},
            all_words=self.matched.all_words if self.matched else True,
            closeness=self.closeness,
            corrected=self.matched.corrected if self.matched else (),
        )

    @property
    def closeness(self) -> float:
        """How near the best of what was found comes to the best there is."""
        if self.matched is None:
            return 1.0
        return float(self.matched.score[self.suits.at].max(initial=0.0))

    def explained(self, activity_ids: Sequence[int]) -> dict[int, Explained]:
        """Why those of these listings that were found come where they do, by number."""
        standing = standing_parts(self.snapshot, self._when, **self._standing)
        parts = {name: part[self.found] for name, part in standing.items()} | self._parts
        numbers = self.snapshot.listings["activity"][self.found]
        at = np.flatnonzero(np.isin(numbers, list(activity_ids)))
        return {int(numbers[place]): self._explained(int(place), parts) for place in at}

    def _explained(self, place: int, parts: Mapping[str, Floats]) -> Explained:
        row = int(self.found[place])
        by_words = "text" in parts and parts["text"][place] > 0
        return Explained(
            parts={name: float(part[place]) for name, part in parts.items()},
            concepts=carried(self.snapshot, self.sought, row),
            words=held(self.snapshot, self.sought, row) if by_words else (),
        )

    @cached_property
    def km(self) -> Floats | None:
        """How far each row found is, if a place was named; not a number where it has none."""
        return distances(self.snapshot, self.request.spot)[self.found] if self.request.spot else None

    @cached_property
    def _when(self) -> When:
        return when(self.snapshot, self.request, self.minute)

    @property
    def _standing(self) -> dict[str, Any]:
        return {"today": self.today, "for_an_age": bool(self.request.ages)}

    @property
    def _parts(self) -> dict[str, Floats]:
        """What the score of each row found is made of, beside what it has anyway."""
        if self.matched is None:
            return question_parts(concepts=None, words=None, km=self.km)
        concepts, words = self.matched.concepts[self.suits.at], self.matched.words[self.suits.at]
        return question_parts(concepts=concepts, words=words, km=self.km)

    def _in_order(self, most: int) -> Ints:
        """The first rows of those found, best first; what has no place comes behind all that has one."""
        standing_ = standing(self.snapshot, self._when, **self._standing)
        best = -best_first({"": standing_[self.found], **self._parts})
        keys: list[Records] = [self.snapshot.listings["activity"][self.found], best]
        if self.request.sort == "soonest":
            keys.append(self._when.starts[self.found])
        elif self.request.sort == "nearest" and self.km is not None:
            keys.append(np.nan_to_num(self.km, nan=np.inf))
        if self.km is not None:
            keys[-1] = keys[-1] + LAST * np.isnan(self.km)
        at = _likely(keys[-1], most)
        order = np.lexsort([key[at] for key in keys])[:most]
        first: Ints = self.found[at[order]]
        return first

    def _hits(self, rows: Ints) -> Iterator[Hit]:
        snapshot, next_dates = self.snapshot, self._when.next_date[rows]
        numbers = snapshot.listings["activity"][rows].tolist()
        dated = next_dates >= 0
        starts, ends, late = np.zeros((3, len(rows)), np.int32)
        for column, name in ((starts, "start"), (ends, "end"), (late, "late")):
            column[dated] = snapshot.dates[name][next_dates[dated]]
        far = [None] * len(rows)
        if self.request.spot:
            km = distances(snapshot, self.request.spot)[rows].tolist()
            far = [None if isnan(each) else each for each in km]
        for at, (row, date) in enumerate(zip(rows.tolist(), next_dates.tolist(), strict=True)):
            yield Hit(
                activity_id=numbers[at],
                starts_at=None if date < 0 else _moment(int(starts[at])),
                ends_at=None if date < 0 else _moment(int(ends[at])),
                late_minutes=int(late[at]),
                cancelled_at=self._cancelled_before(row, date),
                km=far[at],
            )

    def _cancelled_before(self, row: int, date: int) -> datetime | None:
        """When within a week a date that would have suited was to start, and has been cancelled."""
        if not self.snapshot.has_cancelled[row]:
            return None
        first, last = self.snapshot.first_date[row], self.snapshot.first_date[row + 1]
        earlier = slice(first, date if date >= 0 else last)
        of_row = {name: column[earlier] for name, column in self.snapshot.dates.items()}
        soon = (of_row["start"] > self.minute) & (of_row["start"] < self.minute + A_WEEK)
        for mask in (of_row["cancelled"], *suiting(of_row, self.request)):
            soon &= mask
        return _moment(int(of_row["start"][soon][0])) if soon.any() else None


def _likely(key: Records, most: int) -> Ints:
    """Where the `most` smallest of a key stand, and whatever is as small as the last of them."""
    if len(key) <= most:
        return np.arange(len(key))
    return np.flatnonzero(key <= np.partition(key, most - 1)[most - 1])


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
