"""Doors for software, and the way in: the root, robots, site map, health."""

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from directory.listings.queries import sitemap
from directory.locales import TRANSLATED
from directory.places.queries import centre_slugs
from directory.web.audience import for_everyone
from directory.web.language import guessed
from directory.web.rooms import runtime

open_doors = Blueprint("open", __name__)

FOR_OTHER_SITES = {"open.find_json", "open.session_calendar", "open.centre_calendar"}


@open_doors.get("/")
@for_everyone
def root() -> ResponseReturnValue:
    """To the first page, in the language chosen before or preferred by the browser."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    response = redirect(f"/{guessed()}/{query}", 302)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@open_doors.get("/robots.txt")
@for_everyone
def robots() -> ResponseReturnValue:
    kept_out = ("/*/find?", "/*/find.json", "/*.ics$", "/staff")
    rules = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in kept_out)
    body = f"{rules}Sitemap: {runtime().settings.address}/sitemap.xml\n"
    return Response(body, content_type="text/plain; charset=utf-8")


@open_doors.get("/sitemap.xml")
@for_everyone
def site_map() -> ResponseReturnValue:
    """Every public page in every language it speaks. Places that are hidden are not in it."""
    base = runtime().settings.address
    with runtime().database.read() as db:
        places = [f"/centre/{slug}" for slug in centre_slugs(db)]
        rows = [
            f"<url><loc>{base}/{code}/session/{slug}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
            for slug, day in sitemap(db)
            for code in TRANSLATED
        ]
    rows += [f"<url><loc>{base}/{code}{path}</loc></url>" for path in ("/", *places) for code in TRANSLATED]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</urlset>'
    )
    return Response(body, content_type="application/xml; charset=utf-8")


@open_doors.get("/health")
@for_everyone
def health() -> ResponseReturnValue:
    """Whether this process can answer: the database and the index are there."""
    with runtime().database.read() as db:
        db.execute(text("SELECT 1"))
    return {"ok": True, "listings": runtime().engine.size}


@open_doors.after_request
def open_to_other_sites(response: Response) -> Response:
    """Scripts of any site may read these answers, refusals included: they are the same for everybody."""
    if request.endpoint in FOR_OTHER_SITES:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


from directory.web.open import calendars, find_json  # noqa: E402, F401
