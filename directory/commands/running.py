"""Start the site, the worker and the bot, and stop them together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import click

from directory import worker
from directory.commands.progress import complain, say
from directory.commands.setting_up import make_ready
from directory.commands.staffing import make_demos, show_demos
from directory.errors import AlreadyRunning, SettingsWrong
from directory.runtime import open_runtime
from directory.settings import Settings, from_environment

THREADS = 8


@click.command()
def run() -> None:
    """Make everything ready, then open the site and the bot until Ctrl-C."""
    settings = from_environment()
    port_is_free(settings)
    runtime = make_ready()
    demos = make_demos(runtime)
    runtime.database.close()
    children = [_start(*command) for command in _everything(settings)]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _stop(children))
    if _answers(settings, children):
        say(f"\n  Doorstep is open: {settings.address}")
        if demos:
            show_demos(settings)
        _show_chat(settings)
        say("\n  Ctrl-C closes it.")
    status = _wait(children)
    say("Doorstep is closed.")
    raise SystemExit(status)


@click.command()
def work() -> None:
    """Do the work nobody waits for: dates ahead, search index, mail. `run` starts this too."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        worker.work(open_runtime(), stop)
    except AlreadyRunning as error:
        complain(str(error))
        raise SystemExit(3) from error


def port_is_free(settings: Settings) -> None:
    """Raise SettingsWrong if nothing can listen there."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsWrong(
                f"Doorstep cannot use {settings.host}:{settings.port} ({error.strerror}): "
                f"choose another port, for example PORT={settings.port + 1} make run."
            ) from error


def _everything(settings: Settings) -> Iterator[list[str]]:
    """What runs side by side. Telegram is asked only where it cannot bring things itself."""
    yield _server(settings)
    yield [sys.executable, "-m", "directory", "work"]
    yield [sys.executable, "-m", "bot", "work"]
    if settings.telegram_token and not settings.https:
        yield [sys.executable, "-m", "bot", "poll"]


def _show_chat(settings: Settings) -> None:
    python = os.path.relpath(sys.executable) if sys.executable.startswith(os.getcwd()) else sys.executable
    say(f"\n  To chat: {settings.address}/en/chat, or in another terminal: {python} -m bot chat")
    if settings.telegram_token and settings.https:
        say(f"  On Telegram, once {python} -m bot setup has told it where we are.")
    elif settings.telegram_token:
        say("  On Telegram: what families write there is fetched.")


def _server(settings: Settings) -> list[str]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--bind", f"{host}:{settings.port}"),
        *("--workers", "1", "--threads", str(THREADS), "--worker-class", "gthread"),
        *("--log-level", "warning", "--graceful-timeout", "5", "--keep-alive", "5"),
        *("--no-control-socket",),
    ]


def _start(*command: str) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C in the terminal reaches us alone, and we stop each in order.
    # What goes wrong is said on stderr; that all is well, we say once for all.
    return subprocess.Popen(command, process_group=0, env=os.environ, stdout=subprocess.DEVNULL)  # noqa: S603


def _answers(settings: Settings, children: list[subprocess.Popen[bytes]]) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/health"
    name = settings.trusted_hosts[0] if settings.trusted_hosts else host
    request = urllib.request.Request(address, headers={"Host": name})
    for _ in range(600):
        if any(child.poll() is not None for child in children):
            return False
        with suppress(OSError), urllib.request.urlopen(request, timeout=2):  # noqa: S310
            return True
        time.sleep(0.05)
    return False


def _wait(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one ends, stop the other; 0 if that is what was wanted."""
    while all(child.poll() is None for child in children):
        with suppress(subprocess.TimeoutExpired):
            children[0].wait(timeout=0.2)
    _stop(children)
    statuses = [child.wait() for child in children]
    return 0 if all(status in (0, -signal.SIGTERM) for status in statuses) else 1


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
