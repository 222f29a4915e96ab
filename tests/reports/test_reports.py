"""A parent says what is wrong; the centre sees it together with all who said the same, and answers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.listings.models import Status
from directory.reports.actions import (
    KEPT,
    MOST_OPEN,
    WORDS_KEPT,
    AlreadyAnswered,
    TooMuchSaid,
    answer,
    forget_old,
    report,
)
from directory.reports.models import Answer, Wrong, WrongReport
from directory.reports.queries import how_many_waiting, last_answer, waiting
from tests.builders import NOW, add_activity, add_centre


@pytest.fixture
def activity(db):
    return add_activity(db)


def says(db, activity, what=Wrong.WHEN, words="", language="en", now=NOW):
    one = report(db, activity.id, what=what, words=words, language=language, now=now)
    db.flush()
    return one


def answered(db, activity, what=Wrong.WHEN, given=Answer.PUT_RIGHT, who="Amina", now=NOW):
    newest = max(db.scalars(select(WrongReport.id)))
    answer(db, activity.id, what, newest=newest, given=given, who=who, now=now)


def test_parents_who_say_the_same_stand_together(db, activity):
    says(db, activity, words="It starts at ten.")
    says(db, activity, words="O 10!", language="pl", now=NOW + timedelta(hours=1))
    says(db, activity, Wrong.COST, now=NOW + timedelta(minutes=5))

    first, second = waiting(db, [activity.centre_id])

    assert (first.what, first.times) == (Wrong.WHEN, 2)
    assert [(said.words, said.language) for said in first.said] == [
        ("It starts at ten.", "en"),
        ("O 10!", "pl"),
    ]
    assert (second.what, second.times, second.said) == (Wrong.COST, 1, ())
    assert how_many_waiting(db, [activity.centre_id]) == 1


def test_a_centre_sees_what_is_said_of_its_own_listings_only(db, activity):
    other = add_centre(db, name="Foxglove")
    says(db, activity)

    assert waiting(db, [other.id]) == []
    assert how_many_waiting(db, [other.id]) == 0


def test_a_listing_that_was_withdrawn_needs_no_answer(db, activity):
    says(db, activity)
    activity.status = Status.WITHDRAWN

    assert waiting(db, [activity.centre_id]) == []
    assert how_many_waiting(db, [activity.centre_id]) == 0


def test_an_answer_is_for_all_who_said_the_same_and_were_on_the_page(db, activity):
    seen = says(db, activity)
    late = says(db, activity)

    answer(db, activity.id, Wrong.WHEN, newest=seen.id, given=Answer.IS_RIGHT, who="Amina", now=NOW)

    assert (seen.answer, seen.answered_by, seen.answered_at) == (Answer.IS_RIGHT, "Amina", NOW)
    assert late.answer is None
    assert [card.times for card in waiting(db, [activity.centre_id])] == [1]


def test_the_second_of_two_who_answer_is_told(db, activity):
    says(db, activity)
    answered(db, activity, who="Zuzanna")

    with pytest.raises(AlreadyAnswered) as refused:
        answered(db, activity)

    assert refused.value.who == "Zuzanna"


def test_what_nobody_said_cannot_be_answered(db, activity):
    with pytest.raises(NotFound):
        answer(db, activity.id, Wrong.COST, newest=9, given=Answer.PUT_RIGHT, who="Amina", now=NOW)


@pytest.mark.parametrize(
    ("given", "shown"), [(Answer.PUT_RIGHT, True), (Answer.IS_RIGHT, True), (Answer.NOT_OURS, False)]
)
def test_families_hear_for_four_weeks_that_a_centre_has_looked(db, activity, given, shown):
    says(db, activity)
    answered(db, activity, given=given)

    assert (last_answer(db, activity.id, now=NOW) is not None) is shown
    assert last_answer(db, activity.id, now=NOW + timedelta(days=29)) is None


def test_words_are_kept_as_they_were_meant_without_what_cannot_be_seen(db, activity):
    one = says(db, activity, words="  It was \x00shut.\r\n\r\n\r\n\r\n\u202eNobody\u202c there.  ")

    assert one.words == "It was shut.\n\nNobody there."


def test_too_many_words_are_refused_with_how_many_may_be(db, activity):
    with pytest.raises(TooMuchSaid) as refused:
        says(db, activity, words="a" * 501)

    assert refused.value.most == 500
    assert says(db, activity, words="a" * 500).words == "a" * 500


def test_a_flood_ends_when_it_is_no_news_any_more(db, activity):
    kept = [says(db, activity) for _ in range(MOST_OPEN + 5)]

    assert [one for one in kept if one] == kept[:MOST_OPEN]
    answered(db, activity)
    assert says(db, activity)


def test_words_go_after_three_months_and_the_rest_after_two_years(db, activity):
    one = says(db, activity, words="It was shut.")

    forget_old(db, now=NOW + WORDS_KEPT)
    assert one.words == "It was shut."
    forget_old(db, now=NOW + WORDS_KEPT + timedelta(seconds=1))
    db.expire_all()
    assert one.words == ""
    forget_old(db, now=NOW + KEPT + timedelta(seconds=1))
    assert db.scalars(select(WrongReport)).all() == []
