"""What parents reported: database in, cards out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from directory.listings.models import Activity, Status
from directory.reports.models import Answer, Wrong, WrongReport

ANSWER_SHOWN = timedelta(days=28)


@dataclass(frozen=True)
class Said:
    """What one parent wrote, and in the language of which page."""

    words: str
    language: str
    at: datetime


@dataclass(frozen=True)
class ReportCard:
    """What parents say is wrong with one listing: all who said the same, together.

    `newest` is the number of the last of them: an answer is for those that were on the page.
    """

    activity_id: int
    name: str
    slug: str
    centre_id: int
    centre: str
    version: int
    what: Wrong
    times: int
    first_at: datetime
    last_at: datetime
    newest: int
    said: tuple[Said, ...]


@dataclass(frozen=True)
class AnswerCard:
    """What a centre answered last to parents who reported something, for the listing's own page."""

    answer: Answer
    at: datetime


def waiting(db: Session, centre_ids: Collection[int]) -> list[ReportCard]:
    """What is not answered yet at these centres, the longest waiting first."""
    query = (
        select(WrongReport)
        .join(Activity, Activity.id == WrongReport.activity_id)
        .where(*_waiting(centre_ids))
        .options(joinedload(WrongReport.activity).joinedload(Activity.centre))
        .order_by(WrongReport.activity_id, WrongReport.what, WrongReport.id)
    )
    groups = groupby(db.scalars(query), key=lambda one: (one.activity_id, one.what))
    return sorted((_card(list(reports)) for _, reports in groups), key=lambda card: card.first_at)


def how_many_waiting(db: Session, centre_ids: Collection[int]) -> int:
    """How many listings of these centres have something reported that is not answered."""
    query = (
        select(func.count(WrongReport.activity_id.distinct()))
        .join(Activity, Activity.id == WrongReport.activity_id)
        .where(*_waiting(centre_ids))
    )
    return db.scalar(query) or 0


def last_answer(db: Session, activity_id: int, *, now: datetime) -> AnswerCard | None:
    """What was answered about a listing in the last four weeks, if it concerns it."""
    query = (
        select(WrongReport.answer, WrongReport.answered_at)
        .where(
            WrongReport.activity_id == activity_id,
            WrongReport.answer.in_((Answer.PUT_RIGHT, Answer.IS_RIGHT)),
            WrongReport.answered_at > now - ANSWER_SHOWN,
        )
        .order_by(WrongReport.answered_at.desc())
        .limit(1)
    )
    found = db.execute(query).first()
    return AnswerCard(found.answer, found.answered_at) if found else None


def _waiting(centre_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    """A listing that was withdrawn needs no answer any more."""
    return (
        Activity.centre_id.in_(centre_ids),
        Activity.status != Status.WITHDRAWN,
        WrongReport.answer.is_(None),
    )


def _card(reports: list[WrongReport]) -> ReportCard:
    first, last = reports[0], reports[-1]
    activity = first.activity
    return ReportCard(
        activity_id=activity.id,
        name=activity.name,
        slug=activity.slug,
        centre_id=activity.centre_id,
        centre=activity.centre.name,
        version=activity.version,
        what=first.what,
        times=len(reports),
        first_at=first.at,
        last_at=last.at,
        newest=last.id,
        said=tuple(Said(one.words, one.language, one.at) for one in reports if one.words),
    )
