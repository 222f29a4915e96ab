"""Moving one date to another day or time."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.models import Occurrence
from directory.listings.refusals import ScheduleWrong
from directory.listings.single_dates import move_to
from directory.web.audience import for_workers
from directory.web.staff import one_date, plan_words, staff
from directory.web.staff.plan_forms import MoveForm
from directory.web.templating import gettext as _


@staff.route("/listings/<int:activity_id>/dates/<int:date_id>/move", methods=["GET", "POST"])
@for_workers(Deed.CHANGE_DATES)
def move_date(activity_id: int, date_id: int) -> ResponseReturnValue:
    form, problem = MoveForm(), ""
    if form.validate_on_submit():
        try:
            problem = one_date.change(
                activity_id,
                date_id,
                as_seen=form.seen.data or "",
                deed=lambda db, date: _move(db, date, form),
            )
            if not problem:
                return one_date.back(activity_id, _("Moved. Families see the new time on every page now."))
        except ScheduleWrong as error:
            plan_words.put(error.faults, {field.name: field for field in form})
    view = one_date.look(activity_id, date_id)
    one_date.show_afresh(form, view)
    if request.method == "GET":
        planned = view.line.planned.date
        form.day.data, form.starts.data, form.ends.data = (
            planned.starts.date(),
            planned.starts.time(),
            planned.ends.time(),
        )
    page = render_template("staff/move_date.html", form=form, view=view, problem=problem)
    return page, 409 if problem else 200


def _move(db: Session, occurrence: Occurrence, form: MoveForm) -> None:
    move_to(
        db,
        occurrence,
        day=form.day.data,
        slot=form.slot(),
        reason=form.reason.data,
        who=one_date.who(),
        now=clock.now(),
    )
