"""What staff do to a listing's plan: its slots, single dates, two people at once."""

from datetime import date, time

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.listings.cards import date_card
from directory.listings.dates import cancel_date, materialise, restore_date, run_late
from directory.listings.history import record_change
from directory.listings.models import Activity, Change, OccurrenceStatus, Reason, StaleListing, Status
from directory.listings.plans import coming, on_between, plan_of
from directory.listings.refusals import DateChanged, DateOver, ListingChanged, Problem, ScheduleWrong
from directory.listings.schedules import add_day, drop_slot, set_slot, skip_day, times_seen, unskip_day
from directory.listings.single_dates import date_to_change, move_to, put_back, seen
from tests.builders import NOW, TODAY, a_slot, add_activity, add_centre, add_venue, occurrences

NEXT_WEEK, AFTER = date(2026, 12, 1), date(2026, 12, 8)
GRACE = {"who": "Grace", "now": NOW}
AMINA = {"who": "Amina", "now": NOW}


@pytest.fixture
def group(db) -> Activity:
    """“Stay and play”, every Tuesday from ten to half past eleven."""
    return add_activity(db)


def on(db, group, day):
    return next(one for one in occurrences(db, group) if one.rule_day == day)


def days(db, group):
    return [one.rule_day for one in occurrences(db, group)]


# Slots


def test_a_second_slot_has_its_dates_at_once(db, group):
    set_slot(db, group, None, a_slot("FREQ=WEEKLY;BYDAY=TH"), version=0, **GRACE)
    db.flush()

    assert days(db, group)[:3] == [TODAY, date(2026, 11, 26), NEXT_WEEK]
    assert group.version == 2


def test_a_changed_slot_is_in_the_history_with_what_it_was(db, group):
    set_slot(db, group, group.schedules[0].id, a_slot(minutes=60), version=0, **GRACE)
    db.flush()

    written = db.scalars(select(Change).where(Change.field == "slots")).one()
    assert ("10:00-11:30" in written.before, "10:00-11:00" in written.after) == (True, True)
    assert written.who == "Grace"


def test_a_slot_taken_away_takes_its_dates_to_come(db, group):
    drop_slot(db, group, group.schedules[0].id, version=0, **GRACE)
    db.flush()

    assert days(db, group) == []


def test_the_second_of_two_people_is_refused_and_told_who_was_first(db, group):
    set_slot(db, group, group.schedules[0].id, a_slot(minutes=60), version=0, **AMINA)
    db.flush()

    with pytest.raises(ListingChanged) as refused:
        set_slot(db, group, group.schedules[0].id, a_slot(minutes=30), version=0, **GRACE)

    assert (refused.value.who, refused.value.at) == ("Amina", NOW)
    assert group.schedules[0].minutes == 60


def test_somebody_who_changes_the_words_is_not_in_the_way_of_who_changes_the_times(db, group):
    group.summary, group.version = "Now with a song.", 2
    record_change(db, group, "summary", "", "Now with a song.", **AMINA)
    db.flush()

    set_slot(db, group, group.schedules[0].id, a_slot(minutes=60), version=0, **GRACE)

    assert group.schedules[0].minutes == 60


def test_two_slots_of_one_listing_may_not_overlap(db, group):
    with pytest.raises(ScheduleWrong) as refused:
        set_slot(db, group, None, a_slot("FREQ=WEEKLY;BYDAY=MO,TU", starts="11:00"), version=0, **GRACE)

    assert [(one.problem, one.day) for one in refused.value.faults] == [(Problem.OVERLAPS_ITSELF, TODAY)]


def test_one_slot_may_begin_when_the_other_ends(db, group):
    set_slot(db, group, None, a_slot(starts="11:30"), version=0, **GRACE)
    db.flush()

    assert days(db, group)[:2] == [TODAY, TODAY]


# Single dates


def test_a_skipped_date_leaves_no_trace_and_can_be_put_back(db, group):
    schedule = group.schedules[0].id
    skip_day(db, group, schedule, NEXT_WEEK, version=0, **GRACE)
    db.flush()
    without = days(db, group)

    unskip_day(db, group, schedule, NEXT_WEEK, version=times_seen(db, group), **GRACE)
    db.flush()

    assert (NEXT_WEEK in without, NEXT_WEEK in days(db, group)) == (False, True)


def test_an_added_date_of_the_usual_times_joins_its_slot(db, group):
    add_day(db, group, a_slot(first_day=date(2026, 12, 3)), version=0, **GRACE)
    db.flush()

    assert date(2026, 12, 3) in days(db, group)
    assert len(group.schedules) == 1


