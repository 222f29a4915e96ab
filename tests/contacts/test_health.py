"""Health says who waits, for how long, and what was given up; never what anybody said."""

from datetime import timedelta

from directory.contacts import inbox, noting
from directory.contacts.health import Health, health
from directory.contacts.models import Owing
from directory.contacts.taking import take_due
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


def arrive(db, number, address, at=NOW):
    event = {"kind": "text", "text": "Hello"}
    where = {"channel": "telegram", "external_id": str(number), "address": address}
    inbox.receive(db, **where, place=number, event=event, now=at)


def test_where_nobody_waits_all_is_well(db):
    said = health(db, now=NOW)

    assert said == Health(None, None, (), {}, {}, {})
    assert said.is_well


def test_it_says_how_long_the_oldest_have_waited(db, add_contact, owe_her):
    arrive(db, 1, "70001")
    arrive(db, 2, "70002", NOW + MINUTE)
    owe_her(add_contact("70003"), "answer", now=NOW + MINUTE)
    owe_her(add_contact("70004"), "tomorrow", Owing.REMINDER, due_at=NOW + timedelta(days=1))

    said = health(db, now=NOW + 2 * MINUTE)

    assert (said.waiting, said.unsent) == (120, 60)
    assert (said.arrived, said.owed) == ({"new": 2}, {"queued": 2})
    assert not said.is_well


def test_what_was_given_up_is_listed_by_its_number(db):
    arrive(db, 1, "70001")
    id_ = inbox.take_next(db, now=NOW).id
    for _ in range(inbox.MOST_ATTEMPTS):
        inbox.note_failed(db, id_, fault="ValueError in find:12", now=NOW)

    (dead,) = health(db, now=NOW).dead

    assert (dead.id, dead.channel, dead.fault, dead.received_at) == (
        id_,
        "telegram",
        "ValueError in find:12",
        NOW,
    )


def test_faults_of_sending_are_counted_until_they_are_over(db, add_contact, owe_her):
    for number in range(3):
        owe_her(add_contact(str(number)), "Hello", source=str(number))
    first, second, third = take_due(db, channels={"telegram": None}, now=NOW, most=3)
    noting.note_later(db, first, until=NOW + MINUTE, fault="InvalidToken")
    noting.note_later(db, second, until=NOW + MINUTE, fault="InvalidToken")
    noting.note_sent(db, third, now=NOW)

    assert health(db, now=NOW).unsent_faults == {"InvalidToken": 2}
