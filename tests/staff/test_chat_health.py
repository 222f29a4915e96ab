"""Whoever keeps the chat sees who waits and what was given up, and never what anybody wrote."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory import clock
from directory.contacts import inbox, outbox, people
from directory.contacts.messages import Message
from directory.contacts.models import Incoming, IncomingStatus, Outgoing, OutgoingStatus, Owing
from directory.contacts.sealing import unseal


@pytest.fixture
def arrives(staff_site):
    """`arrives("…")`: somebody writes; with `given_up`, the bot has failed over it five times. Its number."""

    def arrived(text="My secret", *, given_up=False):
        now = clock.now()
        with staff_site.runtime.database.unit_of_work() as db:
            told = {
                "external_id": text,
                "address": "4422",
                "place": 1,
                "event": {"kind": "text", "text": text},
            }
            inbox.receive(db, channel="telegram", **told, now=now)
            number = db.scalars(select(Incoming.id).order_by(Incoming.id.desc())).first()
            for _ in range(inbox.MOST_ATTEMPTS if given_up else 0):
                inbox.note_failed(db, number, fault="KeyError in show:41", now=now)
            return number

    return arrived


def row(staff_site, number):
    with staff_site.runtime.database.read() as db:
        return db.get_one(Incoming, number)


def test_a_quiet_chat_is_well(signed_in):
    page = signed_in("manager").look("/staff/chat")

    assert "All is well." in page.text
    assert "The chat needs a look" not in signed_in("council").look("/staff/").text


def test_what_was_given_up_is_shown_by_its_fault_and_without_a_word_of_it(signed_in, arrives):
    number = arrives(given_up=True)
    zuzanna = signed_in("manager")

    page = zuzanna.look("/staff/chat")

    assert "1 message was given up." in page.text
    assert f"Message {number}" in page.text
    assert "KeyError in show:41" in page.text
    assert "secret" not in page.text
    assert "4422" not in page.text
    assert "1 message was given up." in zuzanna.look("/staff/").text
    assert "given up" not in signed_in("worker").look("/staff/").text


def test_it_is_tried_again(staff_site, signed_in, arrives):
    number = arrives(given_up=True)

    signed_in("manager").submit("/staff/chat", to=f"/staff/chat/{number}/again")

    again = row(staff_site, number)
    assert (again.status, again.attempts) == (IncomingStatus.NEW, 0)
    with staff_site.runtime.database.read() as db:
        assert unseal(db, again.event, row=again.uuid)["text"] == "My secret"


def test_or_let_go_and_nothing_of_it_is_kept(staff_site, signed_in, arrives):
    number, zuzanna = arrives(given_up=True), signed_in("manager")

    zuzanna.submit("/staff/chat", to=f"/staff/chat/{number}/let-go")

    assert (row(staff_site, number).status, row(staff_site, number).event) == (IncomingStatus.DONE, "")
    assert "It is let go." in zuzanna.look("/staff/chat").text


def test_a_bot_that_is_not_at_work_is_noticed(signed_in, arrives):
    arrives()
    zuzanna = signed_in("manager")
    with clock.frozen(clock.now() + timedelta(seconds=59)):
        page = zuzanna.look("/staff/chat").text
        assert "All is well." in page
        assert "longest for an answer of the bot: 59 seconds" in page
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        page = zuzanna.look("/staff/chat").text
        assert "Families wait too long: is the bot at work?" in page
        assert "longest for an answer of the bot: 3 minutes" in page
        assert "is the bot at work?" in zuzanna.look("/staff/").text


def test_what_did_not_go_out_is_counted_by_its_reason(staff_site, signed_in):
    with staff_site.runtime.database.unit_of_work() as db:
        contact = people.find_or_make(db, channel="telegram", address="4422", now=clock.now())
        for number in range(3):
            told = {"kind": Owing.NEWS, "source": f"news:{number}", "now": clock.now()}
            outbox.owe(db, contact, Message("It is off"), **told)
        for held in db.scalars(select(Outgoing).limit(2)):
            held.status, held.fault = OutgoingStatus.HELD, "blocked"

    page = signed_in("council").look("/staff/chat")

    shown = dict(
        zip((each.text for each in page.all("dt")), (each.text for each in page.all("dd")), strict=True)
    )
    assert shown == {
        "Waiting to go out": "1",
        "Held back: stopped, blocked or too late": "2",
        "Families who have blocked the bot": "2",
    }
