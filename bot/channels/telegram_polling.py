"""Fetching from Telegram what it has for us: no address of ours has to be known to anybody.

What was fetched is kept and committed; only the next question tells Telegram to forget it. Whatever kills us
in between, nothing is lost, and what is fetched twice is kept once.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.channels.telegram import Telegram, Unanswered
from bot.channels.telegram_inline import answer_inline
from bot.channels.telegram_receiving import take_in
from bot.channels.telegram_updates import KINDS, inline_from, number_of
from directory import clock
from directory.runtime import Runtime

LONG = 25  # seconds that Telegram waits for something to tell us
LONGEST_WAIT = 30.0  # seconds between tries while something is wrong


async def poll(runtime: Runtime, bot: Telegram, complain: Callable[[str], None]) -> None:
    """Fetch until cancelled. What is wrong is said once, however often it is tried again."""
    known, wait, said = 0, 1.0, ""
    while True:
        try:
            known = await _fetch(runtime, bot, known)
            wait, said = 1.0, ""
        except (Unanswered, DBAPIError) as error:
            trouble = str(error) if isinstance(error, Unanswered) else "The database cannot be written to."
            if trouble != said:
                complain(trouble)
            said = trouble
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)


async def _fetch(runtime: Runtime, bot: Telegram, known: int) -> int:
    """Fetch and keep once what comes after `known`, the last number we have; returns the new last one.

    Nothing new means that all is acknowledged. Then the number is forgotten: after a quiet week, Telegram
    goes on from any other, which may be lower.
    """
    question: dict[str, Any] = {
        "timeout": LONG,
        "allowed_updates": KINDS,
        **({"offset": known + 1} if known else {}),
    }
    updates: Sequence[Any] = await bot.ask("getUpdates", patience=LONG + 10.0, **question)
    take_in(runtime, updates, now=clock.now())
    for asked in filter(None, map(inline_from, updates)):
        await _share(runtime, bot, asked)
    return max((number for each in updates if (number := number_of(each))), default=0)


async def _share(runtime: Runtime, bot: Telegram, asked: Any) -> None:
    """Answer somebody who looks from another chat; too late is no harm, she types on."""
    if answer := answer_inline(runtime, asked):
        try:
            await bot.ask("answerInlineQuery", **answer)
        except Unanswered:
            return
