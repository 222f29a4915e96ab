"""What somebody did, whichever way it reached us."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What was done: written, pressed, a place shared, the chat begun, and so on.

    `OTHER` is whatever we cannot read: a voice note, a sticker, a photo; `what` says which.
    `RETURNED`: the person she talked with has closed the talk. `LEFT` and `CAME_BACK`: she blocked the
    bot, or let it in again; neither is answered.
    """

    TEXT = "text"
    PRESS = "press"
    PLACE = "place"
    START = "start"
    EDITED = "edited"
    OTHER = "other"
    RETURNED = "returned"
    LEFT = "left"
    CAME_BACK = "came-back"


@dataclass(frozen=True)
class Event:
    """One thing somebody did.

    `press` is the data of a button, `argument` what a deep link carries (`s_12`), `language` a hint of her
    device (a tag such as `pl-PL`). `message` is the channel's name for the message whose button was pressed,
    `answer_to` its name for the press itself: both may be empty.
    """

    kind: Kind
    text: str = ""
    press: str = ""
    argument: str = ""
    lat: float | None = None
    lng: float | None = None
    what: str = ""
    language: str = ""
    message: str = ""
    answer_to: str = ""

    def as_json(self) -> dict[str, Any]:
        """Itself as plain data, without what is empty."""
        return {name: value for name, value in vars(self).items() if value not in ("", None)}


def event_from(said: Mapping[str, Any]) -> Event:
    """An event from what `as_json` made of it."""
    return Event(**{**said, "kind": Kind(said["kind"])})
