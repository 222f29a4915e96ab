"""A forgotten password: a link by mail, and another password."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, passwords, throttle, tickets
from directory.accounts.models import TicketKind
from directory.accounts.weak_passwords import PasswordRefused
from directory.web.audience import for_everyone
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.forms import ForgottenForm, NewPasswordForm
from directory.web.staff.refusals import sentence
from directory.web.templating import gettext as _


@staff.route("/forgotten", methods=["GET", "POST"])
@for_everyone
def forgotten() -> ResponseReturnValue:
    """The answer is the same for every address, whether somebody has an account with it or not."""
    form = ForgottenForm()
    if form.validate_on_submit():
        email, now = form.email.data, clock.now()
        with runtime().database.unit_of_work() as db:
            throttle.note_try(
                db, "reset", account=email.strip().lower(), address=request.remote_addr or "", now=now
            )
            actions.ask_for_reset(db, email, site=runtime().settings.address, now=now)
        return redirect(url_for("staff.forgotten_sent"), 303)
    return render_template("staff/forgotten.html", form=form)


@staff.get("/forgotten/sent")
@for_everyone
def forgotten_sent() -> ResponseReturnValue:
    return render_template("staff/forgotten_sent.html")


@staff.route("/reset/<token>", methods=["GET", "POST"])
@for_everyone
def reset(token: str) -> ResponseReturnValue:
    now, form = clock.now(), NewPasswordForm()
    with runtime().database.read() as db:
        found = tickets.look(db, token, TicketKind.RESET, now=now)
    if form.validate_on_submit():
        try:
            with runtime().database.read() as db:
                actions.refuse_weak_for(db, found.worker_id, form.new_password.data)
            stored = passwords.hashed(form.new_password.data)
            with runtime().database.unit_of_work() as db:
                email = actions.reset_password(db, token, password=stored, now=now)
                throttle.forgive(db, "password", account=email, address=request.remote_addr or "", now=now)
        except PasswordRefused as refusal:
            form.new_password.errors = [sentence(refusal)]
        else:
            flash(_("Your password is changed. Sign in with the new one."))
            return redirect(url_for("staff.sign_in"), 303)
    return render_template("staff/reset.html", form=form, found=found)
