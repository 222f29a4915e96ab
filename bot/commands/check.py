"""Look whether Telegram and we reach each other."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from bot.channels import telegram_setup
from bot.channels.telegram import Telegram
from bot.channels.telegram_webhook import PATH
from bot.commands.poll import bot_of
from directory import clock
from directory.commands.progress import say
from directory.runtime import open_runtime
from directory.settings import Settings

LATELY = timedelta(hours=1)
MANY = 100  # updates


@click.command()
def check() -> None:
    """See whether the token works and updates arrive; end with 1, and what to do, if not."""
    settings = open_runtime().settings
    me, way = asyncio.run(_asked(bot_of(settings), settings))
    say(f"✓ Telegram knows @{me['username']}")
    troubles = list(_troubles(way, settings, clock.now()))
    for trouble in troubles:
        say(f"✗ {trouble}")
    if not troubles:
        said = "brings updates to the site" if way.get("url") else "has updates fetched"
        say(f"✓ Telegram {said}; {way['pending_update_count']} wait")
    raise SystemExit(1 if troubles else 0)


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
