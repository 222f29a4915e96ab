"""How the chat is: who waits, what was given up, what did not go out; never what anybody wrote."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.contacts import inbox
from directory.contacts.health import TOO_LONG, health
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import ago, staff
from directory.web.staff.today import CARDS, TodayCard
from directory.web.templating import gettext as _
from directory.web.templating import ngettext
from directory.words import N_

# What is kept of arrivals and messages, by status, in the order of the page.
ARRIVED = {"new": N_("Waiting for an answer"), "done": N_("Answered"), "dead": N_("Given up")}
OWED = {
    "queued": N_("Waiting to go out"),
    "sending": N_("On its way"),
    "sent": N_("Sent"),
    "held": N_("Held back: stopped, blocked or too late"),
    "failed": N_("Did not arrive"),
}
FAULTS = {
    "blocked": N_("Families who have blocked the bot"),
    "stopped": N_("Families who have sent STOP"),
    "too late": N_("Too late to be of use"),
    "channel closed": N_("The channel lets us write only for a while after families do"),
    "cannot be opened": N_("Sealed with another key"),
    "unknown": N_("No answer came: perhaps it arrived"),
}


@staff.get("/chat")
@for_workers(Deed.KEEP_CHAT)
def chat() -> ResponseReturnValue:
    now = clock.now()
    with runtime().database.read() as db:
        found = health(db, now=now)
    return render_template(
        "staff/chat.html",
        health=found,
        waits=_span(found.waiting),
        unsent=_span(found.unsent),
        too_long=TOO_LONG,
        arrived=[(label, found.arrived[key]) for key, label in ARRIVED.items() if found.arrived.get(key)],
        owed=[(label, found.owed[key]) for key, label in OWED.items() if found.owed.get(key)],
        faults=[(FAULTS.get(key, key), number) for key, number in found.unsent_faults.items()],
        now=now,
        ago=ago,
    )


@staff.post("/chat/<int:inbox_id>/again")
@for_workers(Deed.KEEP_CHAT)
def try_again(inbox_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        inbox.replay(db, inbox_id, now=clock.now())
    flash(_("It is tried again, as soon as the bot is at work."))
    return redirect(url_for("staff.chat"), 303)


@staff.post("/chat/<int:inbox_id>/let-go")
@for_workers(Deed.KEEP_CHAT)
def let_go(inbox_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        inbox.let_go(db, inbox_id)
    flash(_("It is let go. Nothing of what it said is kept."))
    return redirect(url_for("staff.chat"), 303)


def on_today(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    """That somebody should look, for those who keep the chat."""
    if not worker.may(Deed.KEEP_CHAT):
        return None
    found = health(db, now=now)
    return None if found.is_well else TodayCard("staff/today_chat.html", found)


CARDS.append(on_today)


def _span(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < TOO_LONG:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return ago.lasting(timedelta(seconds=seconds))
