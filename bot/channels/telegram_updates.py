"""What Telegram says that somebody did, as events. Pure, and never raises: what is no sense is no event.

It reads the JSON itself: the library's own classes refuse an update of a shape that is newer than they are,
and one such update would then stand in the way of all that come after it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from bot.core.event import Event, Kind

CHANNEL = "telegram"
MOST_TEXT = 4000  # letters; Telegram's own limit is 4,096, and nobody asks a directory for more
MOST_NUMBER = 2**63 - 1  # of what the database takes
# What we ask Telegram to tell us about; all else it keeps to itself.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
UNREADABLE = (
    *("voice", "audio", "video", "video_note", "photo", "sticker", "animation", "document", "contact"),
    *("poll", "dice", "game", "story", "paid_media", "checklist"),
)

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Update:
    """One thing that one person did: `number` is Telegram's, `address` her chat."""

    number: int
    address: str
    event: Event


@dataclass(frozen=True)
class Inline:
    """Somebody looks, in another chat, for a session to share there."""

    id: str
    person: str
    text: str
    language: str


def update_from(raw: object) -> Update | None:
    """What somebody did; None for what we do not answer: groups, channels, live places that move, junk."""
    update = _mapping(raw)
    number = _number(update.get("update_id"))
    if number is None:
        return None
    for chat, event in _events(update):
        address = _number(chat.get("id"))
        if address is not None and chat.get("type") == "private":
            return Update(number, str(address), event)
    return None


def inline_from(raw: object) -> Inline | None:
    """A question asked from within another chat, if this is one."""
    asked = _mapping(_mapping(raw).get("inline_query"))
    person = _number(_mapping(asked.get("from")).get("id"))
    if person is None or not _words(asked.get("id")):
        return None
    return Inline(_words(asked["id"])[:64], str(person), _words(asked.get("query"))[:200], _language(asked))


def number_of(raw: object) -> int | None:
    """Telegram's number of an update, even of one we do not read."""
    return _number(_mapping(raw).get("update_id"))


def _events(update: Raw) -> Iterator[tuple[Raw, Event]]:
    """The chat and what was done in it."""
    if message := _mapping(update.get("message")):
        yield from _with_chat(message, _message(message))
    elif edited := _mapping(update.get("edited_message")):
        yield from _with_chat(edited, _edited(edited))
    elif pressed := _mapping(update.get("callback_query")):
        yield from _with_chat(_mapping(pressed.get("message")), _press(pressed))
    elif member := _mapping(update.get("my_chat_member")):
        yield from _with_chat(member, _coming_and_going(member))


def _with_chat(holder: Raw, event: Event | None) -> Iterable[tuple[Raw, Event]]:
    return [(_mapping(holder.get("chat")), event)] if event else []


def _message(message: Raw) -> Event | None:
    language = _language(message)
    if text := _words(message.get("text")):
        return _said(text, language)
    if place := _place(message):
        return Event(Kind.PLACE, lat=place[0], lng=place[1], language=language)
    what = next((what for what in UNREADABLE if what in message), "")
    if caption := _words(message.get("caption")):
        return Event(Kind.TEXT, text=_cut(caption), what=what, language=language)
    return Event(Kind.OTHER, what=what, language=language) if what else None


def _said(text: str, language: str) -> Event:
    """A command loses the bot's name, which groups need: `/find@hexshire_bot` is `/find`."""
    if started := re.fullmatch(r"/start(?:@\w+)?(?:\s+(\S+)\s*)?", text):
        argument = started[1] or ""
        known = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", argument)
        return Event(Kind.START, argument=argument if known else "", language=language)
    return Event(Kind.TEXT, text=_cut(re.sub(r"^(/\w+)@\w+", r"\1", text)), language=language)


def _place(message: Raw) -> tuple[float, float] | None:
    place = _mapping(message.get("location") or _mapping(message.get("venue")).get("location"))
    lat, lng = place.get("latitude"), place.get("longitude")
    for degrees, most in ((lat, 90), (lng, 180)):
        if not isinstance(degrees, int | float) or isinstance(degrees, bool):
            return None
        if not isfinite(degrees) or abs(degrees) > most:
            return None
    return float(lat or 0), float(lng or 0)


def _edited(message: Raw) -> Event | None:
    """Words put right. A place that moves is told again and again as one message: only its first counts."""
    text = _words(message.get("text")) or _words(message.get("caption"))
    return Event(Kind.EDITED, text=_cut(text), language=_language(message)) if text else None


def _press(pressed: Raw) -> Event | None:
    message = _number(_mapping(pressed.get("message")).get("message_id"))
    data, answer_to = _words(pressed.get("data")), _words(pressed.get("id"))
    if not data or message is None:
        return None
    return Event(
        Kind.PRESS,
        press=data[:64],
        language=_language(pressed),
        message=str(message),
        answer_to=answer_to[:64],
    )


def _coming_and_going(member: Raw) -> Event | None:
    before, after = (
        _mapping(member.get(which)).get("status") for which in ("old_chat_member", "new_chat_member")
    )
    if after == "kicked":
        return Event(Kind.LEFT)
    return Event(Kind.CAME_BACK) if before == "kicked" and after == "member" else None


def _language(holder: Raw) -> str:
    tag = _words(_mapping(holder.get("from")).get("language_code"))
    return tag if re.fullmatch(r"[A-Za-z0-9-]{2,20}", tag) else ""


def _cut(text: str) -> str:
    """No more than we read, and no word cut in two unless it is all one."""
    if len(text) <= MOST_TEXT:
        return text
    start = text[: MOST_TEXT + 1]
    return (start.rsplit(maxsplit=1)[0] if len(start.split(maxsplit=1)) > 1 else start)[:MOST_TEXT]


def _mapping(value: object) -> Raw:
    return value if isinstance(value, Mapping) else {}


def _words(value: object) -> str:
    """Text that can be stored: half a letter, which only broken JSON holds, becomes a question mark."""
    return value.encode(errors="replace").decode().replace("\0", "") if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST_NUMBER
    return value if fits and isinstance(value, int) else None
