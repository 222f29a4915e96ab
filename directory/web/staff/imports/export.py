"""Own listings to take away: as the table they can come back in, or as a calendar."""

from datetime import time, timedelta

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.imports.export import exported
from directory.listings.queries import timetable
from directory.places.queries import cards_of
from directory.web.audience import for_workers
from directory.web.open.ical import Feed, calendar_file
from directory.web.rooms import runtime
from directory.web.staff import staff

WEEKS = 26


@staff.get("/export")
@for_workers(Deed.EXPORT)
def export() -> ResponseReturnValue:
    with runtime().database.read() as db:
        centres = cards_of(db, g.worker.centres(Deed.EXPORT))
    return render_template(
        "staff/imports/export.html", centres=sorted(centres, key=lambda card: card.name), weeks=WEEKS
    )


@staff.get("/export/listings.csv")
@for_workers(Deed.EXPORT)
def export_all() -> ResponseReturnValue:
    with runtime().database.read() as db:
        content = exported(db, g.worker.centres(Deed.EXPORT), hidden_too=_may_see_hidden())
    return _file(content, "text/csv", f"listings-{clock.today()}.csv")


@staff.get("/export/<int:centre_id>.csv")
@for_workers(Deed.EXPORT)
def export_table(centre_id: int) -> ResponseReturnValue:
    _only_own(centre_id)
    with runtime().database.read() as db:
        (centre,) = cards_of(db, [centre_id])
        content = exported(db, [centre_id], hidden_too=_may_see_hidden())
    return _file(content, "text/csv", f"{centre.slug}-{clock.today()}.csv")


@staff.get("/export/<int:centre_id>.ics")
@for_workers(Deed.EXPORT)
def export_calendar(centre_id: int) -> ResponseReturnValue:
    """Every public date of the centre, also on sensitive topics; none at a hidden place."""
    _only_own(centre_id)
    today = clock.today()
    with runtime().database.read() as db:
        (centre,) = cards_of(db, [centre_id])
        days = timetable(db, centre_id, "en", first=today, until=today + timedelta(weeks=WEEKS))
    site = runtime().settings.address
    feed = Feed(centre.name, f"{site}/en/centre/{centre.slug}", [one for day in days.values() for one in day])
    content = calendar_file(g.words, feed, site=site, day=clock.from_wall(today, time()))
    return _file(content, "text/calendar", f"{centre.slug}-{today}.ics")


def _may_see_hidden() -> frozenset[int]:
    """Who only reads figures need not know where people are kept safe; who keeps the listing does."""
    found: frozenset[int] = g.worker.centres(Deed.EDIT_LISTINGS)
    return found


def _only_own(centre_id: int) -> None:
    if not g.worker.may(Deed.EXPORT, centre_id):
        raise NotFound(f"centre {centre_id}")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    # Excel takes a table for Windows-1252 unless a mark says that it is UTF-8.
    data = f"\ufeff{content}".encode() if isinstance(content, str) else content
    response = Response(data, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
