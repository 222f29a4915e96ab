"""The engine on the embedded Whoosh index: text, filters, distance, order and counts over one snapshot."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from whoosh.index import FileIndex

from directory import clock
from directory.db import Database
from directory.errors import IndexUnusable
from directory.search.engine import Explained, Hit, Hits, Sought
from directory.search.entry import minute_of
from directory.search.facets import counted
from directory.search.filters import Suits, distances, suits
from directory.search.index import IndexFolder
from directory.search.ranking import best_first, carried, held, match, score_parts
from directory.search.request import Request
from directory.search.snapshot import Floats, Ints, Mask, Snapshot

CHECK_EVERY = 0.2  # seconds between looks for a newer generation
A_WEEK = 7 * 24 * 60

log = logging.getLogger(__name__)


class WhooshEngine:
    """Searches the newest snapshot; takes up a newer one within a fifth of a second of its being written."""

    def __init__(self, folder: IndexFolder, database: Database) -> None:
        self._folder = folder
        self._database = database
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._checked = 0.0
        self._written = 0

    @property
    def generation(self) -> int:
        return self.snapshot().generation

    def snapshot(self) -> Snapshot:
        if self._snapshot is None or time.monotonic() - self._checked > CHECK_EVERY:
            self._refresh()
        assert self._snapshot is not None  # noqa: S101 — _refresh made one or raised
        return self._snapshot

    def _refresh(self) -> None:
        first = self._snapshot is None
        if not self._lock.acquire(blocking=first):
            return  # somebody else is looking; the picture we have will do
        try:
            self._checked = time.monotonic()
            if self._snapshot is not None and self._folder.written_at() == self._written:
                return
            self._written = self._folder.written_at()
            index = self._folder.open()
            if index is None:
                self._snapshot = self._built_anew()
            elif self._snapshot is None or self._snapshot.generation != index.latest_generation():
                self._snapshot = self._taken_from(index)
        finally:
            self._lock.release()

    def _taken_from(self, index: FileIndex) -> Snapshot:
        try:
            return Snapshot(index)
        except Exception as error:  # a damaged index fails in a dozen ways
            log.warning("the search index is damaged (%s)", type(error).__name__)
            return self._built_anew()

    def _built_anew(self) -> Snapshot:
        log.warning("building the search index anew")
        self._folder.discard()
        self._folder.rebuild(self._database, now=clock.now())
        index = self._folder.open()
        if index is None:
            raise IndexUnusable("The search index cannot be written or read.")
        return Snapshot(index)

    def search(self, request: Request, sought: Sought, *, now: datetime, size: int) -> Hits:
        return self._asked(request, sought, now).page(size)

    def count(self, request: Request, sought: Sought, *, now: datetime) -> tuple[int, float]:
        question = self._asked(request, sought, now)
        return int(np.count_nonzero(question.found)), question.closeness

    def explain(
        self, request: Request, sought: Sought, *, now: datetime, activity_ids: Sequence[int]
    ) -> Mapping[int, Explained]:
        return self._asked(request, sought, now).explained(activity_ids)

    def _asked(self, request: Request, sought: Sought, now: datetime) -> "_Question":
        snapshot = self.snapshot()
        try:
            return _Question(snapshot, request, sought, now)
        except Exception as error:  # postings are read when first asked for, and may turn out damaged
            log.warning("the search index is damaged (%s)", type(error).__name__)
            with self._lock:
                if self._snapshot is snapshot:
                    self._snapshot = self._built_anew()
            return _Question(self.snapshot(), request, sought, now)


class _Question:
    """One request worked out against one snapshot."""

    def __init__(self, snapshot: Snapshot, request: Request, sought: Sought, now: datetime) -> None:
        self.snapshot, self.request, self.sought = snapshot, request, sought
        self.minute, self.today = minute_of(now), clock.london(now).toordinal()
        self.km = distances(snapshot, request.spot) if request.spot else None
        self.matched = match(snapshot, sought) if sought else None
        self.suits: Suits = suits(snapshot, request, now_minute=self.minute, km=self.km)
        self.base: Mask = self.matched.score > 0 if self.matched else np.ones(snapshot.size, np.bool_)
        self.found: Mask = self.base & self.suits.rows_but(snapshot)

    def page(self, size: int) -> Hits:
        rows = self._in_order()
        first = (self.request.page - 1) * size
        placeless = int(np.count_nonzero(np.isnan(self.km[rows]))) if self.km is not None else 0
        return Hits(
            total=len(rows),
            placeless=placeless,
            page=[self._hit(int(row)) for row in rows[first : first + size]],
            facets=counted(self.snapshot, self.suits, self.base),
            all_words=self.matched.all_words if self.matched else True,
            closeness=self.closeness,
        )

    @property
    def closeness(self) -> float:
        """How near the best of what was found comes to the best there is."""
        if self.matched is None:
            return 1.0
        return float(self.matched.score[self.found].max()) if self.found.any() else 0.0

    def explained(self, activity_ids: Sequence[int]) -> dict[int, Explained]:
        """Why those of these listings that were found come where they do, by number."""
        parts, _ = self._scored()
        rows = np.flatnonzero(self.found & np.isin(self.snapshot.activity, list(activity_ids)))
        return {int(self.snapshot.activity[row]): self._explained(row, parts) for row in rows.tolist()}

    def _explained(self, row: int, parts: Mapping[str, Floats]) -> Explained:
        by_words = self.matched is not None and self.matched.words[row] > 0
        return Explained(
            parts={name: float(part[row]) for name, part in parts.items()},
            concepts=carried(self.snapshot, self.sought, row),
            words=held(self.snapshot, self.sought, row) if by_words else (),
        )

    def _scored(self) -> tuple[Mapping[str, Floats], Floats]:
        """What each row's score is made of, and when its next date starts (infinite where there is none)."""
        self.next_date = self._next_dates()
        starts = np.full(self.snapshot.size, np.inf)
        dated = self.next_date >= 0
        starts[dated] = self.snapshot.date_start[self.next_date[dated]]
        days_ahead = np.maximum(starts - self.minute, 0) / (24 * 60)
        parts = score_parts(
            self.snapshot,
            matched=self.matched,
            km=self.km,
            days_ahead=days_ahead,
            today=self.today,
            for_an_age=bool(self.request.ages),
        )
        return parts, starts

    def _in_order(self) -> Ints:
        rows = np.flatnonzero(self.found).astype(np.int32)
        parts, starts = self._scored()
        keys: list[Floats] = [self.snapshot.activity.astype(np.float64), -best_first(parts)]
        if self.request.sort == "soonest":
            keys.append(starts)
        elif self.request.sort == "nearest" and self.km is not None:
            keys.append(np.nan_to_num(self.km, nan=np.inf))
        if self.km is not None:
            keys.append(np.isnan(self.km).astype(np.float64))
        order = np.lexsort([key[rows] for key in keys])
        ordered: Ints = rows[order]
        return ordered

    def _next_dates(self) -> Ints:
        """For each row, which of its dates is the first that suits what was asked about time; -1 for none."""
        first = np.full(self.snapshot.size, -1, np.int32)
        dates = np.flatnonzero(self.suits.dates_but())[::-1]
        first[self.snapshot.date_row[dates]] = dates
        return first

    def _hit(self, row: int) -> Hit:
        date = int(self.next_date[row])
        km = None if self.km is None or np.isnan(self.km[row]) else float(self.km[row])
        cancelled = self._cancelled_before(row, date)
        return Hit(
            activity_id=int(self.snapshot.activity[row]),
            starts_at=None if date < 0 else _moment(self.snapshot.date_start[date]),
            ends_at=None if date < 0 else _moment(self.snapshot.date_end[date]),
            late_minutes=0 if date < 0 else int(self.snapshot.date_late[date]),
            cancelled_at=None if cancelled is None else _moment(cancelled),
            km=km,
        )

    def _cancelled_before(self, row: int, date: int) -> int | None:
        snapshot = self.snapshot
        last = date if date >= 0 else int(snapshot.first_date[row + 1])
        for earlier in range(int(snapshot.first_date[row]), last):
            start = int(snapshot.date_start[earlier])
            soon = self.minute < start < self.minute + A_WEEK
            if soon and snapshot.date_cancelled[earlier] and self._suits_but_cancelled(earlier):
                return start
        return None

    def _suits_but_cancelled(self, date: int) -> bool:
        return all(bool(mask[date]) for mask in self.suits.dates.values())


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(int(minute) * 60, UTC)
