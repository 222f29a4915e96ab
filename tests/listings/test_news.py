"""Every door that changes a date leaves a note of what was true before; none that changes nothing does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from directory import schema
from directory.db import Database
from directory.imports.undoing import Way, go_back
from directory.keys import Keys
from directory.listings import news
from directory.listings.actions import keep_activity
from directory.listings.bulk import apply, undo
from directory.listings.bulk_plan import BulkPlan, Item
from directory.listings.closing import Scope, close, reopen
from directory.listings.dates import cancel_date, materialise, materialise_all, restore_date, run_late
from directory.listings.models import ClosedFor, DateNews, Occurrence, OccurrenceStatus, Reason
from directory.listings.publishing import bring_back, withdraw
from directory.listings.schedules import drop_slot, set_slot, skip_day, times_seen
from directory.listings.single_dates import move_to
from tests.builders import NOW, TODAY, a_draft, a_slot, add_activity, add_centre, keep, occurrences

GRACE = {"who": "Grace", "now": NOW}
SCHEDULED, CANCELLED = OccurrenceStatus.SCHEDULED, OccurrenceStatus.CANCELLED
NEXT = date(2026, 12, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request):
    """Both databases: what a session knows of a row's past must not depend on which."""
    if request.param == "sqlite":
        database = request.getfixturevalue("database")
    else:
        database = Database(request.getfixturevalue("postgres_url"), Keys("a secret key for tests alone"))
        schema.upgrade(database.engine)
    with database.unit_of_work() as db:
        yield db
    database.close()


@pytest.fixture
def group(db):
    """“Stay and play”, every Tuesday at ten."""
    return add_activity(db)


def noted(db):
    """What has been noted, oldest first: the day and time a date had, and whether it was on."""
    db.flush()
    found = db.scalars(select(DateNews).order_by(DateNews.id)).all()
    return [(one.starts_at, one.status, one.date) for one in found]


def on(db, group, day):
    return next(one for one in occurrences(db, group) if one.rule_day == day)


def to_come(db, group):
    return [one for one in occurrences(db, group) if one.rule_day >= TODAY]


def test_writing_dates_down_ahead_is_no_news(db, group):
    materialise(db, group, today=TODAY)
    materialise_all(db, today=TODAY + timedelta(days=7))

    assert noted(db) == []


def test_a_single_date_cancelled_moved_and_put_back(db, group):
    one = on(db, group, NEXT)
    ten = one.starts_at

    cancel_date(db, one, reason=Reason.STAFF_ILL, **GRACE)
    assert noted(db) == [(ten, SCHEDULED, one.uuid)]

    restore_date(db, one, **GRACE)
    assert noted(db)[1:] == [(ten, CANCELLED, one.uuid)]

    move_to(db, one, day=date(2026, 12, 3), slot=a_slot(starts="14:00"), reason=Reason.BUILDING, **GRACE)
    assert noted(db)[2:] == [(ten, SCHEDULED, one.uuid)]


def test_running_late_and_on_time_after_all(db, group):
    one = on(db, group, TODAY)

    run_late(db, one, minutes=10, **GRACE)
    assert noted(db) == [(one.starts_at, SCHEDULED, one.uuid)]

    run_late(db, one, minutes=None, **GRACE)
    db.flush()
    assert list(db.scalars(select(DateNews.late_minutes).order_by(DateNews.id))) == [None, 10]


def test_closing_and_opening_again(db, group):
    closure = close(db, Scope(group.centre.council_id), NEXT, date(2026, 12, 8), ClosedFor.TRAINING, **GRACE)
    assert [status for _, status, _ in noted(db)] == [SCHEDULED, SCHEDULED]

    reopen(db, closure, **GRACE)
    assert [status for _, status, _ in noted(db)[2:]] == [CANCELLED, CANCELLED]


def test_other_times_for_the_whole_slot(db, group):
    dates = to_come(db, group)
    before = {one.uuid: one.starts_at for one in dates}

    set_slot(db, group, group.schedules[0].id, a_slot(starts="10:30"), version=0, **GRACE)

    assert {uuid: starts for starts, _, uuid in noted(db)} == before


def test_a_slot_or_a_day_taken_away(db, group):
    one = on(db, group, NEXT)
    gone, was = one.uuid, one.starts_at
    skip_day(db, group, group.schedules[0].id, NEXT, version=0, **GRACE)
    assert noted(db) == [(was, SCHEDULED, gone)]

    left = len(to_come(db, group))
    drop_slot(db, group, group.schedules[0].id, version=times_seen(db, group), **GRACE)
    assert len(noted(db)) == 1 + left


