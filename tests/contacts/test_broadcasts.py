"""A message to followers reaches each once at most, in two minutes, and names nothing that is kept quiet."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from directory.contacts import audiences, broadcasts, people
from directory.contacts.broadcast_cards import broadcast_card, whom_to_write_to
from directory.contacts.broadcasts import MustNotBeNamed, NobodyFollows, NotConfirmed, NotSaid, TooLate
from directory.contacts.following import follow
from directory.contacts.messages import Button, message_from
from directory.contacts.models import Broadcast, ContactStatus, Outgoing, OutgoingStatus, Owing
from directory.contacts.sealing import unseal
from directory.errors import NotFound
from directory.listings.models import ActivityText, Status
from directory.words import words_for
from tests.builders import NOW, add_activity, add_centre, add_council, add_venue

NUMBER = UUID(int=7)
DUE = NOW + timedelta(minutes=2)
TEXTS = {"en": "Bring a towel tomorrow.", "pl": "Proszę jutro zabrać ręcznik."}


@pytest.fixture
def acorns(db):
    return add_centre(db, council=add_council(db))


@pytest.fixture
def swim(db, acorns):
    return add_activity(db, name="Baby swim", centre=acorns)


@pytest.fixture
def family(db):
    """`family("4422", "pl", follows=activity)`: somebody who follows a session (or a centre)."""

    def added(address, language="en", *, follows, what="session", status=ContactStatus.ACTIVE):
        contact = people.find_or_make(db, channel="telegram", address=address, now=NOW)
        contact.language, contact.status = language, status
        follow(db, contact, what=what, target=follows.id, now=NOW)
        db.flush()
        return contact

    return added


def write(db, audience, texts=TEXTS, *, number=NUMBER, confirmed=None):
    return broadcasts.write(db, audience, texts, number=number, confirmed=confirmed, who="Zuzanna", now=NOW)


def queue(db, *, now=DUE, most=200):
    rounds = 0
    while broadcasts.queue_due(db, now=now, most=most):
        rounds += 1
    return rounds


def owed(db):
    rows = db.scalars(select(Outgoing).order_by(Outgoing.id))
    return {row.source: message_from(unseal(db, row.message, row=row.uuid)) for row in rows}


def test_it_goes_after_two_minutes_to_everybody_who_follows_once_and_in_her_language(db, swim, family):
    polish, somali = family("1", "pl", follows=swim), family("2", "so", follows=swim)
    number = write(db, audiences.of_session(db, swim.id))

    assert queue(db, now=DUE - timedelta(seconds=1)) == 0
    queue(db)
    queue(db)

    found = owed(db)
    assert list(found) == [f"broadcast:{number}:{contact.id}" for contact in (polish, somali)]
    assert {row.kind for row in db.scalars(select(Outgoing))} == {Owing.BROADCAST}
    in_polish, in_english = found.values()
    assert "Proszę jutro zabrać ręcznik." in in_polish.text
    assert words_for("pl").gettext("We have this message in English only.") not in in_polish.text
    assert in_polish.language == "pl"
    assert in_polish.buttons == (
        (Button(words_for("pl").gettext("See the session"), press=f"session.show.{swim.id}"),),
    )
    assert "Bring a towel tomorrow." in in_english.text
    assert "We have this message in English only." in in_english.text


def test_english_for_those_who_read_it_is_not_excused(db, swim, family):
    family("1", "en", follows=swim)
    write(db, audiences.of_session(db, swim.id))

    queue(db)

    (message,) = owed(db).values()
    assert message.text.startswith("\u2068Baby swim\u2069\n\nBring a towel tomorrow.\n\nYou get this because")


def test_it_goes_on_where_it_was_stopped(db, swim, family):
    for number in range(5):
        family(str(number), follows=swim)
    write(db, audiences.of_session(db, swim.id))

    assert broadcasts.queue_due(db, now=DUE, most=2)
    assert len(owed(db)) == 2
    assert queue(db, most=2) == 2

    assert len(owed(db)) == 5
    assert db.scalars(select(Broadcast)).one().queued_at == DUE


def test_nobody_who_said_stop_or_follows_something_else_gets_it(db, acorns, swim, family):
    family("1", follows=swim)
    family("2", follows=swim, status=ContactStatus.STOPPED)
    family("3", follows=add_activity(db, centre=acorns))
    family("4", follows=acorns, what="centre")
    write(db, audiences.of_session(db, swim.id))

    queue(db)

    assert audiences.people(db, audiences.of_session(db, swim.id)) == 1
    assert len(owed(db)) == 1


def test_followers_of_a_centre_are_not_those_of_its_sessions(db, acorns, swim, family):
    of_centre = family("1", follows=acorns, what="centre")
    family("2", follows=swim)
    number = write(db, audiences.of_centre(db, acorns.id))

    queue(db)

    assert list(owed(db)) == [f"broadcast:{number}:{of_centre.id}"]


def test_the_same_form_sent_twice_is_one_message(db, swim, family):
    family("1", follows=swim)
    audience = audiences.of_session(db, swim.id)

    assert write(db, audience) == write(db, audience)


# Taking it back


def test_until_then_it_can_be_taken_back(db, swim, family):
    family("1", follows=swim)
    number = write(db, audiences.of_session(db, swim.id))

    broadcasts.take_back(db, number, now=DUE - timedelta(seconds=1))
    queue(db)

    assert owed(db) == {}
    with pytest.raises(TooLate):
        broadcasts.take_back(db, number, now=DUE - timedelta(seconds=1))


def test_once_it_is_on_its_way_it_cannot_whatever_a_clock_says(db, swim, family):
    family("1", follows=swim)
    number = write(db, audiences.of_session(db, swim.id))
    with pytest.raises(TooLate):
        broadcasts.take_back(db, number, now=DUE)
    queue(db)

    with pytest.raises(TooLate):
        broadcasts.take_back(db, number, now=DUE - timedelta(seconds=1))


# What is refused


@pytest.mark.parametrize(
    ("texts", "language"),
    [({"pl": "Cześć"}, "en"), ({"en": " \n"}, "en"), ({"en": "Hello", "pl": "a" * 1501}, "pl")],
)
def test_there_is_english_and_each_text_fits(db, swim, family, texts, language):
    family("1", follows=swim)

    with pytest.raises(NotSaid) as refused:
        write(db, audiences.of_session(db, swim.id), texts)

    assert refused.value.language == language


def test_where_nobody_follows_there_is_nobody_to_tell(db, swim):
    with pytest.raises(NobodyFollows):
        write(db, audiences.of_session(db, swim.id))


def test_above_fifty_people_their_number_has_to_be_said(db, swim, family):
    for number in range(51):
        family(str(number), follows=swim)
    audience = audiences.of_session(db, swim.id)

    for wrong in (None, 50):
        with pytest.raises(NotConfirmed) as refused:
            write(db, audience, confirmed=wrong)
        assert refused.value.people == 51
    assert write(db, audience, confirmed=51)


@pytest.mark.parametrize("way", ["sensitive", "hidden", "a draft"])
def test_nothing_is_sent_about_what_everybody_must_not_be_told_of(db, acorns, way):
    kind = "freedom-programme" if way == "sensitive" else "stay-and-play"
    venue = add_venue(db, name="A quiet house", council=acorns.council, hidden=way == "hidden")
    quiet = add_activity(db, centre=acorns, venue=venue, type_key=kind)
    if way == "a draft":
        quiet.status = Status.DRAFT
        db.flush()

    with pytest.raises(NotFound):
        audiences.of_session(db, quiet.id)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Also on: the FREEDOM programme!", "en"),
        ("Tylko u nas: Program Wolność.", "pl"),
        ("We meet at 7 Quiet Close.", "en"),
        ("Come to QX9 9ZZ.", "en"),
    ],
)
def test_no_text_names_what_is_kept_quiet(db, acorns, family, said, language):
    quiet = add_activity(db, name="Freedom Programme", centre=acorns, type_key="freedom-programme")
    db.add(ActivityText(activity_id=quiet.id, language="pl", name="Program Wolność"))
    add_venue(
        db,
        name="A safe house",
        council=acorns.council,
        hidden=True,
        street="7 Quiet Close",
        postcode="QX9 9ZZ",
    )
    family("1", follows=acorns, what="centre")

    with pytest.raises(MustNotBeNamed) as refused:
        write(db, audiences.of_centre(db, acorns.id), {"en": "Hello", language: said})

    assert refused.value.language == language


def test_what_has_become_secret_in_the_two_minutes_is_not_sent(db, acorns, family):
    venue = add_venue(db, name="A house", council=acorns.council)
    session = add_activity(db, centre=acorns, venue=venue)
    family("1", follows=session)
    write(db, audiences.of_session(db, session.id))
    venue.hidden = True
    db.flush()

    queue(db)

    assert owed(db) == {}
    assert db.scalars(select(Broadcast)).one().taken_back_at == DUE


# What staff see


def test_staff_see_what_became_of_it(db, acorns, swim, family):
    contacts = [family(str(number), follows=swim) for number in range(3)]
    number = write(db, audiences.of_session(db, swim.id))
    assert broadcast_card(db, number, {acorns.id}).can_be_taken_back(NOW)
    queue(db)
    rows = db.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    rows[0].status, rows[1].status = OutgoingStatus.SENT, OutgoingStatus.HELD
    db.flush()

    card = broadcast_card(db, number, {acorns.id})

    assert (card.people, card.waiting) == (len(contacts), 1)
    assert card.fates == {"sent": 1, "held": 1, "queued": 1}
    assert (card.name, card.centre, card.who) == ("Baby swim", acorns.name, "Zuzanna")
    with pytest.raises(NotFound):
        broadcast_card(db, number, {acorns.id + 1})


def test_what_became_of_it_is_known_after_the_outbox_has_forgotten(db, acorns, swim, family):
    for number in range(3):
        family(str(number), follows=swim)
    number = write(db, audiences.of_session(db, swim.id))
    queue(db)
    rows = db.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    rows[0].status, rows[1].status, rows[2].status = (
        OutgoingStatus.SENT,
        OutgoingStatus.SENT,
        OutgoingStatus.HELD,
    )
    broadcasts.count_up(db, now=NOW + timedelta(hours=1))
    db.delete(rows[0])
    db.flush()

    broadcasts.count_up(db, now=NOW + timedelta(hours=50))

    assert broadcast_card(db, number, {acorns.id}).fates == {"sent": 2, "held": 1}


def test_staff_see_whom_they_can_write_to(db, acorns, swim, family):
    add_activity(db, name="Nobody follows this", centre=acorns)
    family("1", follows=swim), family("2", follows=swim), family("3", follows=acorns, what="centre")

    found = whom_to_write_to(db, {acorns.id})

    assert [(one.activity_id, one.people) for one in found] == [(None, 1), (swim.id, 2)]
    assert whom_to_write_to(db, {acorns.id + 1}) == []


def test_another_number_is_another_message(db, swim, family):
    family("1", follows=swim)
    audience = audiences.of_session(db, swim.id)

    assert write(db, audience) != write(db, audience, number=uuid4())
