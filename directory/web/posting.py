"""Forms that change something: how much they may hold, proof that they are ours, and what was typed when not.

A form needs a token that only our own page gives out. The token lives as long as the browser is open, in a
cookie that is set by the first page with a form, and by no page without.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from directory.db import keys_of
from directory.web.errors import for_staff, page

MOST_FIELDS = 500
TOKEN = "csrf_token"  # noqa: S105 — the name of a field

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(most_bytes: int) -> Callable[[View], View]:
    """This view may be sent more than 64 KB: a file, say."""

    def declared(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return declared


def set_up(app: Flask) -> None:
    rooms = app.extensions["doorstep"]
    https = rooms.settings.https
    with rooms.database.read() as db:
        secret = keys_of(db).derive("forms")
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME="__Host-form" if https else "form",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # somebody may be called away while she types
        WTF_CSRF_SSL_STRICT=False,  # pages whose address holds a token send no Referer
    )
    app.before_request(_look_at_size)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _too_late)


def _look_at_size() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if most_bytes := getattr(view, "most_bytes", None):
        request.max_content_length = most_bytes
    if request.method != "POST":
        return
    fields = list(request.form.items(multi=True))
    if len(fields) > MOST_FIELDS:
        abort(413)
    if any("\0" in text for field in fields for text in field):
        abort(400)  # PostgreSQL cannot store it, SQLite should not


def typed() -> list[tuple[str, str]]:
    """What was sent, without what must not be shown or kept: passwords, codes, our own token."""
    return [
        (name, text)
        for name, text in request.form.items(multi=True)
        if name not in (TOKEN, "code") and "password" not in name
    ]


def send_again(fields: Sequence[tuple[str, str]], *, to: str, reason: str, **more: object) -> str:
    """A page that shows what was typed, with a button that sends it again."""
    frame = "staff/base.html" if for_staff() else "base.html"
    return render_template("send_again.html", frame=frame, fields=fields, to=to, reason=reason, **more)


def _too_late(error: CSRFError) -> ResponseReturnValue:
    if not _from_our_own_page():
        return page(400)
    return send_again(typed(), to=this_address(), reason="token"), 400


def this_address() -> str:
    """Path and question of this request, as they were sent."""
    return request.full_path.rstrip("?")


def _from_our_own_page() -> bool:
    """Nothing says that another site sent this form. Only then is it offered to be sent again."""
    origin = request.headers.get("Origin")
    same = origin is None or urlsplit(origin).netloc == request.host
    return same and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
