"""Many people who write to the bot at once, and somebody who pulls the plug meanwhile."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

from sqlalchemy import func, select

from directory.contacts.models import Incoming, IncomingStatus, Outgoing, OutgoingStatus
from directory.db import Database
from directory.settings import from_environment
from tests.e2e.bot_api import BotApi, Said, message
from tests.e2e.doorstep import Doorstep

LOOK_EVERY = 0.05  # seconds
KILL_EVERY = 2.5
TAP = "hello.to.en"
# What each says, one after the other; each has another answer than the one before.
LINES = ("/start", TAP, "baby massage", "/help", "swimming", "/menu")


@dataclass
class Person:
    """One of them: how far she is, and what the bot said last."""

    chat: int
    turn: int = 0
    said_at: float = 0.0
    last: Said | None = None


@dataclass
class Crowd:
    """So many people with so many turns each, each going on as soon as she is answered."""

    api: BotApi
    people: int
    turns: int
    first_chat: int = 20_000
    waits: list[float] = field(default_factory=list)  # seconds for an answer
    repeated: int = 0  # answers that came twice
    finished: int = 0
    seconds: float = 0.0
    _seen: int = 0
    _crowd: dict[int, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chats = range(self.first_chat, self.first_chat + self.people)
        self._crowd = {chat: Person(chat) for chat in chats}
        self._lines = list(islice(cycle(LINES[2:]), max(0, self.turns - 2)))
        self._lines = [*LINES[:2], *self._lines][: self.turns]

    def talk(self, patience: float, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Until all have had their turns, or nobody has been answered for so many seconds."""
        begun = news_at = time.time()
        self._speak(list(self._crowd.values()))
        while self.finished < self.people and time.time() - news_at < patience:
            meanwhile()
            if said := self.api.said(self._seen):
                news_at = time.time()
                self._seen = said[-1]["at"]
                self._hear(said)
            time.sleep(LOOK_EVERY)
        self.seconds = time.time() - begun

    def hear_the_rest(self) -> None:
        """What is still said when all is done is said twice."""
        self._hear(self.api.said(self._seen))

    def _hear(self, said: list[Said]) -> None:
        answered = []
        for each in said:
            person = self._crowd.get(each["chat"])
            if person is None:
                continue
            if (person.last and person.last["text"] == each["text"]) or person.turn >= self.turns:
                self.repeated += 1
                continue
            self.waits.append(each["time"] / 1000 - person.said_at)
            person.last, person.turn = each, person.turn + 1
            if person.turn == self.turns:
                self.finished += 1
            else:
                answered.append(person)
        self._speak(answered)

    def _speak(self, people: list[Person]) -> None:
        now = time.time()
        updates = []
        for person in people:
            line = self._lines[person.turn]
            tap = line == TAP and person.last
            person.said_at = now
            updates.append(
                self.api.press(person.chat, TAP, tap["id"])
                if tap
                else {"message": message(person.chat, text=line)}
            )
        if updates:
            self.api.push(*updates)

    def p(self, share: float) -> float:
        """So many of the answers took no longer, in seconds."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * share))]


@dataclass
class PullingThePlug:
    """Kills one program after the other with `kill -9`, and starts it again at once.

    The next one falls as soon as all have been at work for `every` seconds: in one that has not begun yet,
    there is nothing to lose.
    """

    copy: Doorstep
    every: float = KILL_EVERY
    most: int = 1_000_000
    kills: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self._next = cycle(list(self.copy.processes))
        self._well_since = time.time()

    def __call__(self) -> None:
        if sum(self.kills.values()) >= self.most:
            return
        now = time.time()
        if not all(map(self.copy.is_at_work, self.copy.processes)):
            self._well_since = now
        if now - self._well_since < self.every:
            return
        name = next(self._next)
        self.copy.kill(name)
        self.kills[name] += 1
        self.copy.start(name, wait=False)


@dataclass(frozen=True)
class Left:
    """What is left of all that was written, by the state it is in."""

    inbox: dict[str, int]
    outbox: dict[str, int]

    @property
    def undone(self) -> int:
        waiting = (IncomingStatus.NEW, OutgoingStatus.QUEUED, OutgoingStatus.SENDING)
        return sum({**self.inbox, **self.outbox}.get(each.value, 0) for each in waiting)


def left(copy: Doorstep) -> Left:
    database = Database(from_environment(copy.environment()).database_url)
    try:
        with database.read() as db:
            inbox, outbox = (
                {
                    str(status.value): number
                    for status, number in db.execute(
                        select(table.status, func.count()).group_by(table.status)
                    )
                }
                for table in (Incoming, Outgoing)
            )
            return Left(inbox, outbox)
    finally:
        database.close()


def figures(crowd: Crowd, plug: PullingThePlug | None = None) -> Iterator[str]:
    """What came of it, in lines."""
    answers = len(crowd.waits)
    yield f"{crowd.finished} of {crowd.people} finished, {answers} of {crowd.people * crowd.turns} answered"
    yield f"{crowd.repeated} said twice; {crowd.seconds:.1f} s, {answers / crowd.seconds:.1f} answers/s"
    if crowd.waits:
        yield f"waited: half {crowd.p(0.5):.2f} s, 95 % {crowd.p(0.95):.2f} s, all {crowd.p(1):.2f} s"
    if plug:
        yield "killed: " + ", ".join(f"{name} {times}×" for name, times in plug.kills.items())
