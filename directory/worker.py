"""The work nobody waits for. A chore is one line in `CHORES`; features add their own."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from directory import clock
from directory.accounts import kept_forms, signing_in, throttle, tickets
from directory.accounts.people import at_work
from directory.alone import alone
from directory.contacts import broadcasts, handovers, reminding
from directory.contacts.forgetting import forget_old as forget_old_talks
from directory.contacts.staff_mail import remind_staff, somebody_to_tell_of, tell_staff
from directory.freshness import reminders, views
from directory.imports.handing_in import forget_old as forget_old_files
from directory.imports.taking_in import take_in_next
from directory.listings import news
from directory.listings.dates import materialise_all
from directory.post.actions import forget_old as forget_old_mail
from directory.post.sending import send_due
from directory.reports import actions as reports
from directory.runtime import Runtime
from directory.unmet.actions import forget_old as forget_old_wishes

ROUND_EVERY = 0.25  # seconds
AFTER_TROUBLE = timedelta(seconds=10)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """One thing to be done again and again: `every` so often, or (None) once on each day of London."""

    name: str
    every: timedelta | None
    deed: Callable[[Runtime], object]


def keep_index_up(runtime: Runtime) -> None:
    """Take every change into the search index."""
    runtime.index.catch_up(runtime.database, now=clock.now())


def write_dates_ahead(runtime: Runtime) -> None:
    """Every listing's dates for the next 26 weeks."""
    with runtime.database.unit_of_work() as db:
        materialise_all(db, today=clock.today())


def send_mail(runtime: Runtime) -> None:
    send_due(runtime.database, runtime.settings, clock.now())


def tell_of_families(runtime: Runtime) -> None:
    """Write to staff whom a family waits for."""
    with runtime.database.read() as db:
        waits = somebody_to_tell_of(db)
    if waits:
        with runtime.database.unit_of_work() as db:
            tell_staff(db, site=runtime.settings.address, now=clock.now())


def remind_of_families(runtime: Runtime) -> None:
    """Write once more where a family has waited for half a working day."""
    with runtime.database.unit_of_work() as db:
        remind_staff(db, site=runtime.settings.address, now=clock.now())


def send_broadcasts(runtime: Runtime) -> None:
    """Owe what staff write to followers, some people at a time, so that others get to write in between."""
    with runtime.database.read() as db:
        more = broadcasts.anything_due(db, now=clock.now())
    while more:
        with runtime.database.unit_of_work() as db:
            more = broadcasts.queue_due(db, now=clock.now())


def take_in_files(runtime: Runtime) -> None:
    """Try, keep or undo the file that waits longest."""
    take_in_next(runtime.database, runtime.settings.progress, now=clock.now())


def forget_what_is_old(runtime: Runtime) -> None:
    """Whatever has had its time: sign-ins, mail, counts, files, reports, wishes, reminders, talks."""
    with runtime.database.unit_of_work() as db:
        for forget_old in (
            signing_in.forget_old,
            throttle.forget_old,
            kept_forms.forget_old,
            tickets.forget_old,
            forget_old_mail,
            forget_old_wishes,
            views.forget_old,
            reports.forget_old,
            forget_old_files,
            broadcasts.count_up,
            forget_old_talks,
            news.forget_old,
            reminding.forget_old,
            handovers.forget_old,
        ):
            forget_old(db, now=clock.now())
    runtime.database.scrub()


def remind_to_check(runtime: Runtime) -> None:
    """Write to those who keep listings that are due, while they are at work."""
    now = clock.now()
    if at_work(now):
        with runtime.database.unit_of_work() as db:
            reminders.remind(db, site=runtime.settings.address, now=now)


CHORES = [
    Chore("write dates ahead", None, write_dates_ahead),
    Chore("keep the index up", timedelta(0), keep_index_up),
    Chore("take in files", timedelta(0), take_in_files),
    Chore("send broadcasts", timedelta(seconds=2), send_broadcasts),
    Chore("tell of families", timedelta(seconds=2), tell_of_families),
    Chore("remind of families", timedelta(minutes=10), remind_of_families),
    Chore("send mail", timedelta(seconds=2), send_mail),
    Chore("remind to check", timedelta(minutes=30), remind_to_check),
    Chore("forget what is old", timedelta(hours=1), forget_what_is_old),
]


class Rounds:
    """Does each chore when it is due. One that fails is tried again soon, and holds up no other."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        self._due = dict.fromkeys(chores, datetime.min.replace(tzinfo=UTC))

    def go(self, runtime: Runtime) -> None:
        for chore, due in self._due.items():
            now = clock.now()
            if due <= now:
                self._due[chore] = self._do(chore, runtime, now)

    def _do(self, chore: Chore, runtime: Runtime, now: datetime) -> datetime:
        try:
            chore.deed(runtime)
        except Exception:
            log.exception("the chore “%s” met a problem and is tried again in ten seconds", chore.name)
            return now + AFTER_TROUBLE
        return now + chore.every if chore.every is not None else _tomorrow()


def _tomorrow() -> datetime:
    return clock.from_wall(clock.today() + timedelta(days=1), time())


def work(runtime: Runtime, stop: threading.Event, chores: Sequence[Chore] = CHORES) -> None:
    """Work until told to stop. Raises AlreadyRunning if another worker has this data folder."""
    with alone(runtime.settings.data, "worker"):
        rounds = Rounds(chores)
        while not stop.is_set():
            rounds.go(runtime)
            stop.wait(ROUND_EVERY)
