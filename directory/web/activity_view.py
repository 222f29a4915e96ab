"""A listing's own page, for families and for those who want to see what families see."""

from datetime import datetime

from flask import g, render_template

from directory import clock
from directory.listings import wording
from directory.listings.cards import ActivityPage
from directory.web import present
from directory.words import phrases

FIRST_DATES = 4


def shown(
    page: ActivityPage, now: datetime, *, template: str = "public/activity.html", **more: object
) -> str:
    dates = wording.dates(g.words, page.dates, now)
    place = page.card.where
    return render_template(
        template,
        page=page,
        card=page.card,
        when=wording.slots(g.words, page.slots, clock.london(now).date()),
        dates=dates[:FIRST_DATES],
        later=dates[FIRST_DATES:],
        tags=wording.tags(g.words, page.card),
        who=wording.who_for(g.words, page.card),
        place_features=phrases.features(g.words, place.features if place else ()),
        features=phrases.features(g.words, page.features),
        map=present.map_links(place, page.card.name.text) if place else {},
        where=wording.where(g.words, page.card),
        spoken=[g.words.language(code) for code in page.card.spoken],
        checked=wording.checked(g.words, page.card.assured_on),
        **more,
    )
