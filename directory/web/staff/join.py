"""Taking up an invitation: the first password."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, passwords, tickets
from directory.accounts.models import TicketKind
from directory.accounts.weak_passwords import PasswordRefused
from directory.web.audience import for_everyone
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.forms import NewPasswordForm
from directory.web.staff.refusals import sentence
from directory.web.staff.sign_in import let_in


@staff.route("/join/<token>", methods=["GET", "POST"])
@for_everyone
def join(token: str) -> ResponseReturnValue:
    now, form = clock.now(), NewPasswordForm()
    with runtime().database.read() as db:
        found = tickets.look(db, token, TicketKind.INVITATION, now=now)
    if form.validate_on_submit():
        try:
            with runtime().database.read() as db:
                actions.refuse_weak_for(db, found.worker_id, form.new_password.data)
            stored = passwords.hashed(form.new_password.data)
            with runtime().database.unit_of_work() as db:
                worker_id = actions.join(db, token, password=stored, now=now)
            return let_in(worker_id, url_for("staff.today"))
        except PasswordRefused as refusal:
            form.new_password.errors = [sentence(refusal)]
    return render_template("staff/join.html", form=form, found=found)