def test_an_added_date_of_other_times_stands_alone(db, group):
    add_day(db, group, a_slot(first_day=NEXT_WEEK, starts="14:00"), version=0, **GRACE)
    db.flush()

    assert days(db, group).count(NEXT_WEEK) == 2
    assert len(group.schedules) == 2


@pytest.mark.parametrize(
    ("slot", "problem"),
    [
        (a_slot(first_day=date(2026, 11, 20)), Problem.PAST),
        (a_slot(first_day=date(2029, 11, 20)), Problem.TOO_FAR),
        (a_slot(first_day=NEXT_WEEK, starts="11:00"), Problem.OVERLAPS_ITSELF),
        (a_slot(first_day=NEXT_WEEK, starts="14:00", minutes=3), Problem.TOO_SHORT),
    ],
)
def test_a_date_that_cannot_be_is_not_added(db, group, slot, problem):
    with pytest.raises(ScheduleWrong) as refused:
        add_day(db, group, slot, version=0, **GRACE)

    assert refused.value.faults[0].problem is problem


def test_a_cancelled_date_can_be_put_back_on(db, group):
    cancel_date(db, on(db, group, NEXT_WEEK), reason=Reason.WEATHER, **GRACE)

    restore_date(db, on(db, group, NEXT_WEEK), **GRACE)

    assert (on(db, group, NEXT_WEEK).status, on(db, group, NEXT_WEEK).reason) == (
        OccurrenceStatus.SCHEDULED,
        None,
    )


def test_a_moved_date_that_was_cancelled_comes_back_at_its_new_time(db, group):
    moved = on(db, group, NEXT_WEEK)
    move_to(db, moved, day=date(2026, 12, 2), slot=a_slot(starts="13:00"), reason=Reason.OTHER, **GRACE)
    cancel_date(db, moved, reason=Reason.WEATHER, **GRACE)
    materialise(db, group, today=TODAY)

    restore_date(db, moved, **GRACE)

    assert (moved.status, f"{moved.wall_start:%d %H:%M}") == (OccurrenceStatus.MOVED, "02 13:00")


def test_a_date_is_not_moved_into_another_of_its_own(db, group):
    with pytest.raises(ScheduleWrong) as refused:
        move_to(
            db, on(db, group, NEXT_WEEK), day=AFTER, slot=a_slot(starts="11:00"), reason=Reason.OTHER, **GRACE
        )

    assert refused.value.faults[0].problem is Problem.OVERLAPS_ITSELF


def test_running_late_is_said_once_and_can_be_taken_back(db, group):
    today = on(db, group, TODAY)
    stale = len(db.scalars(select(StaleListing)).all())

    run_late(db, today, minutes=15, **GRACE)
    late = date_card(today).late_minutes
    run_late(db, today, minutes=None, **GRACE)

    assert (late, date_card(today).late_minutes) == (15, None)
    assert len(db.scalars(select(StaleListing)).all()) == stale + 2


def test_what_is_cancelled_is_not_late_any_more(db, group):
    today = on(db, group, TODAY)
    run_late(db, today, minutes=15, **GRACE)

    cancel_date(db, today, reason=Reason.STAFF_ILL, **GRACE)

    assert today.late_minutes is None


def test_only_a_session_of_today_runs_late(db, group):
    with pytest.raises(ScheduleWrong) as refused:
        run_late(db, on(db, group, NEXT_WEEK), minutes=15, **GRACE)

    assert refused.value.faults[0].problem is Problem.NOT_TODAY


def test_a_move_is_in_the_history_with_both_times(db, group):
    move_to(db, on(db, group, NEXT_WEEK), day=date(2026, 12, 2), slot=a_slot(), reason=Reason.OTHER, **GRACE)
    db.flush()

    written = db.scalars(select(Change).where(Change.field == "wall_start")).one()
    assert (written.before, written.after) == ("2026-12-01 10:00:00", "2026-12-02 10:00:00")


def test_nothing_is_added_where_a_cancelled_date_could_come_back(db, group):
    cancel_date(db, on(db, group, NEXT_WEEK), reason=Reason.WEATHER, **GRACE)

    with pytest.raises(ScheduleWrong):
        add_day(db, group, a_slot(first_day=NEXT_WEEK), version=0, **GRACE)


