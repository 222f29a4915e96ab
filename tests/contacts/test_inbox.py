"""Nothing that reaches us is lost, nothing counts twice, and each person's messages keep their order."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from directory import schema
from directory.contacts import inbox, people
from directory.contacts.models import Contact, Incoming, IncomingStatus
from directory.db import Database
from directory.errors import NotFound
from directory.keys import Keys
from tests.builders import NOW

AMINA, BEATA = "4411", "4422"


def arrive(db, number, address=AMINA, text="baby massage"):
    event = {"kind": "text", "text": text}
    return inbox.receive(
        db, channel="telegram", external_id=str(number), address=address, place=number, event=event, now=NOW
    )


def take(db, now=NOW):
    return inbox.take_next(db, now=now)


def test_the_same_message_brought_twice_is_kept_once(db):
    first, again = arrive(db, 1), arrive(db, 1)

    assert (first, again) == (True, False)
    assert len(db.scalars(select(Incoming)).all()) == 1


def test_what_one_person_sent_is_taken_in_her_order_whatever_order_it_came_in(db):
    for number in (12, 11):
        arrive(db, number, text=f"message {number}")

    taken = take(db)
    inbox.note_done(db, taken.id)

    assert taken.event["text"] == "message 11"
    assert take(db).event["text"] == "message 12"


def test_a_message_that_is_tried_again_later_holds_up_hers_and_nobody_elses(db):
    for number, address in ((1, AMINA), (2, AMINA), (3, BEATA)):
        arrive(db, number, address)
    inbox.note_failed(db, take(db).id, fault="OperationalError", now=NOW)

    assert take(db).address == BEATA
    inbox.note_done(db, take(db).id)
    assert take(db) is None
    assert take(db, NOW + timedelta(seconds=1)).address == AMINA


def test_after_five_failures_it_is_given_up_until_somebody_has_it_tried_again(db):
    arrive(db, 1)
    id_ = take(db).id

    given_up = [inbox.note_failed(db, id_, fault="KeyError", now=NOW) for _ in range(5)]

    assert given_up == [False, False, False, False, True]
    assert take(db, NOW + timedelta(days=1)) is None
    inbox.replay(db, id_, now=NOW)
    assert take(db).event["text"] == "baby massage"


def test_only_what_was_given_up_can_be_tried_again(db):
    arrive(db, 1)
    id_ = take(db).id

    with pytest.raises(NotFound):
        inbox.replay(db, id_, now=NOW)


def test_neither_words_nor_address_can_be_read_in_the_tables(db):
    arrive(db, 1, address="amina-4411", text="swimming for baby")
    people.keep_talk(db, people.find_or_make(db, channel="telegram", address="amina-4411", now=NOW), {"a": 1})
    db.flush()

    said = str([row for table in ("inbox", "contact") for row in db.execute(text(f"SELECT * FROM {table}"))])  # noqa: S608

    assert "swimming" not in said
    assert "amina" not in said


def test_what_has_been_answered_holds_nothing_any_more(db):
    arrive(db, 1)

    inbox.note_done(db, take(db).id)

    row = db.scalars(select(Incoming)).one()
    assert (row.address, row.event, row.status) == ("", "", IncomingStatus.DONE)


def test_one_person_is_one_contact(db):
    first = people.find_or_make(db, channel="telegram", address=AMINA, now=NOW)
    again = people.find_or_make(db, channel="telegram", address=AMINA, now=NOW)
    elsewhere = people.find_or_make(db, channel="web", address=AMINA, now=NOW)

    assert first.id == again.id != elsewhere.id
    assert people.address_of(db, first) == AMINA


def test_deleting_everything_leaves_only_that_something_came(db):
    arrive(db, 1)
    contact = people.find_or_make(db, channel="telegram", address=AMINA, now=NOW)

    people.delete_everything(db, contact)

    assert db.scalars(select(Contact)).all() == []
    row = db.scalars(select(Incoming)).one()
    assert (row.mark, row.address, row.event, row.external_id) == ("", "", "", "1")


def test_one_that_cannot_be_opened_is_given_up_and_holds_up_no_other(db):
    arrive(db, 1)
    arrive(db, 2, address=BEATA)
    db.scalars(select(Incoming)).first().event = Keys("another secret key").seal("contact", "{}")

    assert take(db).address == BEATA
    assert db.scalars(select(Incoming)).first().status is IncomingStatus.DEAD


def test_two_workers_never_take_the_same_message(postgres_url):
    database = Database(postgres_url, Keys("a secret key for tests alone"))
    schema.upgrade(database.engine)
    with database.unit_of_work() as db:
        for number, address in ((1, AMINA), (2, AMINA), (3, BEATA)):
            arrive(db, number, address)

    with database.unit_of_work() as one, database.unit_of_work() as two:
        hers, theirs = take(one), take(two)
        nothing = take(two)

    assert (hers.address, theirs.address) == (AMINA, BEATA)
    assert nothing.id == theirs.id  # its own row is all that the second may have
    database.close()
