"""Sending what we owe: no faster than a channel takes it, answers first, every result noted.

Only what can go this very moment is taken from the outbox, so nothing urgent waits behind what is not.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.abilities import ABILITIES
from bot.limits import Limits
from bot.outcomes import Channel, Delivered, Later, Outcome, Refused, Wrong
from directory import clock
from directory.contacts import noting, taking
from directory.contacts.taking import Due
from directory.db import Database

AT_ONCE = 30  # messages on their way
PATIENCE = 30.0  # seconds for one message, well below the lease
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_WAIT = 60  # seconds between two tries, unless the channel asks for more
MOST_SURPRISES = 5  # of a channel failing as it never should
LIVE = [name for name, can in ABILITIES.items() if can.live]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What became of one message, and when."""

    due: Due
    outcome: Outcome
    at: datetime


class Sender:
    """Sends by these channels, and lets the live ones show what is theirs. It lives in one event loop."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], *, per_second: int) -> None:
        self._database = database
        self._channels = channels
        self._hours = {name: ABILITIES[name].hours_open for name in channels}
        self._limits = Limits(per_second)
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._results: list[Result] = []
        self._more_to_send = False

    @property
    def is_busy(self) -> bool:
        """There is something to note, or more to send than could be started."""
        return bool(self._results) or self._more_to_send

    async def go(self, now: datetime) -> int:
        """Note what came of earlier messages and start those that may go now. Returns how many."""
        room = self._limits.free(now, AT_ONCE - len(self._on_their_way))
        started = await asyncio.to_thread(self._note_and_take, room, now)
        self._more_to_send = len(started) >= room
        self._limits.count(len(started), now)
        for due in started:
            task = asyncio.create_task(self._send(due))
            self._on_their_way.add(task)
            task.add_done_callback(self._on_their_way.discard)
        return len(started)

    async def finish(self) -> None:
        """Start nothing more; wait for what is on its way and note what became of it."""
        if self._on_their_way:
            await asyncio.wait(self._on_their_way, timeout=PATIENCE)
        await asyncio.to_thread(self._note_and_take, 0, clock.now())

    async def _send(self, due: Due) -> None:
        outcome = await self._outcome(due)
        now = clock.now()
        self._results.append(Result(due, outcome, now))
        match outcome:
            case Later(whole_channel=True):
                if self._limits.slow_down(due.channel, now=now, seconds=outcome.seconds):
                    log.warning(
                        "%s takes answers alone for %s s: %s", due.channel, outcome.seconds, outcome.reason
                    )
            case Wrong():
                log.warning("message %s cannot be sent by %s: %s", due.id, due.channel, outcome.reason)

    async def _outcome(self, due: Due) -> Outcome:
        try:
            channel = self._channels[due.channel]
            return await asyncio.wait_for(channel.send(due.message, due.address), PATIENCE)
        except TimeoutError:
            return Later(1, "no answer", perhaps_delivered=True)
        except Exception as error:
            log.exception("message %s met a fault of ours in %s", due.id, due.channel)
            fault = type(error).__name__
            hopeless = due.attempts >= MOST_SURPRISES
            return Wrong(fault) if hopeless else Later(1, fault, perhaps_delivered=True)

    def _note_and_take(self, room: int, now: datetime) -> list[Due]:
        """All in one transaction; and in none as long as there is nothing to do."""
        results, pace = list(self._results), self._limits.pace(now)
        with self._database.read() as db:
            to_send = room > 0 and taking.anything_due(db, channels=self._hours, now=now, pace=pace)
            to_show = taking.anything_to_show(db, channels=LIVE, now=now)
        if not (results or to_send or to_show):
            return []
        with self._database.unit_of_work() as db:
            for result in results:
                note(db, result)
            taking.hand_out(db, channels=LIVE, now=now)
            due = taking.take_due(db, channels=self._hours, now=now, most=max(room, 0), pace=pace)
        del self._results[: len(results)]
        if any(result.due.farewell for result in results):
            self._database.scrub()  # that was the last of her
        return due


def note(db: Session, result: Result) -> None:
    """Write down what became of a message: each outcome has one consequence."""
    due, at = result.due, result.at
    match result.outcome:
        case Delivered(external_id):
            noting.note_sent(db, due, now=at, external_id=external_id)
        case Refused():
            noting.note_refused(db, due)
        case Wrong(reason):
            noting.note_failed(db, due, fault=reason)
        case Later(perhaps_delivered=True) if due.may_be_lost:
            noting.note_failed(db, due, fault="unknown")
        case Later(_, reason) if at - due.written_at >= GIVE_UP_AFTER:
            noting.note_failed(db, due, fault=reason)
        case Later(seconds, reason):
            wait = max(seconds, min(2 ** min(due.attempts - 1, 10), LONGEST_WAIT))
            noting.note_later(db, due, until=at + timedelta(seconds=wait), fault=reason)
