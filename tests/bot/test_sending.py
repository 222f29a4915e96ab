"""Sending: every outcome has its consequence, nobody waits for what is less urgent, nothing goes too fast.

The wire is the only pretend thing: a channel that answers as it is told to.
"""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.outcomes import Delivered, Later, Outcome, Refused, Wrong
from bot.sending import AT_ONCE, GIVE_UP_AFTER, Sender
from directory import clock
from directory.contacts.messages import Message
from directory.contacts.models import Contact, ContactStatus, Outgoing, OutgoingStatus, Owing
from directory.contacts.outbox import said_to
from tests.awaiting import awaited
from tests.builders import NOW
from tests.contacts.conftest import new_contact, owed

SECOND = timedelta(seconds=1)


class Wire:
    """Takes messages, and answers each text with what `says` holds for it, in turn; otherwise it arrived."""

    def __init__(self) -> None:
        self.says: dict[str, list[Outcome | Exception]] = defaultdict(list)
        self.sent: list[tuple[datetime, str, str]] = []
        self.slow: set[str] = set()
        self.released = asyncio.Event()

    async def send(self, message: Message, address: str) -> Outcome:
        self.sent.append((clock.now(), address, message.text))
        if message.text in self.slow:
            await self.released.wait()
        said = self.says[message.text].pop(0) if self.says[message.text] else Delivered("m1")
        if isinstance(said, Exception):
            raise said
        return said

    async def close(self) -> None:
        pass

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.sent]


class Post:
    """A sender at work in a time of our own making."""

    def __init__(self, database, per_second: int = 25) -> None:
        self.database, self.wire = database, Wire()
        self.sender = Sender(database, {"telegram": self.wire}, per_second=per_second)

    def owe(
        self, text: str, kind: Owing = Owing.REPLY, *, to: str = "70001", channel: str = "telegram", **more
    ):
        with self.database.unit_of_work() as db:
            owed(db, new_contact(db, to, channel), text, kind, source=text, **more)

    async def until(self, after: timedelta, *, every: timedelta = SECOND / 10) -> None:
        """Work from the beginning until so long after it."""
        moment = NOW
        while moment <= NOW + after:
            with clock.frozen(moment):
                await self.sender.go(moment)
                for _ in range(9):  # what the wire answers at once has been answered
                    await asyncio.sleep(0)
            moment += every

    def row(self, text: str) -> Outgoing:
        with self.database.read() as db:
            return db.scalars(select(Outgoing).where(Outgoing.source == text)).one()


@pytest.fixture
def post(database) -> Post:
    return Post(database)


def run(post: Post, seconds: float = 0.2, *, every: timedelta = SECOND / 10) -> list[str]:
    awaited(post.until(timedelta(seconds=seconds), every=every))
    return post.wire.texts


def test_what_is_owed_is_sent_once_and_noted(post):
    post.owe("Hello")

    assert run(post, 5) == ["Hello"]
    row = post.row("Hello")
    assert (row.status, row.external_id, row.message) == (OutgoingStatus.SENT, "m1", "")


@pytest.mark.parametrize(
    ("outcome", "kind", "status", "fault", "times"),
    [
        (Delivered("m2"), Owing.REPLY, OutgoingStatus.SENT, "", 1),
        (Wrong("BadRequest: too long"), Owing.REPLY, OutgoingStatus.FAILED, "BadRequest: too long", 1),
        (Refused("Forbidden"), Owing.REPLY, OutgoingStatus.HELD, "blocked", 1),
        (Later(2, "RetryAfter"), Owing.REPLY, OutgoingStatus.SENT, "RetryAfter", 2),
        (Later(2, "TimedOut", perhaps_delivered=True), Owing.REPLY, OutgoingStatus.SENT, "TimedOut", 2),
        (Later(2, "TimedOut", perhaps_delivered=True), Owing.REMINDER, OutgoingStatus.SENT, "TimedOut", 2),
        (Later(2, "TimedOut", perhaps_delivered=True), Owing.BROADCAST, OutgoingStatus.FAILED, "unknown", 1),
        (Later(2, "RetryAfter", whole_channel=True), Owing.BROADCAST, OutgoingStatus.SENT, "RetryAfter", 2),
        (OSError("no route to host"), Owing.REPLY, OutgoingStatus.SENT, "OSError", 2),
        (OSError("no route to host"), Owing.BROADCAST, OutgoingStatus.FAILED, "unknown", 1),
    ],
)
def test_every_outcome_has_its_consequence(post, outcome, kind, status, fault, times):
    post.owe("Hello", kind)
    post.wire.says["Hello"] = [outcome]

    sent = run(post, 4)

    assert len(sent) == times
    assert (post.row("Hello").status, post.row("Hello").fault) == (status, fault)


def test_what_is_tried_again_waits_as_long_as_the_channel_says(post):
    post.owe("Hello")
    post.wire.says["Hello"] = [Later(3, "RetryAfter")]

    run(post, 5)

    (first, *_), (second, *_) = post.wire.sent
    assert 3 * SECOND <= second - first <= 3.2 * SECOND


def test_tries_get_rarer(post):
    post.owe("Hello")
    post.wire.says["Hello"] = [Later(1, "down")] * 9

    run(post, 200, every=SECOND)

    gaps = [(after - before).seconds for (before, *_), (after, *_) in pairwise(post.wire.sent)]
    assert gaps == [1, 2, 4, 8, 16, 32, 60, 60]


