"""Counts wait in memory and are written down in batches, whole, whichever thread or process they are of."""

import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from directory.db import Database
from directory.tally import Tally
from directory.unmet.actions import add_counts
from directory.unmet.counting import Need
from directory.unmet.models import UnmetNeed

YOGA = Need(date(2026, 11, 23), "baby-yoga", "en", "QX1")
POLISH = Need(date(2026, 11, 23), "baby-yoga", "pl", "")


def counted(database: Database) -> dict[Need, int]:
    with database.read() as db:
        rows = db.scalars(select(UnmetNeed))
        return {Need(row.week, row.need, row.language, row.outcode): row.times for row in rows}


def test_nothing_is_written_until_it_is_time(database):
    tally = Tally(add_counts)

    tally.count([YOGA, POLISH, YOGA])

    assert counted(database) == {}
    assert tally.write_down(database) == 3
    assert counted(database) == {YOGA: 2, POLISH: 1}
    assert tally.write_down(database) == 0


def test_counts_of_several_processes_add_up(database):
    first, second = Tally(add_counts), Tally(add_counts)
    first.count([YOGA])
    second.count([YOGA, YOGA])

    first.write_down(database)
    second.write_down(database)

    assert counted(database) == {YOGA: 3}


def test_no_count_of_any_thread_is_lost(database):
    tally = Tally(add_counts)
    threads = [threading.Thread(target=lambda: [tally.count([YOGA]) for _ in range(500)]) for _ in range(8)]

    for thread in threads:
        thread.start()
    written = sum(tally.write_down(database) for _ in range(20))
    for thread in threads:
        thread.join()
    written += tally.write_down(database)

    assert written == 4_000
    assert counted(database) == {YOGA: 4_000}


def test_a_database_that_cannot_be_written_to_loses_nothing(database, tmp_path):
    tally, empty = Tally(add_counts), Database(f"sqlite:///{tmp_path / 'without-tables.db'}")
    tally.count([YOGA])

    with pytest.raises(OperationalError):
        tally.write_down(empty)

    assert tally.write_down(database) == 1
    empty.close()


def test_a_flood_of_invented_questions_does_not_fill_the_memory(database, monkeypatch):
    monkeypatch.setattr("directory.tally.MOST_KINDS", 2)
    tally = Tally(add_counts)

    tally.count([YOGA, POLISH, Need(date(2026, 11, 23), "first-aid", "en"), YOGA])

    tally.write_down(database)
    assert counted(database) == {YOGA: 2, POLISH: 1}
