"""Places: the centres and venues a worker looks after, and the council's calendar."""

from datetime import datetime

from flask import g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.places.queries import cards_of
from directory.upkeep.venues import Keeper, venues
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.today import CARDS, TodayCard


def keeper(worker: WorkerCard) -> Keeper:
    """Which venues a worker may look after."""
    return Keeper(
        council_id=worker.council_id,
        centres=worker.centres(Deed.EDIT_PLACES),
        whole_council=worker.may_for_council(Deed.EDIT_PLACES),
    )


@staff.get("/places")
@for_workers(Deed.EDIT_PLACES)
def places() -> ResponseReturnValue:
    with runtime().database.read() as db:
        centres = sorted(cards_of(db, keeper(g.worker).centres), key=lambda card: (card.name, card.id))
        found = venues(db, keeper(g.worker))
    return render_template(
        "staff/places/list.html",
        centres=centres,
        venues=[one for one in found if one.centre_id is None and not one.hidden],
        hidden=[one for one in found if one.hidden],
    )


def on_today(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    """Hidden venues that somebody else asks to be shown, for those who may agree."""
    if not worker.may(Deed.UNHIDE_VENUE):
        return None
    asked = [one for one in venues(db, keeper(worker)) if one.asked_by_id not in (None, worker.id)]
    return TodayCard("staff/places/today.html", asked) if asked else None


CARDS.append(on_today)

from directory.web.staff.places import calendar, centre, venue  # noqa: E402, F401
