"""Several workers at one outbox: nothing is sent twice, and nobody gets two messages at a time."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from directory import schema
from directory.contacts import noting, taking
from directory.contacts.models import Outgoing, OutgoingStatus, Owing
from directory.db import Database
from directory.keys import Keys
from tests.builders import NOW
from tests.contacts.conftest import new_contact, owed

TELEGRAM = {"telegram": None}
PEOPLE, EACH = 12, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, database: Database) -> Iterator[Database]:
    if request.param == "sqlite":
        yield database
        return
    opened = Database(request.getfixturevalue("postgres_url"), Keys("a secret key for tests alone"))
    schema.upgrade(opened.engine)
    yield opened
    opened.close()


def all_together(deed, workers: int = 4) -> None:
    start, faults = threading.Barrier(workers), []

    def work() -> None:
        start.wait()
        try:
            deed()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_of_many_who_owe_the_same_one_does(shared):
    with shared.unit_of_work() as db:
        her = new_contact(db)
    said = []

    def owe_it() -> None:
        with shared.unit_of_work() as db:
            said.append(owed(db, her, "Hello", source="reminder:5"))

    all_together(owe_it)

    assert sorted(said) == [False, False, False, True]


def test_many_workers_send_each_message_once_and_to_each_person_one_at_a_time(shared):
    with shared.unit_of_work() as db:
        for number in range(PEOPLE):
            her = new_contact(db, str(number))
            for nth in range(EACH):
                owed(db, her, f"{number}.{nth}", Owing.NEWS if nth % 2 else Owing.REPLY)
    sent, in_flight, lock = [], Counter(), threading.Lock()

    def left() -> int:
        with shared.read() as db:
            done = (OutgoingStatus.SENT, OutgoingStatus.FAILED)
            return db.scalar(select(func.count()).where(Outgoing.status.not_in(done))) or 0

    def send_all() -> None:
        while left():
            with shared.unit_of_work() as db:
                due = taking.take_due(db, channels=TELEGRAM, now=NOW, most=3, pace=taking.Pace(timedelta(0)))
            with lock:
                in_flight.update(each.mark for each in due)
                assert not due or max(in_flight.values()) == 1
                sent.extend(each.message.text for each in due)
            with lock:
                in_flight.subtract(each.mark for each in due)
            with shared.unit_of_work() as db:
                for each in due:
                    noting.note_sent(db, each, now=NOW)

    all_together(send_all, workers=3)

    assert len(sent) == len(set(sent)) == PEOPLE * EACH
    for number in range(PEOPLE):
        hers = [text for text in sent if text.startswith(f"{number}.")]
        assert hers == [f"{number}.{nth}" for nth in (0, 2, 4, 1, 3)]
