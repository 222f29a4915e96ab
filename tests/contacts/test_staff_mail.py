"""Staff hear at once that a family waits, of whoever is nearest, not too often, and never what it said."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.accounts.cards import worker_card
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import Role
from directory.contacts import handovers, people
from directory.contacts.staff_mail import remind_staff, somebody_to_tell_of, tell_staff
from directory.db import keys_of
from directory.post.models import Mail
from tests.builders import NOW, add_activity, add_centre, add_council

SITE = "https://doorstep.example"


@pytest.fixture
def acorns(db):
    return add_centre(db, council=add_council(db))


@pytest.fixture
def employ(db, acorns):
    """`employ("amina", Role.WORKER, centre)`: somebody who works there; without a centre, for the council."""

    def employed(name, role=Role.WORKER, centre=acorns, active=True):
        worker = Worker(
            council_id=acorns.council_id,
            name=name.capitalize(),
            email=f"{name}@hexshire.example",
            added_at=NOW,
            memberships=[Membership(role=role, centre_id=centre.id if centre else None)],
        )
        db.add(worker)
        db.flush()
        card = worker_card(db, worker.id)
        worker.active = active
        return card

    return employed


@pytest.fixture
def ask(db):
    """`ask("4422", about=activity)`: a family writes; the hand-over."""

    def asked(address="4422", about=None):
        contact = people.find_or_make(db, channel="telegram", address=address, now=NOW)
        about_id = about.id if about else None
        return handovers.open(db, contact, text="My twins bite", activity_id=about_id, came_from={}, now=NOW)

    return asked


def mailed(db, *, now=NOW):
    """Who is written to now, once and at once."""
    before = set(db.scalars(select(Mail.id)))
    tell_staff(db, site=SITE, now=now)
    db.flush()
    return [mail.to.split("@")[0] for mail in db.scalars(select(Mail)) if mail.id not in before]


def test_those_at_the_centre_hear_of_it_once_without_a_word_of_what_was_said(db, acorns, employ, ask):
    employ("amina"), employ("zuzanna", Role.MANAGER), employ("vera", Role.VOLUNTEER)
    employ("carys", Role.COUNCIL, None), employ("gone", active=False)
    employ("nadia", centre=add_centre(db, name="Elm"))
    handover = ask(about=add_activity(db, centre=acorns))

    assert somebody_to_tell_of(db)
    assert mailed(db) == ["amina", "zuzanna"]
    assert not somebody_to_tell_of(db)
    assert mailed(db, now=NOW + timedelta(days=1)) == []
    mail = db.scalars(select(Mail)).first()
    text = keys_of(db).unseal("mail", mail.text, bound_to=str(mail.uuid))
    assert "“Stay and play”" in text
    assert f"{SITE}/staff/families/{handover.id}" in text
    assert "bite" not in text + mail.subject


def test_where_nobody_works_at_the_centre_those_above_it_hear_of_it(db, acorns, employ, ask):
    employ("carys", Role.COUNCIL, None)
    ask(about=add_activity(db, centre=acorns))

    assert mailed(db) == ["carys"]


def test_what_is_of_no_centre_goes_to_the_council(db, employ, ask):
    employ("amina"), employ("carys", Role.COUNCIL, None)
    ask()

    assert mailed(db) == ["carys"]


def test_whoever_has_taken_it_hears_what_comes_after(db, acorns, employ, ask):
    amina, _ = employ("amina"), employ("zuzanna")
    handover = ask(about=add_activity(db, centre=acorns))
    mailed(db)
    handovers.claim(db, handover.id, amina, now=NOW)

    contact = people.held(db, handover.contact_id)
    later = NOW + timedelta(minutes=20)
    handovers.say(db, contact, "And the older one?", now=later)

    assert mailed(db, now=later) == ["amina"]


def test_nobody_gets_two_mails_in_a_quarter_of_an_hour_and_no_family_is_passed_over(db, acorns, employ, ask):
    employ("amina")
    session = add_activity(db, centre=acorns)
    ask("1", about=session), ask("2", about=session)

    assert mailed(db) == ["amina"]
    assert mailed(db, now=NOW + timedelta(minutes=14)) == []
    assert mailed(db, now=NOW + timedelta(minutes=15)) == ["amina"]
    assert not somebody_to_tell_of(db)


def test_no_mail_names_a_sensitive_session(db, acorns, employ, ask):
    employ("amina")
    ask(about=add_activity(db, name="Freedom Programme", centre=acorns, type_key="freedom-programme"))

    mailed(db)

    mail = db.scalars(select(Mail)).one()
    assert "Freedom" not in keys_of(db).unseal("mail", mail.text, bound_to=str(mail.uuid))


# Nobody is forgotten


def reminded(db, *, now):
    before = set(db.scalars(select(Mail.id)))
    remind_staff(db, site=SITE, now=now)
    db.flush()
    return [mail.to.split("@")[0] for mail in db.scalars(select(Mail)) if mail.id not in before]


@pytest.fixture
def asked(db, acorns, employ, ask):
    """A family asked at nine, and Amina was told."""
    employ("amina"), employ("carys", Role.COUNCIL, None), employ("vera", Role.VOLUNTEER)
    handover = ask(about=add_activity(db, centre=acorns))
    assert mailed(db) == ["amina"]
    return handover


def test_after_half_a_working_day_everybody_hears_of_it_who_may_answer(db, asked):
    later = NOW + timedelta(hours=4)

    assert reminded(db, now=later - timedelta(seconds=1)) == []
    assert reminded(db, now=later) == ["amina", "carys"]
    assert reminded(db, now=later + timedelta(hours=1)) == []


@pytest.mark.parametrize("hours", [8, 14, 24, 26])  # at 17, 23, 9 and 11 o'clock
def test_nobody_hears_of_it_before_she_has_had_half_a_day_at_work(db, asked, hours):
    assert reminded(db, now=NOW + timedelta(hours=hours)) == []


def test_nobody_hears_of_it_once_it_is_answered_or_over(db, acorns, asked, employ, ask):
    handovers.answer(db, asked.id, employ("nadia"), "Yes", now=NOW)
    other = ask("5511", about=add_activity(db, centre=acorns))
    other.told_at, other.closed_at = NOW, NOW

    assert reminded(db, now=NOW + timedelta(hours=4)) == []


def test_one_with_two_roles_gets_one_mail(db, acorns, employ, ask):
    amina = employ("amina")
    db.add(Membership(worker_id=amina.id, role=Role.MANAGER, centre_id=acorns.id))
    ask(about=add_activity(db, centre=acorns))

    assert mailed(db) == ["amina"]
