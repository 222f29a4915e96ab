"""The imports have SQL of their own, which must mean the same on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from directory import clock
from directory.db import Database
from directory.imports.centres import keep_centres
from directory.imports.plan import carry_out
from directory.imports.postcodes import keep_postcodes
from directory.imports.sample import FOLDER, load
from directory.places.models import Centre, Outcode, Postcode
from directory.schema import upgrade

from .test_centres import ACORN, HEADING


@pytest.fixture
def on_postgresql(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    upgrade(database.engine)
    yield database
    database.close()


def test_postcodes_are_compared_and_places_get_their_position(on_postgresql: Database, tmp_path: Path):
    file, list_of_centres = tmp_path / "postcodes.csv", (HEADING + ACORN).encode()
    file.write_text("postcode,lat,lon\nME4 4DZ,51.38,0.52\nME4 4EA,51.40,0.54\nME4 4DZ,51.38,0.52\n")
    carry_out(on_postgresql, lambda db: keep_centres(db, list_of_centres, now=clock.now()), commit=True)

    shown = carry_out(on_postgresql, lambda db: keep_postcodes(db, file), commit=False)
    first = carry_out(on_postgresql, lambda db: keep_postcodes(db, file), commit=True)
    again = carry_out(on_postgresql, lambda db: keep_postcodes(db, file), commit=True)
    file.write_text("postcode,lat,lon\nME4 4EA,51.42,0.54\n")
    moved = carry_out(on_postgresql, lambda db: keep_postcodes(db, file), commit=True)

    assert shown == first
    assert [(plan.added, plan.changed, plan.unchanged) for plan in (first, again, moved)] == [
        (2, 0, 0),
        (0, 0, 2),
        (0, 1, 0),
    ]
    with on_postgresql.read() as db:
        assert db.execute(select(Centre.lat, Centre.lng)).one() == (51.38, 0.52)
        assert db.scalars(select(Postcode.lat).where(Postcode.postcode == "ME44EA")).one() == 51.42
        assert db.execute(select(Outcode.outcode, Outcode.postcodes)).one() == ("ME4", 2)


@pytest.mark.skipif(not FOLDER.exists(), reason="the sample is not written yet")
def test_the_sample_is_loaded_and_loading_it_again_changes_nothing(on_postgresql: Database):
    today, now = clock.today(), clock.now()

    first = carry_out(on_postgresql, lambda db: load(db, today=today, now=now), commit=True)
    again = carry_out(on_postgresql, lambda db: load(db, today=today, now=now), commit=True)

    assert first.added > 600
    assert (again.added, again.changed) == (0, 0)
