"""A schedule as staff write it, and the choices it is understood as."""

from datetime import date, time

import hypothesis.strategies as st
import pytest
from hypothesis import given

from directory.listings.choices import Choices, choices_of, faults, slot_from
from directory.listings.refusals import Problem
from directory.listings.sentences import understand
from directory.listings.timetable import Calendar, Closed
from tests.builders import TODAY, a_slot

TUESDAY, THURSDAY, MONDAY = 1, 3, 0
TEN, HALF_PAST_ELEVEN = time(10), time(11, 30)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "every Tuesday 10:00 to 11:30, in term time, from 8 September",
            Choices(
                weekdays=(TUESDAY,),
                starts=TEN,
                ends=HALF_PAST_ELEVEN,
                first_day=date(2026, 9, 8),
                term_time_only=True,
            ),
        ),
        (
            "every Tuesday 10-11.30 term time from 8 September",
            Choices(
                weekdays=(TUESDAY,),
                starts=TEN,
                ends=HALF_PAST_ELEVEN,
                first_day=date(2026, 9, 8),
                term_time_only=True,
            ),
        ),
        (
            "1st Monday of the month 1pm-2pm",
            Choices("monthly", (MONDAY,), 1, time(13), time(14), first_day=TODAY),
        ),
        (
            "Mondays and Thursdays 9.30 to 11",
            Choices("weekly", (MONDAY, THURSDAY), None, time(9, 30), time(11), first_day=TODAY),
        ),
        (
            "every other Wed 1-2.30pm until 18 Dec",
            Choices("fortnightly", (2,), None, time(13), time(14, 30), TODAY, date(2026, 12, 18)),
        ),
        (
            "8, 15 and 22 December 10-12",
            Choices(
                "once",
                starts=TEN,
                ends=time(12),
                dates=(date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22)),
            ),
        ),
        (
            "fortnightly on Fridays at 10am for an hour from 4/12/2026",
            Choices("fortnightly", (4,), None, TEN, time(11), date(2026, 12, 4)),
        ),
        (
            "last Friday of each month, 9.30am until 11am, also on bank holidays",
            Choices("monthly", (4,), -1, time(9, 30), time(11), first_day=TODAY, on_bank_holidays=True),
        ),
        ("weekdays 9-5", Choices("weekly", (0, 1, 2, 3, 4), None, time(9), time(17), first_day=TODAY)),
        (
            "Tues & Thurs 11-1 term-time only, not on bank holidays",
            Choices("weekly", (1, 3), None, time(11), time(13), first_day=TODAY, term_time_only=True),
        ),
        (
            "every Saturday 10-12 from 5 September to 12 December",
            Choices("weekly", (5,), None, TEN, time(12), date(2026, 9, 5), date(2026, 12, 12)),
        ),
        ("10-noon tuesday", Choices("weekly", (1,), None, TEN, time(12), first_day=TODAY)),
        ("fri 11-1pm", Choices("weekly", (4,), None, time(11), time(13), first_day=TODAY)),
        ("Fri 7-8pm", Choices("weekly", (4,), None, time(19), time(20), first_day=TODAY)),
        ("Tuesday 1000-1130", Choices("weekly", (1,), None, TEN, HALF_PAST_ELEVEN, first_day=TODAY)),
    ],
)
def test_a_sentence_is_understood_whole(sentence, expected):
    understood = understand(sentence, today=TODAY)

    assert understood.choices == expected
    assert understood.unknown == ()


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    [
        ("every Tuesday 10 to 11.30 in the blue room", {"in", "blue", "room"}),
        ("31 February 10-11", {"31 february"}),
        ("Saturday 25:00-26:00", {"25:00", "26:00"}),
        ("when the weather is nice", {"when", "weather", "is", "nice"}),
    ],
)
def test_what_is_not_understood_is_named(sentence, unknown):
    assert set(understand(sentence, today=TODAY).unknown) == unknown


def test_a_day_without_a_year_is_lately_or_the_next_to_come():
    assert understand("Tuesday 10-11 from 8 September", today=TODAY).choices.first_day == date(2026, 9, 8)
    assert understand("Tuesday 10-11 from 5 January", today=TODAY).choices.first_day == date(2027, 1, 5)
    assert understand("Tuesday 10-11 from 8 May", today=TODAY).choices.first_day == date(2027, 5, 8)


