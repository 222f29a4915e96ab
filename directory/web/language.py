"""The language of a page is in its address. It is remembered only when somebody chooses it."""

from typing import Any

from flask import Flask, current_app, g, request
from werkzeug.routing import BaseConverter

from directory.locales import LOCALES, SOURCE, best_for
from directory.words import words_for

COOKIE = "language"
STAFF = "staff"  # pages for staff are in English


class LanguageConverter(BaseConverter):
    """Matches the languages we know and no others, so that any other is “not found”."""

    regex = "|".join(LOCALES)


def set_up(app: Flask) -> None:
    app.url_value_preprocessor(_take_from_address)
    app.url_defaults(_put_into_address)


def _take_from_address(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    code = (values or {}).pop("lang", None)
    g.words = words_for(code or guessed())
    g.locale = g.words.locale


def _put_into_address(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = g.locale.code


def guessed() -> str:
    """The language to use where the address does not say: the one chosen before, else the browser's."""
    chosen = request.cookies.get(COOKIE, "")
    first = request.path.split("/", 2)[1] if request.path.count("/") else ""
    if first in LOCALES:
        return first
    if first == STAFF:
        return SOURCE
    return chosen if chosen in LOCALES else best_for(tag for tag, _ in request.accept_languages) or SOURCE
