"""A listing's history, and putting it back to what it was."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.models import Activity
from directory.listings.own_listings import centre_names, own_listing, venue_names
from directory.listings.refusals import ListingWrong
from directory.listings.restoring import restore
from directory.listings.versions import FieldChange, Saving, savings
from directory.web.audience import for_workers
from directory.web.paths import number_in
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.listings import wording
from directory.web.staff.own import hers, hers_to_change
from directory.web.templating import gettext as _


@staff.get("/listings/<int:activity_id>/history")
@for_workers(Deed.SEE_HISTORY)
def listing_history(activity_id: int) -> ResponseReturnValue:
    with runtime().database.read() as db:
        hers(db, activity_id, Deed.SEE_HISTORY)
        page = own_listing(db, activity_id, now=clock.now())
        found = savings(db, activity_id)
        places = _places(db, found)
    told = [(saving, [_told(change, places) for change in saving.changes]) for saving in found]
    return render_template("staff/listings/history.html", page=page, savings=told)


@staff.post("/listings/<int:activity_id>/restore")
@for_workers(Deed.EDIT_LISTINGS)
def restore_listing(activity_id: int) -> ResponseReturnValue:
    before = number_in(request.form, "before")
    with runtime().database.unit_of_work() as db:
        activity = hers_to_change(db, activity_id)
        flash(_put_back(db, activity, before))
    return redirect(url_for(".listing_history", activity_id=activity_id), 303)


def _put_back(db: Session, activity: Activity, before: int) -> str:
    """Do it, and what to say about it."""
    if before < 1:
        return _("Choose what to put back.")
    try:
        restore(db, activity, before=before, who=g.worker.name, now=clock.now())
    except ListingWrong as refused:
        return _("It cannot be what it was:") + " " + wording.fault(g.words, refused.broken[0])
    return _("Put back. The dates are as they were a moment ago.")


def _told(change: FieldChange, places: dict[str, dict[int, str]]) -> tuple[str, str, str]:
    """A change as its field, from what, and to what."""
    name = wording.field_name(g.words, change.field)
    if change.date:
        name = g.words.brief_day(change.date.date())
    before, after = (
        wording.written(g.words, change.field, text, places=places) for text in (change.before, change.after)
    )
    return name, before, after


def _places(db: Session, found: list[Saving]) -> dict[str, dict[int, str]]:
    """The names of all places that a history speaks of."""
    numbers: dict[str, set[int]] = {"venue_id": set(), "centre_id": set()}
    for change in (change for saving in found for change in saving.changes):
        if change.field in numbers:
            numbers[change.field] |= {int(text) for text in (change.before, change.after) if text}
    return {
        "venue_id": venue_names(db, numbers["venue_id"]),
        "centre_id": centre_names(db, numbers["centre_id"]),
    }
