"""A new listing, begun from one of the 85 kinds of session."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.kinds import kinds_like
from directory.listings.own_listings import centre_names, kinds_in_use
from directory.listings.session_types import THEMES, session_types
from directory.listings.starting import start
from directory.web.audience import for_workers
from directory.web.paths import number_in
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.templating import gettext as _
from directory.words import labels

MOST_USED = 6


@staff.get("/listings/new")
@for_workers(Deed.EDIT_LISTINGS)
def new_listing() -> ResponseReturnValue:
    text, types = request.args.get("q", "").strip()[:80], session_types()
    centre_ids = g.worker.centres(Deed.EDIT_LISTINGS)
    with runtime().database.read() as db:
        used = kinds_in_use(db, centre_ids, most=MOST_USED)
        centres = centre_names(db, centre_ids)
    return render_template(
        "staff/listings/new.html",
        text=text,
        found=kinds_like(text, types) if text else [],
        used=[types[key] for key in used if key in types],
        by_theme=[(theme, [kind for kind in types.values() if kind.themes[0] == theme]) for theme in THEMES],
        themes=labels.THEME,
        centres=centres,
        centre_id=number_in(request.args, "centre"),
    )


@staff.post("/listings/new")
@for_workers(Deed.EDIT_LISTINGS)
def begin_listing() -> ResponseReturnValue:
    if not request.form.get("type_key"):  # no kind was picked: nothing is begun
        return redirect(url_for("staff.new_listing"), 303)
    centre_id = number_in(request.form, "centre_id")
    if not g.worker.may(Deed.EDIT_LISTINGS, centre_id):
        raise NotFound(f"centre {centre_id}")
    with runtime().database.unit_of_work() as db:
        begun = start(
            db,
            type_key=request.form["type_key"],
            centre_id=centre_id,
            who=g.worker.name,
            now=clock.now(),
        ).id
    flash(_("This is a draft: only you and your colleagues see it."))
    return redirect(url_for("staff.listing", activity_id=begun), 303)
