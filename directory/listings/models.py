"""What is true of activities and their dates, whoever asks."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import Base, Moment, choice
from directory.places.models import Centre, Venue


class Cost(StrEnum):
    """Unknown means nobody has said; it is never shown as free."""

    FREE = "free"
    DONATION = "donation"
    PRICE = "price"
    UNKNOWN = "unknown"


class Offer(StrEnum):
    UNIVERSAL = "universal"
    TARGETED = "targeted"


class Access(StrEnum):
    """How one gets in: turn up, book a place, or be referred."""

    OPEN = "open"
    BOOKED = "booked"
    REFERRAL = "referral"


class Delivery(StrEnum):
    IN_PERSON = "in-person"
    ONLINE = "online"
    PHONE = "phone"
    AT_HOME = "at-home"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class OccurrenceStatus(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    MOVED = "moved"
    FULL = "full"


class Reason(StrEnum):
    """Why a date was cancelled or moved. A fixed list, so that every language can say it."""

    STAFF_ILL = "staff_ill"
    WEATHER = "weather"
    BUILDING = "building"
    LOW_NUMBERS = "low_numbers"
    OTHER = "other"


class ClosedFor(StrEnum):
    """Why centres are closed for some days. A fixed list, so that every language can say it."""

    HOLIDAY = "closed_holiday"
    TRAINING = "closed_training"
    BUILDING = "closed_building"
    POLLING = "closed_polling"
    WEATHER = "closed_weather"
    OTHER = "closed_other"


class WrittenBy(StrEnum):
    PERSON = "person"
    MACHINE = "machine"


class TextState(StrEnum):
    """How far a translation can be trusted to say what the English says now."""

    MISSING = "missing"
    OUTDATED = "outdated"
    MACHINE = "machine"
    CURRENT = "current"


class Activity(Base):
    """Something families can come back to: “Stay and play”, Tuesdays at ten.

    Ages are whole months, both ends included; none at all means it is not for a child of some age.
    `version` counts every change, `text_version` only those of the English words, so that a corrected
    time does not make every translation look old.
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("youngest_months <= oldest_months", name="ages_in_order"),
        CheckConstraint("(youngest_months IS NULL) = (oldest_months IS NULL)", name="ages_whole"),
        CheckConstraint("(cost = 'price') = (cost_pence IS NOT NULL)", name="price_has_pence"),
        UniqueConstraint("source", "external_id"),
        Index("ix_activity_centre_id_status", "centre_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    slug: Mapped[str] = mapped_column(String(140), unique=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    delivery: Mapped[Delivery] = mapped_column(choice(Delivery), default=Delivery.IN_PERSON)
    type_key: Mapped[str] = mapped_column(String(60), index=True)

    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(400), default="")
    description: Mapped[str] = mapped_column(Text, default="")

    themes: Mapped[list[str]] = mapped_column(JSON, default=list)
    youngest_months: Mapped[int | None]
    oldest_months: Mapped[int | None]
    pregnancy: Mapped[bool] = mapped_column(default=False)
    adults: Mapped[bool] = mapped_column(default=False)
    cost: Mapped[Cost] = mapped_column(choice(Cost), default=Cost.UNKNOWN)
    cost_pence: Mapped[int | None]
    cost_note: Mapped[str] = mapped_column(String(200), default="")
    offer: Mapped[Offer] = mapped_column(choice(Offer), default=Offer.UNIVERSAL)
    access: Mapped[Access] = mapped_column(choice(Access), default=Access.OPEN)
    book_phone: Mapped[str | None] = mapped_column(String(40))
    book_url: Mapped[str | None] = mapped_column(String(500))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    capacity: Mapped[int | None]
    organisations: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Keys of what staff say it is about, beyond what its type and its name say by themselves.
    concepts: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    programme: Mapped[str | None] = mapped_column(String(120))
    programme_validated: Mapped[bool | None]

    status: Mapped[Status] = mapped_column(choice(Status), default=Status.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    text_version: Mapped[int] = mapped_column(default=1)
    assured_on: Mapped[date | None]
    review_by: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(120))

    centre: Mapped[Centre] = relationship()
    venue: Mapped[Venue | None] = relationship()
    texts: Mapped[list["ActivityText"]] = relationship(
        back_populates="activity", cascade="all, delete-orphan"
    )
    schedules: Mapped[list["Schedule"]] = relationship(
        back_populates="activity", cascade="all, delete-orphan", order_by="Schedule.id"
    )

    def welcomes(self, age_in_months: int) -> bool:
        if self.youngest_months is None or self.oldest_months is None:
            return False
        return self.youngest_months <= age_in_months <= self.oldest_months

    @property
    def place_is_hidden(self) -> bool:
        return self.venue is not None and self.venue.hidden

    def is_due(self, today: date) -> bool:
        """Whether it is time that somebody looks whether all of it is still right."""
        return self.review_by is None or self.review_by <= today

    def is_long_unchecked(self, today: date) -> bool:
        """Whether it was left for twice as long as it should be, so that families are better told."""
        if self.assured_on is None or self.review_by is None:
            return False  # never checked at all: pages say that in other words
        return today > self.review_by + (self.review_by - self.assured_on)


