"""The database keeps what it is given, also when many write at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from directory import clock
from directory.db import Database, sqlite_is_safe, sqlite_module
from directory.listings.models import Change, StaleListing
from directory.places.models import Centre, Council, Outcode
from directory.settings import HERE
from tests.builders import NOW, add_centre, add_council

WRITERS, TIMES = 8, 40


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("mmap_size", 0),
    ],
)
def test_sqlite_is_opened_safely(database, pragma, value):
    with database.read() as db:
        found = db.execute(text(f"PRAGMA {pragma}")).scalar_one()

    assert found == value


def test_every_connection_is_opened_safely_not_only_the_first(database):
    with database.read() as one, database.read() as another, database.read() as third:
        found = [db.execute(text("PRAGMA foreign_keys")).scalar_one() for db in (one, another, third)]

    assert found == [1, 1, 1]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),  # Debian 13
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((3, 53, 4), True),  # the one we carry
        ((4, 0, 0), True),
    ],
)
def test_a_sqlite_that_can_lose_data_is_known_by_its_version(version, safe):
    assert sqlite_is_safe(version) is safe


def test_the_sqlite_in_use_is_a_safe_one(database):
    with database.read() as db:
        running = db.execute(text("SELECT sqlite_version()")).scalar_one()

    assert running == sqlite_module().sqlite_version
    assert sqlite_is_safe(tuple(map(int, running.split("."))))


# Many at once


def count_one_more(database: Database) -> None:
    """Read, then write: what WAL and a busy timeout alone refuse as “locked”."""
    with database.unit_of_work() as db:
        outcode = db.get_one(Outcode, "QX1")
        outcode.postcodes += 1


def test_eight_writers_who_read_first_are_never_locked_out_and_lose_nothing(database):
    with database.unit_of_work() as db:
        db.add(Outcode(outcode="QX1", lat=51.4, lng=0.5, postcodes=0))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda _: count_one_more(database), range(WRITERS * TIMES)))

    with database.read() as db:
        assert db.get_one(Outcode, "QX1").postcodes == WRITERS * TIMES


def test_two_processes_that_read_first_are_never_locked_out_and_lose_nothing(database):
    with database.unit_of_work() as db:
        db.add(Outcode(outcode="QX1", lat=51.4, lng=0.5, postcodes=0))
    url = database.engine.url.render_as_string(hide_password=False)
    script = (
        "import sys; from directory.db import Database; from tests.core.test_database import count_one_more\n"
        "database = Database(sys.argv[1])\n"
        "for _ in range(40): count_one_more(database)"
    )

    running = [
        subprocess.Popen([sys.executable, "-c", script, url], stderr=subprocess.PIPE, cwd=HERE)
        for _ in range(2)
    ]

    assert [(worker.communicate(timeout=30)[1], worker.returncode) for worker in running] == [(b"", 0)] * 2
    with database.read() as db:
        assert db.get_one(Outcode, "QX1").postcodes == 80


def test_a_reader_keeps_one_consistent_picture_while_someone_writes(database):
    with database.unit_of_work() as db:
        add_council(db, name="Hexshire")

    with database.read() as reader:
        before = reader.scalars(select(Council.name)).all()
        with database.unit_of_work() as writer:
            add_council(writer, name="Wexshire")
        during = reader.scalars(select(Council.name)).all()

    assert before == during == ["Hexshire"]


# All or nothing


def half_an_import(db: Session) -> None:
    add_centre(db, name="Little Acorns")
    raise LookupError("the next row of the file was wrong")


def test_a_unit_of_work_is_kept_when_it_ends(database):
    with database.unit_of_work() as db:
        add_centre(db, name="Little Acorns")

    with database.read() as db:
        assert db.scalars(select(Centre.name)).all() == ["Little Acorns"]


def test_a_refused_unit_of_work_leaves_nothing(database):
    with pytest.raises(LookupError), database.unit_of_work() as db:
        half_an_import(db)

    with database.read() as db:
        assert db.scalars(select(Centre)).all() == db.scalars(select(Council)).all() == []


def test_a_unit_of_work_refused_at_its_very_end_leaves_nothing(database):
    with pytest.raises(IntegrityError), database.unit_of_work() as db:
        db.add_all(
            [Council(key="hexshire", name="Hexshire"), Centre(slug="lost", name="Lost", council_id=404)]
        )

    with database.read() as db:
        assert db.scalars(select(Council)).all() == []


def test_the_next_one_can_work_after_a_refusal(database):
    with pytest.raises(LookupError), database.unit_of_work():
        raise LookupError

    with database.unit_of_work() as db:
        add_council(db)

    with database.read() as db:
        assert db.scalars(select(Council.name)).all() == ["Hexshire"]


def test_what_is_read_only_stays_as_it_was(database):
    with database.read() as db:
        db.add(StaleListing(activity_id=None))
        db.flush()

    with database.read() as db:
        assert db.scalars(select(StaleListing)).all() == []


# Moments


def a_change(at: datetime) -> Change:
    return Change(at=at, who="Amina", table="activity", row=1, field="name", before="", after="")


@pytest.mark.parametrize(
    "at",
    [
        NOW,
        datetime(2026, 7, 1, 10, tzinfo=clock.LONDON),
        datetime(2026, 7, 1, 10, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    ],
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(database, at):
    with database.unit_of_work() as db:
        db.add(a_change(at))

    with database.read() as db:
        found = db.scalars(select(Change.at)).one()

    assert found == at
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused_not_guessed(database):
    naive = datetime(2026, 11, 24, 9)  # noqa: DTZ001

    with (
        pytest.raises(StatementError, match="a moment needs a time zone"),
        database.unit_of_work() as db,
    ):
        db.add(a_change(naive))

    with database.read() as db:
        assert db.scalars(select(Change)).all() == []


def test_moments_are_compared_whatever_their_zone(database):
    with database.unit_of_work() as db:
        db.add(a_change(datetime(2026, 7, 1, 9, 30, tzinfo=UTC)))

    with database.read() as db:
        after_ten_in_london = select(Change).where(Change.at > datetime(2026, 7, 1, 10, tzinfo=clock.LONDON))
        found = db.scalars(after_ten_in_london).all()

    assert len(found) == 1
