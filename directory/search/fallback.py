"""While there is no index: an answer from the database itself, over the listings most likely to suit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import ColumnElement, String, and_, cast, or_, select, true
from sqlalchemy.orm import Session

from directory.db import Database
from directory.listings.models import Activity, Occurrence, Status
from directory.search.concepts import of_type
from directory.search.engine import NO_INDEX, Explained, Hits, Sought
from directory.search.entry import entries
from directory.search.question import Question
from directory.search.request import Request
from directory.search.segment import of_entries
from directory.search.snapshot import Snapshot

MOST = 300  # listings: as many as can be read while somebody waits


class DatabaseEngine:
    """Answers from the listings of the right kind or name, `MOST` at most, read anew for every question.

    So totals and counts may be too low; what is found is found as ever.
    """

    generation = NO_INDEX

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, request: Request, sought: Sought, *, now: datetime, size: int, facets: bool = True
    ) -> Hits:
        return self._asked(request, sought, now).page(size, facets=facets)

    def count(self, request: Request, sought: Sought, *, now: datetime) -> tuple[int, float]:
        question = self._asked(request, sought, now)
        return len(question.found), question.closeness

    def explain(
        self, request: Request, sought: Sought, *, now: datetime, activity_ids: Sequence[int]
    ) -> Mapping[int, Explained]:
        return self._asked(request, sought, now).explained(activity_ids)

    def _asked(self, request: Request, sought: Sought, now: datetime) -> Question:
        with self._database.read() as db:
            likely = entries(db, _likely(db, request, sought, now=now), now=now)
            return Question(Snapshot.of(of_entries(likely)), request, sought, now)


def _likely(db: Session, request: Request, sought: Sought, *, now: datetime) -> list[int]:
    """The listings of the right kind or name: first those with dates to come, the soonest first.

    Where there are none, a word may be misspelt: then all are likely.
    """
    public = select(Activity.id).where(Activity.status == Status.PUBLISHED).order_by(Activity.id)
    named = db.scalars(public.where(_named(request, sought))).all() or db.scalars(public).all()
    suiting = set(named)
    dates = select(Occurrence.activity_id).where(Occurrence.ends_at > now).order_by(Occurrence.starts_at)
    soonest = (activity_id for activity_id in db.scalars(dates.limit(50 * MOST)) if activity_id in suiting)
    return list(dict.fromkeys(chain(soonest, named)))[:MOST]


def _named(request: Request, sought: Sought) -> ColumnElement[bool]:
    """The listings that are about a concept looked for, or whose own words hold a word."""
    wanted: list[ColumnElement[bool]] = []
    keys = {key for group in sought.concepts for key, _ in group}
    kinds = [kind for kind, carried in of_type().items() if keys & carried.keys()]
    if kinds:
        wanted.append(Activity.type_key.in_(kinds))
    staff_say = cast(Activity.concepts, String)
    wanted += [staff_say.contains(f'"{key}"', autoescape=True) for key in sorted(keys)]
    wanted += [
        column.icontains(word, autoescape=True)
        for word in sought.words
        for column in (Activity.name, Activity.summary)
    ]
    of_kind = Activity.type_key.in_(request.kinds) if request.kinds else true()
    return and_(of_kind, or_(*wanted) if wanted else true())
