"""What somebody typed before she had to sign in again."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from directory.accounts import kept_forms
from directory.web import posting
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.templating import gettext as _


@staff.get("/kept/<int:kept_id>")
@for_workers()
def kept(kept_id: int) -> ResponseReturnValue:
    with runtime().database.read() as db:
        form = kept_forms.kept_form(db, g.worker.id, kept_id)
    return posting.send_again(form.fields, to=form.path, reason="kept", kept_id=kept_id)


@staff.post("/kept/<int:kept_id>/forget")
@for_workers()
def forget_kept(kept_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        kept_forms.forget(db, g.worker.id, kept_id)
    flash(_("What you had typed is thrown away."))
    return redirect(url_for("staff.today"), 303)
