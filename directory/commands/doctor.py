"""Look at everything Doorstep stands on, and say what to do about what is wrong."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import click
from sqlalchemy import func, select, text

from directory import clock, schema
from directory.commands.progress import say
from directory.db import Database
from directory.editorial.helplines import helplines
from directory.errors import DirectoryError
from directory.listings.models import Activity, Occurrence, StaleListing, Status
from directory.listings.session_types import session_types
from directory.places.models import Centre, Postcode
from directory.runtime import Runtime, open_runtime
from directory.settings import Settings, from_environment

LEAST_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `advice` is empty when it is well."""

    what: str
    advice: str = ""


@click.command()
def doctor() -> None:
    """Check database, index, settings, SQLite, content and disk; say what to do."""
    sick = False
    try:
        for finding in findings(from_environment()):
            sick = sick or bool(finding.advice)
            say(f"{'✗' if finding.advice else '✓'} {finding.what}")
            if finding.advice:
                say(f"    → {finding.advice}")
    except DirectoryError as error:
        say(f"✗ {error}")
        sick = True
    raise SystemExit(1 if sick else 0)


def findings(settings: Settings) -> Iterator[Finding]:
    yield from _of_settings(settings)
    runtime = open_runtime(settings)
    yield from _of_database(runtime.database)
    yield from _of_listings(runtime)
    yield from _of_index(runtime)
    yield from _of_content()


def _of_settings(settings: Settings) -> Iterator[Finding]:
    yield Finding(f"Data are kept in {settings.data}")
    free = shutil.disk_usage(settings.data if settings.data.exists() else settings.data.parent).free
    low = "Make room: SQLite stops writing on a full disk." if free < LEAST_DISK else ""
    yield Finding(f"{free // 2**20:,} MB of disk are free", low)
    if settings.public_url:
        yield Finding(f"Families reach us at {settings.public_url}")
        open_to_all = "" if settings.trusted_hosts else "Set TRUSTED_HOSTS to the names you answer to."
        yield Finding(
            "Only our own host names are answered" if not open_to_all else "Any host name", open_to_all
        )
        no_mail = "" if settings.mail_server else "Set SMTP_URL and MAIL_FROM: invitations go by mail."
        yield Finding("Mail goes out" if settings.mail_server else "No mail goes out", no_mail)
        open_line = "" if settings.https else "Put it behind https: browsers keep sign-ins safe only there."
        yield Finding("Sign-ins are sealed on their way" if settings.https else "Plain http", open_line)
    else:
        yield Finding("PUBLIC_URL is not set: fine for trying, needed before families use it")


def _of_database(database: Database) -> Iterator[Finding]:
    with database.engine.connect() as connection:
        if database.engine.dialect.name == "sqlite":
            version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
            yield Finding(f"SQLite {version}, safe in WAL mode")
            check = connection.execute(text("PRAGMA quick_check")).scalar_one()
            yield Finding("The database is whole", "" if check == "ok" else f"Restore a backup: {check}")
        else:
            yield Finding(f"Database: {database.engine.dialect.name}")
        differ = schema.differences(connection)
        yield Finding("Its tables are as they should be", f"They differ: {differ}" if differ else "")


def _of_listings(runtime: Runtime) -> Iterator[Finding]:
    with runtime.database.read() as db:
        published = db.scalar(
            select(func.count()).select_from(Activity).where(Activity.status == Status.PUBLISHED)
        )
        dates = db.scalar(
            select(func.count()).select_from(Occurrence).where(Occurrence.starts_at > clock.now())
        )
        lost = db.scalar(select(func.count()).select_from(Centre).where(Centre.lat.is_(None)))
        postcodes = db.scalar(select(func.count()).select_from(Postcode))
    empty = "" if published else "Load some: python -m directory import activities FILE --commit"
    yield Finding(f"{published:,} listings are published, {dates:,} dates to come", empty)
    no_dates = "Start the worker: python -m directory work" if published and not dates else ""
    if no_dates:
        yield Finding("No dates are written down ahead", no_dates)
    unknown = "" if postcodes else "Load them: python -m directory import postcodes FILE --commit"
    yield Finding(f"{postcodes:,} postcodes are known", unknown)
    if lost:
        yield Finding(f"{lost:,} centres have no position", "Import postcodes that cover them.")


def _of_index(runtime: Runtime) -> Iterator[Finding]:
    index = runtime.index.open()
    if index is None:
        yield Finding("There is no search index", "Build it: python -m directory reindex")
        return
    with runtime.database.read() as db:
        waiting = db.scalar(select(func.count()).select_from(StaleListing)) or 0
    behind = "Start the worker: python -m directory work" if waiting > 50 else ""
    yield Finding(f"The search index holds {index.doc_count():,} listings; {waiting} changes wait", behind)


def _of_content() -> Iterator[Finding]:
    yield Finding(f"{len(session_types())} kinds of session are described")
    oldest = min(line.checked_on for line in helplines("en"))
    old = (clock.today() - oldest).days > 180
    yield Finding(
        f"The helplines were last checked on {oldest}",
        "Ring or look up each number and update content/helplines.yaml." if old else "",
    )
