"""The answers that staff give again and again: all of them, and a new one."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.roles import Deed
from directory.contacts import canned
from directory.contacts.canned import TooManyAnswers
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.families.forms import ready_form
from directory.web.staff.texts_form import languages_of
from directory.web.templating import gettext as _
from directory.words import N_

TOO_MANY = N_("There are many already. Take one away that nobody uses, then add this one.")


@staff.get("/families/answers")
@for_workers(Deed.ANSWER_FAMILIES)
def ready_answers() -> ResponseReturnValue:
    with runtime().database.read() as db:
        answers = canned.answers(db, g.worker.council_id)
    return render_template("staff/families/answers.html", answers=answers)


@staff.route("/families/answers/new", methods=["GET", "POST"])
@for_workers(Deed.KEEP_CHAT)
def new_ready_answer() -> ResponseReturnValue:
    with runtime().database.read() as db:
        form = ready_form(languages_of(db, g.worker.council_id))
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                canned.add(db, g.worker.council_id, form.texts())
            flash(_("Saved. Everybody can use it now."))
            return redirect(url_for("staff.ready_answers"), 303)
        except TooManyAnswers:
            form.by_language["en"].errors = [TOO_MANY]
    return render_template("staff/families/answer.html", form=form, answer=None)
