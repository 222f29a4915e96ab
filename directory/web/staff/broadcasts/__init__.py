"""Messages to those who follow a centre or one of its sessions: what was sent, and whom one can write to."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.contacts import broadcast_cards
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import ago, staff
from directory.web.staff.broadcasts.counting import people_said


@staff.get("/broadcasts")
@for_workers(Deed.SEND_BROADCASTS)
def broadcasts() -> ResponseReturnValue:
    centres = g.worker.centres(Deed.SEND_BROADCASTS)
    with runtime().database.read() as db:
        followers = broadcast_cards.whom_to_write_to(db, centres)
        found = broadcast_cards.broadcasts(db, centres)
    return render_template(
        "staff/broadcasts/list.html",
        followers=followers,
        broadcasts=found,
        people_said=people_said,
        now=clock.now(),
        ago=ago,
    )


from directory.web.staff.broadcasts import broadcast, new  # noqa: E402, F401
