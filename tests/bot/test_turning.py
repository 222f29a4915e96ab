"""One thing somebody does becomes one answer, with all that hangs on it, or nothing has happened."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import deeds, turning
from bot.core import effects
from directory import clock
from directory.contacts.models import ChatCount, Contact, ContactStatus, Incoming, IncomingStatus, Outgoing
from tests.builders import NOW
from tests.chat import Chat


@pytest.fixture
def amina(own_runtime):
    """Amina, who has chosen English."""
    chat = Chat(own_runtime)
    chat.starts()
    chat.taps("English")
    return chat


def rows(chat, kind):
    with chat.runtime.database.read() as db:
        return db.scalars(select(kind)).all()


def test_a_question_is_answered_with_sessions(amina):
    said = amina.says("baby massage")

    assert [message.screen for message in said] == ["found"]
    assert "massage" in said[0].text.lower()


def test_the_same_message_brought_twice_is_answered_once(amina):
    amina.sends("text", number=70_001, text="baby massage")
    amina.sends("text", number=70_001, text="baby massage")
    while turning.take_turn(amina.runtime, now=clock.now()):
        pass

    assert len(amina.hears()) == 1


def test_a_turn_that_fails_leaves_nothing_behind_and_is_tried_again(amina, monkeypatch):
    before = (len(rows(amina, Outgoing)), amina.contact.talk)
    monkeypatch.setattr(turning, "keep", broken)

    amina.says("baby massage")

    assert (len(rows(amina, Outgoing)), amina.contact.talk) == before
    monkeypatch.undo()
    with clock.frozen(NOW + timedelta(seconds=2)):
        assert turning.take_turn(amina.runtime, now=clock.now())
    assert amina.hears()[0].screen == "found"


def test_after_five_failures_she_gets_one_apology_and_staff_see_it(amina, monkeypatch, caplog):
    amina.says("talk to a person")
    amina.hears()
    monkeypatch.setattr(turning.engine, "take", broken)
    amina.sends("text", text="my secret")
    with caplog.at_level(logging.DEBUG):
        for minutes in range(0, 20, 2):
            turning.take_turn(amina.runtime, now=NOW + timedelta(minutes=minutes))

    (dead,) = [row for row in rows(amina, Incoming) if row.status is IncomingStatus.DEAD]
    assert [message.screen for message in amina.hears()] == ["failed"]
    assert dead.fault.startswith("ValueError in ")
    assert "secret" not in caplog.text
    monkeypatch.undo()
    with clock.frozen(NOW + timedelta(hours=1)):
        assert amina.says("baby massage")[0].screen == "found"  # not the step that failed


def broken(*_):
    raise ValueError("my secret")


def test_whoever_blocks_the_bot_is_not_written_to_until_she_lets_it_in_again(amina):
    amina.does("left")
    blocked = amina.contact.status
    amina.does("came-back")

    assert blocked is ContactStatus.BLOCKED
    assert amina.contact.status is ContactStatus.ACTIVE
    assert amina.hears() == []


def test_of_words_in_need_only_a_count_stays(amina):
    said = amina.says("he hits me")

    counted = [(count.sort, count.times) for count in rows(amina, ChatCount) if count.what == "crisis"]
    assert counted == [("abuse", 1)]
    assert "999" in said[0].text + str(said[0].buttons)
    assert "hits" not in str(amina.contact.talk)


def test_everything_goes_at_once_and_only_the_farewell_is_still_sent(amina):
    amina.says("baby massage")
    amina.says("delete")

    amina.taps("Yes, delete")

    assert rows(amina, Contact) == []
    (farewell,) = rows(amina, Outgoing)
    assert farewell.contact_id is None
    assert all(row.mark == "" for row in rows(amina, Incoming))


def test_the_button_that_deletes_everything_does_not_turn_for_ever(amina):
    amina.says("delete")
    yes = next(button for row in amina.last.buttons for button in row if "Yes, delete" in button.label)

    said = amina.does("press", press=yes.press, answer_to="p1")

    assert said[0].answers == "p1"


def test_whoever_comes_back_after_that_is_a_stranger(amina):
    amina.says("delete")
    amina.taps("Yes, delete")

    assert amina.says("baby massage")[0].screen == "hello"


def test_every_effect_can_be_done():

    kinds = [
        each
        for each in vars(effects).values()
        if isinstance(each, type) and each.__module__ == effects.__name__
    ]
    done = set(deeds.do.registry)

    assert set(kinds) - done == {effects.Effect, effects.DeleteEverything}