@given(st.text(max_size=200) | st.text("mondaytue1230-: .,/ndfromtill", max_size=400))
def test_no_sentence_whatever_brings_it_down(text):
    understand(text, today=TODAY)


# Choices and slots


@pytest.mark.parametrize(
    "choices",
    [
        Choices("weekly", (1, 3), None, TEN, time(11), date(2026, 9, 8), date(2026, 12, 18), True),
        Choices("fortnightly", (4,), None, TEN, time(11), date(2026, 9, 8), on_bank_holidays=True),
        Choices("monthly", (0,), -1, TEN, time(11), date(2026, 9, 8)),
        Choices("once", (), None, TEN, time(11), on_bank_holidays=True, dates=(TODAY, date(2026, 12, 8))),
    ],
)
def test_choices_come_back_from_the_slot_they_made(choices):
    assert choices_of(slot_from(choices)) == choices


def test_an_unusual_rule_has_no_choices():
    assert choices_of(a_slot("FREQ=MONTHLY;BYMONTHDAY=13")) is None
    assert choices_of(a_slot("FREQ=MONTHLY;BYDAY=1MO,1TU")) is None


def test_days_skipped_or_added_by_hand_outlive_a_corrected_time():
    before = a_slot(extra_days=frozenset({date(2026, 12, 10)}), skipped_days=frozenset({date(2026, 12, 8)}))
    corrected = slot_from(Choices("weekly", (1,), None, TEN, time(11), before.first_day), before=before)

    assert (corrected.extra_days, corrected.skipped_days) == (before.extra_days, before.skipped_days)


WEEKLY = {"weekdays": (1,), "starts": TEN, "ends": time(11), "first_day": TODAY}


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({**WEEKLY, "weekdays": ()}, {"weekdays": Problem.NO_WEEKDAY}),
        ({**WEEKLY, "repeats": "monthly"}, {"which": Problem.NO_WHICH}),
        ({**WEEKLY, "starts": None, "ends": None}, {"starts": Problem.NO_START, "ends": Problem.NO_END}),
        ({**WEEKLY, "ends": time(9, 30)}, {"ends": Problem.ENDS_BEFORE_STARTS}),
        ({**WEEKLY, "ends": TEN}, {"ends": Problem.ENDS_BEFORE_STARTS}),
        ({**WEEKLY, "ends": time(10, 4)}, {"ends": Problem.TOO_SHORT}),
        ({**WEEKLY, "ends": time(22, 1)}, {"ends": Problem.TOO_LONG}),
        ({**WEEKLY, "first_day": None}, {"first_day": Problem.NO_FIRST_DAY}),
        ({**WEEKLY, "first_day": date(2036, 1, 1)}, {"first_day": Problem.TOO_FAR}),
        ({**WEEKLY, "last_day": date(2026, 11, 1)}, {"last_day": Problem.LAST_BEFORE_FIRST}),
        ({**WEEKLY, "last_day": date(2026, 11, 24), "weekdays": (3,)}, {"last_day": Problem.NO_DATES_LEFT}),
        ({"repeats": "once", "starts": TEN, "ends": time(11)}, {"dates": Problem.NO_DATES}),
        (
            {"repeats": "once", "starts": TEN, "ends": time(11), "dates": (date(2026, 11, 1),)},
            {"dates": Problem.NO_DATES_LEFT},
        ),
        (WEEKLY, {}),
    ],
)
def test_what_is_wrong_is_named_beside_the_choice_it_is_about(choices, found):
    faulty = faults(Choices(**choices), Calendar(), today=TODAY)

    assert {fault.field: fault.problem for fault in faulty} == found


def test_a_schedule_whose_only_days_are_closing_days_has_no_dates_left():
    closed = Calendar(closures=(Closed(1, date(2026, 12, 1), date(2026, 12, 31), "closed_holiday"),))
    december = Choices("weekly", (1,), None, TEN, time(11), date(2026, 12, 1), date(2026, 12, 31))

    assert [fault.problem for fault in faults(december, closed, today=TODAY)] == [Problem.NO_DATES_LEFT]
