"""The bot at work: it answers what has arrived, sends what is owed, and does its chores, side by side."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta

from bot import telling
from bot.channels.telegram import Telegram
from bot.outcomes import Channel
from bot.sending import Sender
from bot.turning import take_turn
from directory import clock
from directory.contacts import noting
from directory.db import Watch
from directory.runtime import Runtime
from directory.settings import Settings
from directory.worker import ROUND_EVERY, Chore, Rounds

LOOK_EVERY = 0.02  # seconds, at what tells whether there is something new
AFTER_TROUBLE = 1.0  # seconds

log = logging.getLogger(__name__)


def give_back(runtime: Runtime) -> None:
    """What a worker took and then died is due again."""
    with runtime.database.unit_of_work() as db:
        noting.release_taken(db, taken_before=clock.now() - noting.LEASE)


def tell_news(runtime: Runtime) -> None:
    telling.tell_news(runtime, clock.now())


def remind(runtime: Runtime) -> None:
    telling.send_reminders(runtime, clock.now())


def look_again(runtime: Runtime) -> None:
    telling.look_again(runtime, clock.now())


CHORES = [
    Chore("give back what nobody sends", timedelta(seconds=10), give_back),
    Chore("tell of dates that changed", timedelta(seconds=1), tell_news),
    Chore("remind people", timedelta(seconds=1), remind),
    Chore("look for what is new", timedelta(seconds=10), look_again),
]


def work(runtime: Runtime, stop: threading.Event, chores: Sequence[Chore] = CHORES) -> None:
    """Work until told to stop. What is on its way by then still gets there.

    Whoever calls sees to it that nobody else does the same in this data folder. Raises SystemExit if one of
    the hands could not go on: then all stop, and whoever watches us starts us anew.
    """
    give_back_all(runtime)
    fell_over: list[str] = []
    hands = {
        "answering": lambda: answer(runtime, stop),
        "sending": lambda: asyncio.run(send(runtime, stop)),
        "chores": lambda: do_chores(runtime, stop, chores),
    }
    threads = [
        threading.Thread(target=_until_stopped, args=(name, deed, stop, fell_over), name=name)
        for name, deed in hands.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if fell_over:
        raise SystemExit(1)


def give_back_all(runtime: Runtime) -> None:
    """At the start nobody else can be sending, unless other machines share the database."""
    shared = runtime.database.engine.dialect.name != "sqlite"
    with runtime.database.unit_of_work() as db:
        noting.release_taken(db, taken_before=clock.now() - (noting.LEASE if shared else timedelta(0)))


def answer(runtime: Runtime, stop: threading.Event) -> None:
    """Answer until told to stop."""
    with closing(Watch(runtime.database)) as watch:
        while not stop.is_set():
            try:
                if watch.something_new():
                    while take_turn(runtime, now=clock.now()) and not stop.is_set():
                        pass
            except Exception:
                log.exception("answering met a problem and goes on in a second")
                stop.wait(AFTER_TROUBLE)
            stop.wait(LOOK_EVERY)


async def send(runtime: Runtime, stop: threading.Event) -> None:
    """Send until told to stop, and then finish what was begun."""
    channels = ways_out(runtime.settings)
    sender = Sender(runtime.database, channels, per_second=runtime.settings.sends_per_second)
    with closing(Watch(runtime.database)) as watch:
        while not stop.is_set():
            try:
                if watch.something_new() or sender.is_busy:
                    await sender.go(clock.now())
            except Exception:
                log.exception("sending met a problem and goes on in a second")
                await asyncio.sleep(AFTER_TROUBLE)
            await asyncio.sleep(LOOK_EVERY)
    await sender.finish()
    for channel in channels.values():
        await channel.close()


def do_chores(runtime: Runtime, stop: threading.Event, chores: Sequence[Chore]) -> None:
    rounds = Rounds(chores)
    while not stop.is_set():
        rounds.go(runtime)
        stop.wait(ROUND_EVERY)


def ways_out(settings: Settings) -> dict[str, Channel]:
    """The channels that these settings let us send by."""
    if not settings.telegram_token:
        return {}
    return {"telegram": Telegram(settings.telegram_token, settings.telegram_api)}


def _until_stopped(name: str, deed: Callable[[], None], stop: threading.Event, fell_over: list[str]) -> None:
    try:
        deed()
    except BaseException:
        log.exception("%s cannot go on", name)
        fell_over.append(name)
    finally:
        stop.set()
