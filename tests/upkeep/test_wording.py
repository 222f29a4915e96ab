"""Opening hours as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.upkeep.wording import overlap, said, stretches

NINE, NOON, ONE, HALF_FOUR = time(9), time(12), time(13), time(16, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:00 to 16:30", ((NINE, HALF_FOUR),)),
        ("9-16.30", ((NINE, HALF_FOUR),)),
        ("9am to 12, 1pm to 4:30pm", ((NINE, NOON), (ONE, HALF_FOUR))),
        ("09:00–12:00 and 13:00–16:30", ((NINE, NOON), (ONE, HALF_FOUR))),
        ("9am until 12", ((NINE, NOON),)),
        ("", ()),
        ("Closed", ()),
        (" - ", ()),
    ],
)
def test_hours_are_read_in_the_ways_people_write_them(typed, meant):
    assert stretches(typed) == meant


@pytest.mark.parametrize(
    "typed", ["9", "nine to five", "16:30 to 9:00", "9 to 9", "9 to 12 to 3", "25:00 to 26:00"]
)
def test_what_is_no_stretch_of_hours_is_refused(typed):
    with pytest.raises(ValueError, match=r"\S"):
        stretches(typed)


def test_two_stretches_may_touch_but_not_overlap():
    assert not overlap(((NINE, NOON), (NOON, HALF_FOUR)))
    assert overlap(((ONE, HALF_FOUR), (NINE, time(13, 1))))


MINUTES = st.integers(0, 1439)


@given(st.lists(st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] < pair[1]), max_size=3))
def test_hours_that_are_shown_can_be_sent_back_as_they_are(pairs):
    hours = tuple((time(*divmod(opens, 60)), time(*divmod(closes, 60))) for opens, closes in pairs)

    assert stretches(said(hours)) == hours
