"""Files that were handed in in the browser, and what came of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from directory.db import Base, Moment, choice


class FileKind(StrEnum):
    TABLE = "table"
    CALENDAR = "calendar"


class Stage(StrEnum):
    """How far a file has come. The worker takes up those that are `to` do something."""

    TO_CHECK = "to-check"
    CHECKED = "checked"
    TO_KEEP = "to-keep"
    KEPT = "kept"
    TO_UNDO = "to-undo"
    UNDONE = "undone"
    WRONG = "wrong"


class HandedIn(Base):
    """One file: first tried without keeping anything, then kept if somebody says so, and perhaps undone.

    `centres` are those its sender may change, when she last said something; `found` is the plan, `steps`
    the way back. The file itself goes as soon as it has been kept. `wrong` is the sentence why it cannot be
    taken, `undone_by` who undid it.
    """

    __tablename__ = "handed_in"
    __table_args__ = (Index("ix_handed_in_stage", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    worker_id: Mapped[int]
    who: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    centre_id: Mapped[int | None]
    type_key: Mapped[str | None] = mapped_column(String(60))
    centres: Mapped[list[int]] = mapped_column(JSON)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.TO_CHECK)
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    steps: Mapped[list[dict[str, Any]] | None] = deferred(mapped_column(JSON))
    wrong: Mapped[str | None] = mapped_column(String(1000))
    tries: Mapped[int] = mapped_column(default=0)
    kept_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str | None] = mapped_column(String(120))
