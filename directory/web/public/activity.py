"""A listing's own page."""

from flask import g, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.freshness.views import Seen
from directory.listings.queries import activity_page
from directory.reports.queries import last_answer
from directory.web import activity_view, present
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.rooms import runtime
from directory.web.security import leave_no_trace


@public.get("/session/<slug>")
@for_everyone
def activity(slug: str) -> ResponseReturnValue:
    now = clock.now()
    with runtime().database.read() as db:
        page = activity_page(db, slug, g.locale.code, now=now)
        answer = last_answer(db, page.card.id, now=now)
    if page.card.sensitive:
        leave_no_trace()
    if request.method == "GET":
        runtime().views.count([Seen(page.card.id, clock.london(now).date())])
    answered = present.answered(g.words, answer) if answer and not page.card.sensitive else ""
    return activity_view.shown(page, now, answered=answered)
