"""Families who write to us in chat and want a person: those who wait, one's own, and those that ended."""

from datetime import datetime

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.contacts.handover_cards import closed_ones, open_ones, waiting_since
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import ago, staff
from directory.web.staff.today import CARDS, TodayCard

SHOWN = ("open", "mine", "closed")


@staff.get("/families")
@for_workers(Deed.ANSWER_FAMILIES)
def families() -> ResponseReturnValue:
    show = request.args.get("show", "open")
    with runtime().database.read() as db:
        found = (closed_ones if show == "closed" else open_ones)(db, g.worker)
    if show == "mine":
        found = [card for card in found if card.claimed_by == g.worker.id]
    return render_template(
        "staff/families/list.html",
        families=found,
        waiting=sum(card.waits_since is not None for card in found),
        show=show if show in SHOWN else "open",
        several=len(g.worker.centres(Deed.ANSWER_FAMILIES)) > 1,
        now=clock.now(),
        ago=ago,
    )


def on_today(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    """How many families wait for an answer, and how long the first of them has."""
    waiting = waiting_since(db, worker)
    if not waiting:
        return None
    facts = {"total": len(waiting), "longest": ago.lasting(now - waiting[0])}
    return TodayCard("staff/families/today.html", facts, urgent=True)


CARDS.append(on_today)

from directory.web.staff.families import family, ready_answer, ready_answers  # noqa: E402, F401
