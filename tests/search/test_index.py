"""The index follows the database, and comes back by itself whatever happens to it."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from directory.listings.dates import cancel_date
from directory.listings.models import Activity, Reason, StaleListing, Status
from directory.runtime import Runtime
from directory.search.engine import NO_INDEX
from directory.search.find import Page
from directory.search.request import Request
from directory.search.whoosh_engine import WhooshEngine
from tests.builders import NOW, add_activity, occurrences
from tests.search.conftest import names


def caught_up(runtime) -> int:
    done = runtime.index.catch_up(runtime.database, now=NOW)
    runtime.engine.look()  # now, not in a fifth of a second
    return done


def test_the_index_is_built_when_it_is_missing(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")

    runtime.engine.look()

    assert runtime.engine.generation != NO_INDEX
    assert names(find("play")) == ["Stay and play"]


def test_a_change_reaches_the_index_and_nothing_is_left_waiting(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    runtime.engine.look()
    with database.unit_of_work() as db:
        add_activity(db, name="Baby yoga", type_key="baby-yoga")

    caught_up(runtime)

    assert names(find("yoga")) == ["Baby yoga"]
    with database.read() as db:
        assert db.scalars(select(StaleListing)).all() == []


def test_a_withdrawn_listing_leaves_the_index(database, runtime, find):
    with database.unit_of_work() as db:
        activity = add_activity(db, name="Stay and play")
    runtime.engine.look()
    with database.unit_of_work() as db:
        db.get_one(Activity, activity.id).status = Status.WITHDRAWN
        db.add(StaleListing(activity_id=activity.id))

    caught_up(runtime)

    assert find().total == 0


def test_a_cancelled_date_reaches_the_index(database, runtime, find):
    with database.unit_of_work() as db:
        activity = add_activity(db)
    runtime.engine.look()
    before = find().results[0].hit.starts_at
    with database.unit_of_work() as db:
        cancel_date(db, occurrences(db, activity)[0], reason=Reason.WEATHER, who="Amina", now=NOW)

    caught_up(runtime)

    assert find().results[0].hit.starts_at > before


def test_catching_up_with_nothing_does_nothing(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db)
    runtime.engine.look()
    generation = runtime.engine.generation

    assert caught_up(runtime) == 0
    assert runtime.engine.generation == generation


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_index_still_answers_and_is_built_anew(database, runtime, seed):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    runtime.engine.look()
    damage(runtime.index.path, random.Random(seed))
    started = reopened(runtime)

    at_once = ask(started, "play")
    started.engine.look()

    assert names(at_once) == ["Stay and play"]
    assert names(ask(started, "play")) == ["Stay and play"]
    assert started.engine.generation != NO_INDEX


@pytest.mark.parametrize("seed", range(12))
def test_a_change_reaches_a_damaged_index_all_the_same(database, runtime, find, seed):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    runtime.engine.look()
    damage(runtime.index.path, random.Random(seed))
    with database.unit_of_work() as db:
        add_activity(db, name="Baby yoga", type_key="baby-yoga")

    caught_up(runtime)

    assert names(find("yoga")) == ["Baby yoga"]


def test_a_deleted_index_is_answered_for_by_the_database_until_it_is_built(database, runtime):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
        add_activity(db, name="Baby yoga", type_key="baby-yoga")
    started = reopened(runtime)
    building = started.engine._looking  # as long as somebody holds it, nothing can be taken up

    with building:
        answered = ask(started, "baby yoga")

    assert names(answered)[0] == "Baby yoga"
    assert started.engine.generation == NO_INDEX


def test_an_index_deleted_while_it_is_in_use_goes_on_answering(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play")
    runtime.engine.look()
    for file in runtime.index.path.iterdir():
        file.unlink()

    assert names(find("play")) == ["Stay and play"]
    runtime.engine.look()
    assert names(find("play")) == ["Stay and play"]
    assert runtime.index.open() is not None


def test_the_index_is_private(database, runtime):
    runtime.engine.look()

    assert runtime.index.path.stat().st_mode & 0o077 == 0


def reopened(runtime: Runtime) -> Runtime:
    """The same directory in a process that has just started."""
    return replace(runtime, engine=WhooshEngine(runtime.index, runtime.database))


def ask(runtime: Runtime, text: str) -> Page:
    return runtime.find(Request(text=text), language="en")


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
