"""What is due comes in the order of how many were told something how old."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from directory.freshness.models import ListingViews
from directory.freshness.queries import how_many_to_check, to_check
from directory.freshness.views import Seen, add_views, forget_old
from directory.listings.models import Status
from tests.builders import NOW, TODAY, add_activity, add_centre


@pytest.fixture
def centre(db):
    return add_centre(db)


def checked(db, centre, name, days_ago, **details):
    day = TODAY - timedelta(days=days_ago)
    dates = {"assured_on": day, "review_by": day + timedelta(days=90)}
    return add_activity(db, centre=centre, name=name, **dates | details)


def names(db, *centres):
    return [card.name for card in to_check(db, [centre.id for centre in centres], today=TODAY, most=20)]


def test_what_many_open_comes_before_what_is_only_older(db, centre):
    old, busy = checked(db, centre, "Old", 200), checked(db, centre, "Busy", 95)
    checked(db, centre, "Fresh", 5)
    add_views(
        db, {Seen(busy.id, TODAY): 3, Seen(old.id, TODAY): 0 + 1, Seen(old.id, TODAY - timedelta(40)): 99}
    )

    assert names(db, centre) == ["Old", "Busy"]
    add_views(db, {Seen(busy.id, TODAY): 3})
    assert names(db, centre) == ["Busy", "Old"]


def test_a_card_says_what_makes_it_urgent(db, centre):
    old = checked(db, centre, "Old", 200)
    add_views(db, {Seen(old.id, TODAY): 4, Seen(old.id, TODAY - timedelta(days=1)): 2})

    (card,) = to_check(db, [centre.id], today=TODAY, most=20)

    assert (card.views, card.days, card.long_unchecked, card.centre) == (6, 200, True, centre.name)


def test_only_the_most_pressing_are_looked_at_at_once(db, centre):
    for days in (100, 300, 200):
        checked(db, centre, f"{days} days", days)

    cards = to_check(db, [centre.id], today=TODAY, most=2)

    assert [card.name for card in cards] == ["300 days", "200 days"]
    assert how_many_to_check(db, [centre.id], today=TODAY) == 3


def test_what_was_never_checked_is_due_and_what_is_not_public_is_not(db, centre):
    add_activity(db, centre=centre, name="Never", assured_on=None, review_by=None)
    checked(db, centre, "Draft", 200, status=Status.DRAFT)
    checked(db, centre, "Gone", 200, status=Status.WITHDRAWN)

    assert names(db, centre) == ["Never"]
    assert how_many_to_check(db, [centre.id], today=TODAY) == 1


def test_a_centre_sees_its_own_only(db, centre):
    other = add_centre(db, name="Foxglove")
    checked(db, centre, "Ours", 200)
    checked(db, other, "Theirs", 200)

    assert names(db, centre) == ["Ours"]
    assert names(db) == []
    assert len(names(db, centre, other)) == 2


def test_counts_of_two_processes_add_up_and_those_of_a_deleted_listing_are_left_out(db, centre):
    activity = checked(db, centre, "Old", 200)
    for _ in range(2):
        add_views(db, {Seen(activity.id, TODAY): 5, Seen(404, TODAY): 9})

    rows = db.scalars(select(ListingViews)).all()
    assert [(row.activity_id, row.day, row.views) for row in rows] == [(activity.id, TODAY, 10)]


def test_counts_go_after_a_year_and_four_weeks(db, centre):
    activity = checked(db, centre, "Old", 200)
    edge = TODAY - timedelta(weeks=56)
    add_views(db, {Seen(activity.id, day): 1 for day in (edge, edge - timedelta(days=1), TODAY)})

    forget_old(db, now=NOW)

    assert db.scalars(select(ListingViews.day).order_by(ListingViews.day)).all() == [edge, date(2026, 11, 24)]
