"""Taking a report in, answering it, and forgetting its words. Nothing here commits."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from directory.errors import DirectoryError, NotFound
from directory.reports.models import MOST_LETTERS, Answer, Wrong, WrongReport
from directory.words.typed import plain

WORDS_KEPT = timedelta(days=90)
KEPT = timedelta(days=730)
MOST_OPEN = 40  # of one listing: by then the centre knows, and a flood is no news


class TooMuchSaid(DirectoryError):
    """The words are more than we keep."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class AlreadyAnswered(DirectoryError):
    """Somebody else has answered meanwhile."""

    def __init__(self, *, who: str) -> None:
        super().__init__(who)
        self.who = who


def report(
    db: Session, activity_id: int, *, what: Wrong, words: str = "", language: str, now: datetime
) -> WrongReport | None:
    """Tell a centre what is wrong. None if so many have said so that one more says nothing new.

    Raises TooMuchSaid.
    """
    said = plain(words)
    if len(said) > MOST_LETTERS:
        raise TooMuchSaid(MOST_LETTERS)
    waiting = select(func.count(WrongReport.id)).where(
        WrongReport.activity_id == activity_id, WrongReport.answer.is_(None)
    )
    if (db.scalar(waiting) or 0) >= MOST_OPEN:
        return None
    one = WrongReport(activity_id=activity_id, what=what, words=said, language=language, at=now)
    db.add(one)
    return one


def answer(
    db: Session, activity_id: int, what: Wrong, *, newest: int, given: Answer, who: str, now: datetime
) -> None:
    """Answer all who said the same of a listing, up to the report number `newest` that was on the page.

    Raises NotFound where nobody said so, and AlreadyAnswered where somebody else was quicker.
    """
    seen = select(WrongReport).where(
        WrongReport.activity_id == activity_id, WrongReport.what == what, WrongReport.id <= newest
    )
    reports = db.scalars(seen.order_by(WrongReport.id)).all()
    if not reports:
        raise NotFound(f"no report of {what} for activity {activity_id}")
    waiting = [one for one in reports if one.answer is None]
    if not waiting:
        raise AlreadyAnswered(who=reports[-1].answered_by or "")
    for one in waiting:
        one.answer, one.answered_by, one.answered_at = given, who, now


def forget_old(db: Session, *, now: datetime) -> None:
    """Take out what parents wrote after three months, and that they did after two years."""
    old = WrongReport.at < now - WORDS_KEPT
    db.execute(update(WrongReport).where(old, WrongReport.words != "").values(words=""))
    db.execute(delete(WrongReport).where(WrongReport.at < now - KEPT))
