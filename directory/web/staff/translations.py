"""All listings of a worker's centres, and how each stands in the languages of her council."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.roles import Deed
from directory.translating.queries import overview
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.languages import STATES

SIZE = 40


@staff.get("/translations")
@for_workers(Deed.TRANSLATE)
def translations() -> ResponseReturnValue:
    centres = g.worker.centres(Deed.TRANSLATE)
    with runtime().database.read() as db:
        lines = overview(db, centres)
    everything = request.args.get("show") == "all"
    shown = lines if everything else [line for line in lines if not line.is_whole]
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "staff/translations.html",
        lines=shown[(page - 1) * SIZE : page * SIZE],
        total=len(lines),
        waiting=sum(not line.is_whole for line in lines),
        everything=everything,
        several=len(centres) > 1,
        states=STATES,
        page=page,
        pages=-(-len(shown) // SIZE),
    )
