"""The bot as a process: killed in the middle of its work, started twice, told to stop, overheard."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from sqlalchemy import func, select

from bot.work import work
from directory import clock
from directory.contacts import inbox
from directory.contacts.models import Incoming, Outgoing, OutgoingStatus, Owing
from directory.runtime import Runtime, open_runtime
from directory.settings import Settings
from directory.worker import Chore
from tests.contacts.conftest import new_contact, owed

TOKEN = "123456:a-token-nobody-may-see"
KEY = "qK3v9Wm2Lx7Rz5Tc8Yb1Nd4Hg6Jf0PsXe"
PEOPLE, KILLS = 12, 3

pytestmark = pytest.mark.running_clock


class Telegram(ThreadingHTTPServer):
    """A Bot API that writes down what it is sent; `refuses` gives what it answers to somebody instead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Calls)
        self.sent: list[tuple[str, str]] = []
        self.refuses: dict[str, dict[str, Any]] = {}
        self.delay = 0.0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def texts(self, to: str) -> list[str]:
        return [text for whom, text in self.sent if whom == to]


class Calls(BaseHTTPRequestHandler):
    server: Telegram

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        whom, text = body["chat_id"][0], body["text"][0]
        self.server.sent.append((whom, text))
        time.sleep(self.server.delay)
        said = self.server.refuses.get(whom) or {"ok": True, "result": {"message_id": len(self.server.sent)}}
        answer = json.dumps(said).encode()
        self.send_response(said.get("error_code", 200))
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    data = tmp_path / "data"
    opened = open_runtime(Settings(data, f"sqlite:///{data / 'doorstep.db'}", secret_key=KEY))
    yield opened
    opened.database.close()


