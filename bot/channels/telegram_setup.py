"""What Telegram should know of our bot, what it does know, and making the one the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram import Telegram
from bot.channels.telegram_updates import KINDS
from bot.channels.telegram_webhook import PATH, secret_for
from bot.core import introduction
from directory.errors import SettingsWrong
from directory.locales import SOURCE, TRANSLATED
from directory.settings import Settings
from directory.words import words_for

MOST_AT_ONCE = 8  # updates that Telegram brings side by side: as many as the site has threads

Value = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing that Telegram keeps for us.

    `value` is what it should be, `read` makes the same of Telegram's answer. `asking` goes with both
    methods, `besides` only with the setting.
    """

    what: str
    getting: str
    setting: str
    value: Value
    read: Callable[[Any], Value]
    asking: Value
    besides: Value


@dataclass(frozen=True)
class Difference:
    """What one thing is, and should be."""

    item: Item
    found: Value

    def lines(self) -> Iterator[str]:
        yield self.item.what
        for sign, value in (("-", self.found), ("+", self.item.value)):
            yield from (f"  {sign} {line}" for line in _lines(value))


def wanted(settings: Settings) -> list[Item]:
    """All that Telegram should know; whoever has no texts in her language sees the English ones."""
    texts = [item for code in ("", *(each for each in TRANSLATED if each != SOURCE)) for item in _texts(code)]
    return [*texts, _menu_button(), _way(settings)]


async def differences(bot: Telegram, items: list[Item]) -> list[Difference]:
    found = [(item, item.read(await bot.ask(item.getting, **item.asking))) for item in items]
    return [Difference(item, value) for item, value in found if value != item.value]


async def put_right(bot: Telegram, items: list[Item], differences: list[Difference]) -> None:
    """Set what differs, and what nobody can look up: whether a secret is still ours."""
    different = [difference.item for difference in differences]
    for item in items:
        if item in different or item.besides:
            await bot.ask(item.setting, **item.asking, **item.value, **item.besides)


async def name_of(bot: Telegram, settings: Settings) -> Mapping[str, Any]:
    """What Telegram says of the bot itself. Raises SettingsWrong if TELEGRAM_NAME is another's."""
    me: Mapping[str, Any] = await bot.ask("getMe")
    name = str(me.get("username", ""))
    if settings.telegram_name and settings.telegram_name.lower() != name.lower():
        raise SettingsWrong(
            f"TELEGRAM_NAME is {settings.telegram_name}, but TELEGRAM_TOKEN is that of {name}: "
            "links would lead families to somebody else's bot."
        )
    return me


def _texts(code: str) -> Iterator[Item]:
    """Commands and descriptions in one language; the empty code is for everybody else."""
    words = words_for(code or SOURCE)
    asking, where = ({"language_code": code}, f" ({code})") if code else ({}, "")
    commands = [{"command": name, "description": does} for name, does in introduction.commands(words)]
    yield Item(
        f"commands{where}",
        *("getMyCommands", "setMyCommands"),
        {"commands": commands},
        lambda answer: {"commands": answer},
        asking,
        {},
    )
    for what, method, text in (
        ("description", "MyDescription", introduction.description(words)),
        ("short_description", "MyShortDescription", introduction.short_description(words)),
    ):
        yield Item(
            f"{what.replace('_', ' ')}{where}", f"get{method}", f"set{method}", {what: text}, dict, asking, {}
        )


def _menu_button() -> Item:
    button = {"menu_button": {"type": "commands"}}
    return Item(
        "menu button",
        *("getChatMenuButton", "setChatMenuButton"),
        button,
        lambda answer: {"menu_button": answer},
        {},
        {},
    )


def _way(settings: Settings) -> Item:
    """How updates come: brought to the site where families reach it by https, else fetched."""
    if not settings.https:
        none = {"url": ""}
        return Item(
            "updates", "getWebhookInfo", "deleteWebhook", none, _url, {}, {"drop_pending_updates": False}
        )
    address = {"url": settings.public_url + PATH, "allowed_updates": sorted(KINDS)}
    secret = {"secret_token": secret_for(settings), "max_connections": MOST_AT_ONCE}
    return Item("updates", "getWebhookInfo", "setWebhook", address, _url_and_kinds, {}, secret)


def _url(answer: Mapping[str, Any]) -> Value:
    return {"url": answer.get("url", "")}


def _url_and_kinds(answer: Mapping[str, Any]) -> Value:
    return {**_url(answer), "allowed_updates": sorted(answer.get("allowed_updates") or ())}


def _lines(value: Value) -> Iterator[str]:
    for said in value.values():
        if isinstance(said, list) and said and isinstance(said[0], dict):
            yield from (f"/{each['command']}  {each['description']}" for each in said)
        elif isinstance(said, dict):
            yield ", ".join(str(each) for each in said.values())
        elif isinstance(said, list):
            yield ", ".join(said) or "(nothing)"
        else:
            yield from str(said).splitlines() or ["(nothing)"]
