"""What the worker does with files that were handed in: try them, keep them, undo them."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.db import Database
from directory.imports.activities import keep_activities
from directory.imports.handing_in import AT_WORK, plan_as_data
from directory.imports.ical_activities import keep_calendar
from directory.imports.models import FileKind, HandedIn, Stage
from directory.imports.plan import Plan, Progress, WrongFile, carry_out
from directory.imports.undoing import Step, Way, go_back
from directory.listings.refusals import ChangedSince

MOST_TRIES = 3
TELL_EVERY = 10  # listings

log = logging.getLogger(__name__)


def take_in_next(database: Database, folder: Path, *, now: datetime) -> bool:
    """Do what the file that waits longest is waiting for; returns whether there was one.

    How far it is stands in a file in `folder`, as the database keeps what is not finished to itself.
    """
    with database.unit_of_work() as db:
        found = _next(db)
        if found is None:
            return False
        found.tries += 1
        number, stage, tries = found.id, found.stage, found.tries
        name = str(found.uuid)
    telling = folder / name
    try:
        if tries > MOST_TRIES:
            _wrong(database, number, "We could not finish this file. Please tell whoever runs Doorstep.")
        else:
            _STAGES[stage](database, number, progress_in(telling), now)
    finally:
        telling.unlink(missing_ok=True)
    return True


def progress_in(path: Path) -> Progress:
    """Writes how much is done now and then; a reader finds two numbers, or no file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def tell(done: int, of: int) -> None:
        if done % TELL_EVERY == 0 or done == of:
            path.write_text(f"{done} {of}")

    return tell


def how_far(folder: Path, uuid: object) -> tuple[int, int] | None:
    """How much of a file is done, and of how much; None if nobody is at it."""
    try:
        done, of = (folder / str(uuid)).read_text().split()
        return int(done), int(of)
    except (OSError, ValueError):
        return None


def _next(db: Session) -> HandedIn | None:
    query = select(HandedIn).where(HandedIn.stage.in_(AT_WORK)).order_by(HandedIn.id).limit(1)
    return db.scalars(query).first()


def _check(database: Database, number: int, progress: Progress, now: datetime) -> None:
    try:
        plan = carry_out(database, lambda db: _read(db, number, progress, now, Way()), commit=False)
    except WrongFile as error:
        _wrong(database, number, str(error))
        return
    with database.unit_of_work() as db:
        found = db.get_one(HandedIn, number)
        found.stage, found.found = Stage.CHECKED, plan_as_data(plan)


def _keep(database: Database, number: int, progress: Progress, now: datetime) -> None:
    """Keep the file, and in the same breath write down the way back and let the file go."""

    def work(db: Session) -> Plan:
        way = Way()
        plan = _read(db, number, progress, now, way)
        if not plan.refused:
            found = db.get_one(HandedIn, number)
            found.stage, found.found, found.kept_at = Stage.KEPT, plan_as_data(plan), now
            found.steps = [vars(step) for step in way.steps(db)]
            found.content = None
        return plan

    plan = carry_out(database, work, commit=True)
    if plan.refused:  # something changed since it was tried
        with database.unit_of_work() as db:
            found = db.get_one(HandedIn, number)
            found.stage, found.found = Stage.CHECKED, plan_as_data(plan)


def _undo(database: Database, number: int, progress: Progress, now: datetime) -> None:
    try:
        with database.unit_of_work() as db:
            found = db.get_one(HandedIn, number)
            steps = [Step(**step) for step in found.steps or ()]
            go_back(db, steps, who=found.undone_by or found.who, now=now)
            found.stage, found.undone_at, found.steps = Stage.UNDONE, now, None
    except ChangedSince as refusal:
        with database.unit_of_work() as db:
            found = db.get_one(HandedIn, number)
            found.stage, found.undone_by = Stage.KEPT, None
            found.wrong = f"It was not undone, because these were changed since: {', '.join(refusal.names)}."[
                :1000
            ]


def _read(db: Session, number: int, progress: Progress, now: datetime, way: Way) -> Plan:
    found, today = db.get_one(HandedIn, number), clock.london(now).date()
    content = found.content or b""
    if found.kind is FileKind.TABLE:
        return keep_activities(
            db,
            content,
            now=now,
            today=today,
            progress=progress,
            who=found.who,
            within=frozenset(found.centres),
            remember=way.remember,
        )
    return keep_calendar(
        db,
        content,
        centre_id=found.centre_id or 0,
        type_key=found.type_key or "",
        now=now,
        today=today,
        who=found.who,
        progress=progress,
        remember=way.remember,
    )


def _wrong(database: Database, number: int, sentence: str) -> None:
    with database.unit_of_work() as db:
        found = db.get_one(HandedIn, number)
        found.stage, found.wrong, found.content = Stage.WRONG, sentence[:1000], None


_STAGES: dict[Stage, Callable[[Database, int, Progress, datetime], None]] = {
    Stage.TO_CHECK: _check,
    Stage.TO_KEEP: _keep,
    Stage.TO_UNDO: _undo,
}
