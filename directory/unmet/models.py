"""What is kept of questions that found nothing."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import Base, Moment

MOST_LETTERS = 500
MOST_IN_PLACE = 80


class UnmetNeed(Base):
    """How often something was looked for in vain, in one week (its Monday), language and outcode.

    `need` is a concept's key, or what there is instead of one (see `counting`). No words, no person, no
    address; `outcode` is empty where nobody said one, and always where the need is a sensitive one.
    """

    __tablename__ = "unmet_need"
    __table_args__ = (CheckConstraint("times > 0", name="happened"),)

    week: Mapped[date] = mapped_column(primary_key=True)
    need: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    outcode: Mapped[str] = mapped_column(String(4), primary_key=True, default="")
    times: Mapped[int]


class Wish(Base):
    """What a parent told us she was looking for: her own words, sent by her, and nothing about her.

    `outcode` or `town` only if she said so, and neither where the words touch on something sensitive.
    """

    __tablename__ = "wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(Moment, index=True)
    language: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(MOST_LETTERS))
    outcode: Mapped[str] = mapped_column(String(4), default="")
    town: Mapped[str] = mapped_column(String(MOST_IN_PLACE), default="")
