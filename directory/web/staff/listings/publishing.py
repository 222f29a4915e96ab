"""Showing a listing to families, taking it away, and bringing it back as a draft."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.listings import publishing
from directory.listings.refusals import NotFromHere, NotReady
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.own import hers_to_change
from directory.words import N_

DONE_ALREADY = N_("Somebody has done that already.")


@staff.post("/listings/<int:activity_id>/publish")
@for_workers(Deed.PUBLISH_LISTINGS)
def publish_listing(activity_id: int) -> ResponseReturnValue:
    return _done(activity_id, publishing.publish, N_("Families can see it now."))


@staff.post("/listings/<int:activity_id>/withdraw")
@for_workers(Deed.PUBLISH_LISTINGS)
def withdraw_listing(activity_id: int) -> ResponseReturnValue:
    return _done(activity_id, publishing.withdraw, N_("Taken away: families do not see it any more."))


@staff.post("/listings/<int:activity_id>/bring-back")
@for_workers(Deed.PUBLISH_LISTINGS)
def bring_listing_back(activity_id: int) -> ResponseReturnValue:
    return _done(
        activity_id, publishing.bring_back, N_("It is a draft again. Look it over, then publish it.")
    )


def _done(activity_id: int, deed: Callable[..., Any], sentence: str) -> ResponseReturnValue:
    """Do it and say so; what is missing stands on the page that follows."""
    try:
        with runtime().database.unit_of_work() as db:
            activity = hers_to_change(db, activity_id, Deed.PUBLISH_LISTINGS)
            deed(db, activity, who=g.worker.name, now=clock.now())
    except NotReady:
        sentence = N_("Not yet: something is still missing.")
    except NotFromHere:
        sentence = DONE_ALREADY
    flash(g.words.gettext(sentence))
    return redirect(url_for(".listing", activity_id=activity_id), 303)
