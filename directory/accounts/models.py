"""What is kept about the people who work here, and how they get in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.accounts.roles import Role
from directory.db import Base, Moment, choice


class Worker(Base):
    """Somebody with an account. `email` is in lower case.

    `password` is an argon2id hash; none until the invitation is taken up. `totp` is the sealed secret of
    the second factor, `totp_count` the time step of the last code that was used, so that none works twice.
    """

    __tablename__ = "worker"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(200))
    totp: Mapped[str | None] = mapped_column(String(300))
    totp_count: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime] = mapped_column(Moment)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="worker", cascade="all, delete-orphan", order_by="Membership.id"
    )


class Membership(Base):
    """One role at one centre, one cluster, or (neither) the whole council of the worker."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("cluster_id IS NULL OR centre_id IS NULL", name="one_scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"), index=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)

    worker: Mapped[Worker] = relationship(back_populates="memberships")


class SignIn(Base):
    """One device on which a worker is, or was, signed in. Only a mark of the cookie's token is kept.

    `proven` once the second factor has been given too, or is not asked of her.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(60), default="")
    proven: Mapped[bool] = mapped_column(default=False)
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class KeptForm(Base):
    """What a worker sent after her sign-in had run out, sealed, until she has signed in again."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(2000))
    fields: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class TicketKind(StrEnum):
    """What a link in a mail is for."""

    INVITATION = "invitation"
    RESET = "reset"
    NEW_EMAIL = "new-email"


class Ticket(Base):
    """A link in a mail that works once, for a while. Only a mark of its token is kept.

    `email` is the address to change to.
    """

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TicketKind] = mapped_column(choice(TicketKind))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class RecoveryCode(Base):
    """One of ten codes for somebody who has lost her phone; works once. Only a mark of it is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """Somebody tried to get in. `mark` is a keyed hash of the account or network address, never either."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_mark_at", "mark", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
