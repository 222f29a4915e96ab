"""What somebody keeps and follows: each once, only what may be seen, and told of only what may be told."""

import pytest
from sqlalchemy import select

from directory.contacts import following
from directory.contacts.models import Follow, Saved
from directory.errors import NotFound
from directory.listings.models import Status
from directory.listings.publishing import withdraw
from tests.builders import NOW, add_activity, add_venue
from tests.contacts.conftest import new_contact

LATER = NOW.replace(hour=15)


@pytest.fixture
def maria(db):
    return new_contact(db)


@pytest.fixture
def group(db):
    return add_activity(db)


def follow(db, contact, what, target=None, query=""):
    following.follow(db, contact, what=what, target=target, query=query, now=NOW)


def test_what_she_keeps_comes_back_the_last_one_first(db, maria, group):
    songs = add_activity(db, name="Songs")

    following.save(db, maria.id, group.id, True, NOW)
    following.save(db, maria.id, songs.id, True, LATER)
    following.save(db, maria.id, group.id, True, LATER)

    assert following.saved_ids(db, maria.id) == [songs.id, group.id]


def test_what_she_keeps_no_longer_is_gone_however_often_she_says_so(db, maria, group):
    following.save(db, maria.id, group.id, True, NOW)

    following.save(db, maria.id, group.id, False, NOW)
    following.save(db, maria.id, group.id, False, NOW)

    assert following.saved_ids(db, maria.id) == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_nobody_can_keep_what_is_not_public(db, maria, status):
    secret = add_activity(db, status=status)

    with pytest.raises(NotFound):
        following.save(db, maria.id, secret.id, True, NOW)


def test_what_she_follows_has_a_name_in_her_language(db, maria, group):
    follow(db, maria, "session", group.id)
    follow(db, maria, "centre", group.centre_id)
    follow(db, maria, "search", query="q=baby+massage&near=QX1+2AB")

    told = [(one.what, one.target, one.name) for one in following.follows(db, maria, "en")]
    assert told == [
        ("session", group.id, "Stay and play"),
        ("centre", group.centre_id, "Little Acorns Children’s Centre"),
        ("search", None, ""),
    ]


def test_following_the_same_twice_is_following_it_once(db, maria, group):
    for _ in range(2):
        follow(db, maria, "session", group.id)
        follow(db, maria, "centre", group.centre_id)
        follow(db, maria, "search", query="q=songs")

    assert len(following.follows(db, maria, "en")) == 3


def test_a_search_is_not_readable_in_the_table(db, maria):
    follow(db, maria, "search", query="q=help+with+debt")

    assert "debt" not in db.scalars(select(Follow.query)).one()
    assert following.follows(db, maria, "en")[0].query == "q=help+with+debt"


def test_dates_of_a_hidden_place_cannot_be_followed_but_the_listing_can_be_kept(db, maria):
    refuge = add_activity(db, venue=add_venue(db, name="Safe House", hidden=True))

    with pytest.raises(NotFound):
        follow(db, maria, "session", refuge.id)

    following.save(db, maria.id, refuge.id, True, NOW)
    assert following.saved_ids(db, maria.id) == [refuge.id]


def test_she_cannot_follow_what_is_not_there(db, maria):
    for what in ("session", "centre"):
        with pytest.raises(NotFound):
            follow(db, maria, what, 4711)


def test_only_her_own_can_be_ended_by_her(db, maria, group):
    other = new_contact(db, address="7002")
    follow(db, other, "session", group.id)
    theirs = following.follows(db, other, "en")[0].id

    following.unfollow(db, maria.id, theirs)
    assert following.follows(db, other, "en")

    following.unfollow(db, other.id, theirs)
    assert following.follows(db, other, "en") == []


def test_a_withdrawn_listing_is_not_shown_among_what_she_follows(db, maria, group):
    follow(db, maria, "session", group.id)

    withdraw(db, group, who="Grace", now=NOW)

    assert following.follows(db, maria, "en") == []


def test_when_she_goes_so_does_what_she_kept(db, maria, group):
    following.save(db, maria.id, group.id, True, NOW)
    follow(db, maria, "session", group.id)
    db.flush()

    db.delete(maria)
    db.flush()

    assert not db.scalars(select(Saved)).all()
    assert not db.scalars(select(Follow)).all()
