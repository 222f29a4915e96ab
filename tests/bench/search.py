"""The search beside SQLite's FTS5 and stock Whoosh, with the same words and filters, in one run.

`python -m tests.bench.search 4000 10000 100000` (default 4000 10000) prints for each kind of question the
95th percentile of each engine and our share of it. The engines take turns question by question, so that
whatever else the machine does slows all of them. Again: the very question was asked before in this minute.
Warm: every word was seen before, the question is new. Cold: all that had been worked out is forgotten
before each question; the snapshot itself stays.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from directory.places.geography import Spot
from directory.search.engine import Sought
from directory.search.entry import Entry
from directory.search.request import Age, Request
from tests.bench.corpus import corpus
from tests.bench.engines import Fts5, Ours, Stock, megabytes

Made = TypeVar("Made")
QUESTIONS = 40
ROUNDS, COLD_ROUNDS = 5, 3
STOCK_UP_TO = 10_000  # listings: beyond, stock Whoosh takes half a second a question
FILTERS = Request(ages=(Age(8, 8),), days=("tue",), costs=("free",), spot=Spot(52, -1), within=25)


@dataclass(frozen=True)
class Kind:
    """One kind of question: the words of each, and how they go together."""

    name: str
    words: Callable[[int], tuple[str, ...]]
    any_word: bool = False
    filtered: bool = False
    facets: bool = False
    slip: bool = False

    def sought(self, number: int) -> Sought:
        words = self.words(number)
        if self.any_word:
            return Sought(concepts=(tuple((word, 1.0) for word in words),))
        return Sought(words)

    @property
    def request(self) -> Request:
        return FILTERS if self.filtered else Request()


def kinds_of_question(words: Sequence[str]) -> list[Kind]:
    common, rarer = words[:60], words[60:600]
    long = [word for word in words[:200] if len(word) > 5]
    return [
        Kind("one common word", lambda n: (common[n],)),
        Kind("two words, both", lambda n: (common[n], rarer[n * 3])),
        Kind("two concepts, either", lambda n: (f"concept{n % 9 + 1}", f"concept{n + 1}"), any_word=True),
        Kind("a slip of the finger", lambda n: (_slip(long[n]),), slip=True),
        Kind("word and 4 filters", lambda n: (common[n],), filtered=True),
        Kind("word and all counts", lambda n: (common[n],), facets=True),
    ]


def _slip(word: str) -> str:
    return word[:2] + word[3] + word[2] + word[4:] if word[2] != word[3] else word[:2] + word[3:]


def compare(size: int) -> None:
    words, made = corpus(size)
    entries = list(made)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, built = timed(lambda: Ours(folder / "ours", entries))
        fts5, built_fts5 = timed(lambda: Fts5(folder / "fts5.db", entries))
        stock = Stock(folder / "stock", entries) if size <= STOCK_UP_TO else None
        print(
            f"\n{size:,} listings: build {built:.1f} s, {built / built_fts5:.1f} × FTS5’s {built_fts5:.1f} s"
        )
        writing, taking_up = changes(ours, entries)
        print(f"one change: {writing:.0f} ms to write, {taking_up:.0f} ms to take up (medians of 15)")
        with get_context("spawn").Pool(1) as alone:
            loading, resident = alone.apply(serve, (folder / "ours", [words[n] for n in range(600)]))
        print(f"a serving process: {loading:.2f} s to load, {resident:.0f} MB resident after 600 words")
        columns = ("again", "warm", "cold", "FTS5", "stock")
        shares = ("again/FTS5", "warm/FTS5", "cold/FTS5")
        print(f"{'p95, ms':<22}" + "".join(f"{name:>8}" for name in columns), end="")
        print("".join(f"{name:>11}" for name in shares) + f"{'warm/stock':>12}")
        for kind in kinds_of_question(words):
            report(kind, ours, fts5, stock)


def report(kind: Kind, ours: Ours, fts5: Fts5, stock: Stock | None) -> None:
    questions = [(kind.words(number), kind.sought(number)) for number in range(QUESTIONS)]
    again, warm, cold, theirs, stocks = [], [], [], [], []
    for _ in range(ROUNDS):
        for words, sought in questions:
            ask = partial(ours.ask, sought, kind.request, facets=kind.facets)
            ask()
            warm.append(ms(ask))
            ask_again = partial(ours.ask_again, sought, kind.request, facets=kind.facets)
            ask_again()
            again.append(ms(ask_again))
            asked = {"any_word": kind.any_word, "slip": kind.slip, "filtered": kind.filtered}
            theirs.append(ms(partial(fts5.ask, words, facets=kind.facets, **asked)))
    for words, sought in questions * COLD_ROUNDS:
        ours.forget()
        cold.append(ms(partial(ours.ask, sought, kind.request, facets=kind.facets)))
        if stock and len(stocks) < QUESTIONS:
            stocks.append(ms(partial(stock.ask, words, any_word=kind.any_word, filtered=kind.filtered)))
    again_, warm_, cold_, fts5_, stock_ = map(p95, (again, warm, cold, theirs, stocks))
    share = f"{warm_ / stock_:>12.3f}" if stock else ""
    print(f"{kind.name:<22}{again_:>8.3f}{warm_:>8.3f}{cold_:>8.2f}{fts5_:>8.2f}{stock_:>8.1f}", end="")
    print(f"{again_ / fts5_:>11.2f}{warm_ / fts5_:>11.2f}{cold_ / fts5_:>11.2f}{share}", flush=True)


def changes(ours: Ours, entries: Sequence[Entry]) -> tuple[float, float]:
    """The medians, in ms, of writing one changed listing and of taking it up."""
    chance = random.Random(1)
    writing, taking_up = [], []
    for _ in range(15):
        entry = replace(chance.choice(entries), assured_day=0)
        writing.append(ms(partial(ours.write, entry)))
        taking_up.append(ms(ours.take_up))
    return sorted(writing)[7], sorted(taking_up)[7]


def serve(folder: Path, words: Sequence[str]) -> tuple[float, float]:
    """What a process that only answers takes: seconds to load, and MB once words have been asked for."""
    start = time.perf_counter()
    ours = Ours(folder)
    loading = time.perf_counter() - start
    for word in words:
        ours.ask(Sought((word,)), FILTERS if len(word) % 2 else Request(), facets=True)
    return loading, megabytes()


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    start = time.perf_counter()
    return make(), time.perf_counter() - start


def ms(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def p95(taken: Sequence[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)] if taken else 0.0


def main() -> None:
    for size in map(int, sys.argv[1:] or ("4000", "10000")):
        compare(size)


if __name__ == "__main__":
    main()
