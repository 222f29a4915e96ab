"""“Delete everything” is kept to the letter: afterwards not a byte of her is in the files of the database."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, Table, select

from bot.outcomes import Delivered, Outcome
from bot.sending import Sender
from bot.turning import take_turn
from directory import clock
from directory.contacts import inbox
from directory.contacts.messages import Message
from directory.contacts.models import (
    Contact,
    Follow,
    Handover,
    HandoverLine,
    Incoming,
    Outgoing,
    Reminder,
    Saved,
)
from directory.contacts.sealing import mark_of
from directory.db import Base
from directory.runtime import Runtime
from tests.awaiting import awaited
from tests.builders import NOW

ADDRESS = "70019283746"
SECRETS = (ADDRESS, "Zuzanna", "swimming for my baby")
HERS: tuple[type[Base], ...] = (Contact, Incoming, Outgoing, Saved, Follow, Reminder, Handover, HandoverLine)


class Phone:
    """Her phone: what arrives, and what she does. The wire alone is pretended."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime, self.number, self.now = runtime, 0, NOW
        self.sender = Sender(runtime.database, {"telegram": self}, per_second=0)
        self.got: list[Message] = []

    async def send(self, message: Message, address: str) -> Outcome:
        assert address == ADDRESS
        self.got.append(message)
        return Delivered(str(len(self.got)))

    async def close(self) -> None:
        pass

    def does(self, **event: str) -> None:
        self.number += 1
        self.now += timedelta(minutes=1)
        arrived = {"channel": "telegram", "external_id": str(self.number), "address": ADDRESS}
        with clock.frozen(self.now):
            with self.runtime.database.unit_of_work() as db:
                inbox.receive(db, **arrived, place=self.number, event=event, now=self.now)
            while take_turn(self.runtime, now=self.now):
                pass
            awaited(self._fetch())

    async def _fetch(self) -> None:
        while await self.sender.go(self.now):
            await self.sender.finish()

    def taps(self, label: str) -> None:
        """Tap a button of the last message that has one so labelled."""
        buttons = [button for message in reversed(self.got) for row in message.buttons for button in row]
        self.does(kind="press", press=next(each.press for each in buttons if label in each.label))


@pytest.fixture
def phone(own_runtime: Runtime) -> Phone:
    return Phone(own_runtime)


def files_of(runtime: Runtime) -> bytes:
    """Every byte of the database, its log and its index of that."""
    folder = Path(runtime.database.engine.url.database or "")
    return b"".join(path.read_bytes() for path in folder.parent.glob(f"{folder.name}*"))


def sealed_of_her(runtime: Runtime) -> set[str]:
    """Whatever is sealed in the tables that hold what is hers; nobody else is in them."""
    with runtime.database.read() as db:
        tables = [kind.__table__ for kind in HERS]
        columns = [column for table in tables if isinstance(table, Table) for column in table.c]
        texts = [column for column in columns if isinstance(column.type, String)]
        values = {str(value) for column in texts for value in db.scalars(select(column))}
    return {value for value in values if re.fullmatch(r"[\w-]{40,}=*", value)}


def test_after_delete_everything_no_byte_of_her_is_left(phone, own_runtime):
    seen: set[str] = set()
    for deed in (
        {"kind": "text", "text": "swimming for my baby Zuzanna"},
        {"tap": "English"},
        {"kind": "text", "text": "stay and play"},
        {"kind": "text", "text": "1"},
        {"tap": "Save"},
        {"kind": "text", "text": "person"},
        {"kind": "text", "text": "It is about Zuzanna"},
    ):
        phone.taps(deed["tap"]) if "tap" in deed else phone.does(**deed)
        seen |= sealed_of_her(own_runtime)
    with own_runtime.database.read() as db:
        mark = mark_of(db, "telegram", ADDRESS)
        assert db.scalars(select(Saved)).all()
        assert db.scalars(select(HandoverLine)).all()
    assert mark.encode() in files_of(own_runtime)  # so that what we look for could be found
    assert len(seen) > 10

    phone.does(kind="text", text="delete everything")
    phone.taps("Yes, delete everything")

    assert phone.got[-1].screen == "farewell"
    left = files_of(own_runtime)
    assert [value for value in (*seen, mark, *SECRETS) if value.encode() in left] == []
    with own_runtime.database.read() as db:
        remaining = {kind.__name__: len(db.scalars(select(kind)).all()) for kind in HERS}
        assert remaining == dict.fromkeys(remaining, 0) | {"Incoming": phone.number}
        assert {(row.mark, row.address, row.event) for row in db.scalars(select(Incoming))} == {("", "", "")}


def test_whoever_comes_back_begins_anew(phone, own_runtime):
    phone.does(kind="text", text="hello")
    phone.taps("English")
    phone.does(kind="text", text="delete everything")
    phone.taps("Yes, delete everything")

    phone.does(kind="start")

    assert phone.got[-1].screen == "hello"