@pytest.fixture
def start(runtime: Runtime, telegram: Telegram) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`start()`: the bot, at work."""
    begun: list[subprocess.Popen[str]] = []

    def started(**settings: str) -> subprocess.Popen[str]:
        env = os.environ | {
            "DOORSTEP_DATA": str(runtime.settings.data),
            "DOORSTEP_DATABASE": runtime.settings.database_url,
            "DOORSTEP_SECRET_KEY": KEY,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API": telegram.address,
            "DOORSTEP_SENDS_PER_SECOND": "0",
        }
        command = (sys.executable, "-m", "bot", "work")
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        begun.append(subprocess.Popen(command, env=env | settings, **pipes))
        return begun[-1]

    yield started
    for each in begun:
        each.kill()
        each.communicate()


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    late = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < late, "waited for too long"
        time.sleep(0.02)


def left(runtime: Runtime) -> int:
    with runtime.database.read() as db:
        done = Outgoing.status.in_((OutgoingStatus.SENT, OutgoingStatus.FAILED, OutgoingStatus.HELD))
        return db.scalar(select(func.count()).select_from(Outgoing).where(~done)) or 0


def test_killed_again_and_again_it_loses_no_answer_and_repeats_no_broadcast(runtime, telegram, start):
    now, telegram.delay = clock.now(), 0.1
    with runtime.database.unit_of_work() as db:
        for number in range(PEOPLE):
            her = new_contact(db, str(number), heard_at=now, about={"quiet_from": 0, "quiet_until": 0})
            for nth in range(3):
                owed(db, her, f"{number}.{nth}", now=now)
            owed(db, her, f"{number} to all", Owing.BROADCAST, now=now, due_at=now)

    for kill in range(KILLS):
        bot = start()
        until(lambda kill=kill: len(telegram.sent) > (kill + 1) * PEOPLE * 0.7)
        bot.kill()
        bot.wait()
    bot = start()
    until(lambda: left(runtime) == 0)
    bot.send_signal(signal.SIGTERM)

    assert bot.wait(20) == 0
    times = Counter(telegram.sent)
    extra = sum(count - 1 for count in times.values())
    assert extra <= KILLS * PEOPLE  # one message on its way to each person
    for number in range(PEOPLE):
        texts = telegram.texts(str(number))
        assert list(dict.fromkeys(texts))[:3] == [f"{number}.{nth}" for nth in range(3)]
        assert texts.count(f"{number} to all") <= 1
    with runtime.database.read() as db:
        lost = db.scalars(select(Outgoing).where(Outgoing.status == OutgoingStatus.FAILED)).all()
        arrived = sum(text.endswith("to all") for _, text in telegram.sent)
    assert {row.kind for row in lost} <= {Owing.BROADCAST}
    assert arrived <= PEOPLE <= arrived + len(lost)


def test_a_second_bot_in_the_same_folder_says_so_and_ends(start):
    first = start()
    until(lambda: bool(first.stdout and "at work" in first.stdout.readline()))

    second = start()

    said, _ = second.communicate(timeout=30)
    assert second.returncode == 3
    assert "Another bot is at work in" in said


def test_what_arrives_is_answered_at_once_and_nothing_of_it_is_in_the_log(runtime, telegram, start):
    now = clock.now()
    telegram.refuses = {
        "700155501": {"ok": False, "error_code": 400, "description": "Bad Request: can't parse “Grünkohl”"},
        "700155502": {"ok": False, "error_code": 500, "description": "Grünkohl"},
    }
    with runtime.database.unit_of_work() as db:
        for address in telegram.refuses:
            owed(db, new_contact(db, address, heard_at=now), "Grünkohl", now=now)
    bot = start()
    until(lambda: len(telegram.sent) >= 2)

    began = time.monotonic()
    with runtime.database.unit_of_work() as db:
        events = [{"kind": "text", "text": "Grünkohl for Amina"}, {"kind": "Grünkohl"}]
        for number, event in enumerate(events):
            arrived = {
                "channel": "telegram",
                "external_id": f"1.{number}",
                "address": f"70015550{number + 3}",
            }
            inbox.receive(db, **arrived, place=number, event=event, now=clock.now())
    until(lambda: bool(telegram.texts("700155503")))
    took = time.monotonic() - began
    until(lambda: _attempts(runtime) > 0)
    bot.send_signal(signal.SIGTERM)
    said, _ = bot.communicate(timeout=30)

    assert took < 5  # on a busy machine; usually a tenth of a second
    assert bot.returncode == 0
    assert said.count("\n") > 2  # it complained
    for secret in ("Grünkohl", "Amina", "7001555", TOKEN, TOKEN.partition(":")[2], KEY):
        assert secret not in said


def _attempts(runtime: Runtime) -> int:
    with runtime.database.read() as db:
        return db.scalar(select(func.max(Incoming.attempts))) or 0


def test_where_one_hand_falls_over_all_stop_and_somebody_hears_of_it(runtime):
    def fall_over(_runtime: Runtime) -> None:
        raise SystemExit("of Amina")

    with pytest.raises(SystemExit) as end:
        work(runtime, threading.Event(), [Chore("fall over", timedelta(0), fall_over)])

    assert end.value.code == 1


def test_two_bots_at_one_postgresql_send_each_message_once_and_in_order(
    tmp_path, postgres_url, telegram, start
):
    data, now, telegram.delay = tmp_path / "first", clock.now(), 0.05
    shared = open_runtime(Settings(data, postgres_url, secret_key=KEY))
    begun = [
        start(DOORSTEP_DATABASE=postgres_url, DOORSTEP_DATA=str(tmp_path / name)) for name in ("one", "two")
    ]
    for bot in begun:
        assert bot.stdout
        until(lambda bot=bot: "at work" in bot.stdout.readline())

    with shared.database.unit_of_work() as db:
        for number in range(PEOPLE):
            her = new_contact(db, str(number), heard_at=now)
            for nth in range(4):
                owed(db, her, f"{number}.{nth}", now=now)
    until(lambda: left(shared) == 0)

    for number in range(PEOPLE):
        assert telegram.texts(str(number)) == [f"{number}.{nth}" for nth in range(4)]
    shared.database.close()
