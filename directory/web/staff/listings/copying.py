"""Much the same again: a draft that says all that another listing says."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.starting import copy
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.own import hers_to_change
from directory.web.templating import gettext as _


@staff.post("/listings/<int:activity_id>/copy")
@for_workers(Deed.EDIT_LISTINGS)
def copy_listing(activity_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        first = hers_to_change(db, activity_id)
        with_dates = request.form.get("dates") == "yes"
        second = copy(db, first, with_dates=with_dates, who=g.worker.name, now=clock.now()).id
    flash(_("This is the copy, a draft. The first one is as it was."))
    return redirect(url_for(".listing", activity_id=second), 303)
