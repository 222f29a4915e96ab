"""A file handed in in the browser: tried, kept, undone, each when somebody says so, and by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.imports import taking_in
from directory.imports.handing_in import (
    EmptyFile,
    FileTooLarge,
    NotNow,
    Sender,
    TooManyFiles,
    file_card,
    forget_old,
    hand_in,
    keep_it,
    recent,
    throw_away,
    undo_it,
)
from directory.imports.models import HandedIn, Stage
from directory.imports.taking_in import how_far, progress_in, take_in_next
from directory.listings.models import Activity, Change
from directory.places.models import Centre

from .conftest import MONDAY
from .test_activities import USUAL, table
from .test_calendars import calendar, event

GOOD = table(USUAL, USUAL | {"key": "b", "name": "Fridays", "day": "friday"}).encode()
BAD = table(USUAL | {"day": "someday", "cost": "much"}).encode()


@pytest.fixture
def zuzanna(riverside):
    return Sender(worker_id=1, council_id=1, name="Zuzanna", centres={riverside})


@pytest.fixture
def stranger():
    return Sender(worker_id=2, council_id=1, name="Layla", centres={99})


@pytest.fixture
def send(database, zuzanna, riverside):
    def sent(content=GOOD, sender=zuzanna, **more):
        with database.unit_of_work() as db:
            usual = {"name": "autumn.csv", "centre_id": riverside, "type_key": "stay-and-play", "now": MONDAY}
            return hand_in(db, content, sender=sender, **usual | more)

    return sent


@pytest.fixture
def work(database, tmp_path):
    def worked():
        return take_in_next(database, tmp_path / "progress", now=MONDAY)

    return worked


@pytest.fixture
def say(database, zuzanna):
    def said(deed, uuid, sender=zuzanna):
        with database.unit_of_work() as db:
            deed(db, uuid, sender)

    return said


@pytest.fixture
def look(database, zuzanna):
    def looked(uuid, sender=zuzanna):
        with database.read() as db:
            return file_card(db, uuid, sender)

    return looked


def names(database):
    with database.read() as db:
        return list(db.scalars(select(Activity.name).order_by(Activity.name)))


def test_a_file_is_tried_first_and_nothing_kept(database, send, work, look):
    uuid = send()

    assert (work(), work()) == (True, False)
    card = look(uuid)
    assert (card.stage, card.plan.added, card.plan.refused) == (Stage.CHECKED, 2, ())
    assert names(database) == []


def test_what_is_kept_is_what_was_told_and_by_whom(database, send, work, say, look):
    uuid = send(table(USUAL).encode())
    work()
    say(keep_it, uuid)
    work()
    changed = send(table(USUAL | {"cost": "£2"}).encode())
    work()
    say(keep_it, changed)
    work()

    assert look(uuid).stage is Stage.KEPT
    assert names(database) == ["Stay and play"]
    with database.read() as db:
        assert set(db.scalars(select(Change.who))) == {"Zuzanna"}
        assert list(db.scalars(select(HandedIn.content))) == [None, None]


def test_refused_rows_are_told_and_cannot_be_kept(send, work, say, look):
    uuid = send(BAD)
    work()

    assert [(note.row, note.column) for note in look(uuid).plan.refused] == [(2, "day"), (2, "cost")]
    with pytest.raises(NotNow):
        say(keep_it, uuid)


def test_what_was_kept_can_be_undone(database, send, work, say, look):
    uuid = send()
    work()
    say(keep_it, uuid)
    work()

    say(undo_it, uuid)
    work()

    assert (look(uuid).stage, look(uuid).undone_by) == (Stage.UNDONE, "Zuzanna")
    assert names(database) == []


def test_what_was_changed_since_is_named_and_stays(database, send, work, say, look):
    first, second = send(), send(table(USUAL | {"cost": "£2"}).encode())
    work(), work()
    for uuid in (first, second):
        say(keep_it, uuid)
        work()

    say(undo_it, first)
    work()

    card = look(first)
    assert (card.stage, card.can_be_undone, card.undone_by) == (Stage.KEPT, True, "")
    assert card.wrong == "It was not undone, because these were changed since: Stay and play."
    assert len(names(database)) == 2


def test_a_file_that_no_longer_fits_is_not_kept(database, send, work, say, look, riverside):
    uuid = send()
    work()
    say(keep_it, uuid)
    with database.unit_of_work() as db:
        db.get_one(Centre, riverside).slug = "elsewhere"

    work()

    assert look(uuid).stage is Stage.CHECKED
    assert {note.column for note in look(uuid).plan.refused} == {"centre"}
    assert names(database) == []


def test_a_picture_is_told_for_what_it_is(send, work, look):
    uuid = send(b"\x89PNG\r\n\x1a\n rest")
    work()

    assert (look(uuid).stage, look(uuid).wrong) == (
        Stage.WRONG,
        "This is a picture, not a CSV file: save the sheet as “CSV UTF-8” and use that.",
    )


def test_a_calendar_is_known_by_its_beginning(database, send, work, say, look):
    uuid = send(calendar(event()).encode())
    work()
    say(keep_it, uuid)
    work()

    assert (look(uuid).kind, look(uuid).stage) == ("calendar", Stage.KEPT)
    assert names(database) == ["Rhyme time"]


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", EmptyFile), (b" \n", EmptyFile), (b"x" * 1_000_001, FileTooLarge)]
)
def test_what_cannot_be_read_is_not_taken(send, content, refusal):
    with pytest.raises(refusal):
        send(content)


def test_so_many_wait_and_no_more(send):
    for _ in range(20):
        send()

    with pytest.raises(TooManyFiles):
        send()


def test_another_centres_file_is_not_there(database, send, work, say, look, stranger):
    uuid = send()
    work()

    with pytest.raises(NotFound):
        look(uuid, stranger)
    for deed in (keep_it, throw_away, undo_it):
        with pytest.raises(NotFound):
            say(deed, uuid, stranger)
    with database.read() as db:
        assert recent(db, stranger) == []


def test_who_has_lost_the_centre_can_neither_keep_nor_undo(database, send, work, say, look, zuzanna):
    uuid, late = send(), send(table(USUAL | {"key": "late"}).encode())
    work(), work()
    say(keep_it, uuid)
    work()
    moved = Sender(zuzanna.worker_id, zuzanna.council_id, zuzanna.name, {99})

    with pytest.raises(NotFound):
        say(undo_it, uuid, moved)
    say(keep_it, late, moved)
    work()

    assert look(late).stage is Stage.CHECKED
    assert {note.column for note in look(late).plan.refused} == {"centre"}


def test_pressing_twice_does_it_once(send, work, say):
    uuid = send()
    work()
    say(keep_it, uuid)

    with pytest.raises(NotNow):
        say(keep_it, uuid)
    work()
    with pytest.raises(NotNow):
        say(keep_it, uuid)


def test_a_file_that_always_fails_is_given_up_with_a_sentence(database, send, work, look, monkeypatch):
    def breaks(*_):
        raise RuntimeError("out of paper")

    monkeypatch.setitem(taking_in._STAGES, Stage.TO_CHECK, breaks)
    uuid = send()

    for _ in range(3):
        with pytest.raises(RuntimeError):
            work()
    work()

    assert look(uuid).stage is Stage.WRONG
    assert look(uuid).wrong.endswith(".")


def test_how_far_it_is_can_be_read_from_outside(tmp_path):
    tell = progress_in(tmp_path / "progress" / "a")

    assert how_far(tmp_path / "progress", "a") is None
    tell(10, 45)
    tell(11, 45)
    assert how_far(tmp_path / "progress", "a") == (10, 45)
    tell(45, 45)
    assert how_far(tmp_path / "progress", "a") == (45, 45)


def test_files_go_after_a_week_and_the_way_back_after_a_month(database, send, work, say, look):
    kept, left = send(), send(table(USUAL | {"key": "left"}).encode())
    work(), work()
    say(keep_it, kept)
    work()

    with database.unit_of_work() as db:
        forget_old(db, now=MONDAY + timedelta(days=8))
    with pytest.raises(NotFound):
        look(left)
    assert look(kept).can_be_undone
    with database.unit_of_work() as db:
        forget_old(db, now=MONDAY + timedelta(days=31))
    assert not look(kept).can_be_undone
