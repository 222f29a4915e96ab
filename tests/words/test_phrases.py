"""Facts as people say them."""

from datetime import date, datetime, time

import pytest

from directory import clock
from directory.words import phrases, words_for

EN = words_for("en")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=clock.LONDON)


@pytest.mark.parametrize(
    ("youngest", "oldest", "said"),
    [
        (0, 12, "Birth to 12 months"),
        (0, 59, "Under 5 years"),
        (0, 0, "Birth to 0 months"),
        (6, 18, "6 months to 18 months"),
        (18, 35, "18 months to under 3 years"),
        (24, 47, "2 years to under 4 years"),
        (9, 9, "9 months"),
        (1, 6, "1 month to 6 months"),
        (36, 227, "3 years to under 19 years"),
    ],
)
def test_ages(youngest, oldest, said):
    assert phrases.age_range(EN, youngest, oldest) == said


def test_unknown_cost_never_reads_as_free():
    for code in ("en", "pl", "ar"):
        words = words_for(code)
        free = phrases.cost(words, "free", None)

        assert free not in phrases.cost(words, "unknown", None)
        assert free not in phrases.cost(words, "price", None)


@pytest.mark.parametrize(("pence", "said"), [(200, "£2"), (150, "£1.50"), (5, "£0.05"), (100_000, "£1,000")])
def test_money(pence, said):
    assert EN.money(pence) == said


@pytest.mark.parametrize(
    ("km", "said"), [(0.05, "very near"), (0.7, "0.4 miles"), (1.609344, "1 mile"), (40.0, "25 miles")]
)
def test_distance(km, said):
    assert EN.miles(km) == said


@pytest.mark.parametrize(
    ("at", "said"), [(time(9, 30), "9:30am"), (time(10), "10am"), (time(12), "12pm"), (time(0), "12am")]
)
def test_times(at, said):
    assert EN.time(at) == said


def test_when_something_is():
    def when(*start: int) -> str:
        starts = datetime(*start, tzinfo=clock.LONDON)
        return phrases.when(EN, starts, starts.replace(hour=starts.hour + 1), TUESDAY)

    assert when(2026, 11, 24, 10) == "Today, 10am to 11am"
    assert when(2026, 11, 25, 10) == "Tomorrow, 10am to 11am"
    assert when(2026, 12, 1, 10) == "Tuesday 1 December, 10am to 11am"
    assert when(2026, 11, 24, 9) == "On now, until 10am"


def test_days_begin_with_a_capital_in_every_language():
    assert words_for("pl").day(date(2026, 11, 24)) == "Wtorek 24 listopada"
    assert words_for("ar").day(date(2026, 11, 24)) == "الثلاثاء 24 نوفمبر"


@pytest.mark.parametrize(
    ("repeats", "weekdays", "which", "said"),
    [
        ("weekly", (1,), None, "Every Tuesday"),
        ("weekly", (0, 3), None, "Every Monday and Thursday"),
        ("fortnightly", (0, 2, 4), None, "Every other Monday, Wednesday and Friday"),
        ("monthly", (4,), -1, "The last Friday of the month"),
        ("monthly", (4, 5), -1, ""),
        ("once", (), None, ""),
    ],
)
def test_how_something_repeats(repeats, weekdays, which, said):
    assert phrases.rhythm(EN, repeats, weekdays, which) == said


def test_a_schedule_speaks_in_every_language():
    def said(code: str) -> str:
        words = words_for(code)
        return phrases.schedule(
            words,
            phrases.rhythm(words, "weekly", (0, 3)),
            "10",
            term_time_only=True,
            on_bank_holidays=True,
            first_day=date(2026, 9, 8),
            last_day=date(2026, 12, 18),
        )

    assert said("en") == (
        "Every Monday and Thursday, 10, in school term time, also on bank holidays,"
        " from 8 September 2026, until 18 December 2026"
    )
    assert said("pl") == (
        "Co tydzień: poniedziałek i czwartek, 10, oprócz ferii i wakacji szkolnych,"
        " także w dni ustawowo wolne, od 8 września 2026, do 18 grudnia 2026"
    )
    assert said("ar").startswith("كل أسبوع: ")


def test_running_late_is_said_with_its_plural():
    assert phrases.late(EN, 1) == "Starts about 1 minute late."
    assert phrases.late(words_for("pl"), 15) == "Początek około 15 minut później."