def test_after_a_day_it_is_given_up(post):
    post.owe("Hello", now=NOW - GIVE_UP_AFTER)
    post.wire.says["Hello"] = [Later(1, "down")]

    assert run(post, 3) == ["Hello"]
    assert (post.row("Hello").status, post.row("Hello").fault) == (OutgoingStatus.FAILED, "down")


def test_a_fault_of_ours_is_given_up_after_five_tries(post):
    post.owe("Hello")
    post.wire.says["Hello"] = [RuntimeError("of Amina")] * 9

    assert len(run(post, 40, every=SECOND)) == 5
    assert (post.row("Hello").status, post.row("Hello").fault) == (OutgoingStatus.FAILED, "RuntimeError")


def test_who_blocked_us_is_not_written_to_again(post):
    for text in ("first", "second"):
        post.owe(text)
    post.wire.says["first"] = [Refused("Forbidden: bot was blocked by the user")]

    assert run(post, 3) == ["first"]
    with post.database.read() as db:
        assert db.scalars(select(Contact)).one().status is ContactStatus.BLOCKED


def test_one_person_gets_at_most_one_message_a_second_in_order(post):
    for number in range(4):
        post.owe(f"message {number}")

    assert run(post, 5) == [f"message {number}" for number in range(4)]
    moments = [moment for moment, *_ in post.wire.sent]
    assert all(after - before >= SECOND for before, after in pairwise(moments))


def test_no_second_has_more_than_25_messages(post):
    for number in range(80):
        post.owe(str(number), to=str(number))

    run(post, 4)

    assert len(post.wire.sent) == 80
    moments = [moment for moment, *_ in post.wire.sent]
    assert all(after - before >= SECOND for before, after in zip(moments, moments[25:], strict=False))


def test_without_a_limit_everything_goes_at_once(database):
    post = Post(database, per_second=0)
    for number in range(AT_ONCE):
        post.owe(f"a{number}", to=str(number))

    run(post, 0)

    assert len(post.wire.sent) == AT_ONCE


def test_an_answer_overtakes_a_broadcast_to_thousands(post):
    for number in range(200):
        post.owe(f"to all {number}", Owing.BROADCAST, to=str(number))

    async def meanwhile() -> None:
        await post.until(3 * SECOND)
        post.owe("answer", to="amina", due_at=NOW)
        for tenth in range(31, 44):
            with clock.frozen(NOW + tenth * SECOND / 10):
                await post.sender.go(clock.now())
                await asyncio.sleep(0)

    awaited(meanwhile())

    before_it = [text for moment, _, text in post.wire.sent if moment > NOW + 3 * SECOND]
    assert before_it.index("answer") == 0


def test_a_channel_that_asks_for_less_gets_answers_alone_and_those_at_once(post):
    for number in range(3):
        post.owe(f"to all {number}", Owing.BROADCAST, to=str(number), due_at=NOW + number * SECOND / 2)
    post.wire.says["to all 0"] = [Later(30, "RetryAfter", whole_channel=True)]
    post.owe("answer", to="amina", due_at=NOW + SECOND)

    assert run(post, 10) == ["to all 0", "answer"]
    (asked, *_), (answered, *_) = post.wire.sent
    assert answered - asked <= 2 * SECOND


def test_after_that_the_broadcast_goes_on(post):
    for number in range(2):
        post.owe(f"to all {number}", Owing.BROADCAST, to=str(number), due_at=NOW + number * SECOND / 2)
    post.wire.says["to all 0"] = [Later(3, "RetryAfter", whole_channel=True)]

    assert sorted(run(post, 5)) == ["to all 0", "to all 0", "to all 1"]


def test_an_answer_that_has_to_wait_holds_up_nobody_elses(post):
    post.owe("to Beata", to="beata")
    post.owe("to Amina", to="amina", due_at=NOW + SECOND / 2)
    post.wire.says["to Beata"] = [Later(20, "RetryAfter", whole_channel=True)]

    assert run(post, 2) == ["to Beata", "to Amina"]


def test_one_that_is_slow_holds_up_nobody_else(post):
    post.owe("slow", to="beata")
    post.wire.slow = {"slow"}
    post.owe("to Amina", to="amina", due_at=NOW + SECOND / 2)

    async def work() -> None:
        await post.until(SECOND)
        assert post.row("slow").status is OutgoingStatus.SENDING
        post.wire.released.set()
        await post.sender.finish()

    awaited(work())

    assert post.wire.texts == ["slow", "to Amina"]
    assert post.row("slow").status is OutgoingStatus.SENT


def test_a_live_channel_is_shown_its_messages_by_the_gate_without_sending(post):
    post.owe("Hello", to="a cookie", channel="web")
    post.owe("tonight", Owing.NEWS, to="a cookie", channel="web", due_at=NOW + timedelta(hours=14))

    assert run(post) == []
    with post.database.read() as db:
        said = said_to(db, mark=post.row("Hello").mark)
    assert [each.message.text for each in said] == ["Hello"]


def test_results_are_kept_until_the_database_takes_them(post, monkeypatch):
    post.owe("Hello")
    run(post, 0)

    with monkeypatch.context() as broken:
        broken.setattr(post.database, "unit_of_work", _unavailable)
        with pytest.raises(OSError, match="disk"):
            awaited(post.sender.go(NOW + SECOND))
    assert post.row("Hello").status is OutgoingStatus.SENDING
    awaited(post.sender.go(NOW + 2 * SECOND))

    assert post.row("Hello").status is OutgoingStatus.SENT
    assert post.wire.texts == ["Hello"]


def _unavailable() -> None:
    raise OSError("the disk is full")
