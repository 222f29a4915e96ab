"""When a session happens: its times as sentences, and its dates one by one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.models import Activity
from directory.listings.plans import Plan, plan_of
from directory.listings.refusals import ListingChanged
from directory.listings.schedules import drop_slot, skip_day, unskip_day
from directory.listings.single_dates import date_of
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import plan_words, staff
from directory.web.staff.own import own_activity
from directory.web.staff.plan_forms import OneDateForm, UnskipForm
from directory.web.templating import gettext as _

FIRST_DATES = 10


@staff.get("/listings/<int:activity_id>/when")
@for_workers(Deed.CHANGE_DATES)
def when(activity_id: int) -> ResponseReturnValue:
    now = clock.now()
    with runtime().database.read() as db:
        own_activity(db, activity_id, Deed.CHANGE_DATES)
        plan = plan_of(db, activity_id, now=now)
    dates = plan_words.lines(plan.dates, now)
    return render_template(
        "staff/when.html",
        plan=plan,
        slots=[(one.schedule_id, plan_words.slot_sentence(one.slot)) for one in plan.slots],
        skipped=_skipped(plan),
        dates=dates[:FIRST_DATES],
        later=dates[FIRST_DATES:],
    )


@staff.post("/listings/<int:activity_id>/when/<int:schedule_id>/drop")
@for_workers(Deed.EDIT_LISTINGS)
def drop_time(activity_id: int, schedule_id: int) -> ResponseReturnValue:
    form = OneDateForm()

    def drop(db: Session, activity: Activity) -> None:
        drop_slot(db, activity, schedule_id, version=form.seen_version(), **_by_her())

    done = _("This time is taken out, and its dates to come with it.")
    return _change(activity_id, Deed.EDIT_LISTINGS, drop, done)


@staff.post("/listings/<int:activity_id>/dates/<int:date_id>/skip")
@for_workers(Deed.CHANGE_DATES)
def skip_date(activity_id: int, date_id: int) -> ResponseReturnValue:
    form = OneDateForm()

    def skip(db: Session, activity: Activity) -> None:
        found = date_of(db, activity_id, date_id)
        skip_day(
            db, activity, found.schedule_id or 0, found.rule_day, version=form.seen_version(), **_by_her()
        )

    done = _("Left out: families do not see this date at all. You find it under “Left out”.")
    return _change(activity_id, Deed.CHANGE_DATES, skip, done)


@staff.post("/listings/<int:activity_id>/when/<int:schedule_id>/unskip")
@for_workers(Deed.CHANGE_DATES)
def unskip_date(activity_id: int, schedule_id: int) -> ResponseReturnValue:
    form = UnskipForm()

    def put_back(db: Session, activity: Activity) -> None:
        if form.validate_on_submit():
            unskip_day(db, activity, schedule_id, form.day.data, version=form.seen_version(), **_by_her())

    return _change(activity_id, Deed.CHANGE_DATES, put_back, _("It is in the plan again."))


def _change(
    activity_id: int, deed: Deed, do: Callable[[Session, Activity], None], done: str
) -> ResponseReturnValue:
    """Change the plan as she saw it, or say who was quicker; then back to the plan."""
    try:
        with runtime().database.unit_of_work() as db:
            do(db, own_activity(db, activity_id, deed))
        flash(done)
    except ListingChanged as error:
        flash(plan_words.saved_meanwhile(error))
    return redirect(url_for("staff.when", activity_id=activity_id), 303)


def _by_her() -> dict[str, Any]:
    return {"who": g.worker.name, "now": clock.now()}


def _skipped(plan: Plan) -> list[tuple[int, date, str]]:
    """Days to come that somebody left out: their schedule, the day, and the day in words."""
    today = clock.today()
    return [
        (one.schedule_id, day, g.words.day(day))
        for one in plan.slots
        for day in sorted(one.slot.skipped_days)
        if day >= today
    ]
