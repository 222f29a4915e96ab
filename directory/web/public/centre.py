"""Centres: all of them, the nearest, one of them, and its week on one sheet of paper."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.listings.queries import Entry, timetable
from directory.places import wording
from directory.places.queries import CentreCard, centre_card, centres_by_name, spot_for
from directory.search.request import read
from directory.web import present
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.qr import qr
from directory.web.rooms import runtime
from directory.words import phrases

SIZE = 20


@public.get("/centres")
@for_everyone
def centres() -> ResponseReturnValue:
    asked, _ = read(request.args.to_dict(flat=False))
    wall = clock.london(clock.now())
    found: list[tuple[CentreCard, float | None]]
    with runtime().database.read() as db:
        spot = spot_for(db, asked.near) if asked.near else asked.spot
        if spot:
            found = [*runtime().centres_near(spot, most=SIZE)]
            total = len(found)
        else:
            by_name, total = centres_by_name(db, page=asked.page, size=SIZE)
            found = [(card, None) for card in by_name]
    return render_template(
        "public/centres.html",
        centres=[present.centre(g.words, card, km, wall) for card, km in found],
        asked=asked,
        spot=spot,
        unknown=asked.near if asked.near and not spot else "",
        pages=1 if spot else -(-total // SIZE),
    )


@public.get("/centre/<slug>")
@for_everyone
def centre(slug: str) -> ResponseReturnValue:
    today = clock.today()
    with runtime().database.read() as db:
        card = centre_card(db, slug)
        days = timetable(db, card.id, g.locale.code, first=today, until=today + timedelta(days=6))
    return render_template(
        "public/centre.html",
        centre=card,
        open=wording.opening(g.words, card, clock.london(clock.now())),
        hours=wording.opening_hours(g.words, card.hours) if card.hours else [],
        today=today,
        days=_lines(days),
        features=phrases.features(g.words, card.features),
        map=present.map_links(card, card.name),
        follow=f"webcal://{_address(card).partition('://')[2]}.ics",
    )


@public.get("/centre/<slug>/week")
@for_everyone
def week(slug: str) -> ResponseReturnValue:
    monday = _monday(request.args.get("from", ""))
    with runtime().database.read() as db:
        card = centre_card(db, slug)
        days = timetable(db, card.id, g.locale.code, first=monday, until=monday + timedelta(days=6))
    return render_template(
        "public/week.html",
        centre=card,
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        days=[
            (day, [present.entry(g.words, one) for one in entries])
            for day, entries in days.items()
            if entries
        ],
        own_address=_address(card),
        qr=qr(_address(card)),
    )


def _lines(days: Mapping[date, list[Entry]]) -> list[tuple[date, list[dict[str, object]]]]:
    return [(day, [present.entry(g.words, one) for one in entries]) for day, entries in days.items()]


def _monday(text: str) -> date:
    """The Monday of the week asked for; if the day cannot be read or is far away, that of tomorrow's week.

    On a Sunday nobody looks for the week that is over.
    """
    today = clock.today() + timedelta(days=1)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    if abs((day - today).days) > 366:
        day = today
    return day - timedelta(days=day.weekday())


def _address(card: CentreCard) -> str:
    return f"{runtime().settings.address}/{g.locale.code}/centre/{card.slug}"
