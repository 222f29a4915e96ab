"""Two people at the same moment, on both databases: one wins, the other is told, nothing is half done."""

import threading
from collections.abc import Callable, Iterator

import pytest

from directory import schema
from directory.db import Database
from directory.listings.dates import cancel_date
from directory.listings.models import Activity, Reason
from directory.listings.plans import activity_to_plan
from directory.listings.refusals import DateChanged, ListingChanged
from directory.listings.schedules import set_slot
from directory.listings.single_dates import date_to_change, seen
from tests.builders import NOW, a_slot, add_activity, occurrences

BOTH = {"Amina": Reason.WEATHER, "Grace": Reason.BUILDING}


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def shared(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of either kind that several people work with."""
    if request.param == "SQLite":
        yield request.getfixturevalue("database")
        return
    database = Database(request.getfixturevalue("postgres_url"))
    schema.upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def group(shared: Database) -> Activity:
    with shared.unit_of_work() as db:
        return add_activity(db)


def at_once(deed: Callable[[str], None], refused: type[Exception]) -> list[str]:
    """Have both people do it at the same moment; returns who was refused."""
    begin, told = threading.Barrier(len(BOTH)), []

    def work(who: str) -> None:
        begin.wait()
        try:
            deed(who)
        except refused:
            told.append(who)

    threads = [threading.Thread(target=work, args=(who,)) for who in BOTH]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_two_who_cancel_one_date_one_gives_the_reason_and_the_other_is_told(shared, group):
    with shared.read() as db:
        date = occurrences(db, group)[1]

    def cancel(who: str) -> None:
        with shared.unit_of_work() as db:
            found = date_to_change(db, group.id, date.id, as_seen=seen(date), now=NOW)
            cancel_date(db, found, reason=BOTH[who], who=who, now=NOW)

    told = at_once(cancel, DateChanged)

    with shared.read() as db:
        (winner,) = BOTH.keys() - set(told)
        assert occurrences(db, group)[1].reason is BOTH[winner]


def test_of_two_who_change_the_times_one_wins_and_the_other_is_told(shared, group):
    minutes = {"Amina": 60, "Grace": 45}

    def save(who: str) -> None:
        with shared.unit_of_work() as db:
            activity = activity_to_plan(db, group.id)
            slot = a_slot(minutes=minutes[who])
            set_slot(db, activity, activity.schedules[0].id, slot, version=0, who=who, now=NOW)

    told = at_once(save, ListingChanged)

    with shared.read() as db:
        (winner,) = BOTH.keys() - set(told)
        assert activity_to_plan(db, group.id).schedules[0].minutes == minutes[winner]
