"""On the first page: today's sessions of a worker's centres, and tomorrow's folded away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.listings.plans import OnToday, on_between
from directory.web.staff.plan_words import DateLine, line
from directory.web.staff.today import CARDS, TodayCard

OPEN_UP_TO = 3  # centres; those of a whole council are folded


@dataclass(frozen=True)
class SessionLine:
    """One session of a day: its date, and whether this worker may change it."""

    activity_id: int
    name: str
    venue: str
    line: DateLine
    hers: bool
    over: bool


@dataclass(frozen=True)
class CentreDay:
    centre: str
    sessions: list[SessionLine]


@dataclass(frozen=True)
class Sessions:
    """Today and tomorrow, centre by centre; `folded` if there are too many centres to show at once."""

    today: list[CentreDay]
    tomorrow: list[CentreDay]
    tomorrow_count: int
    one_centre: bool
    folded: bool


def sessions_card(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    centres = worker.centres(Deed.SEE_TODAY)
    today = clock.london(now).date()
    hers = worker.centres(Deed.CHANGE_DATES)
    found = [
        one
        for one in on_between(db, centres, today, today + timedelta(days=1))
        if one.told or one.centre_id in hers
    ]
    if not found:
        return None
    days = [
        _by_centre([one for one in found if one.planned.date.starts.date() == day], hers, now)
        for day in (today, today + timedelta(days=1))
    ]
    facts = Sessions(
        today=days[0],
        tomorrow=days[1],
        tomorrow_count=sum(len(one.sessions) for one in days[1]),
        one_centre=len(centres) == 1,
        folded=len(days[0]) > OPEN_UP_TO,
    )
    return TodayCard("staff/cards/today_sessions.html", facts)


def _by_centre(found: list[OnToday], hers: frozenset[int], now: datetime) -> list[CentreDay]:
    found = sorted(found, key=lambda one: one.centre)  # stable: within a centre by time
    return [
        CentreDay(
            centre,
            [
                SessionLine(
                    activity_id=one.activity_id,
                    name=one.name,
                    venue=one.venue if one.venue != centre else "",
                    line=line(one.planned, now),
                    hers=one.centre_id in hers,
                    over=one.planned.date.ends <= now,
                )
                for one in ones
            ],
        )
        for centre, ones in groupby(found, key=lambda one: one.centre)
    ]


CARDS.insert(0, sessions_card)  # what is on today comes first
