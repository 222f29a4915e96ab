"""What is counted of a question that finds nothing: concepts, never words; outcodes, never addresses."""

from dataclasses import astuple
from datetime import date

from directory.search.request import Age, Request
from directory.unmet.counting import CHOICES, OTHER_WORDS, Need, is_sensitive, needs_of
from tests.builders import NOW

MONDAY = date(2026, 11, 23)


def test_what_is_found_is_not_counted(look_for):
    assert look_for("stay and play") == []


def test_what_is_not_found_is_counted_by_concept_week_and_language(look_for):
    assert look_for("first aid") == [Need(MONDAY, "first-aid", "en")]
    assert look_for("joga dla niemowląt", language="pl") == [Need(MONDAY, "baby-yoga", "pl")]


def test_of_a_postcode_only_its_first_half_is_counted(look_for):
    assert [need.outcode for need in look_for("first aid", near="QX1 2AB")] == ["QX1"]
    assert [need.outcode for need in look_for("first aid near QX1")] == ["QX1"]
    assert [need.outcode for need in look_for("first aid", near="Hexbury")] == [""]


def test_a_postcode_nobody_knows_is_not_kept(look_for):
    assert [need.outcode for need in look_for("first aid", near="ZZ9 9ZZ")] == [""]


def test_words_that_are_no_concept_are_counted_without_the_words(look_for):
    found = look_for("submarine volcano")

    assert found == [Need(MONDAY, OTHER_WORDS, "en")]
    assert "submarine" not in str(list(map(astuple, found)))


def test_filters_that_leave_nothing_over_are_counted_as_choices(look_for):
    assert look_for(ages=(Age(200, 200),)) == [Need(MONDAY, CHOICES, "en")]


def test_a_sensitive_need_is_counted_without_where(look_for):
    (need,) = look_for("domestic abuse", near="QX1 2AB")

    assert (need.need, need.outcode) == ("domestic-abuse", "")


def test_nothing_beside_a_sensitive_need_says_where_either(look_for):
    found = look_for("first aid and refuge from domestic abuse", near="QX1 2AB")

    assert len(found) > 1
    assert {need.outcode for need in found} == {""}


def test_what_is_sensitive_follows_the_kinds_of_session():
    assert all(map(is_sensitive, ("domestic-abuse", "abuse-recovery", "drugs-and-alcohol", "family-time")))
    assert not any(map(is_sensitive, ("baby-yoga", "weighing", OTHER_WORDS, CHOICES)))


def test_the_second_page_of_nothing_is_not_counted_again(look_for, runtime):
    page = runtime.find(Request(text="first aid", page=2), language="en")

    assert needs_of(page, language="en", now=NOW) == []
