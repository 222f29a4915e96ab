"""Handing in a file in the browser: what may be said of it, and when. Nothing here commits."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from directory.errors import DirectoryError, NotFound
from directory.imports.ical_events import is_calendar
from directory.imports.models import FileKind, HandedIn, Stage
from directory.imports.plan import Note, Plan

MOST_BYTES = 1_000_000
MOST_WAITING = 20  # files of one council; each may hold a megabyte
FILES_KEPT, WAY_BACK_KEPT = timedelta(days=7), timedelta(days=30)
AT_WORK = (Stage.TO_CHECK, Stage.TO_KEEP, Stage.TO_UNDO)


class FileTooLarge(DirectoryError):
    """The file is larger than what is read at once."""


class EmptyFile(DirectoryError):
    """There is nothing in the file."""


class TooManyFiles(DirectoryError):
    """So many files of this council wait already that no more are taken."""


class NotNow(DirectoryError):
    """That cannot be done to a file at this stage: somebody has done something to it meanwhile."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage


@dataclass(frozen=True)
class Sender:
    """Who hands in a file, and the centres she may do that for."""

    worker_id: int
    council_id: int
    name: str
    centres: Collection[int]


@dataclass(frozen=True)
class FileCard:
    """A file as its sender sees it. `plan` says what it would do, or has done; none until it was tried."""

    uuid: UUID
    name: str
    kind: str
    stage: Stage
    who: str
    at: datetime
    plan: Plan | None
    wrong: str
    kept_at: datetime | None
    undone_by: str
    can_be_undone: bool

    @property
    def at_work(self) -> bool:
        return self.stage in AT_WORK


def hand_in(
    db: Session,
    content: bytes,
    *,
    name: str,
    sender: Sender,
    centre_id: int | None,
    type_key: str | None,
    now: datetime,
) -> UUID:
    """Take a file, to be tried at once. `centre_id` and `type_key` say whose a calendar is, of what kind.

    Raises EmptyFile, FileTooLarge or TooManyFiles.
    """
    if not content.strip():
        raise EmptyFile
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    waiting = select(HandedIn.id).where(
        HandedIn.council_id == sender.council_id, HandedIn.content.is_not(None)
    )
    if len(db.scalars(waiting).all()) >= MOST_WAITING:
        raise TooManyFiles
    handed_in = HandedIn(
        council_id=sender.council_id,
        worker_id=sender.worker_id,
        who=sender.name,
        at=now,
        name=" ".join(name.split())[:120],
        kind=FileKind.CALENDAR if is_calendar(content) else FileKind.TABLE,
        centre_id=centre_id,
        type_key=type_key,
        centres=sorted(sender.centres),
        content=content,
    )
    db.add(handed_in)
    db.flush()
    return handed_in.uuid


def keep_it(db: Session, uuid: UUID, sender: Sender) -> None:
    """Say that a file that was tried without a refusal is to be kept. Raises NotNow."""
    found = _own(db, uuid, sender)
    if found.stage is not Stage.CHECKED or not found.found or found.found["refused"]:
        raise NotNow(found.stage)
    if found.kind is FileKind.CALENDAR and found.centre_id not in sender.centres:
        raise NotFound(f"file {uuid}")
    found.stage, found.centres, found.tries = Stage.TO_KEEP, sorted(sender.centres), 0


def throw_away(db: Session, uuid: UUID, sender: Sender) -> None:
    """Forget a file that has not been kept. Raises NotNow."""
    found = _own(db, uuid, sender)
    if found.stage not in (Stage.CHECKED, Stage.WRONG):
        raise NotNow(found.stage)
    db.delete(found)


def undo_it(db: Session, uuid: UUID, sender: Sender) -> None:
    """Say that what was kept is to be undone. Raises NotNow."""
    found = _own(db, uuid, sender)
    if not set(found.centres) <= set(sender.centres):
        raise NotFound(f"file {uuid}")
    if found.stage is not Stage.KEPT or found.steps is None:
        raise NotNow(found.stage)
    found.stage, found.undone_by, found.wrong, found.tries = Stage.TO_UNDO, sender.name, None, 0


def file_card(db: Session, uuid: UUID, sender: Sender) -> FileCard:
    """One file. Raises NotFound for one of somebody else's centres."""
    return _card(_own(db, uuid, sender))


def recent(db: Session, sender: Sender, *, most: int = 20) -> list[FileCard]:
    """The latest files of these centres, newest first."""
    found = db.scalars(
        select(HandedIn).where(HandedIn.council_id == sender.council_id).order_by(HandedIn.id.desc())
    )
    return [_card(one) for one in found if _is_for(one, sender)][:most]


def forget_old(db: Session, *, now: datetime) -> None:
    """Files nobody kept go after a week; after a month nothing can be undone any more."""
    undecided = HandedIn.stage.in_((Stage.CHECKED, Stage.WRONG))
    db.execute(delete(HandedIn).where(undecided, HandedIn.at < now - FILES_KEPT))
    old = HandedIn.kept_at < now - WAY_BACK_KEPT
    db.execute(update(HandedIn).where(HandedIn.stage == Stage.KEPT, old).values(steps=None))


def plan_as_data(plan: Plan) -> dict[str, Any]:
    return {**asdict(plan), "counts": dict(plan.counts)}


def _plan(data: Mapping[str, Any]) -> Plan:
    notes = {
        name: tuple(Note(**note) for note in data[name])
        for name in ("changes", "refused", "repairs", "warnings")
    }
    return Plan(**{**data, **notes})


def _own(db: Session, uuid: UUID, sender: Sender) -> HandedIn:
    found = db.scalars(select(HandedIn).where(HandedIn.uuid == uuid).with_for_update()).first()
    if found is None or not _is_for(found, sender):
        raise NotFound(f"file {uuid}")
    return found


def _is_for(found: HandedIn, sender: Sender) -> bool:
    """Her own, or one for centres that are all hers too."""
    same_council = found.council_id == sender.council_id
    return same_council and (found.worker_id == sender.worker_id or set(found.centres) <= set(sender.centres))


def _card(found: HandedIn) -> FileCard:
    return FileCard(
        uuid=found.uuid,
        name=found.name,
        kind=found.kind.value,
        stage=found.stage,
        who=found.who,
        at=found.at,
        plan=_plan(found.found) if found.found else None,
        wrong=found.wrong or "",
        kept_at=found.kept_at,
        undone_by=found.undone_by or "",
        can_be_undone=found.stage is Stage.KEPT and found.steps is not None,
    )
