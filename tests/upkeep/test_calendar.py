"""Terms and bank holidays: what they decide is written down anew at once, and only that."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from sqlalchemy import delete, select

from directory.listings.models import Change, StaleListing
from directory.upkeep.calendar import (
    TermSaid,
    add_bank_holiday,
    bank_holidays,
    change_bank_holidays,
    change_terms,
    known_holidays,
    missing_holidays,
    terms,
)
from directory.upkeep.marks import mark
from directory.upkeep.refusals import PlaceChanged, PlaceWrong, Problem
from tests.builders import NOW, TODAY, a_slot, add_activity, add_centre, add_council, occurrences

BY_LAYLA = {"who": "Layla", "now": NOW}
AUTUMN, SPRING = (date(2026, 9, 1), date(2026, 12, 18)), (date(2027, 1, 5), date(2027, 3, 25))


@pytest.fixture
def council(db):
    return add_council(db, terms=[AUTUMN])


@pytest.fixture
def centre(db, council):
    return add_centre(db, council=council)


def row(name="Spring", first="2027-01-05", last="25/03/2027"):
    return TermSaid(name, first, last)


AUTUMN_ROW = row("Term", "2026-09-01", "2026-12-18")


def save(db, council, *rows, shown=None):
    before = mark(terms(db, council.id, since=TODAY)) if shown is None else shown
    return change_terms(db, council.id, rows, shown=before, **BY_LAYLA)


def days_of(db, activity):
    return [occurrence.wall_start.date() for occurrence in occurrences(db, activity)]


def test_a_new_term_gives_its_dates_to_sessions_in_term_time(db, council, centre):
    in_term = add_activity(db, centre=centre, slots=(a_slot(term_time_only=True),))
    always = add_activity(db, centre=centre)
    before = len(days_of(db, always))
    db.execute(delete(StaleListing))

    done = save(db, council, AUTUMN_ROW, row())

    assert max(days_of(db, in_term)) == date(2027, 3, 23)
    assert (done.added, done.gone, done.listings) == (12, 0, 1)
    assert len(days_of(db, always)) == before
    assert set(db.scalars(select(StaleListing.activity_id))) == {in_term.id}


def test_a_shorter_term_takes_its_dates_away(db, council, centre):
    activity = add_activity(db, centre=centre, slots=(a_slot(term_time_only=True),))

    done = save(db, council, row("Term", "2026-09-01", "2026-12-07"))

    assert (done.added, done.gone) == (0, 2)
    assert max(days_of(db, activity)) == date(2026, 12, 1)


def test_another_councils_sessions_stay_as_they_are(db, council, centre):
    elsewhere = add_centre(db, name="Far", council=add_council(db, name="Farshire", terms=[AUTUMN]))
    activity = add_activity(db, centre=elsewhere, slots=(a_slot(term_time_only=True),))
    before = days_of(db, activity)

    save(db, council, row())

    assert days_of(db, activity) == before


def test_the_history_tells_what_was_added_and_what_went(db, council):
    save(db, council, row())

    (change,) = db.scalars(select(Change))
    assert (change.table, change.row, change.field, change.who) == ("council", council.id, "terms", "Layla")
    assert change.before == "Term: 2026-09-01 to 2026-12-18"
    assert change.after == "Spring: 2027-01-05 to 2027-03-25"


def test_rows_left_empty_are_no_terms_and_saving_the_same_changes_nothing(db, council):
    done = save(db, council, TermSaid(" ", "", ""), AUTUMN_ROW)

    assert done.listings == 0
    assert db.scalars(select(Change)).all() == []


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([row(name="")], [("name_0", Problem.EMPTY)]),
        ([row(first="")], [("first_day_0", Problem.EMPTY)]),
        ([row(first="soon")], [("first_day_0", Problem.NOT_A_DAY)]),
        ([row(first="31/02/2027")], [("first_day_0", Problem.NOT_A_DAY)]),
        ([row(last="2027-01-04")], [("last_day_0", Problem.LAST_BEFORE_FIRST)]),
        ([row(last="2027-12-01")], [("last_day_0", Problem.TERM_TOO_LONG)]),
        (
            [row(first="2056-01-05", last="2056-03-01")],
            [("first_day_0", Problem.TOO_FAR), ("last_day_0", Problem.TOO_FAR)],
        ),
        ([row(), row("Summer", "2027-03-25", "2027-05-27")], [("first_day_1", Problem.OVERLAPS)]),
        ([row("Summer", "2027-03-25", "2027-05-27"), row()], [("first_day_0", Problem.OVERLAPS)]),
    ],
)
def test_terms_that_cannot_be_are_refused_row_by_row(db, council, rows, faults):
    with pytest.raises(PlaceWrong) as refusal:
        save(db, council, *rows)

    assert [(fault.field, fault.problem) for fault in refusal.value.faults] == faults
    assert [term.first_day for term in terms(db, council.id, since=TODAY)] == [AUTUMN[0]]


def test_who_saves_second_overwrites_nothing(db, council):
    shown = mark(terms(db, council.id, since=TODAY))
    save(db, council, row(), shown=shown)

    with pytest.raises(PlaceChanged):
        save(db, council, AUTUMN_ROW, row("Summer", "2027-04-12", "2027-05-27"), shown=shown)


def test_terms_that_are_over_stay_as_they_were(db):
    long_ago = (date(2025, 9, 3), date(2025, 12, 19))
    council = add_council(db, terms=[long_ago, AUTUMN])

    save(db, council, AUTUMN_ROW, row())

    days = [term.first_day for term in terms(db, council.id, since=date(2020, 1, 1))]
    assert days == [long_ago[0], AUTUMN[0], SPRING[0]]


# Bank holidays


def test_sessions_rest_on_a_new_bank_holiday_and_are_back_when_it_goes(db, council, centre):
    activity = add_activity(db, centre=centre)
    the_day = TODAY + timedelta(days=7)

    added = add_bank_holiday(db, council.id, day=str(the_day), name="Jubilee", **BY_LAYLA)
    without = days_of(db, activity)
    removed = change_bank_holidays(db, council.id, {}, **BY_LAYLA)

    assert (added.added, added.gone, added.listings) == (0, 1, 1)
    assert the_day not in without
    assert (removed.added, removed.gone) == (1, 0)
    assert the_day in days_of(db, activity)


def test_a_holiday_is_entered_once_and_has_a_name(db, council):
    add_bank_holiday(db, council.id, day="2026-12-25", name="Christmas Day", **BY_LAYLA)

    with pytest.raises(PlaceWrong) as refusal:
        add_bank_holiday(db, council.id, day="25/12/2026", name=" ", **BY_LAYLA)

    assert [(fault.field, fault.problem) for fault in refusal.value.faults] == [
        ("name", Problem.EMPTY),
        ("day", Problem.TWICE),
    ]


def test_known_holidays_fill_in_what_is_missing_and_to_come(db, council):
    add_bank_holiday(db, council.id, day="2026-12-25", name="Christmas", **BY_LAYLA)

    missing = missing_holidays(db, council.id, today=TODAY)
    change_bank_holidays(db, council.id, bank_holidays(db, council.id) | missing, **BY_LAYLA)

    assert min(missing) == date(2026, 12, 26)
    assert bank_holidays(db, council.id)[date(2026, 12, 25)] == "Christmas"
    assert missing_holidays(db, council.id, today=TODAY) == {}


def test_the_known_holidays_are_those_of_the_law():
    known = known_holidays()

    for year in (2026, 2027, 2028):
        days = {day: name for day, name in known.days.items() if day.year == year}
        assert {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)} <= days.keys()
        may, august = ([day for day in days if day.month == month] for month in (5, 8))
        assert [day.weekday() for day in may + august] == [0, 0, 0]
        assert (may[0].day <= 7, may[1].day >= 25, august[0].day >= 25) == (True, True, True)
        fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
        assert set(fixed) <= days.keys()
        in_place = [day for day, name in days.items() if "substitute" in name]
        assert len(in_place) == sum(day.weekday() >= 5 for day in fixed)
        assert all(day.weekday() < 5 for day in in_place)
    assert known.source
    assert known.checked_on <= date(2026, 12, 31)
