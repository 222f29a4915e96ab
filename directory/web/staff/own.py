"""What belongs to a worker's own centres; anything else is not there for her."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.editing import listing_to_edit
from directory.listings.models import Activity
from directory.listings.own_listings import centre_of
from directory.listings.plans import activity_to_plan
from directory.listings.refusals import DateGone
from directory.web.staff import staff
from directory.web.templating import gettext as _


def own_activity(db: Session, activity_id: int, deed: Deed) -> Activity:
    """A listing at whose centre she may do this. Raises NotFound for any other."""
    activity = activity_to_plan(db, activity_id)
    if not g.worker.may(deed, activity.centre_id):
        raise NotFound(f"activity {activity_id}")
    return activity


def hers(db: Session, activity_id: int, deed: Deed = Deed.EDIT_LISTINGS) -> int:
    """The centre of a listing, withdrawn too, at which she may do this. Raises NotFound for any other."""
    centre_id = centre_of(db, activity_id)
    if not g.worker.may(deed, centre_id):
        raise NotFound(f"activity {activity_id}")
    return centre_id


def hers_to_change(db: Session, activity_id: int, deed: Deed = Deed.EDIT_LISTINGS) -> Activity:
    """The listing itself, held until the change is done."""
    hers(db, activity_id, deed)
    return listing_to_edit(db, activity_id)


@staff.errorhandler(DateGone)
def date_gone(error: DateGone) -> ResponseReturnValue:
    """A date of her own listing that somebody took out of the plan meanwhile."""
    flash(_("That date is no longer in the plan. Nothing was changed."))
    return redirect(url_for("staff.when", **(request.view_args or {}) | {"date_id": None}), 303)
