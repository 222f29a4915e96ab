"""Changing one's password, which asks for the one there is."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, passwords
from directory.accounts.weak_passwords import PasswordRefused
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import proving, staff
from directory.web.staff.account import this_sign_in
from directory.web.staff.forms import ChangePasswordForm
from directory.web.staff.refusals import sentence
from directory.web.templating import gettext as _
from directory.words import N_

WRONG = N_("This is not the password you have now. Check it, then try again.")


@staff.route("/account/password", methods=["GET", "POST"])
@for_workers()
def account_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if proving.whose(g.worker.email, form.password.data) != g.worker.id:
            form.password.errors = [WRONG]
        else:
            try:
                return _change(form.new_password.data)
            except PasswordRefused as refusal:
                form.new_password.errors = [sentence(refusal)]
    return render_template("staff/account_password.html", form=form)


def _change(password: str) -> ResponseReturnValue:
    with runtime().database.read() as db:
        actions.refuse_weak_for(db, g.worker.id, password)
    stored = passwords.hashed(password)
    with runtime().database.unit_of_work() as db:
        actions.change_password(db, g.worker.id, password=stored, now=clock.now(), but=this_sign_in())
    flash(_("Your password is changed, and every other device is signed out."))
    return redirect(url_for("staff.account"), 303)
