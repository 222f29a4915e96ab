"""A real database for each test, and files as people send them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from directory import clock
from directory.db import Database
from directory.imports.activities import keep_activities
from directory.imports.centres import keep_centres
from directory.imports.plan import Plan, carry_out
from directory.imports.postcodes import keep_postcodes
from directory.places.models import Centre, Council, Venue
from directory.schema import upgrade

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
MONDAY = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)  # nine o'clock in London

BringIn = Callable[..., Plan]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "doorstep.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database.engine)
    database.close()
    return path


@pytest.fixture(autouse=True)
def _a_monday_in_september() -> Iterator[None]:
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    path = tmp_path / "doorstep.db"
    shutil.copy(empty_database, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def riverside(database: Database) -> int:
    """A centre with its own building, a library, and a venue that must not be found; the centre's number."""
    with database.unit_of_work() as db:
        council = Council(key="wrenshire", name="Wrenshire")
        centre = Centre(
            slug="riverside",
            name="Riverside Children's Centre",
            council=council,
            source="gias",
            external_id="20500",
        )
        db.add(centre)
        db.flush()  # the venues need their council's number
        db.add(Venue(council_id=council.id, centre=centre, name="Riverside Children's Centre", kind="centre"))
        db.add(Venue(council_id=council.id, name="Ashmarsh Library", kind="library"))
        db.add(Venue(council_id=council.id, name="The Maple Room", hidden=True))
        return centre.id


@pytest.fixture
def bring_in_activities(database: Database, riverside: int) -> BringIn:
    def bring_in(content: str | bytes, *, commit: bool = True) -> Plan:
        data = content.encode() if isinstance(content, str) else content
        now, today = clock.now(), clock.today()
        return carry_out(database, lambda db: keep_activities(db, data, now=now, today=today), commit=commit)

    return bring_in


@pytest.fixture
def bring_in_centres(database: Database) -> BringIn:
    def bring_in(content: str | bytes, *, commit: bool = True) -> Plan:
        data = content.encode() if isinstance(content, str) else content
        return carry_out(database, lambda db: keep_centres(db, data, now=clock.now()), commit=commit)

    return bring_in


@pytest.fixture
def bring_in_postcodes(database: Database, tmp_path: Path) -> BringIn:
    def bring_in(content: str | bytes, *, commit: bool = True, northern_ireland: bool = False) -> Plan:
        path = tmp_path / "postcodes.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return carry_out(
            database, lambda db: keep_postcodes(db, path, northern_ireland=northern_ireland), commit=commit
        )

    return bring_in
