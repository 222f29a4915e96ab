"""Fetch what people write on Telegram."""

import asyncio
import signal
from contextlib import suppress

import click

from bot.channels.telegram import Telegram
from bot.channels.telegram_polling import poll as fetch
from directory.alone import alone
from directory.commands.progress import complain, say
from directory.errors import AlreadyRunning, SettingsWrong
from directory.runtime import Runtime, open_runtime
from directory.settings import Settings


@click.command()
def poll() -> None:
    """Fetch what people write on Telegram, until Ctrl-C. Where PUBLIC_URL is https, it is brought instead.

    Nothing that waits at Telegram is thrown away. `work` answers it.
    """
    runtime = open_runtime()
    bot = bot_of(runtime.settings)
    try:
        with alone(runtime.settings.data, "poller"), suppress(asyncio.CancelledError):
            asyncio.run(_until_stopped(runtime, bot))
    except AlreadyRunning as error:
        complain(str(error))
        raise SystemExit(3) from error


def bot_of(settings: Settings) -> Telegram:
    """The bot of this copy. Raises SettingsWrong where there is none."""
    if not settings.telegram_token:
        raise SettingsWrong("TELEGRAM_TOKEN is not set: BotFather gives one to whoever makes a bot.")
    return Telegram(settings.telegram_token, settings.telegram_api)


async def _until_stopped(runtime: Runtime, bot: Telegram) -> None:
    fetching = asyncio.ensure_future(fetch(runtime, bot, complain))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, fetching.cancel)
    say("Fetching what people write on Telegram. Ctrl-C ends it.")
    try:
        await fetching
    finally:
        await bot.close()
