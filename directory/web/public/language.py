"""Choosing a language. The choice is kept in a cookie, and only then."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.locales import LOCALES
from directory.web.audience import for_everyone
from directory.web.language import COOKIE
from directory.web.paths import is_ours
from directory.web.public import public

A_YEAR = 365 * 24 * 60 * 60


@public.get("/language")
@for_everyone
def choose_language() -> ResponseReturnValue:
    return render_template("public/language.html", back=_within_site(request.args.get("back", "")))


@public.get("/language/<lang:chosen>")
@for_everyone
def speak(chosen: str) -> ResponseReturnValue:
    """Remember a language and go to the same page in it."""
    response = redirect(f"/{chosen}{_within_site(request.args.get('back', ''))}", 303)
    response.set_cookie(
        COOKIE, chosen, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _within_site(path: str) -> str:
    """A path of ours, without its language; the first page for anything that could lead elsewhere."""
    first = path.lstrip("/").partition("/")[0]
    return path if is_ours(path) and first not in LOCALES else "/"
