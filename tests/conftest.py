"""What every test may ask for: a fresh database, work in it, and a clock that stands still."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy.orm import Session

from directory import clock, schema
from directory.db import Database
from directory.keys import Keys
from tests.builders import NOW
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]  # fixtures: tests ask for them by name

# Slow machines are not bugs, and examples kept from an earlier run would make two runs differ.
hypothesis.settings.register_profile("doorstep", deadline=None, database=None)
hypothesis.settings.load_profile("doorstep")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "running_clock: this test needs the real time, not Tuesday at nine")


@pytest.fixture(autouse=True)
def frozen_clock(request: pytest.FixtureRequest) -> Iterator[datetime]:
    """It is Tuesday 24 November 2026, nine in the morning in London, unless a test is marked `running_clock`.

    A test of another day nests its own `clock.frozen`.
    """
    if request.node.get_closest_marker("running_clock"):
        yield clock.now()
        return
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture(scope="session")
def empty_database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All migrations, run once; each test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "doorstep.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database.engine)
    database.close()
    return path


@pytest.fixture
def database(empty_database_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(empty_database_file, tmp_path / "doorstep.db")
    database = Database(f"sqlite:///{tmp_path / 'doorstep.db'}", Keys("a secret key for tests alone"))
    yield database
    database.close()


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    """An open unit of work: what the test does is committed when it ends."""
    with database.unit_of_work() as db:
        yield db
        if not db.is_active:  # the database refused something: that is for the test to report, once
            db.rollback()
