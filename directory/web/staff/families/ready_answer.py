"""One of the answers that staff give again and again, in every language."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.roles import Deed
from directory.contacts import canned
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.families.forms import ready_form
from directory.web.staff.texts_form import languages_of
from directory.web.templating import gettext as _

ADDRESS = "/families/answers/<key>"


@staff.route(ADDRESS, methods=["GET", "POST"])
@for_workers(Deed.KEEP_CHAT)
def ready_answer(key: str) -> ResponseReturnValue:
    with runtime().database.read() as db:
        answer = canned.answer_named(db, g.worker.council_id, key)
        form = ready_form(languages_of(db, g.worker.council_id, answer.texts), answer.texts)
    if not form.validate_on_submit():
        return render_template("staff/families/answer.html", form=form, answer=answer)
    with runtime().database.unit_of_work() as db:
        canned.keep(db, g.worker.council_id, key, form.texts())
    flash(_("Saved. Everybody can use it now."))
    return redirect(url_for("staff.ready_answers"), 303)


@staff.post(f"{ADDRESS}/remove")
@for_workers(Deed.KEEP_CHAT)
def remove_ready_answer(key: str) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        canned.remove(db, g.worker.council_id, key)
    flash(_("Taken away."))
    return redirect(url_for("staff.ready_answers"), 303)
