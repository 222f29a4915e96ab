"""A listing's own page."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.freshness.views import Seen
from directory.listings.queries import activity_page
from directory.reports.queries import last_answer
from directory.web import present
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.rooms import runtime
from directory.web.security import leave_no_trace

FIRST_DATES = 4


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
    dates = present.dates(g.words, page.dates, now)
    place = page.card.where
    return render_template(
        "public/activity.html",
        page=page,
        card=page.card,
        when=present.slots(g.words, page.slots, clock.london(now).date()),
        dates=dates[:FIRST_DATES],
        later=dates[FIRST_DATES:],
        tags=present.tags(g.words, page.card),
        who=present.who_for(g.words, page.card),
        place_features=present.features(g.words, place.features if place else ()),
        features=present.features(g.words, page.features),
        map=present.map_links(place, page.card.name.text) if place else {},
        where=present.where(g.words, page.card),
        spoken=[g.words.language(code) for code in page.card.spoken],
        checked=present.checked(g.words, page.card.assured_on),
        answered=present.answered(g.words, answer) if answer and not page.card.sensitive else "",
    )
