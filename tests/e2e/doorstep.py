"""Doorstep as it really runs: site, bot and poller, each a process that a test may kill."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.telegram_setup import MOST_AT_ONCE
from bot.channels.telegram_webhook import PATH, secret_for
from directory.settings import from_environment, with_secret_key
from tests.e2e.bot_api import NAME, TOKEN, BotApi, free_port, until

ROOT = Path(__file__).resolve().parents[2]
WAYS = {"brought to the site": ("web", "bot"), "fetched": ("bot", "poller")}  # of updates, and who it takes


@dataclass
class Doorstep:
    """One copy of Doorstep in a folder, its bot on the emulator. `settings` are environment variables."""

    data: Path
    api: BotApi
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _begun: dict[str, int] = field(default_factory=dict)  # where in the log each began

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """All that its processes have said."""
        return self.data.parent / f"{self.data.name}.log"

    def told(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def environment(self) -> dict[str, str]:
        ours = {
            "DOORSTEP_DATA": str(self.data),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_NAME": NAME,
            "TELEGRAM_API": self.api.url,
            "NO_PROXY": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOORSTEP_")}
        return {**kept, **ours, **self.settings}

    def command(self, name: str) -> list[str]:
        if name == "web":
            place = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8"]
            quiet = ["--worker-class", "gthread", "--log-level", "warning", "--no-control-socket"]
            return [sys.executable, "-m", "gunicorn", "wsgi:app", *place, *quiet]
        return [sys.executable, "-m", "bot", {"bot": "work", "poller": "poll"}[name]]

    def start(self, *names: str, wait: bool = True) -> None:
        """Start site (`web`), `bot` or `poller`, each in a group of its own so that it dies whole."""
        for name in names:
            self._begun[name] = len(self.told())
            with self.log.open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    self.command(name),
                    env=self.environment(),
                    cwd=ROOT,
                    process_group=0,
                    stdout=log,
                    stderr=log,
                )
        if "web" in names and wait:
            until(self.is_open, 60)

    def is_at_work(self, name: str) -> bool:
        """Whether it does its work already since it was last started."""
        if name == "web":
            return self.is_open()
        return {"bot": "at work", "poller": "Fetching"}[name] in self.told()[self._begun[name] :]

    def is_open(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """One of the bot's commands, to its end."""
        whole = [sys.executable, "-m", "bot", *command]
        return subprocess.run(
            whole, env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )

    def kill(self, name: str) -> None:
        """As when the power fails: nothing is finished, nobody is told."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        end = time.monotonic() + 15
        for name, process in list(self.processes.items()):
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.kill(name)
        self.processes.clear()

    def open_by(self, way: str) -> "Doorstep":
        if "web" in WAYS[way]:
            self.be_brought()
        return self

    def be_brought(self, secret: str | None = None) -> None:
        """Have Telegram bring updates to the site, as `setup` does where there is https."""
        settings = with_secret_key(from_environment(self.environment()))
        address, known = f"{self.url}{PATH}", secret or secret_for(settings)
        self.api.call("setWebhook", url=address, secret_token=known, max_connections=MOST_AT_ONCE)
