"""Who is reminded of what is due: its keeper first, a week later a manager, and nobody twice."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from directory import clock
from directory.accounts.models import Membership, Worker
from directory.accounts.people import at_work
from directory.accounts.roles import Role
from directory.freshness.models import CheckReminder
from directory.freshness.reminders import remind
from directory.listings.checking import still_right
from directory.places.models import Cluster
from directory.post.actions import note_sent, take_next
from tests.builders import NOW, a_draft, add_activity, add_centre, keep

SITE = "https://families.hexshire.example"
WEEK = timedelta(days=7)


@pytest.fixture
def centre(db):
    return add_centre(db)


def add_worker(db, centre, name, role=Role.WORKER, *, at="centre", active=True):
    place = {"centre": {"centre_id": centre.id}, "cluster": {"cluster_id": centre.cluster_id}, "council": {}}[
        at
    ]
    worker = Worker(
        council_id=centre.council_id,
        name=name,
        email=f"{name.lower()}@hexshire.example",
        added_at=NOW,
        active=active,
        memberships=[Membership(role=role, **place)],
    )
    db.add(worker)
    db.flush()


def due(db, centre, name="Stay and play", *, changed_by="Amina"):
    dates = {"assured_on": date(2026, 5, 4), "review_by": date(2026, 8, 2)}
    activity = add_activity(db, centre=centre, name=name, external_id=name, **dates)
    draft = a_draft(
        centre, name=name, external_id=name, venue_id=activity.venue_id, cost_note="Tea 50p", **dates
    )
    return keep(db, draft, who=changed_by)


def mails(db, now=NOW):
    """Reminds, and returns what was written to whom."""
    remind(db, site=SITE, now=now)
    db.flush()
    letters = []
    while letter := take_next(db, now=now):
        note_sent(db, letter, now=now)
        letters.append(letter)
    return letters


def told(db, now=NOW):
    return [letter.to for letter in mails(db, now)]


def test_whoever_changed_a_listing_last_gets_one_mail_about_all_of_hers(db, centre):
    for name in ("Zuzanna", "Amina"):
        add_worker(db, centre, name)
    due(db, centre, "Stay and play")
    due(db, centre, "Story time")
    due(db, centre, "Toy library", changed_by="Zuzanna")

    to_amina, to_zuzanna = mails(db)

    assert to_amina.to == "amina@hexshire.example"
    assert to_amina.subject == "2 sessions to check"
    assert "* Stay and play, Little Acorns Children’s Centre (checked on 4 May 2026)" in to_amina.text
    assert "* Story time" in to_amina.text
    assert f"{SITE}/staff/check" in to_amina.text
    assert (to_zuzanna.to, to_zuzanna.subject) == ("zuzanna@hexshire.example", "1 session to check")


def test_nobody_is_reminded_twice_of_the_same(db, centre):
    add_worker(db, centre, "Amina")
    due(db, centre)

    assert told(db) == ["amina@hexshire.example"]
    assert told(db, NOW + timedelta(hours=1)) == []
    assert told(db, NOW + 30 * WEEK) == []


def test_a_manager_hears_of_it_a_week_later_and_only_then(db, centre):
    add_worker(db, centre, "Amina")
    add_worker(db, centre, "Zuzanna", Role.MANAGER)
    due(db, centre)
    told(db)

    assert told(db, NOW + WEEK - timedelta(minutes=1)) == []
    (letter,) = mails(db, NOW + WEEK)
    assert letter.to == "zuzanna@hexshire.example"
    assert "A week ago" in letter.text
    assert told(db, NOW + 5 * WEEK) == []


def test_what_was_checked_in_time_reaches_no_manager_and_is_due_again_later(db, centre):
    add_worker(db, centre, "Amina")
    add_worker(db, centre, "Zuzanna", Role.MANAGER)
    activity = due(db, centre)
    told(db)

    still_right(db, activity.id, as_seen=activity.version, who="Amina", now=NOW)

    assert told(db, NOW + WEEK) == []
    assert told(db, NOW + timedelta(days=90)) == ["amina@hexshire.example"]


def test_a_listing_without_a_keeper_goes_to_the_manager_at_once(db, centre):
    add_worker(db, centre, "Amina")
    add_worker(db, centre, "Zuzanna", Role.MANAGER)
    due(db, centre, changed_by="somebody who has left")

    assert told(db) == ["zuzanna@hexshire.example"]


@pytest.mark.parametrize("changes", [{"role": Role.VOLUNTEER}, {"active": False}])
def test_who_may_no_longer_change_a_listing_is_not_its_keeper(db, centre, changes):
    add_worker(db, centre, "Amina", **changes)
    add_worker(db, centre, "Zuzanna", Role.MANAGER)
    due(db, centre)

    assert told(db) == ["zuzanna@hexshire.example"]


def test_without_a_manager_it_is_the_lead_of_the_cluster_and_without_one_the_council(db, centre):
    cluster = Cluster(council_id=centre.council_id, key="north", name="North")
    db.add(cluster)
    db.flush()
    centre.cluster_id = cluster.id
    add_worker(db, centre, "Carys", Role.COUNCIL, at="council")
    due(db, centre, "Stay and play", changed_by="nobody")
    assert told(db) == ["carys@hexshire.example"]

    add_worker(db, centre, "Layla", Role.LEAD, at="cluster")
    due(db, centre, "Story time", changed_by="nobody")
    assert told(db) == ["layla@hexshire.example"]


def test_where_nobody_works_yet_nothing_is_lost(db, centre):
    due(db, centre)

    assert told(db) == []
    add_worker(db, centre, "Zuzanna", Role.MANAGER)
    assert told(db, NOW + WEEK) == ["zuzanna@hexshire.example"]


def test_workers_of_other_centres_hear_nothing(db, centre):
    add_worker(db, add_centre(db, name="Foxglove"), "Amina")
    due(db, centre)

    assert told(db) == []


def test_one_never_checked_is_reminded_of_too(db, centre):
    add_worker(db, centre, "Zuzanna", Role.MANAGER)
    add_activity(db, centre=centre, assured_on=None, review_by=None)

    (letter,) = mails(db)

    assert "(never checked)" in letter.text
    assert told(db, NOW + WEEK) == []


def test_a_long_list_names_the_first_and_counts_the_rest(db, centre):
    add_worker(db, centre, "Amina")
    for number in range(18):
        due(db, centre, f"Group {number}")

    (letter,) = mails(db)

    assert letter.text.count("\n* ") == 15
    assert "and 3 more" in letter.text


def test_a_crash_before_the_commit_leaves_neither_mail_nor_note(database):
    with database.unit_of_work() as db:
        centre = add_centre(db)
        add_worker(db, centre, "Amina")
        due(db, centre)

    with pytest.raises(LookupError), database.unit_of_work() as db:
        _remind_and_die(db)

    with database.unit_of_work() as db:
        assert db.scalars(select(CheckReminder)).all() == []
        assert told(db) == ["amina@hexshire.example"]


def _remind_and_die(db):
    remind(db, site=SITE, now=NOW)
    raise LookupError("the power went")


@pytest.mark.parametrize(
    ("moment", "good"),
    [
        ("2026-11-24 08:00", True),
        ("2026-11-24 07:59", False),
        ("2026-11-24 16:00", False),
        ("2026-07-24 08:30", True),
        ("2026-11-28 10:00", False),
        ("2026-11-29 10:00", False),
    ],
)
def test_reminders_go_out_while_people_are_at_work(moment, good):
    assert at_work(datetime.fromisoformat(moment).replace(tzinfo=clock.LONDON)) is good
