"""One file: what it would do, what is wrong with it, keeping it and undoing it."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory.accounts.roles import Deed
from directory.imports.handing_in import NotNow, Sender, file_card, keep_it, throw_away, undo_it
from directory.imports.taking_in import how_far
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.imports import sender
from directory.web.templating import gettext as _

NOTES_SHOWN = 200
LOOK_AGAIN = 2  # seconds


@staff.get("/imports/<uuid:uuid>")
@for_workers(Deed.IMPORT)
def import_file(uuid: UUID) -> ResponseReturnValue:
    """While the worker is at it, the page looks again by itself."""
    with runtime().database.read() as db:
        card = file_card(db, uuid, sender())
    done = how_far(runtime().settings.progress, uuid) if card.at_work else None
    response = make_response(
        render_template("staff/imports/file.html", file=card, done=done, most=NOTES_SHOWN)
    )
    if card.at_work:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@staff.post("/imports/<uuid:uuid>/keep")
@for_workers(Deed.IMPORT)
def keep_import(uuid: UUID) -> ResponseReturnValue:
    return _done(uuid, keep_it)


@staff.post("/imports/<uuid:uuid>/undo")
@for_workers(Deed.IMPORT)
def undo_import(uuid: UUID) -> ResponseReturnValue:
    return _done(uuid, undo_it)


@staff.post("/imports/<uuid:uuid>/throw-away")
@for_workers(Deed.IMPORT)
def throw_import_away(uuid: UUID) -> ResponseReturnValue:
    try:
        with runtime().database.unit_of_work() as db:
            throw_away(db, uuid, sender())
    except NotNow:
        return redirect(url_for("staff.import_file", uuid=uuid), 303)
    flash(_("Thrown away. Nothing of it was kept."))
    return redirect(url_for("staff.imports"), 303)


def _done(uuid: UUID, deed: Callable[[Session, UUID, Sender], None]) -> ResponseReturnValue:
    """Say so to the worker. Who pressed twice, or second, sees how the file stands."""
    try:
        with runtime().database.unit_of_work() as db:
            deed(db, uuid, sender())
    except NotNow:
        flash(_("Somebody has done something to this file already. Here is how it stands."))
    return redirect(url_for("staff.import_file", uuid=uuid), 303)
