"""The index follows the database, and comes back by itself whatever happens to it."""

import random

import pytest
from sqlalchemy import select

from directory.listings.dates import cancel_date
from directory.listings.models import Activity, Reason, StaleListing, Status
from tests.builders import NOW, add_activity, occurrences
from tests.search.conftest import names


def caught_up(runtime) -> int:
    done = runtime.index.catch_up(runtime.database, now=NOW)
    runtime.engine._checked = 0.0  # look for the new generation now, not in a fifth of a second
    return done


def test_the_index_is_built_when_it_is_missing(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")

    assert names(find("play")) == ["Stay and play"]


def test_a_change_reaches_the_index_and_nothing_is_left_waiting(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    find()
    with database.unit_of_work() as db:
        add_activity(db, name="Baby yoga", type_key="baby-yoga")

    caught_up(runtime)

    assert names(find("yoga")) == ["Baby yoga"]
    with database.read() as db:
        assert db.scalars(select(StaleListing)).all() == []


def test_a_withdrawn_listing_leaves_the_index(database, runtime, find):
    with database.unit_of_work() as db:
        activity = add_activity(db, name="Stay and play")
    find()
    with database.unit_of_work() as db:
        db.get_one(Activity, activity.id).status = Status.WITHDRAWN
        db.add(StaleListing(activity_id=activity.id))

    caught_up(runtime)

    assert find().total == 0


def test_a_cancelled_date_reaches_the_index(database, runtime, find):
    with database.unit_of_work() as db:
        activity = add_activity(db)
    before = find().results[0].hit.starts_at
    with database.unit_of_work() as db:
        cancel_date(db, occurrences(db, activity)[0], reason=Reason.WEATHER, who="Amina", now=NOW)

    caught_up(runtime)

    assert find().results[0].hit.starts_at > before


def test_catching_up_with_nothing_does_nothing(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db)
    find()
    generation = runtime.engine.generation

    assert caught_up(runtime) == 0
    assert runtime.engine.generation == generation


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_index_is_built_anew(database, runtime, find, seed):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    find()
    damage(runtime.index.path, random.Random(seed))
    runtime.engine._snapshot, runtime.engine._checked = None, 0.0

    assert names(find("play")) == ["Stay and play"]


def test_a_deleted_index_is_built_anew(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    find()
    for file in runtime.index.path.iterdir():
        file.unlink()
    runtime.engine._snapshot, runtime.engine._checked = None, 0.0

    assert names(find("play")) == ["Stay and play"]


def test_the_index_is_private(database, runtime, find):
    find()

    assert runtime.index.path.stat().st_mode & 0o077 == 0


def damage(folder, chance: random.Random) -> None:
    """Cut, overwrite or empty one file of the index."""
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and file.stat().st_size]
    file = chance.choice(files)
    content = bytearray(file.read_bytes())
    kind = chance.choice(("cut", "flip", "empty"))
    if kind == "cut":
        content = content[: chance.randrange(len(content))]
    elif kind == "flip":
        for _ in range(20):
            content[chance.randrange(len(content))] ^= 0xFF
    file.write_bytes(b"" if kind == "empty" else bytes(content))
