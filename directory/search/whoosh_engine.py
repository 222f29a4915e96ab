"""The engine on the embedded Whoosh index: every question is answered from the newest picture of it.

A question never waits for an index: a change is taken up in passing, since it costs a few milliseconds;
whatever takes longer happens in the background while the last picture answers, or, where there is none
yet, the database itself.
"""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from directory import clock
from directory.db import Database
from directory.errors import IndexUnusable
from directory.search.engine import NO_INDEX, Explained, Hits, Sought
from directory.search.fallback import DatabaseEngine
from directory.search.index import IndexFolder
from directory.search.loading import Contents, contents, load, take_up
from directory.search.question import Question, answer
from directory.search.request import Request
from directory.search.snapshot import Snapshot

CHECK_EVERY = 0.2  # seconds between looks for a newer generation
IN_PASSING = 2_000  # listings that a question may read in before it is answered

log = logging.getLogger(__name__)


class WhooshEngine:
    """Searches the newest snapshot; takes up a newer one within a fifth of a second of its being written."""

    def __init__(self, folder: IndexFolder, database: Database) -> None:
        self._folder, self._database = folder, database
        self._instead = DatabaseEngine(database)
        self._snapshot: Snapshot | None = None
        self._looking = threading.Lock()
        self._behind: threading.Thread | None = None
        self._checked = 0.0
        self._written = -1

    @property
    def generation(self) -> int:
        """The picture that answers now; NO_INDEX while the database answers."""
        snapshot = self._newest()
        return snapshot.generation if snapshot else NO_INDEX

    @property
    def size(self) -> int:
        """How many listings can be found."""
        snapshot = self._newest()
        return snapshot.count if snapshot else 0

    def search(
        self, request: Request, sought: Sought, *, now: datetime, size: int, facets: bool = True
    ) -> Hits:
        if snapshot := self._newest():
            return answer(snapshot, request, sought, now=now, size=size, facets=facets)
        return self._instead.search(request, sought, now=now, size=size, facets=facets)

    def count(self, request: Request, sought: Sought, *, now: datetime) -> tuple[int, float]:
        if snapshot := self._newest():
            question = Question(snapshot, request, sought, now)
            return len(question.found), question.closeness
        return self._instead.count(request, sought, now=now)

    def explain(
        self, request: Request, sought: Sought, *, now: datetime, activity_ids: Sequence[int]
    ) -> Mapping[int, Explained]:
        if snapshot := self._newest():
            return Question(snapshot, request, sought, now).explained(activity_ids)
        return self._instead.explain(request, sought, now=now, activity_ids=activity_ids)

    def look(self) -> None:
        """Take up what has been written since the last look, here and now, and build what is missing.

        Raises IndexUnusable when the index can be neither read nor written.
        """
        with self._looking:
            self._take_up_all()

    def watch(self) -> None:
        """Look for newer generations all the time, so that not even the first question after a quiet
        night is answered from an old one. A small index is read before this returns; the thread ends with
        its process.
        """
        self._newest()
        threading.Thread(target=self._watch, name="index", daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                self.look()
            except Exception:
                log.exception("the search index cannot be taken up; trying again")
                time.sleep(10)
            time.sleep(CHECK_EVERY)

    def _newest(self) -> Snapshot | None:
        if time.monotonic() - self._checked > CHECK_EVERY and self._looking.acquire(blocking=False):
            try:
                self._take_up_in_passing()
            finally:
                self._looking.release()
        return self._snapshot

    def _take_up_in_passing(self) -> None:
        self._checked = time.monotonic()
        written = self._folder.written_at()
        if written == self._written:
            return
        found = contents(self._folder)
        quick = found is not None and found.unread(self._known) <= IN_PASSING
        if not (found and quick and self._taken(found, written)):
            self._take_up_behind()

    @property
    def _known(self) -> Snapshot | None:
        """The picture that the next one can build on."""
        return None if self._snapshot is None or self._snapshot.is_worn else self._snapshot

    def _take_up_behind(self) -> None:
        if self._behind is None or not self._behind.is_alive():
            self._behind = threading.Thread(target=self._look_once, name="index", daemon=True)
            self._behind.start()

    def _look_once(self) -> None:
        try:
            self.look()
        except Exception:
            log.exception("the search index cannot be taken up; the database answers for it")

    def _take_up_all(self) -> None:
        written = self._folder.written_at()
        if written == self._written or self._read():
            return
        self._folder.discard(written_at=written)
        if not self._read():
            log.warning("building the search index anew")
            self._folder.rebuild(self._database, now=clock.now())
            if not self._read():
                raise IndexUnusable("The search index cannot be written or read.")

    def _read(self) -> bool:
        """Take up what is in the index, if it can be read."""
        written = self._folder.written_at()
        found = contents(self._folder)
        return found is not None and self._taken(found, written)

    def _taken(self, found: Contents, written: int) -> bool:
        """Make what is in the index the picture that answers; false when it is damaged."""
        try:
            known = self._known
            self._snapshot = take_up(found, known) if known else load(found)
            self._written = written
            return True
        except Exception as error:  # a damaged index fails in a dozen ways
            log.warning("the search index is damaged (%s)", type(error).__name__)
            return False
