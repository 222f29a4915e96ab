"""What we owe people goes out once, in order, the most urgent first; and nothing is left lying open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.talk import About
from directory.contacts import gate, noting, outbox, taking
from directory.contacts.messages import Button, Message
from directory.contacts.models import Contact, ContactStatus, Handover, Outgoing, OutgoingStatus, Owing
from directory.keys import Keys
from tests.builders import NOW, add_centre

TELEGRAM = {"telegram": None}
SECOND = timedelta(seconds=1)


def take(db, *, now=NOW, most=10, **more):
    return taking.take_due(db, channels=TELEGRAM, now=now, most=most, **more)


def texts(taken):
    return [due.message.text for due in taken]


def rows(db):
    db.flush()
    db.expire_all()
    return {row.source: row for row in db.scalars(select(Outgoing).order_by(Outgoing.id))}


def test_what_is_owed_is_sealed_and_comes_back_as_it_was(db, add_contact):
    her = add_contact("70001")
    message = Message("Stay and play", language="pl", buttons=((Button("Save", press="session.save.1"),),))

    outbox.owe(db, her, message, kind=Owing.REPLY, source="in:1:0", now=NOW)

    row = rows(db)["in:1:0"]
    assert "Stay" not in row.message
    assert "70001" not in row.address
    (due,) = take(db)
    assert (due.message, due.address, due.mark) == (message, "70001", her.mark)


def test_nothing_is_owed_twice(db, add_contact, owe_her):
    her = add_contact()

    assert owe_her(her, "Hello", source="in:1:0")
    assert not owe_her(her, "Hello again", source="in:1:0")
    assert texts(take(db)) == ["Hello"]


def test_a_person_gets_one_message_at_a_time_in_order(db, add_contact, owe_her):
    her, another = add_contact("70001"), add_contact("70002")
    owe_her(her, "first")
    owe_her(her, "second")
    owe_her(another, "hello")

    taken = take(db)
    assert texts(taken) == ["first", "hello"]
    assert take(db) == []
    noting.note_sent(db, taken[0], now=NOW)
    assert take(db) == []
    assert texts(take(db, now=NOW + SECOND)) == ["second"]


def test_answers_go_before_reminders_and_those_before_broadcasts(db, add_contact, owe_her):
    for number, kind in enumerate(reversed(Owing)):
        owe_her(add_contact(str(number)), kind.value, kind)

    assert texts(take(db, most=3)) == ["reply", "staff", "news"]
    assert texts(take(db)) == ["reminder", "broadcast"]


def test_what_is_due_later_is_in_nobodys_way(db, add_contact, owe_her):
    her = add_contact()
    owe_her(her, "tomorrow", Owing.REMINDER, due_at=NOW + timedelta(days=1))
    owe_her(her, "now", Owing.REMINDER)

    assert texts(take(db)) == ["now"]


def test_what_is_tried_again_is_not_overtaken_by_its_like_but_by_what_is_more_urgent(
    db, add_contact, owe_her
):
    her = add_contact()
    owe_her(her, "news", Owing.NEWS)
    owe_her(her, "more news", Owing.NEWS)
    (news,) = take(db)

    noting.note_later(db, news, until=NOW + 5 * SECOND, fault="too many")

    assert take(db, now=NOW + SECOND) == []
    owe_her(her, "answer")
    assert texts(take(db, now=NOW + SECOND)) == ["answer"]


def test_a_kind_that_is_paused_stays_while_the_others_go(db, add_contact, owe_her):
    owe_her(add_contact("70001"), "to all", Owing.BROADCAST)
    owe_her(add_contact("70002"), "answer")

    assert texts(take(db, pace=taking.Pace(paused=(("telegram", Owing.BROADCAST),)))) == ["answer"]


def test_a_message_for_another_channel_is_left_to_it(db, add_contact, owe_her):
    owe_her(add_contact("a cookie", "web"), "Hello")

    assert take(db) == []
    assert not taking.anything_due(db, channels=TELEGRAM, now=NOW)
    assert taking.anything_to_show(db, channels=["web"], now=NOW)


def test_once_sent_nothing_of_it_is_kept_but_that_it_was(db, add_contact, owe_her):
    owe_her(add_contact(), "Hello", source="in:1:0")
    (due,) = take(db)

    noting.note_sent(db, due, now=NOW, external_id="m17")

    row = rows(db)["in:1:0"]
    assert (row.status, row.message, row.address) == (OutgoingStatus.SENT, "", "")
    assert (row.sent_at, row.external_id) == (NOW, "m17")


def test_who_blocked_us_gets_nothing_more(db, add_contact, owe_her):
    her = add_contact()
    owe_her(her, "first")
    owe_her(her, "tomorrow", Owing.REMINDER, due_at=NOW + timedelta(days=1))
    (due,) = take(db)

    noting.note_refused(db, due)

    assert {(row.status, row.fault, row.message) for row in rows(db).values()} == {
        (OutgoingStatus.HELD, "blocked", "")
    }
    assert db.get_one(Contact, her.id).status is ContactStatus.BLOCKED
    owe_her(her, "later", source="later")
    assert take(db) == []
    assert rows(db)["later"].status is OutgoingStatus.HELD


def test_what_failed_is_not_tried_again_and_emptied(db, add_contact, owe_her):
    owe_her(add_contact(), "Hello", source="in:1:0")
    (due,) = take(db)

    noting.note_failed(db, due, fault="too long")

    row = rows(db)["in:1:0"]
    assert (row.status, row.fault, row.message) == (OutgoingStatus.FAILED, "too long", "")


def test_after_a_crash_answers_are_sent_again_and_broadcasts_are_not(db, add_contact, owe_her):
    owe_her(add_contact("70001"), "answer", source="a")
    owe_her(add_contact("70002"), "to all", Owing.BROADCAST, source="b")
    before = take(db)

    noting.release_taken(db, taken_before=NOW)

    assert texts(take(db)) == ["answer"]
    assert (rows(db)["b"].status, rows(db)["b"].fault) == (OutgoingStatus.FAILED, "unknown")
    assert len(before) == 2


def test_who_lost_her_lease_notes_nothing(db, add_contact, owe_her):
    owe_her(add_contact(), "answer", source="a")
    (lost,) = take(db)
    later = NOW + noting.LEASE
    noting.release_taken(db, taken_before=later - noting.LEASE)
    (again,) = take(db, now=later)

    noting.note_failed(db, lost, fault="no answer")
    assert rows(db)["a"].status is OutgoingStatus.SENDING

    noting.note_sent(db, again, now=later)
    assert rows(db)["a"].status is OutgoingStatus.SENT


def test_quiet_hours_are_her_own(db, add_contact, owe_her):
    her = add_contact(about={"quiet_from": 8, "quiet_until": 10})
    owe_her(her, "news", Owing.NEWS)

    assert take(db) == []
    assert rows(db)[f"{her.id}:news"].due_at == NOW.replace(hour=10)


def test_usual_quiet_hours_are_those_that_the_talk_tells_her():
    assert gate.Quiet() == gate.Quiet(About().quiet_from, About().quiet_until)


def test_a_broadcast_waits_while_a_person_writes_with_her(db, add_contact, owe_her):
    her, centre = add_contact(), add_centre(db)
    usual = {"council_id": centre.council_id, "language": "en", "opened_at": NOW}
    handover = Handover(contact_id=her.id, **usual)
    db.add(handover)
    owe_her(her, "to all", Owing.BROADCAST)

    assert take(db) == []
    handover.closed_at = NOW
    assert texts(take(db, now=NOW + gate.LOOK_AGAIN)) == ["to all"]


def test_what_is_of_no_use_any_more_is_not_sent(db, add_contact, owe_her):
    owe_her(add_contact(), "soon", Owing.REMINDER, source="r", good_until=NOW + SECOND)

    assert take(db, now=NOW + SECOND) == []
    assert rows(db)["r"].fault == "too late"


def test_a_row_that_cannot_be_opened_holds_up_no_other(database, db, add_contact, owe_her):
    owe_her(add_contact("70001"), "sealed with another key", source="bad")
    owe_her(add_contact("70002"), "fine")
    rows(db)["bad"].message = Keys("another secret key for tests").seal("contact", "{}")

    assert texts(take(db)) == ["fine"]
    assert rows(db)["bad"].status is OutgoingStatus.FAILED


def test_a_live_channel_shows_what_is_due_and_keeps_it_for_a_day(db, add_contact, owe_her):
    her = add_contact("a cookie", "web")
    owe_her(her, "first")
    owe_her(her, "second")
    owe_her(her, "tonight", Owing.NEWS, due_at=NOW + timedelta(hours=13))

    assert taking.hand_out(db, channels=["web"], now=NOW) == 2
    assert [said.message.text for said in outbox.said_to(db, mark=her.mark)] == ["first", "second"]
    outbox.forget_old(db, now=NOW + timedelta(hours=24, seconds=1))
    assert outbox.said_to(db, mark=her.mark) == []


def test_a_farewell_goes_out_and_leaves_nothing(db, add_contact):
    her = add_contact()
    whom = {"channel": her.channel, "mark": her.mark, "address": "70001"}
    db.delete(her)
    outbox.owe_farewell(db, **whom, message=Message("All gone."), source="bye:1", now=NOW)

    (due,) = take(db)
    noting.note_sent(db, due, now=NOW)

    assert rows(db) == {}


@pytest.mark.parametrize("status", [OutgoingStatus.SENT, OutgoingStatus.HELD, OutgoingStatus.FAILED])
def test_what_is_over_is_forgotten(db, add_contact, owe_her, status):
    owe_her(add_contact(), "Hello", source="a")
    row = rows(db)["a"]
    row.status, row.sent_at = status, NOW

    outbox.forget_old(db, now=NOW + timedelta(hours=47))
    assert "a" in rows(db)
    outbox.forget_old(db, now=NOW + timedelta(days=8))
    assert rows(db) == {}


def test_what_is_shown_later_stands_below_whoever_looked_at_the_clock_first(db, add_contact, owe_her):
    her = add_contact("phone", "web")
    owe_her(her, "answer")
    taking.hand_out(db, channels=["web"], now=NOW + timedelta(seconds=1))
    owe_her(her, "notice")
    taking.hand_out(db, channels=["web"], now=NOW)

    assert [said.message.text for said in outbox.said_to(db, mark=her.mark)] == ["answer", "notice"]
