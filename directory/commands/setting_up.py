"""Make everything ready to run: folder, tables, sample council, translations, index. Safe to repeat."""

import click
from sqlalchemy import func, select

from directory import clock, content
from directory.commands.progress import counting, say
from directory.listings.models import StaleListing
from directory.places.models import Council
from directory.runtime import Runtime, open_runtime
from directory.settings import CONTENT
from directory.words.catalogues import compile_all


@click.command()
def setup() -> None:
    """Make everything ready: database, sample council, translations, search index."""
    make_ready()
    say("Everything is ready.")


def make_ready() -> Runtime:
    """Do what is missing, and say what is done. Quick when nothing is."""
    if compiled := compile_all():
        say(f"Compiled {compiled} translations.")
    runtime = open_runtime()
    if runtime.settings.sample and _is_empty(runtime):
        _load_sample(runtime)
    if runtime.index.open() is None:
        build_index(runtime)
    elif _is_behind(runtime):
        runtime.index.catch_up(runtime.database, now=clock.now())
    runtime.engine.look()
    return runtime


def build_index(runtime: Runtime) -> int:
    from directory.listings.models import Activity

    with runtime.database.read() as db:
        total = db.scalar(select(func.count()).select_from(Activity)) or 0
    with counting("Building the search index", total) as progress:
        return runtime.index.rebuild(runtime.database, now=clock.now(), progress=progress)


def _load_sample(runtime: Runtime) -> None:
    from directory.imports import sample

    total = sum(len(content.read(path)) for path in (CONTENT / "sample" / "activities").glob("*.yaml"))
    with counting("Loading the sample council", total) as progress, runtime.database.unit_of_work() as db:
        sample.load(db, today=clock.today(), now=clock.now(), progress=progress)


def _is_empty(runtime: Runtime) -> bool:
    with runtime.database.read() as db:
        return db.scalars(select(Council.id).limit(1)).first() is None


def _is_behind(runtime: Runtime) -> bool:
    with runtime.database.read() as db:
        return db.scalars(select(StaleListing.id).limit(1)).first() is not None
