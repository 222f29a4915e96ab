"""What an import would do, told row by row before any of it is kept.

A file is taken as a whole or not at all: one refused row keeps every other row out, so that nobody has
to find out which half of a list arrived.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from directory.db import Database
from directory.errors import DirectoryError
from directory.listings.actions import Outcome

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much in all."""


class WrongFile(DirectoryError):
    """The file is not what this import reads. The message is one sentence for who chose the file."""


@dataclass(frozen=True)
class Note:
    """One sentence about one row. The heading is row 1, as in a spreadsheet; 0 is the file as a whole."""

    row: int
    sentence: str
    column: str = ""

    def __str__(self) -> str:
        where = f"Row {self.row}" if self.row else "The file"
        return f"{where}{f', column {self.column}' if self.column else ''}: {self.sentence}"


@dataclass(frozen=True)
class Plan:
    """What an import would do, or has done.

    `changes` names the fields of single rows where they are few enough to tell. `repairs` are values put
    right on the way, `warnings` what somebody should look at; neither stands in the way. `counts` are
    other things worth knowing, such as rows left out on purpose, and why.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: tuple[Note, ...] = ()
    refused: tuple[Note, ...] = ()
    repairs: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed)


@dataclass
class Findings:
    """What has been found so far while a file is read."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Note] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    repairs: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def refuse(self, row: int, sentence: str, column: str = "") -> None:
        self.refused.append(Note(row, sentence, column))

    def warn(self, row: int, sentence: str, column: str = "") -> None:
        self.warnings.append(Note(row, sentence, column))

    def count(self, outcome: Outcome, row: int, name: str, fields: Collection[str]) -> None:
        """Count what keeping a row came to, and tell the fields if it was changed."""
        self.added += outcome is Outcome.ADDED
        self.changed += outcome is Outcome.CHANGED
        self.unchanged += outcome is Outcome.UNCHANGED
        if outcome is Outcome.CHANGED:
            self.changes.append(Note(row, f"“{name}” changes in {', '.join(fields)}."))

    def plan(self) -> Plan:
        def in_order(notes: list[Note]) -> tuple[Note, ...]:
            return tuple(sorted(notes, key=lambda note: note.row))

        return Plan(
            self.added,
            self.changed,
            self.unchanged,
            in_order(self.changes),
            in_order(self.refused),
            in_order(self.repairs),
            in_order(self.warnings),
            dict(self.counts),
        )


class _PutBack(Exception):
    def __init__(self, plan: Plan) -> None:
        self.plan = plan


def carry_out(database: Database, work: Callable[[Session], Plan], *, commit: bool) -> Plan:
    """Do an import; keep it if `commit` says so and nothing was refused, else put everything back.

    A dry run is the real thing undone, so what it tells can never differ from what a commit does.
    """
    try:
        with database.unit_of_work() as db:
            plan = work(db)
            if plan.refused or not commit:
                raise _PutBack(plan)
            return plan
    except _PutBack as put_back:
        return put_back.plan
