"""The chat in a terminal: typed at in-process, and run as people run it."""

import json
import re
import subprocess
import sys
import threading
from subprocess import PIPE

import pytest
from sqlalchemy import func, select

from bot.channels.terminal import Terminal, written
from directory import clock
from directory.alone import alone
from directory.contacts import outbox, people
from directory.contacts.messages import Button, File, Message, Place
from directory.contacts.models import Contact, Outgoing, Owing
from directory.settings import HERE


class Desk:
    """Somebody at a terminal, and what it shows her."""

    def __init__(self, runtime, *, seen=""):
        self.runtime = runtime
        self.shown: list[str] = []
        self.terminal = Terminal(runtime, "amina's desk", self.shown.append, seen=seen)

    def types(self, text):
        self.shown.clear()
        self.terminal.types(text)
        return "\n".join(self.shown)

    def number_of(self, label):
        """The number that stands before a choice on the screen."""
        lines = "\n".join(self.shown).splitlines()
        return next(line.split()[0] for line in lines if line.strip().endswith(label))

    def is_owed(self, message, kind=Owing.REMINDER):
        with self.runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel="terminal", address="amina's desk", now=clock.now())
            outbox.owe(db, contact, message, kind=kind, source=f"test:{message.text}", now=clock.now())


@pytest.fixture
def desk(own_runtime):
    """Amina's terminal; she has chosen English."""
    own_runtime.engine.look()
    desk = Desk(own_runtime)
    desk.terminal.does("start")
    desk.types(desk.number_of("English"))
    return desk


def test_what_is_typed_is_answered_and_numbers_choose(desk):
    found = desk.types("baby massage near QX1 2AB")
    one = desk.types("1")

    assert "Baby massage" in found.replace("\u2068", "")
    assert "Ring" in one
    assert "Menu" in one


def test_what_comes_by_itself_is_shown_and_its_choices_are_numbered_on(desk):
    desk.types("menu")
    last = int(desk.number_of("How this works"))
    desk.shown.clear()
    desk.is_owed(Message("Stay and play begins at ten.", buttons=((Button("Settings", "go.settings"),),)))

    desk.terminal.look()

    assert "begins at ten" in "\n".join(desk.shown)
    assert desk.number_of("Settings") == str(last + 1)


def test_coming_back_shows_the_last_answer_and_what_came_meanwhile(desk):
    desk.types("menu")
    desk.is_owed(Message("Stay and play is off."))
    again = Desk(desk.runtime, seen=desk.terminal.seen)

    there = again.terminal.comes_back()
    again.terminal.look()

    shown = "\n".join(again.shown)
    assert there
    assert shown.count("What would you like?") == shown.count("Stay and play is off.") == 1
    assert "Hello" not in shown


def test_a_stranger_does_not_come_back(own_runtime):
    assert not Desk(own_runtime).terminal.comes_back()


def test_forgetting_leaves_nothing(desk):
    desk.types("menu")
    desk.terminal.forget()

    with desk.runtime.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Contact)) == 0
        assert db.scalar(select(func.count()).select_from(Outgoing)) == 0


@pytest.fixture
def folder(own_runtime, monkeypatch):
    """The data folder of a council, for a command that is run as people run it."""
    data = own_runtime.settings.data
    monkeypatch.setenv("DOORSTEP_DATA", str(data))
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("PUBLIC_URL", "DOORSTEP_DATABASE", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return data


def chat(*options, typed=""):
    command = [sys.executable, "-m", "bot", "chat", *options]
    return subprocess.run(command, cwd=HERE, input=typed, capture_output=True, text=True, timeout=120)


def test_a_whole_talk_through_pipes_and_on_from_there_the_next_time(folder):
    first = chat("--lang", "pl", typed="masaż niemowląt\n")
    with alone(folder, "bot"):  # as while `work` runs elsewhere
        second = chat(typed="menu\n")
    mode = (folder / "terminal-chat").stat().st_mode & 0o777
    third = chat("--new", typed="delete\n1\n")

    assert (first.returncode, second.returncode, third.returncode) == (0, 0, 0), first.stderr
    assert "Ctrl-D leaves" in first.stdout
    assert "masaż" in first.stdout.lower()
    assert second.stdout.count("Masaż") >= 1  # where she was
    assert "Which language" not in second.stdout
    assert "Which language" in third.stdout
    assert "\x1b" not in first.stdout + second.stdout
    assert first.stderr == second.stderr == third.stderr == ""
    assert mode == 0o600
    assert not (folder / "terminal-chat").exists()  # she had everything deleted


def test_what_comes_by_itself_reaches_a_terminal_that_is_open(folder, own_runtime):
    command = [sys.executable, "-m", "bot", "chat", "--lang", "en"]
    with subprocess.Popen(command, cwd=HERE, stdin=PIPE, stdout=PIPE, text=True) as process:
        read_until(process, "What would you like|Just write")
        address = json.loads((folder / "terminal-chat").read_text())["address"]
        with own_runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel="terminal", address=address, now=clock.now())
            notice = Message("Stay and play is off.")
            outbox.owe(db, contact, notice, kind=Owing.NEWS, source="test", now=clock.now())

        assert read_until(process, "Stay and play is off")
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def read_until(process, pattern):
    """Whether a line that matches comes out, before the end or a minute has passed."""
    too_late = threading.Timer(60, process.kill)
    too_late.start()
    found = any(re.search(pattern, line) for line in process.stdout)
    too_late.cancel()
    return found


def test_a_message_is_written_with_everything_that_hangs_on_it():
    message = Message(
        "Here",
        buttons=((Button("Save", "session.save.1"), Button("Ring 01632 960123", url="tel:01632960123")),),
        place=Place(53.9, 2.2, "Riverside", "1 Quay Street"),
        file=File("my-data.json", "{\n}"),
    )

    assert list(written(message)) == [
        "",
        "Here",
        "  Riverside, 1 Quay Street: geo:53.90000,2.20000",
        "  my-data.json:",
        "    {",
        "    }",
        "   1  Save",
        "      Ring 01632 960123",
    ]