def test_a_listing_withdrawn_and_not_when_it_comes_back(db, group):
    dates = to_come(db, group)

    withdraw(db, group, **GRACE)
    assert {uuid for _, _, uuid in noted(db)} == {one.uuid for one in dates}

    bring_back(db, group, **GRACE)
    assert len(noted(db)) == len(dates)


def test_a_bulk_change_and_its_undoing(db):
    """What comes back under its old number was off in between, whoever may have been told so."""
    group = add_activity(db, slots=(a_slot(last_day=date(2027, 3, 30)),))
    schedule = group.schedules[0]
    last = {one.uuid for one in to_come(db, group) if one.rule_day > NEXT}
    plan = BulkPlan(
        kind="end",
        items=(
            Item(
                activity_id=group.id,
                name=group.name,
                table="schedule",
                row=schedule.id,
                field="last_day",
                before="2027-03-30",
                after=NEXT.isoformat(),
            ),
        ),
    )

    change = apply(db, plan, **GRACE)
    assert {uuid for _, status, uuid in noted(db) if status is SCHEDULED} == last

    undo(db, change, **GRACE)
    back = noted(db)[len(last) :]
    assert {uuid for _, status, uuid in back if status is CANCELLED} == last
    assert {one.uuid for one in to_come(db, group)} >= last


def test_an_import_with_other_times_and_the_way_back(db):
    centre = add_centre(db)
    first = a_draft(centre)
    group = keep(db, first)
    way = Way()
    second = replace(first, slots=(a_slot(starts="11:00"),))
    dates = len(to_come(db, group))

    keep_activity(db, second, **GRACE)
    way.remember(second, first)
    assert len(noted(db)) == dates

    go_back(db, way.steps(db), **GRACE)
    assert len(noted(db)) == 2 * dates


def test_keeping_the_same_file_again_is_no_news(db):
    draft = a_draft(add_centre(db))
    keep(db, draft)

    keep_activity(db, draft, **GRACE)

    assert noted(db) == []


def test_a_date_changed_in_memory_that_had_been_forgotten_is_known_all_the_same(db, group):
    one = on(db, group, NEXT)
    ten = one.starts_at
    db.expire(one)

    one.status = CANCELLED

    assert noted(db) == [(ten, SCHEDULED, one.uuid)]


def test_a_date_told_to_be_gone_comes_back_as_the_same_one_and_only_once(db, group):
    """It was moved and left out at once: whatever is on at either time later, one of them is it."""
    one = on(db, group, NEXT)
    uuid, ten = one.uuid, one.starts_at
    move_to(db, one, day=date(2026, 12, 3), slot=a_slot(starts="14:00"), reason=Reason.BUILDING, **GRACE)
    db.flush()
    skip_day(db, group, group.schedules[0].id, NEXT, version=0, **GRACE)
    db.flush()
    for note in db.scalars(select(DateNews)):
        note.batch = DateNews.GONE
    db.flush()

    db.add_all(
        Occurrence(
            activity_id=group.id,
            rule_day=starts.date(),
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            wall_start=starts.replace(tzinfo=None),
        )
        for starts in (ten, ten + timedelta(days=2, hours=4))
    )
    db.flush()

    assert sorted(row.uuid == uuid for row in to_come(db, group) if row.schedule_id is None) == [False, True]
    assert [(status, number) for _, status, number in noted(db)] == [(CANCELLED, uuid)]


def test_what_is_undone_before_it_is_kept_is_no_news(db, group):
    one = on(db, group, NEXT)

    one.status = CANCELLED
    one.status = SCHEDULED

    assert noted(db) == []


@pytest.mark.parametrize("statement", [delete(Occurrence), update(Occurrence).values(status=CANCELLED)])
def test_a_statement_that_would_tell_nobody_is_refused(db, group, statement):
    with pytest.raises(TypeError, match="one by one"):
        db.execute(statement)


def test_what_nobody_took_up_goes_when_its_date_is_over(db, group):
    cancel_date(db, on(db, group, NEXT), reason=Reason.WEATHER, **GRACE)
    db.flush()

    news.forget_old(db, now=NOW + timedelta(days=7))
    assert noted(db)

    news.forget_old(db, now=NOW + timedelta(days=9))
    assert noted(db) == []
