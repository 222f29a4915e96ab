"""The Whoosh index on disk: written by one process at a time, always rebuildable from the database."""

import fcntl
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from whoosh import index as whoosh_index

from directory.db import Database
from directory.listings.models import StaleListing
from directory.search.entry import Entry, entries
from directory.search.writing import IndexWriter, document, schema

# Raise this when an entry or the analysis changes: an index of another version is rebuilt.
VERSION = 5
NAME = f"listings{VERSION}"

log = logging.getLogger(__name__)
Progress = Callable[[int], None]


class IndexFolder:
    """The folder the index lives in. It holds pickles, so only we may read or write it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> whoosh_index.FileIndex | None:
        """The index, or None when there is none, or none that can be read."""
        try:
            return whoosh_index.open_dir(str(self.path), indexname=NAME)
        except Exception as error:  # a damaged index fails in a dozen ways, pickles among them
            if self.path.exists() and any(self.path.glob("*.toc")):
                log.warning("the search index cannot be read (%s); it will be rebuilt", type(error).__name__)
            return None

    def written_at(self) -> int:
        """When a file last came into the folder, which every new generation does; 0 if there is no folder."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's place; another process waits for it here."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.path.parent / ".index-writer").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def rebuild(self, database: Database, *, now: datetime, progress: Progress = lambda done: None) -> int:
        """Write the whole index anew from the database; returns how many listings it holds."""
        with self.writing(), database.read() as db:
            seen = newest_stale(db)
            written = self._rebuild(entries(db, now=now), progress)
        forget_stale(database, up_to=seen)
        return written

    def discard(self, *, written_at: int) -> None:
        """Throw a damaged index away, unless somebody has written another since we looked."""
        with self.writing():
            if self.written_at() == written_at:
                shutil.rmtree(self.path)

    def _rebuild(self, all_entries: Iterable[Entry], progress: Progress) -> int:
        index = self.open()
        if index is None:
            for old in self.path.iterdir():
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            index = whoosh_index.create_in(str(self.path), schema(), indexname=NAME)
        number = 0
        with IndexWriter(index, anew=True) as writer:
            for number, entry in enumerate(all_entries, 1):
                writer.add_document(**document(entry))
                progress(number)
        return number

    def catch_up(self, database: Database, *, now: datetime) -> int:
        """Bring into the index what changed since the last time; returns how many listings that were."""
        with database.read() as db:
            waiting = db.execute(select(StaleListing.id, StaleListing.activity_id)).all()
        if not waiting:
            return 0
        index = self.open()
        changed = sorted({activity_id for _, activity_id in waiting if activity_id is not None})
        if index is None or any(activity_id is None for _, activity_id in waiting) or len(changed) > 2000:
            return self.rebuild(database, now=now)
        written_at = self.written_at()
        try:
            with self.writing(), database.read() as db:
                _replace(index, changed, entries(db, changed, now=now))
        except Exception as error:  # a damaged index fails in a dozen ways
            log.warning("the search index cannot be written to (%s)", type(error).__name__)
            self.discard(written_at=written_at)
            return self.rebuild(database, now=now)
        forget_stale(database, up_to=max(row_id for row_id, _ in waiting))
        return len(changed)


def _replace(index: whoosh_index.FileIndex, activity_ids: Iterable[int], new: Iterable[Entry]) -> None:
    with IndexWriter(index) as writer:
        for activity_id in activity_ids:
            writer.delete_by_term("id", str(activity_id))
        for entry in new:
            writer.add_document(**document(entry))


def newest_stale(db: Session) -> int:
    return db.scalar(select(func.max(StaleListing.id))) or 0


def forget_stale(database: Database, *, up_to: int) -> None:
    """Strike off what the index has caught up with; whatever came later stays."""
    if up_to:
        with database.unit_of_work() as db:
            db.execute(delete(StaleListing).where(StaleListing.id <= up_to))
