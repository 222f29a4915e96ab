"""The send gate: whether something owed may go to her now. Everything that is sent passes here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from directory import clock
from directory.contacts.models import ContactStatus, Owing

QUIET_FROM, QUIET_UNTIL = 21, 7  # of London's clock, unless she says otherwise
ASKED_FOR = frozenset({Owing.REPLY, Owing.STAFF})  # at any hour, and whatever she stopped
LOOK_AGAIN = timedelta(minutes=15)  # whether the person she talks with has finished


@dataclass(frozen=True)
class Quiet:
    """The hours in which nothing unasked reaches her; none if both are the same."""

    starts: int = QUIET_FROM
    ends: int = QUIET_UNTIL

    def over_at(self, now: datetime) -> datetime | None:
        """When the quiet hours that it is now are over; None if it is not one of them."""
        here = clock.london(now)
        if (here.hour - self.starts) % 24 >= (self.ends - self.starts) % 24:
            return None
        day = here.date() + timedelta(days=here.hour >= self.ends)
        return clock.from_wall(day, time(self.ends % 24))


def quiet_hours(about: Mapping[str, Any]) -> Quiet:
    """Those of somebody who has told us this about herself."""
    return Quiet(about.get("quiet_from", QUIET_FROM), about.get("quiet_until", QUIET_UNTIL))


@dataclass(frozen=True)
class Standing:
    """How things stand with a contact.

    `heard_at` is when she last wrote; her channel lets us write for `hours_open` after that (None: always).
    """

    status: ContactStatus
    quiet: Quiet
    heard_at: datetime
    with_person: bool = False
    hours_open: int | None = None


@dataclass(frozen=True)
class Go:
    """It may be sent now."""


@dataclass(frozen=True)
class Wait:
    """Not before then."""

    until: datetime


@dataclass(frozen=True)
class Hold:
    """Never. `why` is for staff and logs."""

    why: str


Verdict = Go | Wait | Hold


def verdict(her: Standing, kind: Owing, *, now: datetime, good_until: datetime | None = None) -> Verdict:
    """Whether something of this kind may go to her now.

    News and reminders that would be of no use (`good_until`) after her quiet hours go at once.
    """
    if her.status is ContactStatus.BLOCKED:
        return Hold("blocked")
    if her.status is ContactStatus.STOPPED and kind not in ASKED_FOR:
        return Hold("stopped")
    if good_until is not None and now >= good_until:
        return Hold("too late")
    if her.hours_open is not None and now - her.heard_at >= timedelta(hours=her.hours_open):
        return Hold("channel closed")
    return Go() if kind in ASKED_FOR else _unasked(her, kind, now, good_until)


def _unasked(her: Standing, kind: Owing, now: datetime, good_until: datetime | None) -> Verdict:
    over_at = her.quiet.over_at(now)
    if kind is Owing.BROADCAST:
        waits = max((each for each in (over_at, her.with_person and now + LOOK_AGAIN) if each), default=None)
        return Wait(waits) if waits else Go()
    in_time = over_at is not None and (good_until is None or over_at < good_until)
    return Wait(over_at) if over_at and in_time else Go()
