"""The first page: what waits today. It is made of cards, and each feature brings its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff


@dataclass(frozen=True)
class TodayCard:
    """One thing on the first page: the template that shows it, which finds `facts` there.

    `urgent`: somebody waits this very minute, so it comes before all else.
    """

    template: str
    facts: object
    urgent: bool = False


# In the order of the page. A card that has nothing to say to this worker is None.
CARDS: list[Callable[[Session, WorkerCard, datetime], TodayCard | None]] = []


@staff.get("/")
@for_workers(Deed.SEE_TODAY)
def today() -> ResponseReturnValue:
    now = clock.now()
    with runtime().database.read() as db:
        cards = [card for bring in CARDS if (card := bring(db, g.worker, now))]
    cards.sort(key=lambda card: not card.urgent)
    return render_template("staff/today.html", cards=cards, day=clock.today())
