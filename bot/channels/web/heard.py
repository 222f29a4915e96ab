"""What a form of the chat says: words, a button, a place, or that she begins."""

import re
from collections.abc import Mapping
from typing import Any

from bot.core.screen import MOST_BYTES

MOST_LETTERS = 1000
DEEP_LINK = re.compile(r"[a-z]_[A-Za-z0-9_-]{1,40}")


class NothingSaid(Exception):
    """The form was empty."""


class TooMuchSaid(Exception):
    """More letters than one message may have."""


def event_from(form: Mapping[str, str], language: str) -> dict[str, Any]:
    """The event that this form is, as the inbox holds it. Raises NothingSaid and TooMuchSaid."""
    said = _begun(form) or _pressed(form) or _place(form) or _written(form)
    return {**said, "language": language}


def deep_link(text: str) -> str:
    """What a link into the chat carries, `s_12` say; nothing for what is none."""
    return text if DEEP_LINK.fullmatch(text) else ""


def _begun(form: Mapping[str, str]) -> dict[str, Any] | None:
    if "begin" not in form:
        return None
    argument = deep_link(form["begin"])
    return {"kind": "start", "argument": argument} if argument else {"kind": "start"}


def _pressed(form: Mapping[str, str]) -> dict[str, Any] | None:
    press = form.get("press", "")
    if not press:
        return None
    if len(press.encode()) > MOST_BYTES:
        raise NothingSaid
    return {"kind": "press", "press": press}


def _place(form: Mapping[str, str]) -> dict[str, Any] | None:
    try:
        lat, lng = (float(part) for part in form.get("here", "").split(","))
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise NothingSaid
    return {"kind": "place", "lat": round(lat, 3), "lng": round(lng, 3)}


def _written(form: Mapping[str, str]) -> dict[str, Any]:
    text = form.get("text", "").strip()
    if not text:
        raise NothingSaid
    if len(text) > MOST_LETTERS:
        raise TooMuchSaid
    return {"kind": "text", "text": text}
