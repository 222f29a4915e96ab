"""Another phone, or new codes to write down: both ask for the password."""

from flask import Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, second_factor, signing_in
from directory.web import sign_ins
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import proving, staff
from directory.web.staff.account_password import WRONG
from directory.web.staff.forms import OwnPasswordForm


@staff.route("/account/phone", methods=["GET", "POST"])
@for_workers()
def account_phone() -> ResponseReturnValue:
    """She is led through setting up a phone at once; the old one counts no more."""
    form = OwnPasswordForm()
    if not _proved(form):
        return render_template("staff/account_phone.html", form=form)
    now, signed_in = clock.now(), sign_ins.current()
    with runtime().database.unit_of_work() as db:
        actions.take_phone_away(db, g.worker.id, now=now)
        second_factor.prepare(db, g.worker.id)
        token = signing_in.begin(
            db, g.worker.id, device=signed_in.device if signed_in else "", proven=False, now=now
        )
    response = redirect(url_for("staff.phone", next=url_for("staff.account")), 303)
    sign_ins.give_cookie(response, token)
    return response


@staff.route("/account/codes", methods=["GET", "POST"])
@for_workers()
def account_codes() -> ResponseReturnValue:
    form = OwnPasswordForm()
    if not _proved(form):
        return render_template("staff/account_codes.html", form=form)
    with runtime().database.unit_of_work() as db:
        codes = second_factor.new_recovery_codes(db, g.worker.id)
    return Response(render_template("staff/codes.html", codes=codes, goal=url_for("staff.account")))


def _proved(form: OwnPasswordForm) -> bool:
    if not form.validate_on_submit():
        return False
    if proving.whose(g.worker.email, form.password.data) == g.worker.id:
        return True
    form.password.errors = [WRONG]
    return False
