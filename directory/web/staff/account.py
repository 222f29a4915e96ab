"""One's own account: what is known, how one gets in, and where one is signed in."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import second_factor, signing_in
from directory.accounts.models import Worker
from directory.web import sign_ins
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.templating import gettext as _


@staff.get("/account")
@for_workers()
def account() -> ResponseReturnValue:
    with runtime().database.read() as db:
        return render_template(
            "staff/account.html",
            devices=signing_in.open_ones(db, g.worker.id, now=clock.now()),
            here=this_sign_in(),
            has_phone=second_factor.is_set_up(db.get_one(Worker, g.worker.id)),
            codes_left=second_factor.codes_left(db, g.worker.id),
            london=clock.london,
        )


@staff.post("/account/sign-ins/<int:sign_in_id>/end")
@for_workers()
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        signing_in.end_own(db, g.worker.id, sign_in_id, now=clock.now())
    flash(_("That device is signed out."))
    return redirect(url_for("staff.account"), 303)


@staff.post("/account/sign-out-everywhere")
@for_workers()
def sign_out_everywhere() -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        signing_in.end_all(db, g.worker.id, now=clock.now())
    flash(_("You are signed out on every device."))
    response = redirect(url_for("staff.sign_in"), 303)
    sign_ins.take_cookie(response)
    return response


def this_sign_in() -> int:
    """The number of the sign-in that asked for this page."""
    signed_in = sign_ins.current()
    return signed_in.id if signed_in else 0
