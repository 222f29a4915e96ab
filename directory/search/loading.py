"""From the index on disk to a picture of it in memory; or from an older picture, with what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from whoosh.index import TOC

from directory.search import segment
from directory.search.index import NAME, IndexFolder
from directory.search.snapshot import Placed, Snapshot, Table


@dataclass(frozen=True)
class Contents:
    """What one generation of the index on disk consists of: its segments by name."""

    generation: int
    schema: Any
    storage: Any
    segments: Mapping[str, Any]

    def unread(self, snapshot: Snapshot | None) -> int:
        """How many listings stand in segments that a picture does not have yet."""
        known = snapshot.known if snapshot else {}
        return sum(each.doc_count_all() for name, each in self.segments.items() if name not in known)


def contents(folder: IndexFolder) -> Contents | None:
    """What is in the index now; None when there is none, or none that can be read."""
    index = folder.open()
    if index is None:
        return None
    toc = TOC.read(index.storage, NAME)
    segments = {each.segment_id(): each for each in toc.segments}
    return Contents(toc.generation, toc.schema, index.storage, segments)


def load(found: Contents) -> Snapshot:
    """A picture of a whole index. Whatever is damaged raises, in one of a dozen ways."""
    return _picture(found, Table(), {})


def take_up(found: Contents, old: Snapshot) -> Snapshot:
    """The next picture: only segments that the old one does not have are read."""
    return _picture(found, old.table, old.known)


def _picture(found: Contents, table: Table, known: Mapping[str, Placed]) -> Snapshot:
    # All is read before any of it is put into the table, so that damage leaves nothing behind.
    new = {
        name: segment.read(found.storage, found.schema, each)
        for name, each in found.segments.items()
        if name not in known
    }
    placed = {
        name: replace(
            known[name] if name in known else table.add(new[name]), dead=frozenset(each.deleted_docs())
        )
        for name, each in found.segments.items()
    }
    return Snapshot(found.generation, table, placed)
