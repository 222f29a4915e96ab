"""Saying that one date starts late."""

from flask import render_template
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.listings import dates
from directory.listings.refusals import ScheduleWrong
from directory.web.audience import for_workers
from directory.web.staff import one_date, plan_words, staff
from directory.web.staff.plan_forms import LATE, LateForm
from directory.web.templating import gettext as _


@staff.route("/listings/<int:activity_id>/dates/<int:date_id>/late", methods=["GET", "POST"])
@for_workers(Deed.CHANGE_DATES)
def late_date(activity_id: int, date_id: int) -> ResponseReturnValue:
    form, problem = LateForm(), ""
    if form.validate_on_submit():
        try:
            problem = one_date.change(
                activity_id,
                date_id,
                as_seen=form.seen.data or "",
                deed=lambda db, date: dates.run_late(
                    db, date, minutes=form.minutes.data or None, who=one_date.who(), now=clock.now()
                ),
            )
            if not problem:
                return one_date.back(activity_id, _("Done. Families see it on every page now."))
        except ScheduleWrong as error:
            plan_words.put(error.faults, {"minutes": form.minutes})
    view = one_date.look(activity_id, date_id)
    one_date.show_afresh(form, view)
    page = render_template("staff/late_date.html", form=form, view=view, problem=problem, choices=LATE)
    return page, 409 if problem else 200
