"""A session's dates, or a whole centre's, to put into a calendar or to follow from one."""

from datetime import time, timedelta

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.errors import NotFound
from directory.listings import wording
from directory.listings.queries import Entry, activity_page, timetable
from directory.places.queries import centre_card
from directory.web.audience import for_everyone
from directory.web.open import open_doors
from directory.web.open.ical import Feed, calendar_file
from directory.web.rooms import runtime

DAYS_OF_A_CENTRE = 13 * 7


@open_doors.get("/<lang:lang>/session/<slug>.ics")
@for_everyone
def session_calendar(slug: str) -> ResponseReturnValue:
    """The dates to come of one session.

    There is none where the place may not be shown, nor on a sensitive topic: calendars are shared, and
    remind of things on locked screens.
    """
    with runtime().database.read() as db:
        page = activity_page(db, slug, g.locale.code, now=clock.now())
    if page.card.where is None or page.card.sensitive:
        raise NotFound(slug)
    entries = [Entry(page.card, date) for date in page.dates]
    return _file(slug, Feed(wording.told(g.words, page.card.name), _address(f"session/{slug}"), entries))


@open_doors.get("/<lang:lang>/centre/<slug>.ics")
@for_everyone
def centre_calendar(slug: str) -> ResponseReturnValue:
    """What is on at a centre in the next thirteen weeks, without what is on a sensitive topic."""
    today = clock.today()
    with runtime().database.read() as db:
        centre = centre_card(db, slug)
        days = timetable(
            db, centre.id, g.locale.code, first=today, until=today + timedelta(days=DAYS_OF_A_CENTRE)
        )
    entries = [entry for day in days.values() for entry in day if not entry.activity.sensitive]
    return _file(slug, Feed(centre.name, _address(f"centre/{slug}"), entries))


def _address(path: str) -> str:
    return f"{runtime().settings.address}/{g.locale.code}/{path}"


def _file(slug: str, feed: Feed) -> ResponseReturnValue:
    stamp = clock.from_wall(clock.today(), time())
    content = calendar_file(g.words, feed, site=runtime().settings.address, day=stamp)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    response.headers["Content-Language"] = g.words.spoken
    response.cache_control.public = True
    response.cache_control.max_age = 300
    response.add_etag()
    return response.make_conditional(request)
