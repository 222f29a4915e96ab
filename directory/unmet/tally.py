"""Counts waiting in memory, so that looking at a page never writes to the database."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable

from directory.db import Database
from directory.unmet.actions import add_counts
from directory.unmet.counting import Need

WRITE_EVERY = 60.0  # seconds; a process that is killed loses at most this much
MOST_KINDS = 20_000  # of needs waiting: a flood of invented questions does not fill the memory

log = logging.getLogger(__name__)


class Tally:
    """Counts of one process since it last wrote them down. Any thread may count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Need] = Counter()

    def count(self, needs: Iterable[Need]) -> None:
        with self._lock:
            for need in needs:
                if need in self._counts or len(self._counts) < MOST_KINDS:
                    self._counts[need] += 1

    def write_down(self, database: Database) -> int:
        """Add what was counted to the database; returns how many. If that fails, nothing is lost."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        try:
            with database.unit_of_work() as db:
                add_counts(db, counts)
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
                log.exception("what was looked for in vain could not be written down; we try again")
