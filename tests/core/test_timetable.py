"""On which days, and at what moment, a session happens."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.listings.patterns import Pattern, from_rule, from_words
from directory.listings.timetable import Calendar, Slot, days, moments, parsed, rule_days
from tests.builders import a_slot

ANY_DAY = Calendar()
AUTUMN = Calendar(
    terms=(
        (date(2026, 9, 3), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
    ),
    bank_holidays=frozenset({date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)}),
)


def november(*numbers: int) -> list[date]:
    return [date(2026, 11, number) for number in numbers]


def in_november(slot: Slot, calendar: Calendar = ANY_DAY) -> list[date]:
    return days(slot, calendar, since=date(2026, 11, 1), until=date(2026, 11, 30))


# How sessions repeat


def test_a_weekly_session_happens_every_week():
    slot = a_slot("FREQ=WEEKLY;BYDAY=TU")

    found = in_november(slot)

    assert found == november(3, 10, 17, 24)


def test_a_session_may_have_several_days_a_week():
    slot = a_slot("FREQ=WEEKLY;BYDAY=MO,TH")

    found = in_november(slot)

    assert found == november(2, 5, 9, 12, 16, 19, 23, 26, 30)


def test_a_fortnightly_session_counts_its_weeks_from_its_first_day():
    one_week = a_slot("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", first_day=date(2026, 10, 27))
    the_other = a_slot("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", first_day=date(2026, 11, 3))

    found = in_november(one_week), in_november(the_other)

    assert found == (november(10, 24), november(3, 17))


@pytest.mark.parametrize(
    ("which", "day", "expected"),
    [
        ("first", "friday", [date(2026, 11, 6), date(2026, 12, 4), date(2027, 1, 1), date(2027, 2, 5)]),
        ("last", "thursday", [date(2026, 11, 26), date(2026, 12, 31), date(2027, 1, 28), date(2027, 2, 25)]),
        ("third", "sunday", [date(2026, 11, 15), date(2026, 12, 20), date(2027, 1, 17), date(2027, 2, 21)]),
    ],
)
def test_a_monthly_session_keeps_its_place_in_the_month(which, day, expected):
    slot = a_slot(from_words("monthly", day=day, which=which).rule())

    found = days(slot, ANY_DAY, since=date(2026, 11, 1), until=date(2027, 2, 28))

    assert found == expected


def test_a_fun_day_happens_once():
    fun_day = a_slot(Pattern("once").rule(), first_day=date(2026, 11, 28))

    found = days(fun_day, ANY_DAY, since=date(2026, 1, 1), until=date(2031, 12, 31))

    assert found == [date(2026, 11, 28)]


def test_a_session_does_not_happen_before_its_first_day_nor_after_its_last():
    slot = a_slot(first_day=date(2026, 11, 10), last_day=date(2026, 11, 17))

    found = in_november(slot)

    assert found == november(10, 17)


def test_both_ends_of_the_time_asked_for_count():
    slot = a_slot()

    found = days(slot, ANY_DAY, since=date(2026, 11, 3), until=date(2026, 11, 10))

    assert found == november(3, 10)


def test_nothing_happens_between_a_day_and_the_day_before():
    slot = a_slot("FREQ=DAILY", extra_days=frozenset(november(24)))

    found = days(slot, ANY_DAY, since=date(2026, 11, 24), until=date(2026, 11, 23))

    assert found == []


def test_a_weekly_session_takes_29_february_as_any_tuesday():
    slot = a_slot()

    found = days(slot, ANY_DAY, since=date(2028, 2, 20), until=date(2028, 3, 10))

    assert found == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)]


def test_a_leap_day_party_comes_round_every_four_years():
    party = a_slot("FREQ=YEARLY", first_day=date(2024, 2, 29))

    found = days(party, ANY_DAY, since=date(2026, 1, 1), until=date(2033, 1, 1))

    assert found == [date(2028, 2, 29), date(2032, 2, 29)]


# Terms, bank holidays and days chosen by hand


def test_a_term_time_session_rests_at_half_term_and_at_christmas():
    slot = a_slot(term_time_only=True)

    found = days(slot, AUTUMN, since=date(2026, 10, 13), until=date(2026, 11, 10))

    assert found == [date(2026, 10, 13), date(2026, 10, 20), date(2026, 11, 3), date(2026, 11, 10)]


def test_a_session_all_year_round_goes_on_at_half_term():
    slot = a_slot(term_time_only=False)

    found = days(slot, AUTUMN, since=date(2026, 10, 20), until=date(2026, 11, 3))

    assert found == [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]


def test_the_first_and_last_day_of_term_are_in_term():
    slot = a_slot("FREQ=DAILY", term_time_only=True)

    found = days(slot, AUTUMN, since=date(2026, 10, 22), until=date(2026, 11, 3))

    assert found == [date(2026, 10, 22), date(2026, 10, 23), date(2026, 11, 2), date(2026, 11, 3)]


def test_a_council_that_has_entered_no_terms_has_excluded_nothing():
    slot = a_slot(term_time_only=True)

    found = in_november(slot, Calendar())

    assert found == november(3, 10, 17, 24)


def test_nothing_is_promised_past_the_last_term_that_the_council_has_entered():
    slot = a_slot(term_time_only=True)

    found = days(slot, AUTUMN, since=date(2026, 12, 14), until=date(2027, 6, 30))

    assert found == [date(2026, 12, 15)]


def test_a_session_rests_on_a_bank_holiday():
    slot = a_slot("FREQ=WEEKLY;BYDAY=FR,MO")

    found = days(slot, AUTUMN, since=date(2026, 12, 21), until=date(2027, 1, 1))

    assert found == [date(2026, 12, 21), date(2027, 1, 1)]


def test_a_session_may_be_open_on_bank_holidays():
    slot = a_slot("FREQ=WEEKLY;BYDAY=FR", on_bank_holidays=True)

    found = days(slot, AUTUMN, since=date(2026, 12, 18), until=date(2026, 12, 31))

    assert found == [date(2026, 12, 18), date(2026, 12, 25)]


def test_being_open_on_bank_holidays_does_not_make_it_term():
    slot = a_slot("FREQ=WEEKLY;BYDAY=FR", on_bank_holidays=True, term_time_only=True)

    found = days(slot, AUTUMN, since=date(2026, 12, 18), until=date(2026, 12, 31))

    assert found == [date(2026, 12, 18)]


def test_a_skipped_day_is_left_out():
    slot = a_slot(skipped_days=frozenset(november(10)))

    found = in_november(slot)

    assert found == november(3, 17, 24)


def test_an_extra_day_counts_whatever_the_calendar_says():
    picnic = frozenset({date(2026, 10, 29), date(2026, 12, 28)})
    slot = a_slot(term_time_only=True, extra_days=picnic)

    found = days(slot, AUTUMN, since=date(2026, 10, 27), until=date(2026, 12, 31))

    assert picnic <= set(found)


def test_an_extra_day_may_come_after_the_last_regular_one():
    slot = a_slot(last_day=date(2026, 11, 10), extra_days=frozenset(november(26)))

    found = in_november(slot)

    assert found == november(3, 10, 26)


def test_an_extra_day_that_is_a_regular_day_happens_once():
    slot = a_slot(extra_days=frozenset(november(10)))

    found = in_november(slot)

    assert found == november(3, 10, 17, 24)


def test_a_day_both_extra_and_skipped_is_skipped():
    slot = a_slot(extra_days=frozenset(november(12)), skipped_days=frozenset(november(12)))

    found = in_november(slot)

    assert found == november(3, 10, 17, 24)


# From a day to a moment


def test_two_slots_on_one_day_are_two_moments():
    morning, afternoon = a_slot(starts="09:30", minutes=60), a_slot(starts="13:15", minutes=45)

    starts = [moments(slot, date(2026, 11, 24))[0] for slot in (morning, afternoon)]

    assert starts == [utc(2026, 11, 24, 9, 30), utc(2026, 11, 24, 13, 15)]


@pytest.mark.parametrize(
    ("day", "expected_hour"),
    [
        (date(2026, 10, 20), 9),  # summer time
        (date(2026, 10, 27), 10),  # two days after the clocks went back
        (date(2027, 3, 23), 10),
        (date(2027, 3, 30), 9),  # two days after they went forward
    ],
)
def test_a_session_at_ten_stays_at_ten_when_the_clocks_change(day, expected_hour):
    slot = a_slot(starts="10:00", minutes=90)

    starts, ends = moments(slot, day)

    assert clock.london(starts).time() == time(10)
    assert (starts.hour, ends - starts) == (expected_hour, timedelta(minutes=90))


def test_a_session_may_end_after_midnight():
    lullabies = a_slot(starts="23:30", minutes=90)

    starts, ends = moments(lullabies, date(2026, 11, 24))

    assert (starts, ends) == (utc(2026, 11, 24, 23, 30), utc(2026, 11, 25, 1, 0))
    assert lullabies.ends == time(1)


def test_half_past_one_on_the_night_that_skips_it_is_an_hour_later_on_the_new_clock():
    feeding_line = a_slot(starts="01:30", minutes=30)

    starts, _ = moments(feeding_line, date(2027, 3, 28))

    assert starts == utc(2027, 3, 28, 1, 30)
    assert clock.london(starts).time() == time(2, 30)


def test_half_past_one_on_the_night_that_has_it_twice_is_the_first_of_the_two():
    feeding_line = a_slot(starts="01:30", minutes=30)

    starts, _ = moments(feeding_line, date(2026, 10, 25))

    assert starts == utc(2026, 10, 25, 0, 30)


@pytest.mark.parametrize("minutes", [15, 30, 60, 90, 240])
@pytest.mark.parametrize("starts", ["00:30", "01:00", "01:30", "01:59", "23:30"])
@pytest.mark.parametrize(
    "night", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28)]
)
def test_a_session_on_the_nights_when_the_clocks_change_ends_after_it_starts(night, starts, minutes):
    slot = a_slot(starts=starts, minutes=minutes)

    start, end = moments(slot, night)

    assert start < end


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


# Rules that are refused


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "freq=secondly",
        "FREQ=DAILY;BYHOUR=9,15",
        "FREQ=WEEKLY;BYDAY=TU;BYMINUTE=0,30",
        "FREQ=DAILY;BYSECOND=1",
    ],
)
def test_a_rule_finer_than_daily_is_refused(rule):
    asked = {"first_day": date(2026, 11, 1), "since": date(2026, 11, 1), "until": date(2026, 11, 30)}

    with pytest.raises(ValueError, match="not a rule for days"):
        rule_days(rule, **asked)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Tuesday",
        "FREQ=SOMETIMES",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=many",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU",  # dateutil would look for the second one for ever
        "FREQ=WEEKLY;INTERVAL=-1;BYDAY=TU",
        "RRULE:FREQ=WEEKLY\nRDATE:20261201T000000",
        "FREQ=WEEKLY\nFREQ=DAILY",
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(rule):
    first_day = date(2026, 11, 1)

    with pytest.raises(ValueError, match=r".+"):
        parsed(rule, first_day)


# Whatever the rule, whatever the days

dates = st.dates(min_value=date(2026, 1, 1), max_value=date(2032, 12, 31))
few_dates = st.frozensets(dates, max_size=5)
some_weekdays = st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple)
patterns = st.one_of(
    st.just(Pattern("once")),
    st.builds(Pattern, st.sampled_from(["weekly", "fortnightly"]), some_weekdays),
    st.builds(Pattern, st.just("monthly"), some_weekdays, st.sampled_from([1, 2, 3, 4, -1])),
)
calendars = st.builds(
    Calendar,
    st.lists(st.tuples(dates, dates).map(sorted).map(tuple), max_size=4).map(tuple),
    few_dates,
)


@given(pattern=patterns)
def test_a_pattern_can_be_read_back_from_its_rule(pattern):
    rule = pattern.rule()

    again = from_rule(rule)

    assert again == pattern


@given(
    pattern=patterns,
    first_day=dates,
    last_day=st.none() | dates,
    in_term=st.booleans(),
    extra=few_dates,
    skipped=few_dates,
    calendar=calendars,
    since=dates,
    length=st.integers(-10, 400),
)
def test_days_are_in_order_unique_within_bounds_and_on_a_weekday_of_the_rule(
    pattern, first_day, last_day, in_term, extra, skipped, calendar, since, length
):
    slot = Slot(pattern.rule(), first_day, time(10), 60, last_day, in_term, False, extra, skipped)
    until, weekdays = since + timedelta(days=length), pattern.weekdays or (first_day.weekday(),)

    found = days(slot, calendar, since=since, until=until)

    assert found == sorted(set(found))
    assert all(since <= day <= until and day not in skipped for day in found)
    assert all(day.weekday() in weekdays and day >= first_day for day in found if day not in extra)
    assert not calendar.bank_holidays & (set(found) - extra)


@given(day=dates, minute=st.integers(180, 23 * 60 + 59), minutes=st.integers(1, 60))
def test_by_day_london_clocks_show_the_time_that_the_listing_says(day, minute, minutes):
    starts = time(minute // 60, minute % 60)

    start, end = moments(Slot("FREQ=DAILY", day, starts, minutes), day)

    assert clock.london(start).replace(tzinfo=None) == datetime.combine(day, starts)
    assert end - start == timedelta(minutes=minutes)


# Patterns in people's words


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"repeats": "weekly", "day": "Tuesday"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeats": " Weekly ", "day": " tue "}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeats": "fortnightly", "day": "thurs"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ({"repeats": "monthly", "day": "Friday", "which": "First"}, "FREQ=MONTHLY;BYDAY=1FR"),
        ({"repeats": "monthly", "day": "thursday", "which": "last"}, "FREQ=MONTHLY;BYDAY=-1TH"),
        ({"repeats": "once"}, "FREQ=DAILY;COUNT=1"),
    ],
)
def test_a_pattern_is_read_as_people_write_it(words, rule):
    assert from_words(**words).rule() == rule


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"repeats": "now and then", "day": "monday"}, "“now and then” is not a way to repeat"),
        ({"repeats": "weekly", "day": "t"}, "“t” is not a day of the week"),
        ({"repeats": "weekly", "day": ""}, "“” is not a day of the week"),
        ({"repeats": "monthly", "day": "friday", "which": "fifth"}, "“fifth” does not say which friday"),
    ],
)
def test_a_word_that_is_not_understood_is_named(words, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_words(**words)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1FR,2FR",
        "FREQ=MONTHLY;BYMONTHDAY=13",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=6",
    ],
)
def test_an_unusual_rule_stands_for_no_usual_pattern(rule):
    assert from_rule(rule) is None
