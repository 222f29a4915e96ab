"""Cancelling one date, with a reason that families see, and putting it back on."""

from flask import render_template
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.listings import dates
from directory.listings.refusals import ScheduleWrong
from directory.listings.single_dates import put_back
from directory.web.audience import for_workers
from directory.web.staff import one_date, plan_words, staff
from directory.web.staff.plan_forms import CancelForm, OneDateForm
from directory.web.templating import gettext as _


@staff.route("/listings/<int:activity_id>/dates/<int:date_id>/cancel", methods=["GET", "POST"])
@for_workers(Deed.CHANGE_DATES)
def cancel_date(activity_id: int, date_id: int) -> ResponseReturnValue:
    form, problem = CancelForm(), ""
    if form.validate_on_submit():
        problem = one_date.change(
            activity_id,
            date_id,
            as_seen=form.seen.data or "",
            deed=lambda db, date: dates.cancel_date(
                db, date, reason=form.reason.data, who=one_date.who(), now=clock.now()
            ),
        )
        if not problem:
            return one_date.back(activity_id, _("Cancelled. Families see it on every page now."))
    view = one_date.look(activity_id, date_id)
    one_date.show_afresh(form, view)
    page = render_template("staff/cancel_date.html", form=form, view=view, problem=problem)
    return page, 409 if problem else 200


@staff.post("/listings/<int:activity_id>/dates/<int:date_id>/restore")
@for_workers(Deed.CHANGE_DATES)
def restore_date(activity_id: int, date_id: int) -> ResponseReturnValue:
    try:
        problem = one_date.change(
            activity_id,
            date_id,
            as_seen=OneDateForm().seen.data or "",
            deed=lambda db, date: put_back(db, date, who=one_date.who(), now=clock.now()),
        )
    except ScheduleWrong as error:
        problem = plan_words.sentence(error.faults[0])
    return one_date.back(activity_id, problem or _("It is on again. Families see it on every page now."))
