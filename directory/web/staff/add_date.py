"""Adding one date beside the regular ones."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.models import Activity
from directory.listings.refusals import ListingChanged, ScheduleWrong
from directory.listings.schedules import add_day, times_seen
from directory.listings.slots import slot_of
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import one_date, plan_words, staff
from directory.web.staff.own import own_activity
from directory.web.staff.plan_forms import AddForm
from directory.web.templating import gettext as _


@staff.route("/listings/<int:activity_id>/dates/add", methods=["GET", "POST"])
@for_workers(Deed.CHANGE_DATES)
def add_date(activity_id: int) -> ResponseReturnValue:
    form, problem = AddForm(), ""
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                _add(db, own_activity(db, activity_id, Deed.CHANGE_DATES), form)
            return one_date.back(activity_id, _("Added. Families see it on every page now."))
        except ScheduleWrong as error:
            faults = {"dates": form.day} | {field.name: field for field in form}
            plan_words.put(error.faults, faults)
        except ListingChanged as error:
            problem = plan_words.saved_meanwhile(error)
    with runtime().database.read() as db:
        activity = own_activity(db, activity_id, Deed.CHANGE_DATES)
        form.version.data, form.version.raw_data = str(times_seen(db, activity)), None
        if request.method == "GET" and activity.schedules:
            usual = slot_of(activity.schedules[0])
            form.starts.data, form.ends.data = usual.starts, usual.ends
        name = activity.name
    page = render_template(
        "staff/add_date.html", form=form, activity_id=activity_id, name=name, problem=problem
    )
    return page, 409 if problem else 200


def _add(db: Session, activity: Activity, form: AddForm) -> None:
    version = form.seen_version()
    add_day(db, activity, form.slot(), version=version, who=g.worker.name, now=clock.now())
