"""What a person sees when something is not there, not right, or broken: a page that says what to do next."""

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from directory.accounts.actions import EmailTaken
from directory.accounts.passwords import TooBusy
from directory.accounts.throttle import TooManyTries
from directory.accounts.tickets import TicketGone
from directory.errors import NotAllowed, NotFound
from directory.web.language import STAFF
from directory.words import N_

log = logging.getLogger(__name__)

# Heading and advice by status; any other is worded like 400.
WORDS = {
    400: (
        N_("We could not read that"),
        N_("Something in the address or the form is not right. Please go back and try again."),
    ),
    403: (
        N_("This is not part of your work"),
        N_("Your role does not include it. If it should, ask whoever manages accounts at your centre."),
    ),
    404: (
        N_("This page is not here"),
        N_("It may have moved, or the session may have ended. Search for what is on now."),
    ),
    405: (N_("That cannot be done here"), N_("Please go back and use the buttons on the page.")),
    413: (N_("That is too much at once"), N_("Please send something smaller.")),
    429: (N_("That was very fast"), N_("Please wait a minute, then try again.")),
    503: (N_("Many people are here at this moment"), N_("Please wait a minute, then try again.")),
    500: (N_("Sorry, something broke"), N_("It is our fault, not yours. Please try again in a minute.")),
}


def set_up(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(NotAllowed, lambda error: page(403))
    app.register_error_handler(TooManyTries, lambda error: page(429))
    app.register_error_handler(TicketGone, lambda error: (render_template("staff/link_gone.html"), 404))
    app.register_error_handler(EmailTaken, lambda error: (render_template("staff/link_gone.html"), 404))
    app.register_error_handler(TooBusy, lambda error: page(503))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _broken)


def page(status: int) -> tuple[str, int]:
    heading, advice = WORDS.get(status, WORDS[400])
    template = "staff/error.html" if for_staff() else "errors/error.html"
    return render_template(template, heading_text=heading, advice=advice, status=status), status


def for_staff() -> bool:
    """Whether the page that was asked for is one for staff."""
    return request.path.split("/", 2)[1:2] == [STAFF]


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    body, _ = page(code)
    headers = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type",)]
    return body, code, headers


def _broken(error: InternalServerError) -> tuple[str, int]:
    return page(500)
