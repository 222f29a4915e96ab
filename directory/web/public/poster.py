"""A sheet for the wall: what is on, and a code that leads into the chat about it.

There is none for what must not be seen together with a place: a hidden venue, a sensitive topic.
"""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from directory import clock
from directory.errors import NotFound
from directory.listings import wording as listings
from directory.listings.queries import activity_page
from directory.places import wording as places
from directory.places.queries import centre_card
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.qr import qr
from directory.web.rooms import runtime
from directory.web.templating import telegram


@public.get("/session/<slug>/poster")
@for_everyone
def session_poster(slug: str) -> ResponseReturnValue:
    now = clock.now()
    with runtime().database.read() as db:
        page = activity_page(db, slug, g.locale.code, now=now)
    card = page.card
    if card.sensitive or card.where is None:
        raise NotFound(slug)
    return _poster(
        f"s_{card.id}",
        back=f"session/{slug}",
        name=card.name,
        summary=card.summary,
        place=card.where,
        building=card.where.building or card.where.centre,
        when=listings.slots(g.words, page.slots, clock.london(now).date()),
        tags=listings.tags(g.words, card),
    )


@public.get("/centre/<slug>/poster")
@for_everyone
def centre_poster(slug: str) -> ResponseReturnValue:
    with runtime().database.read() as db:
        card = centre_card(db, slug)
    hours = places.opening_hours(g.words, card.hours) if card.hours else []
    return _poster(
        f"c_{card.id}",
        back=f"centre/{slug}",
        name=card.name,
        place=card,
        when=[f"{name} {text}" for _, name, text in hours],
    )


def _poster(start: str, **shown: object) -> str:
    base = telegram() or f"{runtime().settings.address}/{g.locale.code}/chat"
    address = f"{base}?start={start}"
    return render_template("public/poster.html", link=address, qr=qr(address), **shown)
