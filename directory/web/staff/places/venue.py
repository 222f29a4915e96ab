"""Venues: adding one, putting one right, hiding one, and showing one again with a second person."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.upkeep import venues
from directory.upkeep.refusals import NeedsSecondPerson, PlaceChanged, PlaceWrong, StillHeldThere
from directory.upkeep.venues import VenueToEdit, venue_to_edit
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.places import keeper
from directory.web.staff.places.differences import differences
from directory.web.staff.places.forms import KIND, VenueForm
from directory.web.staff.places.wording import tell
from directory.web.templating import gettext as _


@staff.route("/places/venues/new", methods=["GET", "POST"])
@for_workers(Deed.EDIT_PLACES)
def new_venue() -> ResponseReturnValue:
    form = VenueForm()
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                venues.add_venue(db, g.worker.council_id, form.typed(), who=g.worker.name, now=clock.now())
            flash(_("Added. It can be chosen for sessions now."))
            return redirect(url_for("staff.places"), 303)
        except PlaceWrong as refusal:
            tell(form, refusal)
    return render_template("staff/places/venue_new.html", form=form)


@staff.route("/places/venues/<int:venue_id>", methods=["GET", "POST"])
@for_workers(Deed.EDIT_PLACES)
def venue_place(venue_id: int) -> ResponseReturnValue:
    with runtime().database.read() as db:
        venue = venue_to_edit(db, venue_id, keeper(g.worker))
    kept = {**vars(venue.details), "features": list(venue.details.features)}
    form, unlike = VenueForm(data={**kept, "shown": venue.mark}), []
    if form.validate_on_submit():
        if not keeper(g.worker).may_change(venue):
            raise NotFound(f"venue {venue_id}")
        typed = form.typed(own_building=venue.centre_id is not None)
        try:
            with runtime().database.unit_of_work() as db:
                venues.change_venue(
                    db, venue_id, typed, shown=form.shown.data, who=g.worker.name, now=clock.now()
                )
            flash(_("Saved. Families see it now."))
            return redirect(url_for("staff.venue_place", venue_id=venue_id), 303)
        except PlaceWrong as refusal:
            tell(form, refusal)
        except PlaceChanged:
            unlike, form.shown.data = differences(form, kept), venue.mark
    return render_template(
        "staff/places/venue.html",
        form=form,
        venue=venue,
        kind=KIND.get(venue.details.kind, KIND["other"]),
        unlike=unlike,
        may_change=keeper(g.worker).may_change(venue),
        may_hide=keeper(g.worker).may_hide(venue),
        may_agree=_may_agree(venue),
    )


@staff.post("/places/venues/<int:venue_id>/hide")
@for_workers(Deed.EDIT_PLACES)
def hide_venue(venue_id: int) -> ResponseReturnValue:
    def hide(db: Session, venue: VenueToEdit) -> str:
        if not keeper(g.worker).may_hide(venue):
            raise NotFound(f"venue {venue_id}")
        venues.hide(db, venue_id, who=g.worker.name, now=clock.now())
        return _("Hidden. Nobody is told where or when anything there happens.")

    return _done(venue_id, hide)


@staff.post("/places/venues/<int:venue_id>/ask-to-show")
@for_workers(Deed.EDIT_PLACES)
def ask_to_show_venue(venue_id: int) -> ResponseReturnValue:
    def ask(db: Session, venue: VenueToEdit) -> str:
        if not keeper(g.worker).may_change(venue):
            raise NotFound(f"venue {venue_id}")
        venues.ask_to_show(db, venue_id, worker_id=g.worker.id, who=g.worker.name, now=clock.now())
        return _("Asked. It stays hidden until a second person at the council agrees.")

    return _done(venue_id, ask)


@staff.post("/places/venues/<int:venue_id>/show")
@for_workers(Deed.UNHIDE_VENUE)
def show_venue(venue_id: int) -> ResponseReturnValue:
    def show(db: Session, venue: VenueToEdit) -> str:
        venues.show(db, venue_id, worker_id=g.worker.id, who=g.worker.name, now=clock.now())
        return _("Shown. Families see where it is from now on.")

    return _done(venue_id, show)


@staff.post("/places/venues/<int:venue_id>/keep-hidden")
@for_workers(Deed.EDIT_PLACES)
def keep_venue_hidden(venue_id: int) -> ResponseReturnValue:
    def keep(db: Session, venue: VenueToEdit) -> str:
        if g.worker.id != venue.asked_by_id and not g.worker.may(Deed.UNHIDE_VENUE):
            raise NotFound(f"venue {venue_id}")
        venues.keep_hidden(db, venue_id)
        return _("It stays hidden.")

    return _done(venue_id, keep)


def _done(venue_id: int, deed: Callable[[Session, VenueToEdit], str]) -> ResponseReturnValue:
    """Do something to a venue that this worker may see, say what came of it, and go back to the places."""
    try:
        with runtime().database.unit_of_work() as db:
            told = deed(db, venue_to_edit(db, venue_id, keeper(g.worker)))
    except NeedsSecondPerson:
        told = _("You asked for this yourself. Somebody else at the council has to agree.")
    except StillHeldThere as refusal:
        told = _(
            "It stays hidden: %(names)s keep people safe there. Move them first.",
            names=g.words.all_of(refusal.names),
        )
    flash(told)
    return redirect(url_for("staff.places"), 303)


def _may_agree(venue: VenueToEdit) -> bool:
    return g.worker.may(Deed.UNHIDE_VENUE) and venue.asked_by_id not in (None, g.worker.id)
