"""Bring in what others keep, from files: shown first, kept with `--commit`, all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from sqlalchemy.orm import Session

from directory import clock
from directory.commands.progress import complain, console, say
from directory.imports.plan import Plan, Progress, WrongFile, carry_out

SHOWN = 20  # problems, unless all are asked for
Command = TypeVar("Command", bound=Callable[..., Any])
Work = Callable[[Session, Progress], Plan]


@click.group("import")
def imports() -> None:
    """Bring in centres, postcodes or activities from a file.

    Without --commit this only shows what would happen.
    """


def _told_how(command: Command) -> Command:
    """The options that every import has."""
    command = click.option("--commit", is_flag=True, help="Keep it. Without this, nothing is kept.")(command)
    return click.option("--all", "show_all", is_flag=True, help=f"Show all problems, not only {SHOWN}.")(
        command
    )


_file = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@imports.command()
@click.argument("file", type=_file)
@_told_how
def centres(file: Path, commit: bool, show_all: bool) -> None:
    """Read the government's list of children's centres (GIAS, CSV)."""
    from directory.imports.centres import SHAPE, keep_centres

    def work(db: Session, progress: Progress) -> Plan:
        return keep_centres(db, _content(file, SHAPE.most_bytes), now=clock.now(), progress=progress)

    _carry_out("Reading centres", work, commit=commit, show_all=show_all)


@imports.command()
@click.argument("file", type=_file)
@click.option("--northern-ireland", is_flag=True, help="Also those of Northern Ireland: mind their licence.")
@_told_how
def postcodes(file: Path, northern_ireland: bool, commit: bool, show_all: bool) -> None:
    """Read where postcodes are (ONS or Code-Point Open, CSV, also .gz)."""
    from directory.imports.postcodes import keep_postcodes

    def work(db: Session, progress: Progress) -> Plan:
        return keep_postcodes(db, file, northern_ireland=northern_ireland, progress=progress)

    _carry_out("Reading postcodes", work, commit=commit, show_all=show_all)


@imports.command()
@click.argument("file", type=_file, required=False)
@click.option("--template", "show_template", is_flag=True, help="Print an example of such a file.")
@_told_how
def activities(file: Path | None, show_template: bool, commit: bool, show_all: bool) -> None:
    """Read what centres offer, from a CSV file like the one that --template prints."""
    from directory.imports.activities import SHAPE, keep_activities, template

    if show_template:
        click.echo(template(), nl=False)
        return
    if file is None:
        raise click.UsageError("Give a FILE, or --template to see what one looks like.")
    path = file

    def work(db: Session, progress: Progress) -> Plan:
        content = _content(path, SHAPE.most_bytes)
        return keep_activities(db, content, now=clock.now(), today=clock.today(), progress=progress)

    _carry_out("Reading activities", work, commit=commit, show_all=show_all)


def _content(path: Path, most_bytes: int) -> bytes:
    """The file's bytes, and one more than allowed of a file that is too large, so that it is noticed."""
    with path.open("rb") as file:
        return file.read(most_bytes + 1)


def _carry_out(what: str, work: Work, *, commit: bool, show_all: bool) -> None:
    from directory.runtime import open_runtime

    database = open_runtime().database
    try:
        with _bar(what) as progress:
            plan = carry_out(database, lambda db: work(db, progress), commit=commit)
    except WrongFile as error:
        complain(f"{error} Nothing was kept.")
        raise SystemExit(1) from error
    finally:
        database.close()
    show(plan, committed=commit, show_all=show_all)
    raise SystemExit(1 if plan.refused else 0)


@contextmanager
def _bar(what: str) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def show(plan: Plan, *, committed: bool, show_all: bool) -> None:
    """Tell what an import did or would do: how many of each, the problems, and what to do next."""
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for what, number in _numbers(plan):
        table.add_row(what, f"{number:,}")
    console.print(table)
    notes = list(chain(_said("refused", plan.refused), _said("look at", plan.warnings)))
    notes += chain(_said("changed", plan.changes), _said("put right", plan.repairs))
    for line in notes if show_all else notes[:SHOWN]:
        say(line)
    if len(notes) > SHOWN and not show_all:
        say(f"… and {len(notes) - SHOWN:,} more: add --all to see them.")
    say(_next(plan, committed))


def _numbers(plan: Plan) -> Iterator[tuple[str, int]]:
    yield from (("added", plan.added), ("changed", plan.changed), ("unchanged", plan.unchanged))
    yield from (("refused", len(plan.refused)), ("to look at", len(plan.warnings)))
    yield ("put right", len(plan.repairs))
    yield from plan.counts.items()


def _said(what: str, notes: tuple[Any, ...]) -> Iterator[str]:
    return (f"{what}: {note}" for note in notes)


def _next(plan: Plan, committed: bool) -> str:
    if plan.refused:
        return "Nothing was kept, because something was refused: correct the file and try again."
    if plan.changes_nothing:
        return "Nothing changes: all of it is here already."
    if committed:
        return "All of it is kept."
    return "This was a dry run, and nothing was kept. To keep it, add --commit."
