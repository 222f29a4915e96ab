"""Three engines over the same made-up listings: ours, SQLite's FTS5, and Whoosh as its tutorial has it."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.query import And, NumericRange, Term

from directory import clock
from directory.db import sqlite_module
from directory.search.engine import Sought
from directory.search.entry import Entry
from directory.search.index import NAME, IndexFolder
from directory.search.loading import contents, load, take_up
from directory.search.question import Question, answer
from directory.search.request import Request
from directory.search.writing import IndexWriter, document, schema
from tests.bench.corpus import SCRIPTS

NOW = datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)
SHOWN = 20


class Ours:
    """Our index and snapshot, without the database behind it; written first, if listings are given."""

    def __init__(self, folder: Path, entries: Sequence[Entry] = ()) -> None:
        if entries:
            folder.mkdir()
            index = whoosh_index.create_in(str(folder), schema(), indexname=NAME)
            with IndexWriter(index, anew=True) as writer:
                for entry in entries:
                    writer.add_document(**document(entry))
        self.folder = IndexFolder(folder)
        self.snapshot = load(contents(self.folder))

    def ask(self, sought: Sought, request: Request, *, facets: bool) -> None:
        """A question that nobody asked before in this minute."""
        Question(self.snapshot, request, sought, NOW).page(SHOWN, facets=facets)

    def ask_again(self, sought: Sought, request: Request, *, facets: bool) -> None:
        """A question that somebody may have asked already: as the engine does."""
        answer(self.snapshot, request, sought, now=NOW, size=SHOWN, facets=facets)

    def forget(self) -> None:
        self.snapshot.forget()

    def write(self, entry: Entry) -> None:
        with IndexWriter(self.folder.open()) as writer:
            writer.delete_by_term("id", str(entry.activity_id))
            writer.add_document(**document(entry))

    def take_up(self) -> None:
        self.snapshot = take_up(contents(self.folder), self.snapshot)


class Fts5:
    """SQLite's full text search with a prefix index, and the facts beside it in a table."""

    FACTS = "id INTEGER PRIMARY KEY, youngest, oldest, weekday, cost, theme, lat, lng"
    FILTERS = (
        " AND youngest <= 8 AND oldest >= 8 AND weekday = 1 AND cost = 'free'"
        " AND lat BETWEEN 51.64 AND 52.36 AND lng BETWEEN -1.59 AND -0.41"
    )

    def __init__(self, path: Path, entries: Sequence[Entry]) -> None:
        self.db: sqlite3.Connection = sqlite_module().connect(path)
        self.db.execute("CREATE VIRTUAL TABLE text USING fts5(words, prefix='3', tokenize='unicode61')")
        self.db.execute(f"CREATE TABLE facts ({self.FACTS})")
        rows = [(entry.activity_id, " ".join([*entry.words, *entry.concepts])) for entry in entries]
        self.db.executemany("INSERT INTO text (rowid, words) VALUES (?, ?)", rows)
        self.db.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(self._facts, entries))
        self.db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(text, row)")
        self.db.commit()
        self._terms = {term for (term,) in self.db.execute("SELECT term FROM vocabulary")}

    def _facts(self, entry: Entry) -> tuple[object, ...]:
        weekday = (entry.happenings[0].day - 1) % 7
        lat, lng = entry.position or (0, 0)
        return (
            *(entry.activity_id, entry.youngest, entry.oldest, weekday),
            *(entry.cost, entry.themes[0], lat, lng),
        )

    def ask(self, words: Sequence[str], *, any_word: bool, slip: bool, filtered: bool, facets: bool) -> None:
        """The best twenty and how many there are, as our answer has them; with counts, three of our nine."""
        if slip:  # FTS5 knows no slips: its users look for likely words in its vocabulary first
            words = [term for word in words for term in sorted(_one_edit(word) & self._terms)] or words
        match = (" OR " if any_word or slip else " AND ").join(f'"{word}"' for word in words)
        where = f"text MATCH ?{self.FILTERS if filtered else ''}"
        source = f"FROM text JOIN facts ON facts.id = text.rowid WHERE {where}"
        self.db.execute(f"SELECT facts.id {source} ORDER BY bm25(text) LIMIT {SHOWN}", (match,)).fetchall()
        self.db.execute(f"SELECT count(*) {source}", (match,)).fetchall()
        if facets:
            for column in ("theme", "weekday", "cost"):
                self.db.execute(f"SELECT {column}, count(*) {source} GROUP BY 1", (match,)).fetchall()


class Stock:
    """Whoosh as its tutorial has it: analysed text, a parser, a new searcher for every question."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        folder.mkdir()
        text = TEXT(analyzer=RegexTokenizer(r"\S+"), stored=True)
        self.index = whoosh_index.create_in(
            str(folder),
            Schema(
                id=ID(stored=True),
                name=text,
                words=text,
                cost=KEYWORD,
                weekday=NUMERIC,
                youngest=NUMERIC,
                oldest=NUMERIC,
                lat=NUMERIC(float),
                lng=NUMERIC(float),
            ),
        )
        writer = self.index.writer(limitmb=256)
        for entry in entries:
            lat, lng = entry.position or (0, 0)
            writer.add_document(
                id=str(entry.activity_id),
                name=" ".join(entry.words[:4]),
                words=" ".join([*entry.words[4:], *entry.concepts]),
                cost=entry.cost,
                weekday=(entry.happenings[0].day - 1) % 7,
                **{"youngest": entry.youngest, "oldest": entry.oldest, "lat": lat, "lng": lng},
            )
        writer.commit()

    def ask(self, words: Sequence[str], *, any_word: bool, filtered: bool) -> None:
        with self.index.searcher() as searcher:
            group = {"group": OrGroup} if any_word else {}
            parser = MultifieldParser(["name", "words"], self.index.schema, **group)
            query = parser.parse(" ".join(words))
            if filtered:
                query = And(
                    [
                        *(query, Term("cost", "free"), NumericRange("weekday", 1, 1)),
                        *(NumericRange("youngest", None, 8), NumericRange("oldest", 8, None)),
                        *(NumericRange("lat", 51.64, 52.36), NumericRange("lng", -1.59, -0.41)),
                    ]
                )
            searcher.search(query, limit=SHOWN)


def _one_edit(word: str) -> set[str]:
    """Every spelling one slip away, in the letters of the word's own script."""
    letters = next(script for script in SCRIPTS if word[0] in script)
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in letters),
        *(head + letter + tail for head, tail in cuts for letter in letters),
    }


def megabytes() -> float:
    """What this process has in memory now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
