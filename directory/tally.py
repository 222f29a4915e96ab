"""Counts waiting in memory, so that looking at a page never writes to the database."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from directory.db import Database

WRITE_EVERY = 60.0  # seconds; a process that is killed loses at most this much
MOST_KINDS = 20_000  # of things waiting: a flood of invented ones does not fill the memory

log = logging.getLogger(__name__)
Thing = TypeVar("Thing", bound=Hashable)


class Tally(Generic[Thing]):
    """Counts of one process since it last wrote them down, with `add`. Any thread may count."""

    def __init__(self, add: Callable[[Session, Mapping[Thing, int]], None]) -> None:
        self._add = add
        self._lock = threading.Lock()
        self._counts: Counter[Thing] = Counter()

    def count(self, things: Iterable[Thing]) -> None:
        with self._lock:
            for thing in things:
                if thing in self._counts or len(self._counts) < MOST_KINDS:
                    self._counts[thing] += 1

    def write_down(self, database: Database) -> int:
        """Add what was counted to the database; returns how many. If that fails, nothing is lost."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        try:
            with database.unit_of_work() as db:
                self._add(db, counts)
        except Exception:
            with self._lock:
                self._counts.update(counts)
            raise
        return counts.total()

    def keep_writing(self, database: Database, every: float = WRITE_EVERY) -> None:
        """Write down again and again, for as long as the process lives."""
        while True:
            time.sleep(every)
            try:
                self.write_down(database)
            except Exception:
                log.exception("what was counted could not be written down; we try again")
