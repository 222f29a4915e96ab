"""The work nobody waits for: keeping dates written down ahead, and the search index in step."""

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from directory import clock
from directory.errors import AlreadyRunning
from directory.listings.dates import materialise_all
from directory.runtime import Runtime

CATCH_UP_EVERY = 0.25  # seconds

log = logging.getLogger(__name__)


def work(runtime: Runtime, stop: threading.Event) -> None:
    """Work until told to stop. Raises AlreadyRunning if another worker has this data folder."""
    with only_one(runtime):
        done_for: date | None = None
        while not stop.is_set():
            try:
                if done_for != (today := clock.today()):
                    write_dates_ahead(runtime, today)
                    done_for = today
                runtime.index.catch_up(runtime.database, now=clock.now())
            except Exception:
                log.exception("the worker met a problem and tries again in ten seconds")
                stop.wait(10)
            stop.wait(CATCH_UP_EVERY)


def write_dates_ahead(runtime: Runtime, today: date) -> None:
    """Once a day: every listing's dates for the next 26 weeks."""
    with runtime.database.unit_of_work() as db:
        materialise_all(db, today=today)


@contextmanager
def only_one(runtime: Runtime) -> Iterator[None]:
    """Hold the worker's place in this data folder; the system frees it even if we are killed."""
    with (runtime.settings.data / ".worker").open("w") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(f"Another worker is at work in {runtime.settings.data}.") from error
        yield
