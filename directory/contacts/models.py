"""What is kept of people who write to us, and of what goes to and fro.

Whatever could tell who somebody is, or what she wrote, is sealed (see `sealing.py`), each with the uuid of
its row; a contact is found again by a keyed mark of channel and address.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import Base, Moment, choice


class ContactStatus(StrEnum):
    """`stopped`: she wants nothing unasked. `blocked`: the channel lets nothing through to her."""

    ACTIVE = "active"
    STOPPED = "stopped"
    BLOCKED = "blocked"


class Contact(Base):
    """One person on one channel.

    `mark` is the keyed hash of channel and address. Sealed: `address`, `talk` (where the conversation stands)
    and `about` (what she told us so that answers suit her). `language` is empty until she has chosen one.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("channel", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    channel: Mapped[str] = mapped_column(String(12))
    mark: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8), default="")
    status: Mapped[ContactStatus] = mapped_column(choice(ContactStatus), default=ContactStatus.ACTIVE)
    talk: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    heard_at: Mapped[datetime] = mapped_column(Moment, index=True)


class IncomingStatus(StrEnum):
    NEW = "new"
    DONE = "done"
    DEAD = "dead"


class Incoming(Base):
    """Something that reached us, kept before it is acknowledged: the inbox.

    `external_id` is the channel's own number for it; the same twice is one row. `place` orders what one
    contact (`mark`) sent. Sealed: `address` and `event`, both emptied when it is done. A row that failed five
    times is dead: staff see it, and may have it tried again.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_inbox_status_due_at", "status", "due_at"),
        Index("ix_inbox_mark_status", "mark", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    channel: Mapped[str] = mapped_column(String(12))
    external_id: Mapped[str] = mapped_column(String(80))
    mark: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(BigInteger)
    address: Mapped[str] = mapped_column(Text)
    event: Mapped[str] = mapped_column(Text)
    status: Mapped[IncomingStatus] = mapped_column(choice(IncomingStatus), default=IncomingStatus.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    due_at: Mapped[datetime] = mapped_column(Moment)
    fault: Mapped[str] = mapped_column(String(120), default="")


class Owing(StrEnum):
    """Why we owe somebody a message, the most urgent first.

    Broadcasts go at most once, all others at least once.
    """

    REPLY = "reply"
    STAFF = "staff"
    NEWS = "news"
    REMINDER = "reminder"
    BROADCAST = "broadcast"


URGENCY = {kind: rank for rank, kind in enumerate(Owing)}


class OutgoingStatus(StrEnum):
    """`held`: the send gate refused it for good (she said stop, or blocked us)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    FAILED = "failed"


class Outgoing(Base):
    """A message that we owe somebody: the outbox.

    `source` says what it comes from and is there once (`in:12:0`, `reminder:5`), so that nothing is owed
    twice. `urgency` orders what is due. Sealed: `address` and `message`, emptied once nothing needs them any
    more. `contact_id` is empty when she has had everything deleted and this is our last word.
    `external_id` is the channel's name for what was sent. After `good_until` it would be of no use.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("source"),
        Index("ix_outbox_status_channel_urgency_due_at", "status", "channel", "urgency", "due_at"),
        Index("ix_outbox_mark_status", "mark", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    source: Mapped[str] = mapped_column(String(80))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    mark: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    kind: Mapped[Owing] = mapped_column(choice(Owing))
    urgency: Mapped[int]
    status: Mapped[OutgoingStatus] = mapped_column(choice(OutgoingStatus), default=OutgoingStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime] = mapped_column(Moment, index=True)
    due_at: Mapped[datetime] = mapped_column(Moment)
    good_until: Mapped[datetime | None] = mapped_column(Moment)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    external_id: Mapped[str] = mapped_column(String(80), default="")
    fault: Mapped[str] = mapped_column(String(120), default="")


class Saved(Base):
    """A listing that somebody keeps at hand."""

    __tablename__ = "saved"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Followed(StrEnum):
    SESSION = "session"
    CENTRE = "centre"
    SEARCH = "search"


class Follow(Base):
    """Somebody wants to be told when something changes.

    Of a session: its dates and times. Of a centre: that, for all its sessions, and new ones. Of a search:
    new listings that answer it; `query` is the search as asked, sealed. `seen_up_to` and `looked_at` say what
    was the newest when we last looked for new listings, and when that was.
    """

    __tablename__ = "follow"
    __table_args__ = (
        CheckConstraint(
            "(activity_id IS NOT NULL AND what = 'session') OR (centre_id IS NOT NULL AND what = 'centre')"
            " OR (query <> '' AND what = 'search')",
            name="one_target",
        ),
        Index("ix_follow_activity_id", "activity_id"),
        Index("ix_follow_centre_id", "centre_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    what: Mapped[Followed] = mapped_column(choice(Followed))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"))
    query: Mapped[str] = mapped_column(Text, default="")
    seen_up_to: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[datetime] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)


class Reminder(Base):
    """Somebody wants to be reminded of one date, `minutes_before` it begins.

    `date` is its uuid and no foreign key: a date may go, and come back. `starts_at` is when it was to begin
    as far as this reminder knows; that and `due_at` move with it. One whose time has passed is never sent.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("contact_id", "date", "minutes_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    date: Mapped[UUID] = mapped_column(index=True)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    minutes_before: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class Handover(Base):
    """A parent who asked for a person: silent bot, open until staff close it or she leaves.

    `came_from` is where she was, sealed, so that she goes on from there. `about_id` is the listing it is
    about. `told_at` is when staff were last written to about it.
    """

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_centre_id_closed_at", "centre_id", "closed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(8))
    came_from: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(Moment)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("worker.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)

    lines: Mapped[list["HandoverLine"]] = relationship(
        cascade="all, delete-orphan", order_by="HandoverLine.id"
    )


class HandoverLine(Base):
    """One thing said while a person has taken over; `text` sealed. `who` is the worker's name, or empty."""

    __tablename__ = "handover_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class Broadcast(Base):
    """One message of staff to all who follow a session or a centre.

    `texts` by language, as staff wrote them. It waits until `goes_at`; until then it can be taken back.
    `people` is how many follow at the time of writing it, `fates` what became of it (JSON, by status): the
    outbox itself forgets.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        CheckConstraint("(activity_id IS NULL) <> (centre_id IS NULL)", name="one_audience"),
        Index("ix_broadcast_goes_at", "goes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    texts: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    who: Mapped[str] = mapped_column(String(120))
    written_at: Mapped[datetime] = mapped_column(Moment)
    goes_at: Mapped[datetime] = mapped_column(Moment)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    queued_at: Mapped[datetime | None] = mapped_column(Moment)
    fates: Mapped[str | None] = mapped_column(Text)


class CannedAnswer(Base):
    """An answer that staff give again and again, in one language; same `key`, same answer."""

    __tablename__ = "canned_answer"
    __table_args__ = (UniqueConstraint("council_id", "key", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)


class ChatCount(Base):
    """How often something happened in chat on one day; nothing about whom it happened to."""

    __tablename__ = "chat_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    sort: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    times: Mapped[int]
