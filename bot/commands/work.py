"""Answer, send, and do chores."""

import signal
import threading

import click

from bot.core import crisis
from bot.work import work as work_until
from directory.alone import alone
from directory.commands.progress import complain, say
from directory.errors import AlreadyRunning
from directory.runtime import open_runtime
from directory.search.concepts import warm


@click.command()
def work() -> None:
    """Answer what families write and send what we owe them, until Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    runtime = open_runtime()
    try:
        with alone(runtime.settings.data, "bot"):
            crisis.ready()
            runtime.engine.watch()
            # The words of all languages take seconds to read; nobody waits for those she does not write.
            threading.Thread(target=warm, daemon=True).start()
            say("The bot is at work. Ctrl-C ends it.")
            work_until(runtime, stop)
    except AlreadyRunning as error:
        complain(str(error))
        raise SystemExit(3) from error
