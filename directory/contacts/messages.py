"""One message as a channel sends it: what the outbox holds, sealed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """`press` comes back to us, or `url` opens."""

    label: str
    press: str = ""
    url: str = ""


@dataclass(frozen=True)
class Place:
    """A point on a map to send along."""

    lat: float
    lng: float
    title: str
    address: str


@dataclass(frozen=True)
class File:
    name: str
    text: str


@dataclass(frozen=True)
class Message:
    """Plain words and what hangs on them.

    `screen` names what it shows, `language` is that of its words. `edits` is the channel's name of an earlier
    message it takes the place of, `answers` of a press to be acknowledged. Where `text` is empty there is
    only something to acknowledge.
    """

    text: str
    screen: str = ""
    language: str = "en"
    buttons: tuple[tuple[Button, ...], ...] = ()
    place: Place | None = None
    file: File | None = None
    asks_place: bool = False
    edits: str = ""
    answers: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}


def message_from(said: Mapping[str, Any]) -> Message:
    """A message from what `as_json` made of it."""
    place, file = said.get("place"), said.get("file")
    return Message(
        **{
            **said,
            "text": said.get("text", ""),
            "buttons": tuple(tuple(Button(**each) for each in row) for row in said.get("buttons", ())),
            "place": Place(**place) if place else None,
            "file": File(**file) if file else None,
        }
    )
