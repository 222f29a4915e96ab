"""Tell Telegram what it should know of the bot."""

import asyncio
from collections.abc import Mapping

import click

from bot.channels import telegram_setup
from bot.channels.telegram import Telegram
from bot.commands.poll import bot_of
from directory.commands.progress import say
from directory.runtime import open_runtime
from directory.settings import Settings


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; end with 1 if something would change.")
def setup(check: bool) -> None:
    """Tell Telegram the bot's commands and texts in each language, and how to bring us updates.

    What differs is shown. Doing it again changes nothing.
    """
    settings = open_runtime().settings
    differ = asyncio.run(_set_up(bot_of(settings), settings, check=check))
    raise SystemExit(1 if check and differ else 0)


async def _set_up(bot: Telegram, settings: Settings, *, check: bool) -> bool:
    """Returns whether anything was not as it should be."""
    try:
        me = await telegram_setup.name_of(bot, settings)
        items = telegram_setup.wanted(settings)
        differences = await telegram_setup.differences(bot, items)
        for difference in differences:
            for line in difference.lines():
                say(line)
        if not check:
            await telegram_setup.put_right(bot, items, differences)
    finally:
        await bot.close()
    outcome = "would change" if check else "changed"
    say(
        f"@{me['username']}: "
        + (f"{len(differences)} {outcome}" if differences else "all is as it should be")
    )
    for line in _advice(me, settings):
        say(line)
    return bool(differences)


def _advice(me: Mapping[str, object], settings: Settings) -> list[str]:
    """What only the bot's owner can change, by writing to BotFather or in the environment."""
    lines = []
    if not settings.telegram_name:
        lines.append(f"Set TELEGRAM_NAME={me['username']}: listings then lead to the bot.")
    if not me.get("supports_inline_queries"):
        lines.append("Sharing sessions into other chats is off: send /setinline to BotFather.")
    if me.get("can_join_groups"):
        lines.append(
            "Anybody can add the bot to a group, where it is silent: send /setjoingroups to BotFather."
        )
    return lines
