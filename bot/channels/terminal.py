"""The chat in a terminal: what she types as events, what we owe her as plain lines with numbers to type."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from bot.turning import take_turn
from directory import clock
from directory.contacts import inbox, live, people, taking
from directory.contacts.live import Line, SoFar
from directory.contacts.messages import Message
from directory.contacts.sealing import mark_of
from directory.runtime import Runtime

CHANNEL = "terminal"
PATIENCE, BETWEEN_LOOKS = 5.0, 0.05  # seconds to wait for an answer that somebody else is working on


class Terminal:
    """One person at a terminal, known by `address`; `seen` is the last line shown to her, another time.

    It answers by itself, whether or not the bot is at work elsewhere: each thing she says is answered once.
    """

    def __init__(
        self, runtime: Runtime, address: str, write: Callable[[str], None], *, seen: str = ""
    ) -> None:
        self.seen = seen
        self.address = address
        self._runtime, self._write = runtime, write
        self._numbered: list[str] = []  # presses of the answer that is asked about, by number
        self._beside: list[str] = []  # of what came by itself since, numbered on from there
        with runtime.database.read() as db:
            self._mark = mark_of(db, CHANNEL, address)

    def types(self, text: str, *, language: str = "") -> None:
        """She has typed this; it is answered before this returns, unless that meets trouble."""
        presses = [*self._numbered, *self._beside]
        at = int(text) - 1 if text.isascii() and text.isdecimal() else -1
        if 0 <= at < len(presses):
            self.does("press", press=presses[at], language=language)
        else:
            self.does("text", text=text, language=language)

    def does(self, kind: str, **event: Any) -> None:
        now = clock.now()
        with self._runtime.database.unit_of_work() as db:
            inbox.receive(
                db,
                channel=CHANNEL,
                external_id=str(uuid4()),
                address=self.address,
                place=int(now.timestamp() * 1_000_000),
                event={"kind": kind, **{name: value for name, value in event.items() if value}},
                now=now,
            )
        started = time.monotonic()
        while self.look().waiting and time.monotonic() - started < PATIENCE:
            time.sleep(BETWEEN_LOOKS)

    def comes_back(self) -> bool:
        """Show where she was: the last answer, and what came by itself since. False if there is no talk."""
        lines = self._said(self._talk())
        asked = max((at for at, line in enumerate(lines) if line.answers), default=0)
        for line in lines[min(asked, self._new(lines)) :]:
            self._show(line)
        return bool(lines)

    def look(self) -> SoFar:
        """Show what is new, if anything is; what waits is answered first."""
        while take_turn(self._runtime, now=clock.now(), mark=self._mark):
            pass
        with self._runtime.database.read() as db:
            due = taking.anything_to_show(db, channels=[CHANNEL], now=clock.now())
        if due:
            with self._runtime.database.unit_of_work() as db:
                taking.hand_out(db, channels=[CHANNEL], now=clock.now(), mark=self._mark)
        talk = self._talk()
        lines = self._said(talk)
        for line in lines[self._new(lines) :]:
            self._show(line)
        return talk

    def forget(self) -> None:
        """Delete all there is of her."""
        with self._runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel=CHANNEL, address=self.address, now=clock.now())
            people.delete_everything(db, contact)
        self._runtime.database.scrub()

    @property
    def choices(self) -> list[str]:
        """The presses that can be typed as numbers now, the first being 1."""
        return [*self._numbered, *self._beside]

    @property
    def language(self) -> str:
        """The language she has chosen; empty before."""
        return self._talk().language

    def _talk(self) -> SoFar:
        with self._runtime.database.read() as db:
            return live.so_far(db, CHANNEL, self.address)

    def _said(self, talk: SoFar) -> list[Line]:
        return [line for line in talk.lines if line.message]

    def _new(self, lines: list[Line]) -> int:
        """From which line on she has not seen them."""
        keys = [line.key for line in lines]
        return keys.index(self.seen) + 1 if self.seen in keys else 0

    def _show(self, line: Line) -> None:
        if line.message is None:
            return
        if line.answers:
            self._numbered, self._beside = [], []
        presses = self._numbered if line.answers else self._beside
        first = len(self._numbered) + len(self._beside) + 1
        self._write("\n".join(written(line.message, first)))
        presses += [button.press for row in line.message.buttons for button in row if button.press]
        self.seen = line.key


def written(message: Message, first: int = 1) -> Iterator[str]:
    """A message as lines; what can be chosen is numbered, beginning with `first`."""
    yield ""
    yield message.text
    if place := message.place:
        yield f"  {place.title}, {place.address}: geo:{place.lat:.5f},{place.lng:.5f}"
    if file := message.file:
        yield f"  {file.name}:"
        yield from (f"    {line}" for line in file.text.splitlines())
    number = first
    for row in message.buttons:
        for button in row:
            if button.url.startswith("tel:"):
                yield f"      {button.label}"  # the number is in it, and nothing here can be tapped
            elif button.url:
                yield f"      {button.label}: {button.url}"
            else:
                yield f"  {number:>2}  {button.label}"
                number += 1
