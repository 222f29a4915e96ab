"""Leaving: the sign-in ends in our table, so that a copy of the cookie is of no use."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import signing_in
from directory.web import sign_ins
from directory.web.audience import for_everyone
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.templating import gettext as _


@staff.post("/sign-out")
@for_everyone
def sign_out() -> ResponseReturnValue:
    if signed_in := sign_ins.current():
        with runtime().database.unit_of_work() as db:
            signing_in.end(db, signed_in.id, now=clock.now())
    g.pop("worker", None)
    flash(_("You are signed out."))
    response = redirect(url_for("staff.sign_in"), 303)
    sign_ins.take_cookie(response)
    return response
