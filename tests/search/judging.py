"""Judges the search with questions people wrote: `python -m tests.search.judging [language …] [--misses]`.

Each file in `judged/` holds questions in one language and the kinds of session that answer each. A question
succeeds at 3 when one of the first three answers is of such a kind; one with a `day` only when that day
was understood, too.

The questions stand in sets. The first helped to choose the weights. Those of `blind/` were written before
looking at the words we know, and `sentences/` are long and say much besides; both showed what was missing.
Only what a new set scores on its first run tells how well we do with questions we have not seen.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import yaml
from sqlalchemy import select

from directory.listings.models import Activity
from directory.runtime import Runtime
from directory.search.request import Request

FOLDER = Path(__file__).parent / "judged"
SETS = {"chosen": FOLDER, "blind": FOLDER / "blind", "sentences": FOLDER / "sentences"}


@dataclass(frozen=True)
class Judged:
    """One question, the kinds of session wanted, and those of the answers, in order."""

    ask: str
    wants: tuple[str, ...]
    got: tuple[str, ...]

    def success(self, at: int) -> bool:
        return any(kind in self.wants for kind in self.got[:at])

    @property
    def ndcg(self) -> float:
        gains = [1.0 if kind in self.wants else 0.0 for kind in self.got[:10]]
        ideal = sorted(gains, reverse=True)
        best = sum(gain / log2(place + 2) for place, gain in enumerate(ideal))
        return sum(gain / log2(place + 2) for place, gain in enumerate(gains)) / best if best else 0.0


@dataclass(frozen=True)
class Figures:
    """How one language did; all from 0 to 1."""

    language: str
    questions: int
    success_at_1: float
    success_at_3: float
    ndcg: float
    zero: float

    def __str__(self) -> str:
        return (
            f"{self.language:<4}{self.questions:>5}{self.success_at_1:>9.1%}{self.success_at_3:>9.1%}"
            f"{self.ndcg:>9.3f}{self.zero:>9.1%}"
        )


HEADING = f"{'':<4}{'n':>5}{'s@1':>9}{'s@3':>9}{'nDCG10':>9}{'zero':>9}"


def languages() -> list[str]:
    return [path.stem for path in sorted(FOLDER.glob("*.yaml"))]


def judged(runtime: Runtime, language: str, folder: Path = FOLDER) -> list[Judged]:
    """Ask every question of one language, and see what kinds of session come."""
    with runtime.database.read() as db:
        kinds = {row.id: row.type_key for row in db.execute(select(Activity.id, Activity.type_key))}
    answers = []
    for entry in yaml.safe_load((folder / f"{language}.yaml").read_text(encoding="utf-8")):
        page = runtime.find(Request(text=str(entry["ask"])), language=language)
        understood = "day" not in entry or entry["day"] in page.request.days
        shown = page.results if understood else []
        got = tuple(kinds[result.activity.id] for result in shown)
        answers.append(Judged(str(entry["ask"]), tuple(entry["wants"]), got))
    return answers


def figures(language: str, answers: Sequence[Judged]) -> Figures:
    def share(which: Iterable[bool]) -> float:
        return sum(which) / len(answers)

    return Figures(
        language,
        len(answers),
        share(one.success(1) for one in answers),
        share(one.success(3) for one in answers),
        sum(one.ndcg for one in answers) / len(answers),
        share(not one.got for one in answers),
    )


def main() -> None:
    from directory.commands.setting_up import make_ready

    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or languages()
    runtime = make_ready()
    for name, folder in SETS.items():
        print(f"{name}\n{HEADING}")
        for language in wanted:
            answers = judged(runtime, language, folder)
            print(figures(language, answers))
            if "--misses" in sys.argv:
                print_misses(answers)


def print_misses(answers: Sequence[Judged]) -> None:
    for one in answers:
        if not one.success(3):
            print(f"      {one.ask!r} wants {', '.join(one.wants)}; got {', '.join(one.got[:3])}")


if __name__ == "__main__":
    main()
