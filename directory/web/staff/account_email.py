"""Changing one's mail address: it counts once a link sent to it was opened."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, tickets
from directory.accounts.actions import EmailWrong
from directory.accounts.models import TicketKind
from directory.web.audience import for_everyone, for_workers
from directory.web.rooms import runtime
from directory.web.staff import proving, staff
from directory.web.staff.account_password import WRONG
from directory.web.staff.forms import ChangeEmailForm
from directory.web.staff.refusals import sentence
from directory.web.templating import gettext as _


@staff.route("/account/email", methods=["GET", "POST"])
@for_workers()
def account_email() -> ResponseReturnValue:
    form = ChangeEmailForm()
    if form.validate_on_submit():
        if proving.whose(g.worker.email, form.password.data) != g.worker.id:
            form.password.errors = [WRONG]
        else:
            try:
                return _ask(form.email.data)
            except EmailWrong as refusal:
                form.email.errors = [sentence(refusal)]
    return render_template("staff/account_email.html", form=form)


def _ask(email: str) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        actions.ask_for_email(db, g.worker.id, email, site=runtime().settings.address, now=clock.now())
    flash(_("We sent a link to the new address. Open it within a day; until then the old one counts."))
    return redirect(url_for("staff.account"), 303)


@staff.get("/new-email/<token>")
@for_everyone
def new_email(token: str) -> ResponseReturnValue:
    with runtime().database.read() as db:
        found = tickets.look(db, token, TicketKind.NEW_EMAIL, now=clock.now())
    return render_template("staff/new_email.html", found=found)


@staff.post("/new-email/<token>")
@for_everyone
def confirm_new_email(token: str) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        actions.change_email(db, token, now=clock.now())
    flash(_("From now on you sign in with your new address."))
    return redirect(url_for("staff.account"), 303)