class ActivityText(Base):
    """An activity's words in one language other than English."""

    __tablename__ = "activity_text"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(String(600), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[WrittenBy] = mapped_column(choice(WrittenBy), default=WrittenBy.PERSON)
    reviewed: Mapped[bool] = mapped_column(default=False)
    source_version: Mapped[int] = mapped_column(default=1)

    activity: Mapped[Activity] = relationship(back_populates="texts")


def text_state(text: ActivityText | None, *, text_version: int) -> TextState:
    """Say how a translation stands, from versions alone: saving something else never makes it old."""
    if text is None or not text.name:
        return TextState.MISSING
    if text.source_version < text_version:
        return TextState.OUTDATED
    if text.by is WrittenBy.MACHINE and not text.reviewed:
        return TextState.MACHINE
    return TextState.CURRENT


class Schedule(Base):
    """One slot that an activity keeps: an RFC 5545 rule for its days, and a wall-clock time in London.

    `last_day` empty means no end is planned. `extra_days` and `skipped_days` are ISO dates.
    """

    __tablename__ = "schedule"
    __table_args__ = (CheckConstraint("minutes BETWEEN 1 AND 1440", name="up_to_a_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str] = mapped_column(String(200))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    starts: Mapped[time]
    minutes: Mapped[int]
    term_time_only: Mapped[bool] = mapped_column(default=False)
    on_bank_holidays: Mapped[bool] = mapped_column(default=False)
    extra_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    skipped_days: Mapped[list[str]] = mapped_column(JSON, default=list)

    activity: Mapped[Activity] = relationship(back_populates="schedules")


class Term(Base):
    """A stretch of school days, as the council sets it; half-term holidays are the gaps between two."""

    __tablename__ = "term"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    first_day: Mapped[date]
    last_day: Mapped[date]


class BankHoliday(Base):
    __tablename__ = "bank_holiday"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Closure(Base):
    """Days on which a whole council, one cluster or one centre is closed, both ends included.

    Neither a cluster nor a centre means all of the council. What was on then is crossed out, and comes back
    when the closure goes.
    """

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("cluster_id IS NULL OR centre_id IS NULL", name="one_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[ClosedFor] = mapped_column(choice(ClosedFor))

    def reaches(self, centre: Centre) -> bool:
        if self.centre_id is not None:
            return self.centre_id == centre.id
        if self.cluster_id is not None:
            return self.cluster_id == centre.cluster_id
        return self.council_id == centre.council_id


class Occurrence(Base):
    """One dated time an activity happens.

    `rule_day` is the day its schedule gave it and stays, whatever happens to it (RFC 5545 calls this
    RECURRENCE-ID); together with the schedule it is what makes an occurrence the same one again.
    `wall_start` is the London clock time that `starts_at` came from. `own_time` says that somebody moved
    it, so its schedule no longer decides when it is. `closure` is the one it has been crossed out for; it
    stays when somebody puts the date back on all the same.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("schedule_id", "rule_day"),
        CheckConstraint("starts_at < ends_at", name="starts_first"),
        CheckConstraint("late_minutes BETWEEN 1 AND 240", name="late_for_a_while"),
        Index("ix_occurrence_activity_id_starts_at", "activity_id", "starts_at"),
        Index("ix_occurrence_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True, active_history=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    # A date that has been outlives the schedule that gave it.
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id", ondelete="SET NULL"))
    rule_day: Mapped[date]
    # What these were before is always known: `news.py` notes it.
    starts_at: Mapped[datetime] = mapped_column(Moment, active_history=True)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    wall_start: Mapped[datetime]
    status: Mapped[OccurrenceStatus] = mapped_column(
        choice(OccurrenceStatus), default=OccurrenceStatus.SCHEDULED, active_history=True
    )
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    own_time: Mapped[bool] = mapped_column(default=False)
    late_minutes: Mapped[int | None] = mapped_column(active_history=True)
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closure.id", ondelete="SET NULL"))

    closure: Mapped[Closure | None] = relationship(lazy="joined")
    activity: Mapped[Activity] = relationship()


class Change(Base):
    """Who changed what, when, from what, to what. Rows are added, never altered."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_table_row", "table", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(120))
    table: Mapped[str] = mapped_column(String(40))
    row: Mapped[int]
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


class StaleListing(Base):
    """An activity whose entry in the search index is behind the database; no activity means all of them.

    Written in the same transaction as the change it stands for, so that no change is ever missed.
    """

    __tablename__ = "stale_listing"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int | None]


class DateNews(Base):
    """A date that has just changed: what was true of it before. Those who follow it are still to be told.

    Written by the database session itself with the change (see `news.py`), so that no door can forget it.
    `date` is its uuid and no foreign key: the date may be gone, and come back. Notes that are told together
    share a `batch`; once all have been told, that of a date that is gone stays, in batch `GONE`.
    """

    __tablename__ = "date_news"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number that was a batch's is never another's

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    date: Mapped[UUID]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[OccurrenceStatus] = mapped_column(choice(OccurrenceStatus))
    late_minutes: Mapped[int | None]
    batch: Mapped[int | None] = mapped_column(index=True)

    GONE: ClassVar[int] = 0


class BulkChange(Base):
    """Something done to many listings at once, and what it needs to be undone.

    `items` say row by row what a field held before and after; `dates` are those the change took away, with
    what had been said about each.
    """

    __tablename__ = "bulk_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    dates: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[str | None] = mapped_column(String(120))
