"""What waits for a second person."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.db import Base, Moment


class UnhideRequest(Base):
    """Somebody asks that a hidden venue be shown. Another has to agree before it is."""

    __tablename__ = "unhide_request"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"), primary_key=True)
    worker_id: Mapped[int]
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(Moment)
