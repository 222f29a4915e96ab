"""The search beside SQLite's FTS5, with the same words and the same filters, in one run.

`python -m tests.bench.search 4000 10000 100000` (default 4000 10000): prints the 95th percentile of each kind
of question, warm and cold, and its ratio to FTS5; the time to build and to take up one change; and memory.
"""

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.writing import CLEAR

from directory import clock
from directory.db import sqlite_module
from directory.places.geography import Spot
from directory.search.engine import Sought
from directory.search.entry import Entry
from directory.search.index import NAME, document, schema
from directory.search.request import Age, Request
from directory.search.snapshot import Snapshot
from directory.search.whoosh_engine import _Question
from tests.bench.corpus import corpus

NOW = datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)
QUESTIONS = 40
FILTERS = Request(ages=(Age(8, 8),), days=("tue",), costs=("free",), spot=Spot(52, -1), within=25)


class Ours:
    """Our index and snapshot over a corpus, without the database behind it."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        self.index = whoosh_index.create_in(str(folder), schema(), indexname=NAME)
        writer = self.index.writer(limitmb=256)
        for entry in entries:
            writer.add_document(**document(entry))
        writer.commit(mergetype=CLEAR)
        self.snapshot = Snapshot(self.index)

    def ask(self, words: Sequence[str], request: Request) -> None:
        _Question(self.snapshot, request, Sought(tuple(words)), NOW).page(20)

    def forget(self) -> None:
        self.snapshot._postings.clear()

    def change_one(self, entry: Entry) -> None:
        writer = self.index.writer()
        writer.update_document(**document(entry))
        writer.commit(merge=False)
        self.snapshot = Snapshot(self.index)


class Fts5:
    """SQLite's full text search with a prefix index, and the facts beside it in a table."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        self.db: sqlite3.Connection = sqlite_module().connect(folder / "fts5.db")
        self.db.execute("CREATE VIRTUAL TABLE text USING fts5(words, prefix='3', tokenize='unicode61')")
        self.db.execute(
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, youngest, oldest, weekday, cost, theme, lat, lng)"
        )
        rows = [(entry.activity_id, " ".join(entry.words)) for entry in entries]
        self.db.executemany("INSERT INTO text (rowid, words) VALUES (?, ?)", rows)
        self.db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(self._facts, entries))
        self.db.commit()

    def _facts(self, entry: Entry) -> tuple[object, ...]:
        weekday = (entry.happenings[0].day - 1) % 7
        lat, lng = entry.position or (0, 0)
        return (
            *(entry.activity_id, entry.youngest, entry.oldest, weekday),
            *(entry.cost, entry.themes[0], lat, lng),
        )

    def ask(self, words: Sequence[str], request: Request, *, any_word: bool = False) -> None:
        match = (" OR " if any_word else " AND ").join(f'"{word}"' for word in words)
        where = "text MATCH ?"
        if request.ages:
            where += " AND youngest <= 8 AND oldest >= 8 AND weekday = 1 AND cost = 'free'"
            where += " AND lat BETWEEN 51.64 AND 52.36 AND lng BETWEEN -1.59 AND -0.41"
        source = f"FROM text JOIN facts ON facts.id = text.rowid WHERE {where}"
        best = f"SELECT facts.id {source} ORDER BY bm25(text) LIMIT 20"
        self.db.execute(best, (match,)).fetchall()
        # Our answer always carries its counts; for a fair fight so does this one.
        for column in ("theme", "weekday", "cost"):
            self.db.execute(f"SELECT {column}, count(*) {source} GROUP BY 1", (match,)).fetchall()


def p95(ask: Callable[[int], None]) -> float:
    """Milliseconds within which 95 of 100 questions are answered."""
    taken = []
    for number in range(QUESTIONS):
        start = time.perf_counter()
        ask(number)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)[int(len(taken) * 0.95)]


def compare(size: int) -> None:
    words, made = corpus(size)
    entries = list(made)
    chance = random.Random(1)
    common, rarer = words[:60], words[60:600]
    kinds: dict[str, tuple[Callable[[int], list[str]], Request]] = {
        "word": (lambda n: [common[n]], Request()),
        "two words": (lambda n: [common[n], rarer[n * 3]], Request()),
        "slip": (lambda n: [common[n][:-1] + "q"] if len(common[n]) > 3 else [common[n]], Request()),
        "word + filters": (lambda n: [common[n]], FILTERS),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        ours = Ours(folder, entries)
        built = time.perf_counter() - start
        start = time.perf_counter()
        fts5 = Fts5(folder, entries)
        built_fts5 = time.perf_counter() - start
        start = time.perf_counter()
        ours.change_one(entries[chance.randrange(size)])
        changed = (time.perf_counter() - start) * 1000
        print(f"\n{size:,} listings: build {built:.1f} s ({built / built_fts5:.1f} × FTS5)", end="")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f", one change {changed:.0f} ms, most memory {memory} MB")
        print(f"{'p95 ms':<16}{'warm':>9}{'cold':>9}{'FTS5':>9}{'warm ×':>9}{'cold ×':>9}")
        for kind, (said, request) in kinds.items():
            report(kind, ours, fts5, said, request)


def report(kind: str, ours: Ours, fts5: Fts5, said: Callable[[int], list[str]], request: Request) -> None:
    def cold(number: int) -> None:
        ours.forget()
        ours.ask(said(number), request)

    cold_ms = p95(cold)
    for number in range(QUESTIONS):
        ours.ask(said(number), request)
    warm_ms = p95(lambda number: ours.ask(said(number), request))
    theirs = p95(lambda number: fts5.ask(said(number), request))
    figures = (warm_ms, cold_ms, theirs, warm_ms / theirs, cold_ms / theirs)
    print(f"{kind:<16}" + "".join(f"{figure:>9.2f}" for figure in figures))


def main() -> None:
    for size in map(int, sys.argv[1:] or ("4000", "10000")):
        compare(size)


if __name__ == "__main__":
    main()
