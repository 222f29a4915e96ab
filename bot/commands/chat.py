"""The bot in a terminal: the same talks, with numbers to type."""

import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bot.channels.terminal import Terminal
from bot.core.screen import press
from bot.work import work
from directory.alone import alone
from directory.commands.progress import say
from directory.commands.setting_up import make_ready
from directory.errors import AlreadyRunning
from directory.keys import new_token
from directory.locales import LOCALES
from directory.runtime import Runtime

HINT = "Write what you look for, or the number of a choice. Ctrl-D leaves; next time the talk goes on."
LOOK_EVERY = 0.5  # seconds, for what comes by itself
PROMPT = "> "


@click.command()
@click.option("--lang", type=click.Choice([*LOCALES]), help="The language to talk in.")
@click.option("--new", is_flag=True, help="Forget the talk there was, and begin anew.")
def chat(lang: str | None, new: bool) -> None:
    """Talk with the bot here, in the terminal. Nothing else has to run, and no token is needed."""
    runtime = make_ready()
    runtime.engine.watch()
    who = Who(runtime.settings.data / "terminal-chat")
    if new:
        who.terminal(runtime).forget()
        who.forget()
    terminal = who.terminal(runtime)
    say(HINT)
    with _bot_at_work(runtime):
        try:
            _begin(terminal, lang)
            _talk(terminal, who)
        except KeyboardInterrupt:
            say("")


@dataclass
class Who:
    """Who types here, kept in the data folder, so that what she is to be told reaches her next time."""

    path: Path

    def terminal(self, runtime: Runtime) -> Terminal:
        known = json.loads(self.path.read_text()) if self.path.exists() else {}
        terminal = Terminal(runtime, known.get("address") or new_token(), say, seen=known.get("seen", ""))
        self.keep(terminal)
        return terminal

    def keep(self, terminal: Terminal) -> None:
        made = self.path.with_suffix(".new")
        made.touch(mode=0o600)
        made.write_text(json.dumps({"address": terminal.address, "seen": terminal.seen}))
        os.replace(made, self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def _begin(terminal: Terminal, lang: str | None) -> None:
    back = terminal.comes_back()
    if lang and terminal.language != lang:
        terminal.does("press", press=press("hello", "to", lang), language=lang)
    elif not back:
        terminal.does("start")


def _talk(terminal: Terminal, who: Who) -> None:
    """Until she leaves: what she types is answered, and what comes meanwhile is shown."""
    lines, shown = _typed_lines(), None
    while not terminal.look().over:
        who.keep(terminal)
        if terminal.seen != shown:
            _prompt()
        shown = terminal.seen
        try:
            text = lines.get(timeout=LOOK_EVERY)
        except queue.Empty:
            continue
        if text is None:
            return
        if text.strip():
            terminal.types(text.strip())
        shown = None  # whatever came of it, it is her turn again
    who.forget()


def _typed_lines() -> "queue.Queue[str | None]":
    """What is typed, line by line; None at its end. Read aside, as nothing tells when a line will come."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _prompt() -> None:
    if sys.stdin.isatty():
        click.echo(PROMPT, nl=False)


@contextmanager
def _bot_at_work(runtime: Runtime) -> Iterator[None]:
    """Reminders and news come too: by the bot that is at work in this folder, or else by us meanwhile."""
    stop = threading.Event()
    try:
        with alone(runtime.settings.data, "bot"):
            working = threading.Thread(target=work, args=(runtime, stop))
            working.start()
            try:
                yield
            finally:
                stop.set()
                working.join()
    except AlreadyRunning:
        yield
