"""Who is writing: a random name in a signed cookie. She has none before she sends something."""

import hmac
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, Signer
from werkzeug import Response

from directory.contacts.forgetting import A_TALK
from directory.keys import new_token
from directory.runtime import Runtime

View = TypeVar("View", bound=Callable[..., object])


def for_everyone(view: View) -> View:
    """Anybody may use this, without telling us who they are (as `directory/web/audience.py` says it)."""
    view.audience = "everyone"  # type: ignore[attr-defined]
    return view


def runtime() -> Runtime:
    return cast(Runtime, current_app.extensions["doorstep"])


def cookie_name() -> str:
    """`__Host-` makes browsers keep it to this very host; they allow that only over https."""
    return "__Host-chat" if runtime().settings.https else "chat"


def visitor() -> str:
    """Her name, if she has one that we gave."""
    try:
        return _signer("cookie").unsign(request.cookies.get(cookie_name(), "")).decode()
    except BadSignature:
        return ""


def new_visitor() -> str:
    return new_token()


def know_again(response: Response, name: str, *, lasts: timedelta = A_TALK) -> None:
    """Give her the cookie that finds her talk again; each time anew for so long."""
    response.set_cookie(
        cookie_name(),
        _signer("cookie").sign(name).decode(),
        max_age=lasts,
        secure=runtime().settings.https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def know_no_more(response: Response) -> None:
    response.delete_cookie(
        cookie_name(), secure=runtime().settings.https, httponly=True, samesite="Lax", path="/"
    )


def form_token(name: str) -> str:
    """What a form of ours proves itself with: only the page that her own cookie opens has it."""
    return _signer("form").get_signature(name).decode() if name else ""


def form_is_ours(name: str) -> bool:
    """Whether our own page sent this form. Who has no name yet has nothing that somebody could misuse."""
    sent = request.form.get("token", "")
    return _comes_from_here() and hmac.compare_digest(sent.encode(), form_token(name).encode())


def _comes_from_here() -> bool:
    origin = request.headers.get("Origin")
    same = origin is None or urlsplit(origin).netloc == request.host
    return same and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _signer(purpose: str) -> Signer:
    secret = current_app.secret_key
    if not secret:
        raise LookupError("this site has no secret key")
    return Signer(secret, salt=f"chat {purpose}", digest_method=sha256)
