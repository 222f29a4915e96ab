"""Many listings changed at once: what it would come to, doing it, and taking it back."""

from datetime import date

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.listings.bulk import apply, undo
from directory.listings.bulk_plan import plan_term, plan_venue
from directory.listings.dates import cancel_date, materialise_all
from directory.listings.models import Activity, Change, Reason, StaleListing
from directory.listings.refusals import ChangedSince, ScheduleWrong
from directory.listings.single_dates import move_to
from tests.builders import NOW, TODAY, a_slot, add_activity, add_centre, add_venue, occurrences

AUTUMN = (date(2026, 11, 2), date(2026, 12, 18))
LATER = (date(2026, 11, 9), date(2026, 12, 11))
IN_AUTUMN = a_slot(first_day=date(2026, 11, 3), last_day=date(2026, 12, 15))
GRACE = {"who": "Grace", "now": NOW}
AMINA = {"who": "Amina", "now": NOW}


@pytest.fixture
def group(db) -> Activity:
    """“Stay and play”, Tuesdays of the autumn term."""
    return add_activity(db, slots=(IN_AUTUMN,))


def autumn(db, group, new=LATER):
    return plan_term(db, {group.centre_id}, AUTUMN, new, today=TODAY)


def days(db, group):
    return [one.rule_day for one in occurrences(db, group) if one.rule_day >= TODAY]


def everything(db, group):
    return [
        (one.uuid, one.rule_day, one.status, one.reason, one.starts_at, one.own_time)
        for one in occurrences(db, group)
    ]


def test_a_plan_says_what_changes_from_what_to_what_and_changes_nothing(db, group):
    plan = autumn(db, group)

    assert [(item.field, item.before, item.after) for item in plan.items] == [
        ("first_day", "2026-11-03", "2026-11-10"),
        ("last_day", "2026-12-15", "2026-12-08"),
    ]
    assert date(2026, 12, 15) in days(db, group)


def test_only_what_begins_and_ends_in_the_term_moves_with_it(db, group):
    add_activity(db, name="All year", slots=(a_slot(),))
    add_activity(db, name="Summer", slots=(a_slot(last_day=date(2026, 12, 1)),))
    add_activity(db, name="Elsewhere", centre=add_centre(db, name="Another"), slots=(IN_AUTUMN,))

    assert {item.name for item in autumn(db, group).items} == {"Stay and play"}


def test_the_deed_is_what_the_plan_said(db, group):
    apply(db, autumn(db, group), **GRACE)

    assert days(db, group)[-1] == date(2026, 12, 8)
    assert group.version == 2
    assert db.scalars(select(Change).where(Change.field == "slots")).one().who == "Grace"


def test_undoing_brings_back_every_date_as_it_was_left(db, group):
    cancel_date(db, occurrences(db, group)[-1], reason=Reason.WEATHER, **GRACE)
    move_to(
        db, occurrences(db, group)[-2], day=date(2026, 12, 9), slot=a_slot(), reason=Reason.OTHER, **GRACE
    )
    before = everything(db, group)
    change = apply(db, autumn(db, group, (date(2026, 11, 2), date(2026, 11, 27))), **GRACE)
    assert len(occurrences(db, group)) < len(before)

    undo(db, change, **AMINA)
    db.flush()

    assert everything(db, group) == before
    assert change.undone_by == "Amina"


def test_undoing_is_refused_by_name_when_something_was_changed_since(db, group):
    second = add_activity(
        db,
        name="Baby massage",
        slots=(a_slot("FREQ=WEEKLY;BYDAY=TH", first_day=AUTUMN[0], last_day=AUTUMN[1]),),
    )
    change = apply(db, autumn(db, group), **GRACE)
    second.schedules[0].last_day = date(2026, 12, 10)
    db.flush()

    with pytest.raises(ChangedSince) as refused:
        undo(db, change, **AMINA)

    assert refused.value.names == ("Baby massage",)
    assert group.schedules[0].last_day == date(2026, 12, 8)


def test_a_plan_is_not_carried_out_on_listings_that_changed_since(db, group):
    plan = autumn(db, group)
    group.schedules[0].first_day = date(2026, 11, 4)
    db.flush()

    with pytest.raises(ChangedSince):
        apply(db, plan, **GRACE)

    assert group.schedules[0].last_day == IN_AUTUMN.last_day
    assert plan.digest != autumn(db, group).digest


def test_undoing_is_refused_when_a_slot_has_gone(db, group):
    change = apply(db, autumn(db, group), **GRACE)
    group.schedules.clear()
    db.flush()

    with pytest.raises(ChangedSince):
        undo(db, change, **AMINA)


def test_a_listing_that_would_run_into_itself_is_left_out_by_name(db):
    spring = a_slot(first_day=date(2027, 1, 5), last_day=date(2027, 3, 16))
    group = add_activity(db, slots=(IN_AUTUMN, spring))

    plan = autumn(db, group, (date(2026, 11, 2), date(2027, 1, 29)))

    assert (plan.items, plan.left_out) == ((), ("Stay and play",))


def test_terms_in_the_wrong_order_are_refused(db, group):
    with pytest.raises(ScheduleWrong):
        autumn(db, group, (date(2026, 12, 11), date(2026, 11, 9)))


def test_a_venue_is_changed_for_all_that_is_held_there_and_changed_back(db, group):
    hall = add_venue(db, name="Village hall")
    was = group.venue_id
    online = add_activity(db, name="Online", delivery="online")
    stale = len(db.scalars(select(StaleListing)).all())

    change = apply(db, plan_venue(db, {group.centre_id}, was, hall.id), **GRACE)
    during = (group.venue_id, online.venue_id)
    undo(db, change, **AMINA)

    assert (during, group.venue_id) == ((hall.id, None), was)
    assert len(db.scalars(select(StaleListing)).all()) > stale
    materialise_all(db, today=TODAY)


@pytest.mark.parametrize("which", ["from", "to"])
def test_a_hidden_place_is_neither_left_nor_entered_in_bulk(db, group, which):
    refuge = add_venue(db, name="Refuge", hidden=True)
    both = (refuge.id, group.venue_id) if which == "from" else (group.venue_id, refuge.id)

    with pytest.raises(NotFound):
        plan_venue(db, {group.centre_id}, *both)
