"""Telegram, as far as tests need it: the package telegram-test-api with our overlay, in a process of its own.

A test is the people: it pushes what they do, and sees what the bot says to them.
"""

import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "emulator"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "doorstep"
TOKEN = "123456:ABC-DEF"
NAME = "test_bot"
AT_ONCE = 100  # updates; the package reads no more than 100 KB at once
PATIENCE = 40.0  # seconds for something to happen on a busy machine

Said = dict[str, Any]  # one message of the bot: at, chat, id, text, reply_markup, …


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing() -> str:
    """Why there can be no emulator on this machine; empty where there can."""
    return "" if shutil.which("node") and shutil.which("npm") else "node and npm are not installed"


def installed() -> Path:
    """A folder with the emulator and all it needs, the same for every run until its lock file changes."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = CACHE / f"emulator-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".installing").open("w") as place:
        fcntl.flock(place, fcntl.LOCK_EX)
        if not (folder / ".ready").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder / name)
            install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
            subprocess.run(install, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            (folder / ".ready").touch()
    return folder


@dataclass
class BotApi:
    """The emulator, running. Chats are numbers; a chat's person has the same number."""

    url: str
    pressed: int = 0

    def ask(self, path: str, given: object = None) -> Any:
        body = None if given is None else json.dumps(given).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def call(self, method: str, **fields: object) -> Any:
        """A call of the Bot API, as the bot would make it."""
        return self.ask(f"/bot{TOKEN}/{method}", fields)["result"]

    def set(self, **switches: object) -> None:
        """`blocked` chats, `floods` (chats whose next message is one too many), `perSecond`, `inline`."""
        self.ask("/_test/set", switches)

    def push(self, *updates: dict[str, Any], wait: bool = False) -> None:
        """People do this; with `wait`, until a webhook has taken it."""
        for first in range(0, len(updates), AT_ONCE):
            some = updates[first : first + AT_ONCE]
            self.ask("/_test/push", {"token": TOKEN, "updates": some, "wait": wait})

    def says(self, chat: int, text: str, **more: object) -> None:
        self.push({"message": message(chat, text=text, **more)})

    def presses(self, chat: int, data: str, below: int) -> None:
        self.push(self.press(chat, data, below))

    def press(self, chat: int, data: str, below: int) -> dict[str, Any]:
        self.pressed += 1
        quoted = {"message_id": below, "date": 0, "chat": {"id": chat, "type": "private"}}
        asked = {"id": f"p{self.pressed}", "from": person(chat), "chat_instance": "1", "data": data}
        return {"callback_query": {**asked, "message": quoted}}

    def said(self, after: int = 0) -> list[Said]:
        found: list[Said] = self.ask(f"/_test/said?after={after}")
        return sorted(found, key=lambda each: int(each["at"]))

    def said_to(self, chat: int) -> list[Said]:
        return [each for each in self.said() if each["chat"] == chat]

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        return [each for each in self.ask("/_test/calls") if method in ("", each["method"])]

    def answer(self, chat: int, number: int = 1) -> Said:
        """The so-manieth message to this chat, as soon as it is there."""
        return until(lambda: self.said_to(chat)[number - 1 :])[0]


def person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Amina", "language_code": "en"}


def message(chat: int, **content: object) -> dict[str, Any]:
    where = {"chat": {"id": chat, "type": "private"}, "from": person(chat)}
    return {"message_id": 1, "date": int(time.time()), **where, **content}


def buttons(said: Said) -> list[dict[str, str]]:
    markup = said.get("reply_markup") or {}
    return [button for row in markup.get("inline_keyboard", []) for button in row]


def until(found: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Wait until there is something, and give it."""
    end = time.monotonic() + patience
    while not (value := found()):
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.03)
    return value


@contextmanager
def running() -> Iterator[BotApi]:
    """Start it; it is gone when the block ends."""
    folder, port = installed(), free_port()
    overlay = HERE / "overlay.js"
    environment = {**os.environ, "PORT": str(port), "NODE_PATH": str(folder / "node_modules")}
    process = subprocess.Popen(
        ["node", str(overlay)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert first.strip() == "ready", first + process.stdout.read()
        yield BotApi(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()
