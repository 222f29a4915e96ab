"""What a parent tells us: her words as she sent them, nothing that leads to her, and not for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.unmet import actions
from directory.unmet.actions import NothingSaid, TooManyWishes, TooMuchSaid, add_counts, forget_old, keep_wish
from directory.unmet.counting import Need, monday
from directory.unmet.models import UnmetNeed, Wish
from tests.builders import NOW, TODAY


def told(db, words, place="", language="en", now=NOW):
    return keep_wish(db, words=words, place=place, language=language, now=now)


def test_the_words_and_half_the_postcode_are_kept(db):
    wish = told(db, "  A group\n for twins ", place="qx1 2ab")

    assert (wish.words, wish.outcode, wish.town) == ("A group for twins", "QX1", "")


def test_a_town_is_kept_as_it_was_typed(db):
    assert told(db, "twins", place=" Hexbury ").town == "Hexbury"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ring me on 07700 900123 please", "Ring me on … please"),
        ("+44 (0)20 7946 0958", "…"),
        ("write to amina@example.org", "write to …"),
        ("for 2 and 4 year olds, 10:30 to 12", "for 2 and 4 year olds, 10:30 to 12"),
    ],
)
def test_what_would_lead_to_a_person_is_taken_out(db, sent, kept):
    assert told(db, sent).words == kept


def test_where_the_words_are_sensitive_no_place_is_kept(db):
    wish = told(db, "help with domestic abuse", place="QX1 2AB")

    assert (wish.outcode, wish.town) == ("", "")


@pytest.mark.parametrize("nothing", ["", " \n\t", "\x00\u202e"])
def test_nothing_is_not_kept(db, nothing):
    with pytest.raises(NothingSaid):
        told(db, nothing)


def test_more_than_there_is_room_for_is_refused_whole(db):
    with pytest.raises(TooMuchSaid) as refusal:
        told(db, "a" * 501)

    assert refusal.value.most == 500
    assert told(db, "a" * 500)


def test_a_flood_is_refused(db, monkeypatch):
    monkeypatch.setattr(actions, "MOST_WISHES_A_DAY", 2)
    told(db, "one", now=NOW - timedelta(days=2))
    told(db, "two")
    told(db, "three")

    with pytest.raises(TooManyWishes):
        told(db, "four")


def test_wishes_go_after_half_a_year_and_counts_after_two(db):
    told(db, "long ago", now=NOW - timedelta(days=184))
    told(db, "lately", now=NOW - timedelta(days=182))
    this_week, before = monday(TODAY), monday(TODAY) - timedelta(weeks=105)
    add_counts(db, {Need(week, "baby-yoga", "en"): 1 for week in (this_week, before)})

    forget_old(db, now=NOW)

    assert list(db.scalars(select(Wish.words))) == ["lately"]
    assert list(db.scalars(select(UnmetNeed.week))) == [this_week]
