"""A listing as families see it, in any language: drafts too."""

from flask import g, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.own_listings import preview
from directory.locales import LOCALES, SOURCE
from directory.web import activity_view
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.own import hers
from directory.words import words_for


@staff.get("/listings/<int:activity_id>/preview")
@for_workers(Deed.EDIT_LISTINGS)
def preview_listing(activity_id: int) -> ResponseReturnValue:
    language = request.args.get("language", SOURCE)
    g.words = words_for(language if language in LOCALES else SOURCE)
    g.locale = g.words.locale
    now = clock.now()
    with runtime().database.read() as db:
        hers(db, activity_id)
        page = preview(db, activity_id, g.locale.code, now=now)
    return activity_view.shown(
        page, now, template="staff/listings/preview.html", activity_id=activity_id, english=words_for(SOURCE)
    )
