"""A parent who asks for a person reaches the right one, is answered once, and comes back to where she was."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select, text

from directory import clock
from directory.accounts.cards import worker_card
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import Role
from directory.contacts import canned, handover_cards, handovers, inbox, people
from directory.contacts.following import follow
from directory.contacts.handovers import HandoverClosed, NothingToSay, SomebodyElseHasIt, TooMuchToSay
from directory.contacts.messages import message_from
from directory.contacts.models import Handover, HandoverLine, Outgoing, Owing
from directory.contacts.sealing import unseal
from directory.errors import NotFound
from directory.listings.models import BankHoliday, ClosedFor, Closure
from directory.places.models import OpeningHours
from tests.builders import NOW, add_activity, add_centre, add_council, add_venue

SATURDAY = NOW + timedelta(days=4)
HIDDEN = "freedom-programme"


@pytest.fixture
def council(db):
    return add_council(db, phone="01632 960100")


@pytest.fixture
def acorns(db, council):
    """Open on Tuesdays from nine to half past four."""
    centre = add_centre(db, council=council)
    nine, half_past_four = time(9), time(16, 30)
    centre.hours = [OpeningHours(weekday=NOW.weekday(), opens=nine, closes=half_past_four)]
    db.flush()
    return centre


@pytest.fixture
def kingfisher(db, council):
    return add_centre(db, name="Kingfisher Family Hub", council=council, town="Kingsford", lat=51.5, lng=0.6)


@pytest.fixture
def beata(db):
    contact = people.find_or_make(db, channel="telegram", address="4422", now=NOW)
    contact.language = "pl"
    return contact


@pytest.fixture
def works_at(db):
    """`works_at(centre, "Amina Yusuf")`: somebody who keeps its listings and answers its families."""

    def added(centre, name="Amina Yusuf", role=Role.WORKER):
        worker = Worker(
            council_id=centre.council_id,
            name=name,
            email=f"{name.split()[0].lower()}@hexshire.example",
            added_at=NOW,
            memberships=[Membership(role=role, centre_id=centre.id)],
        )
        db.add(worker)
        db.flush()
        return worker_card(db, worker.id)

    return added


def ask(db, contact, said="Can I bring twins?", about=None, came_from=None):
    asked = {"text": said, "activity_id": about.id if about else None, "came_from": came_from or {}}
    return handovers.open(db, contact, **asked, now=NOW)


def said(db, handover):
    return [
        unseal(db, line.text, row=line.uuid)
        for line in db.scalars(select(HandoverLine).where(HandoverLine.handover_id == handover.id))
    ]


# Whom she reaches


def test_the_centre_of_the_listing_she_asks_about_answers(db, acorns, kingfisher, beata):
    swimming = add_activity(db, name="Baby swim", centre=kingfisher)

    assert ask(db, beata, about=swimming).centre_id == kingfisher.id


def test_else_the_centre_of_what_she_follows(db, acorns, kingfisher, beata):
    about = add_activity(db, name="Baby swim", centre=kingfisher)
    follow(db, beata, what="session", target=about.id, now=NOW)
    people.keep_about(db, beata, {"near": acorns.postcode})

    assert ask(db, beata).centre_id == kingfisher.id


def test_else_the_nearest_to_where_she_said_that_she_is(db, acorns, kingfisher, beata):
    people.keep_about(db, beata, {"near": "Hexbury"})

    assert ask(db, beata).centre_id == acorns.id


def test_else_whoever_in_the_council_comes_to_it_first(db, acorns, kingfisher, beata, works_at):
    handover = ask(db, beata)

    assert (handover.centre_id, handover.council_id) == (None, acorns.council_id)
    handovers.claim(db, handover.id, works_at(kingfisher), now=NOW)


def test_where_there_is_no_council_nobody_can_be_asked(db, beata):
    assert handovers.person(db, beata.id, None, now=NOW).name == ""
    with pytest.raises(NotFound):
        ask(db, beata)


@pytest.mark.parametrize("way", ["venue", "kind"])
def test_what_may_not_say_where_it_is_names_the_council_yet_reaches_its_own_staff(
    db, council, acorns, beata, way
):
    venue = add_venue(db, name="A quiet house", council=council, hidden=way == "venue")
    secret = add_activity(
        db, centre=acorns, venue=venue, type_key=HIDDEN if way == "kind" else "stay-and-play"
    )

    reached = handovers.person(db, beata.id, secret.id, now=NOW)

    assert (reached.name, reached.phone, reached.hours) == (council.name, "01632 960100", ())
    assert not reached.open_now
    assert ask(db, beata, about=secret).centre_id == acorns.id


def test_what_has_become_secret_since_she_follows_it_says_nothing_of_its_centre(db, acorns, council, beata):
    venue = add_venue(db, name="A quiet house", council=council)
    follow(db, beata, what="session", target=add_activity(db, centre=acorns, venue=venue).id, now=NOW)
    venue.hidden = True
    db.flush()

    assert handovers.person(db, beata.id, None, now=NOW).name == council.name
    assert ask(db, beata).centre_id is None


# When


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (NOW, True),
        (NOW.replace(hour=16, minute=29), True),
        (NOW.replace(hour=16, minute=30), False),
        (SATURDAY, False),
    ],
)
def test_she_is_told_whether_somebody_is_there_now(db, acorns, beata, now, is_open):
    session = add_activity(db, centre=acorns)

    reached = handovers.person(db, beata.id, session.id, now=now)

    assert (reached.name, reached.phone, reached.open_now) == (acorns.name, acorns.phone, is_open)
    assert [one.weekday for one in reached.hours] == [NOW.weekday()]


@pytest.mark.parametrize("why", ["closure", "bank holiday"])
def test_nobody_is_there_on_a_day_the_centre_is_closed(db, acorns, beata, why):
    today, session = clock.today(), add_activity(db, centre=acorns)
    closed = {
        "closure": Closure(
            council_id=acorns.council_id,
            centre_id=acorns.id,
            first_day=today,
            last_day=today,
            reason=ClosedFor.TRAINING,
        ),
        "bank holiday": BankHoliday(council_id=acorns.council_id, day=today, name="A holiday"),
    }
    db.add(closed[why])
    db.flush()

    reached = handovers.person(db, beata.id, session.id, now=NOW)

    assert (reached.open_now, reached.closed_today) == (False, True)


# What is said


def test_what_she_says_is_kept_in_order_and_sealed(db, acorns, beata):
    handover = ask(db, beata, "Can I bring twins?")
    handovers.say(db, beata, "They are two.\r\n\r\n\r\nAnd a half\u202e.", now=NOW)

    assert said(db, handover) == ["Can I bring twins?", "They are two.\n\nAnd a half."]
    assert not [row for row in db.execute(text("SELECT text FROM handover_line")) if "twins" in row.text]


def test_asking_again_goes_on_with_the_same_talk(db, acorns, beata):
    first = ask(db, beata, "Hello?", came_from={"step": "find.where"})

    again = ask(db, beata, "Is anybody there?", came_from={"step": "settings.near"})

    assert again.id == first.id
    assert said(db, first) == ["Hello?", "Is anybody there?"]
    assert handovers.came_from(db, first.contact_id) == {"step": "find.where"}


def test_she_may_ask_without_a_word(db, acorns, beata):
    assert said(db, ask(db, beata, "")) == []


def test_what_she_says_after_the_end_is_not_kept(db, acorns, beata):
    handover = ask(db, beata)
    handovers.leave(db, beata, now=NOW)
    handovers.say(db, beata, "One more thing", now=NOW)

    assert said(db, handover) == ["Can I bring twins?"]
    assert handovers.open_of(db, beata.id) is None


# Who answers


def test_one_worker_has_it_until_another_takes_over(db, acorns, beata, works_at):
    amina, zuzanna = works_at(acorns), works_at(acorns, "Zuzanna Nowak", Role.MANAGER)
    handover = ask(db, beata, about=add_activity(db, centre=acorns))
    handovers.claim(db, handover.id, amina, now=NOW)
    handovers.claim(db, handover.id, amina, now=NOW)

    with pytest.raises(SomebodyElseHasIt) as other:
        handovers.claim(db, handover.id, zuzanna, now=NOW)

    assert other.value.who == "Amina Yusuf"
    handovers.claim(db, handover.id, zuzanna, take_over=True, now=NOW)
    assert handover.claimed_by == zuzanna.id


@pytest.mark.parametrize("role", [Role.WORKER, Role.VOLUNTEER])
def test_another_centres_families_are_not_there_and_volunteers_read_nothing(
    db, acorns, kingfisher, beata, works_at, role
):
    stranger = works_at(kingfisher if role is Role.WORKER else acorns, role=role)
    handover = ask(db, beata, about=add_activity(db, centre=acorns))

    for deed in (handovers.claim, handovers.close):
        with pytest.raises(NotFound):
            deed(db, handover.id, stranger, now=NOW)


def test_another_councils_workers_do_not_see_what_is_of_no_centre(db, acorns, beata, works_at):
    stranger = works_at(add_centre(db, name="Yew", council=add_council(db, name="Neighbourshire")))

    with pytest.raises(NotFound):
        handovers.claim(db, ask(db, beata).id, stranger, now=NOW)


def owed(db):
    """What waits to be sent: source, message."""
    return [
        (row.source, message_from(unseal(db, row.message, row=row.uuid)))
        for row in db.scalars(select(Outgoing).order_by(Outgoing.id))
    ]


def test_an_answer_is_owed_to_her_under_the_first_name_of_whoever_gives_it(db, acorns, beata, works_at):
    handover = ask(db, beata, about=add_activity(db, centre=acorns))

    handovers.answer(db, handover.id, works_at(acorns), " Yes, do.\r\nSee you!  ", now=NOW)

    line = db.scalars(select(HandoverLine).where(HandoverLine.who != "")).one()
    ((source, message),) = owed(db)
    assert source == f"line:{line.uuid}"
    assert (message.text, message.language) == ("Amina:\nYes, do.\nSee you!", "en")
    assert db.scalars(select(Outgoing.kind)).one() is Owing.STAFF
    assert handover.claimed_by is not None


def test_a_ready_answer_in_her_language_is_known_to_be_in_it(db, acorns, beata, works_at):
    handover = ask(db, beata, about=add_activity(db, centre=acorns))
    polish, language = canned.answer_named(db, acorns.council_id, "just-come").for_family("pl")

    handovers.answer(db, handover.id, works_at(acorns), polish, now=NOW)

    ((_, message),) = owed(db)
    assert (language, message.language) == ("pl", "pl")


@pytest.mark.parametrize(
    ("said", "refusal"), [(" \n ", NothingToSay), ("a" * (handovers.MOST_LETTERS + 1), TooMuchToSay)]
)
def test_an_answer_has_words_and_fits_in_one_message(db, acorns, beata, works_at, said, refusal):
    handover = ask(db, beata, about=add_activity(db, centre=acorns))

    with pytest.raises(refusal):
        handovers.answer(db, handover.id, works_at(acorns), said, now=NOW)

    assert owed(db) == []
    assert handover.claimed_by is None


def test_nobody_answers_where_somebody_else_does_or_it_is_over(db, acorns, beata, works_at):
    amina, zuzanna = works_at(acorns), works_at(acorns, "Zuzanna Nowak")
    handover = ask(db, beata, about=add_activity(db, centre=acorns))
    handovers.claim(db, handover.id, amina, now=NOW)

    with pytest.raises(SomebodyElseHasIt):
        handovers.answer(db, handover.id, zuzanna, "Yes", now=NOW)
    handovers.leave(db, beata, now=NOW)
    with pytest.raises(HandoverClosed):
        handovers.answer(db, handover.id, amina, "Yes", now=NOW)

    assert owed(db) == []


# What staff see


def test_who_waits_longest_comes_first_and_whoever_has_an_answer_last(db, acorns, beata, works_at):
    amina, session = works_at(acorns), add_activity(db, centre=acorns)
    contacts = [people.find_or_make(db, channel="web", address=str(n), now=NOW) for n in range(3)]
    first, second, third = (ask(db, contact, about=session) for contact in contacts)
    handovers.answer(db, first.id, amina, "Yes", now=NOW)
    second.lines[0].at = NOW + timedelta(minutes=2)
    third.lines[0].at = NOW + timedelta(minutes=1)
    db.flush()

    cards = handover_cards.open_ones(db, amina)

    assert [card.id for card in cards] == [third.id, second.id, first.id]
    assert handover_cards.waiting_since(db, amina) == [NOW + timedelta(minutes=n) for n in (1, 2)]
    assert [(line.who, line.text, line.fate) for line in cards[2].lines] == [
        ("", "Can I bring twins?", ""),
        ("Amina Yusuf", "Yes", "queued"),
    ]


def test_she_waits_since_the_first_thing_nobody_has_answered(db, acorns, beata, works_at):
    amina = works_at(acorns)
    handover = ask(db, beata, about=add_activity(db, centre=acorns))
    handovers.answer(db, handover.id, amina, "Yes", now=NOW)
    for minutes in (5, 9):
        handovers.say(db, beata, "And on Friday?", now=NOW + timedelta(minutes=minutes))

    card = handover_cards.handover_card(db, handover.id, amina)

    assert card.waits_since == NOW + timedelta(minutes=5)


# The end


def test_closing_it_reaches_the_bot_like_anything_else_that_happens(db, acorns, beata, works_at):
    amina = works_at(acorns)
    handover = ask(db, beata, about=add_activity(db, centre=acorns), came_from={"step": "find.where"})

    handovers.close(db, handover.id, amina, now=NOW)

    arrived = inbox.take_next(db, now=NOW)
    assert (arrived.channel, arrived.address, arrived.event) == ("telegram", "4422", {"kind": "returned"})
    assert db.scalar(text("SELECT external_id FROM inbox")) == f"handover:{handover.uuid}"
    assert handovers.open_of(db, beata.id) is None
    assert handovers.came_from(db, handover.contact_id) == {"step": "find.where"}
    with pytest.raises(HandoverClosed):
        handovers.close(db, handover.id, amina, now=NOW)


def test_she_is_given_back_to_the_bot_when_nobody_says_anything_for_three_days(db, acorns, beata):
    handover = ask(db, beata)

    handovers.forget_old(db, now=NOW + timedelta(days=3))
    assert handover.closed_at is None

    handovers.forget_old(db, now=NOW + timedelta(days=3, seconds=1))
    assert handover.closed_at is not None
    assert inbox.take_next(db, now=NOW + timedelta(days=4)).event == {"kind": "returned"}


def test_what_was_said_is_forgotten_ninety_days_after_the_end(db, acorns, beata, works_at):
    handover = ask(db, beata)
    handovers.close(db, handover.id, works_at(acorns), now=NOW)

    handovers.forget_old(db, now=NOW + timedelta(days=2))
    db.expire_all()
    assert handover.came_from == ""

    handovers.forget_old(db, now=NOW + timedelta(days=90))
    assert len(said(db, handover)) == 1
    handovers.forget_old(db, now=NOW + timedelta(days=90, seconds=1))
    assert not db.scalars(select(Handover)).all()
    assert not db.scalars(select(HandoverLine)).all()


def test_deleting_everything_takes_the_talk_too(db, acorns, beata):
    ask(db, beata)

    people.delete_everything(db, beata)

    assert not db.scalars(select(HandoverLine)).all()
