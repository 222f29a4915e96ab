"""Coming in, with mail address and password."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import passwords, signing_in, throttle
from directory.web import sign_ins
from directory.web.audience import for_everyone
from directory.web.paths import back_to
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.devices import device
from directory.web.staff.forms import SignInForm
from directory.words import N_

WRONG = N_("This email and this password do not belong together. Check both, then try again.")


@staff.route("/sign-in", methods=["GET", "POST"])
@for_everyone
def sign_in() -> ResponseReturnValue:
    goal = back_to(request.args.get("next", ""), otherwise=url_for("staff.today"))
    if request.method == "GET" and sign_ins.current():
        return redirect(goal, 303)
    form = SignInForm()
    if form.validate_on_submit():
        token = _let_in(form.email.data, form.password.data)
        if token:
            response = redirect(goal, 303)
            sign_ins.give_cookie(response, token)
            return response
        form.password.errors = [WRONG]
    return render_template("staff/sign_in.html", form=form, was_typing=goal.startswith("/staff/kept/"))


def _let_in(email: str, password: str) -> str | None:
    """A token for the cookie; None when they do not belong together, whichever of them is wrong.

    The password is checked outside the database's turn for writing, as it takes its time.
    """
    now, database = clock.now(), runtime().database
    who = {"account": email.strip().lower(), "address": request.remote_addr or ""}
    with database.unit_of_work() as db:
        throttle.note_try(db, "password", **who, now=now)
        known = signing_in.credentials(db, email)
    worker_id, stored = known or (0, None)
    if not passwords.matches(stored, password):
        return None
    with database.unit_of_work() as db:
        throttle.forgive(db, "password", **who, now=now)
        return signing_in.begin(db, worker_id, device=device(request.user_agent.string), proven=True, now=now)
