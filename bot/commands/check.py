"""Look whether families get their answers, and Telegram and we reach each other."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from bot.channels import telegram_setup
from bot.channels.telegram import Telegram
from bot.channels.telegram_webhook import PATH
from bot.commands.poll import bot_of
from directory import clock
from directory.commands.progress import say
from directory.contacts.health import TOO_LONG, Health, health
from directory.runtime import open_runtime
from directory.settings import Settings

LATELY = timedelta(hours=1)
MANY = 100  # updates


@click.command()
def check() -> None:
    """See whether everybody gets her answer, and Telegram and we reach each other; end with 1 if not."""
    runtime = open_runtime()
    with runtime.database.read() as db:
        said = health(db, now=clock.now())
    well = _say("Nobody waits for an answer", _waiting(said))
    if runtime.settings.telegram_token:
        well = _check_telegram(runtime.settings) and well
    else:
        say("✓ TELEGRAM_TOKEN is not set: families chat on the site")
    raise SystemExit(0 if well else 1)


def _check_telegram(settings: Settings) -> bool:
    me, way = asyncio.run(_asked(bot_of(settings), settings))
    say(f"✓ Telegram knows @{me['username']}")
    how = "brings updates to the site" if way.get("url") else "has updates fetched"
    return _say(f"Telegram {how}; {way['pending_update_count']} wait", _troubles(way, settings, clock.now()))


def _say(well: str, troubles: Iterable[str]) -> bool:
    """Say what is wrong, or that all is `well`. Returns whether it is."""
    wrong = list(troubles)
    for trouble in wrong:
        say(f"✗ {trouble}")
    if not wrong:
        say(f"✓ {well}")
    return not wrong


def _waiting(said: Health) -> Iterator[str]:
    if (said.waiting or 0) >= TOO_LONG:
        yield f"Somebody has waited for {said.waiting} seconds: python -m bot work"
    if (said.unsent or 0) >= TOO_LONG:
        faults = ", ".join(f"{fault} ({count})" for fault, count in said.unsent_faults.items())
        yield f"An answer has not been sent for {said.unsent} seconds: {faults or 'python -m bot work'}"
    for dead in said.dead:
        at = clock.london(dead.received_at).strftime("%d.%m. %H:%M")
        yield f"Given up, from {dead.channel}, {at}, {dead.fault}: python -m bot replay {dead.id}"


async def _asked(bot: Telegram, settings: Settings) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    try:
        return await telegram_setup.name_of(bot, settings), await bot.ask("getWebhookInfo")
    finally:
        await bot.close()


def _troubles(way: Mapping[str, Any], settings: Settings, now: datetime) -> Iterator[str]:
    ours = settings.public_url + PATH if settings.https else ""
    if way.get("url", "") != ours:
        yield f"Updates are {_way(way.get('url'))}, not {_way(ours)}: python -m bot setup"
    failed_at = datetime.fromtimestamp(way.get("last_error_date") or 0, UTC)
    if now - failed_at < LATELY:
        at = clock.london(failed_at).strftime("%H:%M")
        yield f"At {at} Telegram could not bring an update: {way.get('last_error_message')}"
    if (waiting := way.get("pending_update_count", 0)) > MANY:
        yield f"{waiting} updates wait at Telegram: " + (
            "is the site open?" if ours else "start python -m bot poll"
        )


def _way(url: object) -> str:
    return f"brought to {url}" if url else "fetched"
