"""A message as calls of Telegram's Bot API. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from bot.abilities import TELEGRAM
from directory.contacts.messages import Button, File, Message
from directory.settings import LOOPBACK
from directory.words import words_for

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """One method of the Bot API and what it is given; `file` goes along as its document."""

    method: str
    fields: Fields
    file: File | None = None


def calls_for(message: Message, address: str) -> list[Call]:
    """All that has to be called, in order.

    The text with its buttons comes last, where she looks; but where it takes the place of an earlier one,
    it comes first: said twice, it changes nothing, and so a second try repeats nothing before it.
    """
    along = [*_place(message, address), *_file(message, address)]
    text = [*_text(_with_addresses(message), address)]
    in_place = message.edits and not message.asks_place
    return [*_answer(message), *(text + along if in_place else along + text)]


def _answer(message: Message) -> Iterator[Call]:
    if message.answers:
        yield Call("answerCallbackQuery", {"callback_query_id": message.answers})


def _place(message: Message, address: str) -> Iterator[Call]:
    if place := message.place:
        where = {"latitude": place.lat, "longitude": place.lng, "title": place.title}
        yield Call("sendVenue", {"chat_id": address, **where, "address": place.address})


def _file(message: Message, address: str) -> Iterator[Call]:
    if message.file:
        yield Call("sendDocument", {"chat_id": address}, message.file)


def _text(message: Message, address: str) -> Iterator[Call]:
    if not message.text:
        return
    fields = {"chat_id": address, "text": message.text, "link_preview_options": {"is_disabled": True}}
    if message.asks_place:
        yield Call("sendMessage", {**fields, "reply_markup": _keyboard(message)})
        return
    if message.buttons:
        fields["reply_markup"] = {
            "inline_keyboard": [[_button(each) for each in row] for row in message.buttons]
        }
    if message.edits:
        yield Call("editMessageText", {**fields, "message_id": message.edits})
    else:
        yield Call("sendMessage", fields)


def _keyboard(message: Message) -> Fields:
    """The one sort of keyboard that can offer her own position. Its other keys type their label for her."""
    offer = {"text": words_for(message.language).gettext("📍 Share where I am"), "request_location": True}
    rows = [[{"text": each.label} for each in row if each.press] for row in message.buttons]
    return {
        "keyboard": [[offer], *filter(None, rows)],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


def _button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.press}


def _with_addresses(message: Message) -> Message:
    """Addresses that Telegram takes in no button stand in the text instead.

    It takes none that only this machine knows, as when trying at home, none of a telephone, and none at all
    where her own position is asked for.
    """
    shut = [
        button for row in message.buttons for button in row if button.url and not _opens(button.url, message)
    ]
    if not shut:
        return message
    lines = [line for button in shut if (line := _line(button, message.text))]
    text = "\n".join([message.text, "", *lines]) if lines else message.text
    kept = (tuple(button for button in row if button not in shut) for row in message.buttons)
    return replace(message, text=text[: TELEGRAM.text], buttons=tuple(filter(None, kept)))


def _opens(url: str, message: Message) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return (
        not message.asks_place and parts.scheme in ("http", "https") and "." in host and host not in LOOPBACK
    )


def _line(button: Button, text: str) -> str:
    """The address in words, unless the text has it already."""
    address = button.url.removeprefix("tel:")
    return "" if address in text else f"{button.label}: {address}"
