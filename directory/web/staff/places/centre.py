"""What a centre says of itself: contact, opening hours, what the building has."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.upkeep.centres import centre_to_edit, change_centre
from directory.upkeep.refusals import PlaceChanged, PlaceWrong
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.places.differences import differences
from directory.web.staff.places.forms import CentreForm, of_centre
from directory.web.staff.places.wording import tell
from directory.web.templating import gettext as _


@staff.route("/places/centres/<int:centre_id>", methods=["GET", "POST"])
@for_workers(Deed.EDIT_PLACES)
def centre_place(centre_id: int) -> ResponseReturnValue:
    if not g.worker.may(Deed.EDIT_PLACES, centre_id):
        raise NotFound(f"centre {centre_id}")
    with runtime().database.read() as db:
        centre = centre_to_edit(db, centre_id)
    kept = of_centre(centre.details)
    form, unlike = CentreForm(data={**kept, "shown": centre.mark}), []
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                change_centre(
                    db, centre_id, form.typed(), shown=form.shown.data, who=g.worker.name, now=clock.now()
                )
            flash(_("Saved. Families see it now."))
            return redirect(url_for("staff.centre_place", centre_id=centre_id), 303)
        except PlaceWrong as refusal:
            tell(form, refusal)
        except PlaceChanged:
            unlike, form.shown.data = differences(form, kept), centre.mark
    return render_template("staff/places/centre.html", form=form, centre=centre, unlike=unlike)