def test_a_cancelled_date_does_not_come_back_over_one_that_took_its_time(db, group):
    cancelled = on(db, group, NEXT_WEEK)
    cancel_date(db, cancelled, reason=Reason.WEATHER, **GRACE)
    move_to(db, on(db, group, AFTER), day=NEXT_WEEK, slot=a_slot(), reason=Reason.OTHER, **GRACE)
    db.flush()

    with pytest.raises(ScheduleWrong):
        put_back(db, cancelled, **GRACE)


# Two people at once


def test_the_second_to_cancel_is_told_that_it_is_done_and_by_whom(db, group):
    date_ = on(db, group, NEXT_WEEK)
    both_saw = seen(date_)
    cancel_date(db, date_, reason=Reason.WEATHER, **AMINA)
    db.flush()

    with pytest.raises(DateChanged) as refused:
        date_to_change(db, group.id, date_.id, as_seen=both_saw, now=NOW)

    assert (refused.value.status, refused.value.who) == ("cancelled", "Amina")
    assert date_.reason is Reason.WEATHER


def test_a_date_moved_meanwhile_is_not_cancelled_at_its_new_time(db, group):
    date_ = on(db, group, NEXT_WEEK)
    as_seen = seen(date_)
    move_to(db, date_, day=date(2026, 12, 2), slot=a_slot(), reason=Reason.OTHER, **AMINA)
    db.flush()

    with pytest.raises(DateChanged):
        date_to_change(db, group.id, date_.id, as_seen=as_seen, now=NOW)


def test_a_date_skipped_meanwhile_is_not_there(db, group):
    date_ = on(db, group, NEXT_WEEK)
    skip_day(db, group, group.schedules[0].id, NEXT_WEEK, version=0, **AMINA)
    db.flush()

    with pytest.raises(NotFound):
        date_to_change(db, group.id, date_.id, as_seen=seen(date_), now=NOW)


def test_a_date_that_is_over_stays_as_it_was(db, group):
    date_ = on(db, group, TODAY)
    evening = NOW.replace(hour=19)

    with pytest.raises(DateOver):
        date_to_change(db, group.id, date_.id, as_seen=seen(date_), now=evening)


# What staff see


def test_the_next_dates_of_a_slot_are_told_without_saving_it(db, group):
    found = coming(db, group, a_slot("FREQ=WEEKLY;BYDAY=TH"), now=NOW)

    assert len(found) == 10
    assert f"{found[0].starts:%d %B %H:%M}" == "26 November 10:00"
    assert days(db, group)[:2] == [TODAY, NEXT_WEEK]


def test_a_clash_in_the_same_room_is_named_with_its_time(db, group):
    add_activity(db, name="Baby massage", venue=group.venue, slots=(a_slot(starts="11:00", minutes=60),))
    add_activity(db, name="Story time", venue=add_venue(db), slots=(a_slot(),))

    first = coming(db, group, a_slot(), now=NOW)[0]

    assert [(clash.name, clash.starts.time()) for clash in first.clashes] == [("Baby massage", time(11))]


def test_one_that_begins_when_we_end_and_one_that_is_cancelled_do_not_clash(db, group):
    add_activity(db, name="Lunch club", venue=group.venue, slots=(a_slot(starts="11:30"),))
    cancelled = add_activity(db, name="Baby massage", venue=group.venue)
    for one in occurrences(db, cancelled):
        cancel_date(db, one, reason=Reason.OTHER, **GRACE)

    assert coming(db, group, a_slot(), now=NOW)[0].clashes == ()


def test_another_centres_draft_in_the_same_room_has_no_name(db, group):
    theirs = add_centre(db, name="Another centre")
    add_activity(db, name="Secret plan", centre=theirs, venue=group.venue, status=Status.DRAFT)

    assert [clash.name for clash in coming(db, group, a_slot(), now=NOW)[0].clashes] == [""]


def test_the_plan_has_slots_dates_and_version(db, group):
    plan = plan_of(db, group.id, now=NOW)

    assert (plan.version, len(plan.slots), plan.dates[0].rule_day) == (0, 1, TODAY)


def test_a_withdrawn_listing_has_no_plan(db, group):
    group.status = Status.WITHDRAWN

    with pytest.raises(NotFound):
        plan_of(db, group.id, now=NOW)


def test_today_has_the_sessions_of_these_centres_only(db, group):
    other = add_activity(db, name="Elsewhere", centre=add_centre(db, name="Another centre"))

    found = on_between(db, {group.centre_id}, TODAY, TODAY)

    assert [one.name for one in found] == ["Stay and play"]
    assert on_between(db, {other.centre_id}, TODAY, TODAY)[0].name == "Elsewhere"
    assert on_between(db, set(), TODAY, TODAY) == []
