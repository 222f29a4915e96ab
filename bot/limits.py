"""How fast we send: so many messages a second, one at a time to each person, slower when a channel asks."""

from collections import deque
from datetime import datetime, timedelta

from directory.contacts.gate import ASKED_FOR
from directory.contacts.models import Owing
from directory.contacts.taking import Pace

UNASKED = frozenset(Owing) - ASKED_FOR


class Limits:
    """So many messages a second (0: as many as will go), and which channels asked us to slow down.

    A channel that did gets nothing but answers for so long: those wait for nobody else's.
    """

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._started: deque[datetime] = deque()
        self._slow_until: dict[str, datetime] = {}

    def free(self, now: datetime, most: int) -> int:
        """How many may start now, of so many that we would like to."""
        while self._started and self._started[0] <= now - timedelta(seconds=1):
            self._started.popleft()
        return min(most, self._per_second - len(self._started)) if self._per_second else most

    def count(self, started: int, now: datetime) -> None:
        self._started.extend([now] * started)

    def slow_down(self, channel: str, *, now: datetime, seconds: float) -> bool:
        """Returns whether this is news."""
        before = self._slow_until.get(channel, now)
        self._slow_until[channel] = max(before, now + timedelta(seconds=seconds))
        return before <= now

    def pace(self, now: datetime) -> Pace:
        """How fast the outbox may be emptied now."""
        slow = [channel for channel, until in self._slow_until.items() if until > now]
        paused = tuple((channel, kind) for channel in slow for kind in UNASKED)
        return Pace(paused=paused) if self._per_second else Pace(timedelta(0), paused)
