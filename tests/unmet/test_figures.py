"""What staff learn of it: what is missing near them, without small numbers."""

from datetime import timedelta

import pytest

from directory.unmet.actions import add_counts, keep_wish
from directory.unmet.area import Area, area_of
from directory.unmet.counting import Need, monday
from directory.unmet.queries import needs, wishes
from tests.builders import NOW, TODAY, add_centre

THIS_WEEK = monday(TODAY)
HEXBURY = Area(frozenset({"QX1"}), frozenset({"hexbury"}))


@pytest.fixture
def count(db):
    def add(need, times, *, language="en", outcode="QX1", weeks_ago=0):
        week = THIS_WEEK - timedelta(weeks=weeks_ago)
        add_counts(db, {Need(week, need, language, outcode): times})

    return add


def test_the_most_missed_comes_first(db, count):
    count("baby-yoga", 7)
    count("first-aid", 9)
    count("first-aid", 8, weeks_ago=3)

    found = needs(db, weeks=4, today=TODAY)

    assert [(card.need, card.times) for card in found] == [("first-aid", 17), ("baby-yoga", 7)]


def test_one_to_five_are_not_told(db, count):
    count("twins", 5)
    count("first-aid", 6)

    assert [(card.need, card.times) for card in needs(db, weeks=4, today=TODAY)] == [
        ("first-aid", 6),
        ("twins", None),
    ]


def test_a_small_number_cannot_be_reckoned_back_from_the_others(db, count):
    count("twins", 20)
    count("twins", 9, language="pl")
    count("twins", 2, language="ar")

    (card,) = needs(db, weeks=4, today=TODAY)

    assert card.times == 31
    assert card.languages == (("en", 20),)


def test_what_was_asked_elsewhere_or_longer_ago_is_left_out(db, count):
    count("twins", 8)
    count("twins", 80, outcode="QX9")
    count("twins", 800, weeks_ago=4)

    assert [card.times for card in needs(db, weeks=4, today=TODAY, area=HEXBURY)] == [8]
    assert [card.times for card in needs(db, weeks=4, today=TODAY)] == [88]
    assert [card.times for card in needs(db, weeks=12, today=TODAY)] == [888]


def test_near_means_the_centres_own_outcode_and_those_within_five_miles(db):
    connection = db.connection()
    connection.exec_driver_sql(
        "INSERT INTO outcode VALUES ('QX1', 51.4, 0.5, 1), ('QX2', 51.45, 0.5, 1), ('QX9', 51.6, 0.5, 1)"
    )
    near = add_centre(db, postcode="QX1 2AB", lat=51.4, lng=0.5, town="Hexbury")
    unplaced = add_centre(db, name="Elsewhere", postcode="QX7 1AA", lat=None, lng=None, town="")

    assert area_of(db, {near.id, unplaced.id}) == Area(
        frozenset({"QX1", "QX2", "QX7"}), frozenset({"hexbury"})
    )
    assert area_of(db, set()) == Area(frozenset(), frozenset())


def test_wishes_are_told_newest_first_and_near_only_if_asked(db):
    for days, words, place in ((9, "twins", "QX1 2AB"), (3, "drumming", "HEXBURY"), (1, "chess", "QX9 1AA")):
        keep_wish(db, words=words, place=place, language="en", now=NOW - timedelta(days=days))
    db.flush()

    assert [card.words for card in wishes(db, weeks=4, now=NOW)] == ["chess", "drumming", "twins"]
    assert [card.words for card in wishes(db, weeks=4, now=NOW, area=HEXBURY)] == ["drumming", "twins"]
    assert [card.words for card in wishes(db, weeks=1, now=NOW)] == ["chess", "drumming"]
