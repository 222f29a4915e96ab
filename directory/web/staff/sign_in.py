"""Coming in, with mail address and password."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import signing_in
from directory.web import sign_ins
from directory.web.audience import for_everyone
from directory.web.paths import back_to
from directory.web.rooms import runtime
from directory.web.staff import proving, staff
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
        if worker_id := proving.whose(form.email.data, form.password.data):
            return let_in(worker_id, goal)
        form.password.errors = [WRONG]
    return render_template("staff/sign_in.html", form=form, was_typing=goal.startswith("/staff/kept/"))


def let_in(worker_id: int, goal: str) -> ResponseReturnValue:
    """Sign in somebody who has proved herself, and send her on; a page that needs it asks for a code."""
    with runtime().database.unit_of_work() as db:
        token = signing_in.come_in(db, worker_id, device=device(request.user_agent.string), now=clock.now())
    response = redirect(goal, 303)
    sign_ins.give_cookie(response, token)
    return response
