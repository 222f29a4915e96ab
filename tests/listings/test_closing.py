"""Closing days: what they cross out, what they leave alone, and what comes back."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from directory import clock
from directory.listings.cards import date_card
from directory.listings.closing import Scope, close, closures, hit_by, reopen
from directory.listings.dates import cancel_date, materialise, materialise_all, restore_date
from directory.listings.models import (
    Activity,
    Change,
    ClosedFor,
    Closure,
    OccurrenceStatus,
    Reason,
    StaleListing,
)
from directory.listings.refusals import Problem, ScheduleWrong
from directory.listings.single_dates import move_to
from directory.places.models import Cluster
from tests.builders import (
    NOW,
    TODAY,
    a_slot,
    add_activity,
    add_centre,
    add_council,
    building_of,
    occurrences,
)

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 8)  # two Tuesdays
GRACE = {"who": "Grace", "now": NOW}
CANCELLED, SCHEDULED, MOVED = (
    OccurrenceStatus.CANCELLED,
    OccurrenceStatus.SCHEDULED,
    OccurrenceStatus.MOVED,
)


@pytest.fixture
def group(db) -> Activity:
    """“Stay and play”, every Tuesday at ten."""
    return add_activity(db)


def whole_council(group) -> Scope:
    return Scope(group.centre.council_id)


def close_all(db, group):
    return close(db, whole_council(group), FIRST, LAST, ClosedFor.TRAINING, **GRACE)


def status_on(db, group, day):
    return next(one.status for one in occurrences(db, group) if one.rule_day == day)


def on(db, group, day):
    return next(one for one in occurrences(db, group) if one.rule_day == day)


def test_a_closure_crosses_out_what_would_have_been_on_and_says_why(db, group):
    close_all(db, group)

    off = {one.rule_day: date_card(one).reason for one in occurrences(db, group) if one.status is CANCELLED}
    assert off == {FIRST: "closed_training", LAST: "closed_training"}


def test_it_tells_beforehand_how_much_that_is(db, group):
    cancel_date(db, on(db, group, LAST), reason=Reason.WEATHER, **GRACE)

    hit = hit_by(db, whole_council(group), FIRST, LAST, now=NOW)

    assert (hit.dates, hit.listings, hit.cancelled_already) == (1, 1, 1)
    assert status_on(db, group, FIRST) is SCHEDULED


def test_everything_comes_back_when_the_closure_goes(db, group):
    closure = close_all(db, group)

    reopen(db, closure, **GRACE)

    assert {one.status for one in occurrences(db, group)} == {SCHEDULED}
    assert closures(db, group.centre.council_id, today=TODAY) == []


def test_what_was_cancelled_by_hand_keeps_its_reason_and_stays_cancelled(db, group):
    cancel_date(db, on(db, group, FIRST), reason=Reason.WEATHER, **GRACE)
    closure = close_all(db, group)
    during = date_card(on(db, group, FIRST)).reason

    reopen(db, closure, **GRACE)

    assert during == "weather"
    assert (on(db, group, FIRST).status, on(db, group, FIRST).reason) == (CANCELLED, Reason.WEATHER)


def test_a_date_moved_onto_closing_days_is_crossed_out_and_comes_back_where_it_was_moved_to(db, group):
    other_day = date(2026, 12, 3)
    moved = on(db, group, date(2026, 12, 15))
    move_to(db, moved, day=other_day, slot=a_slot(starts="13:00"), reason=Reason.BUILDING, **GRACE)
    closure = close_all(db, group)
    assert moved.status is CANCELLED

    reopen(db, closure, **GRACE)

    assert (moved.status, f"{moved.wall_start:%d %H:%M}") == (MOVED, "03 13:00")


def test_a_date_moved_away_from_closing_days_is_on(db, group):
    moved = on(db, group, FIRST)
    move_to(db, moved, day=date(2026, 12, 10), slot=a_slot(), reason=Reason.BUILDING, **GRACE)

    close_all(db, group)

    assert moved.status is MOVED


def test_nothing_can_be_moved_onto_a_closing_day(db, group):
    close_all(db, group)

    with pytest.raises(ScheduleWrong) as refused:
        move_to(
            db,
            on(db, group, date(2026, 12, 15)),
            day=FIRST,
            slot=a_slot(),
            reason=Reason.OTHER,
            **GRACE,
        )

    assert [(fault.problem, fault.day) for fault in refused.value.faults] == [(Problem.CLOSED, FIRST)]


def test_a_date_put_back_on_although_the_centre_is_closed_stays_on(db, group):
    close_all(db, group)

    restore_date(db, on(db, group, FIRST), **GRACE)
    materialise_all(db, today=TODAY)

    assert (status_on(db, group, FIRST), status_on(db, group, LAST)) == (SCHEDULED, CANCELLED)


def test_dates_written_down_later_are_crossed_out_too(db, group):
    far = date(2027, 6, 1)  # past the 26 weeks that are written down
    close(db, whole_council(group), far, far, ClosedFor.POLLING, **GRACE)

    with clock.frozen(datetime(2027, 1, 5, 9, tzinfo=clock.LONDON)):
        materialise(db, group, today=clock.today())
        db.flush()

    assert status_on(db, group, far) is CANCELLED


def test_a_closure_that_went_with_its_cluster_gives_back_what_it_took(db, group):
    close_all(db, group)
    db.execute(Closure.__table__.delete())
    db.expire_all()
    db.info.clear()

    materialise(db, group, today=TODAY)
    db.flush()

    assert {one.status for one in occurrences(db, group)} == {SCHEDULED}


def test_where_two_closures_meet_the_date_stays_off_until_both_are_gone(db, group):
    first, second = close_all(db, group), close_all(db, group)

    reopen(db, first, **GRACE)
    between = status_on(db, group, FIRST)
    reopen(db, second, **GRACE)

    assert (between, status_on(db, group, FIRST)) == (CANCELLED, SCHEDULED)


def test_a_closure_reaches_its_cluster_or_its_centre_and_nobody_else(db):
    council = add_council(db)
    cluster = Cluster(council_id=council.id, key="north", name="North")
    db.add(cluster)
    db.flush()
    inside = add_activity(db, centre=add_centre(db, name="Inside", council=council, cluster_id=cluster.id))
    outside = add_activity(db, centre=add_centre(db, name="Outside", council=council))
    elsewhere = add_activity(
        db, centre=add_centre(db, name="Elsewhere", council=add_council(db, name="Wessex"))
    )

    close(db, Scope(council.id, cluster_id=cluster.id), FIRST, FIRST, ClosedFor.TRAINING, **GRACE)
    close(db, Scope(council.id, centre_id=outside.centre_id), LAST, LAST, ClosedFor.BUILDING, **GRACE)
    materialise_all(db, today=TODAY)

    assert [status_on(db, each, FIRST) for each in (inside, outside, elsewhere)] == [
        CANCELLED,
        SCHEDULED,
        SCHEDULED,
    ]
    assert [status_on(db, each, LAST) for each in (inside, outside, elsewhere)] == [
        SCHEDULED,
        CANCELLED,
        SCHEDULED,
    ]


def test_what_another_centre_holds_in_a_closed_building_is_off_too(db, group):
    guest = add_activity(
        db, name="Guest", centre=add_centre(db, name="Guest centre"), venue=building_of(db, group.centre)
    )

    close(
        db,
        Scope(group.centre.council_id, centre_id=group.centre_id),
        FIRST,
        FIRST,
        ClosedFor.BUILDING,
        **GRACE,
    )
    materialise_all(db, today=TODAY)

    assert status_on(db, guest, FIRST) is CANCELLED


def test_closing_is_in_the_history_and_reaches_the_index(db, group):
    before = len(db.scalars(select(StaleListing)).all())

    closure = close_all(db, group)

    written = db.scalars(select(Change).where(Change.table == "closure")).one()
    assert (written.who, written.row) == ("Grace", closure.id)
    assert len(db.scalars(select(StaleListing)).all()) == before + 1


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (LAST, FIRST, Problem.LAST_BEFORE_FIRST),
        (date(2026, 11, 2), date(2026, 11, 3), Problem.PAST),
        (FIRST, date(2027, 12, 1), Problem.TOO_LONG),
    ],
)
def test_days_that_cannot_be_meant_are_refused(db, group, first, last, problem):
    with pytest.raises(ScheduleWrong) as refused:
        close(db, whole_council(group), first, last, ClosedFor.OTHER, **GRACE)

    assert refused.value.faults[0].problem is problem
