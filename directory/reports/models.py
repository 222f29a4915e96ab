"""What parents tell us is wrong with a listing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import Base, Moment, choice
from directory.listings.models import Activity

MOST_LETTERS = 500


class Wrong(StrEnum):
    """What is wrong. A fixed list, so that one tap says it in every language."""

    WHEN = "when"
    WHERE = "where"
    COST = "cost"
    NOT_ON = "not-on"
    WHO = "who"
    OTHER = "other"


class Answer(StrEnum):
    """What the centre found."""

    PUT_RIGHT = "put-right"
    IS_RIGHT = "is-right"
    NOT_OURS = "not-ours"


class WrongReport(Base):
    """One parent's word that something is wrong with a listing; nothing about the parent.

    `words` are what she added, if anything; they are taken out again when they have had their time.
    """

    __tablename__ = "wrong_report"
    __table_args__ = (Index("ix_wrong_report_activity_id_answer", "activity_id", "answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    what: Mapped[Wrong] = mapped_column(choice(Wrong))
    words: Mapped[str] = mapped_column(String(MOST_LETTERS), default="")
    language: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    answered_by: Mapped[str | None] = mapped_column(String(120))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)

    activity: Mapped[Activity] = relationship()
