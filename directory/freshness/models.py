"""What is kept so that listings are looked at in time."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import Base, Moment, choice


class ListingViews(Base):
    """How often a listing's page was opened on one day of London. A bare count: nobody, and no address."""

    __tablename__ = "listing_views"
    __table_args__ = (CheckConstraint("views > 0", name="happened"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    views: Mapped[int]


class Step(StrEnum):
    """Who was reminded: first whoever keeps the listing, later a manager."""

    KEEPER = "keeper"
    MANAGER = "manager"


class CheckReminder(Base):
    """Somebody was sent a mail about a listing that was due on `due_on`: nobody gets a second one for that.

    `due_on` is the first of all days where the listing has never been checked.
    """

    __tablename__ = "check_reminder"
    __table_args__ = (UniqueConstraint("activity_id", "due_on", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    due_on: Mapped[date]
    step: Mapped[Step] = mapped_column(choice(Step))
    sent_at: Mapped[datetime] = mapped_column(Moment)
