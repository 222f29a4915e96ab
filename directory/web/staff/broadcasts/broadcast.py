"""One message to followers: taken back as long as it waits, afterwards what became of it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.contacts import broadcasts
from directory.contacts.broadcast_cards import FEW, BroadcastCard, broadcast_card
from directory.contacts.broadcasts import TooLate
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import ago, staff
from directory.web.staff.broadcasts.counting import people_said
from directory.web.templating import gettext as _
from directory.words import N_

ADDRESS = "/broadcasts/<int:broadcast_id>"
# What became of it, in the order in which it is shown.
FATES = {
    "sent": N_("Sent"),
    "queued": N_("Still to go"),
    "sending": N_("On its way"),
    "held": N_("Not sent: stopped or blocked meanwhile"),
    "failed": N_("Did not arrive"),
}


@staff.get(ADDRESS)
@for_workers(Deed.SEND_BROADCASTS)
def broadcast(broadcast_id: int) -> ResponseReturnValue:
    with runtime().database.read() as db:
        card = broadcast_card(db, broadcast_id, g.worker.centres(Deed.SEND_BROADCASTS))
    now = clock.now()
    return render_template(
        "staff/broadcasts/broadcast.html",
        broadcast=card,
        people_said=people_said(card.people),
        counts=_counts(card),
        seconds=int((card.goes_at - now).total_seconds()),
        now=now,
        ago=ago,
    )


@staff.post(f"{ADDRESS}/take-back")
@for_workers(Deed.SEND_BROADCASTS)
def take_back_broadcast(broadcast_id: int) -> ResponseReturnValue:
    try:
        with runtime().database.unit_of_work() as db:
            broadcast_card(db, broadcast_id, g.worker.centres(Deed.SEND_BROADCASTS))
            broadcasts.take_back(db, broadcast_id, now=clock.now())
        flash(_("Taken back. Nobody gets it."))
    except TooLate:
        flash(_("It is too late to take it back."))
    return redirect(url_for("staff.broadcast", broadcast_id=broadcast_id), 303)


def _counts(card: BroadcastCard) -> list[tuple[str, int]]:
    """What became of it, by number; of a few people none is told apart."""
    if card.people < FEW:
        return []
    return [(label, card.fates[status]) for status, label in FATES.items() if card.fates.get(status)]
