"""Setting up a phone for codes: scan, type the first code, write down ten for a rainy day."""

import io

import segno
from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, second_factor, signing_in, throttle
from directory.accounts.second_factor import CodeWrong
from directory.web import sign_ins
from directory.web.audience import for_arriving
from directory.web.paths import back_to
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.forms import CodeForm
from directory.web.staff.refusals import sentence


@staff.route("/phone", methods=["GET", "POST"])
@for_arriving
def phone() -> ResponseReturnValue:
    try:
        secret, _ = _to_show()
    except CodeWrong:
        return redirect(url_for("staff.code", next=request.args.get("next")), 303)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _set_up(form.code.data)
        except CodeWrong as refusal:
            form.code.errors = [sentence(refusal)]
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render_template("staff/phone.html", form=form, secret=spaced)


@staff.get("/phone.svg")
@for_arriving
def phone_svg() -> ResponseReturnValue:
    """The picture that her phone reads the secret from."""
    try:
        _, address = _to_show()
    except CodeWrong:
        return redirect(url_for("staff.code"), 303)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=3, light="#fff")
    return Response(drawn.getvalue(), content_type="image/svg+xml")


def _to_show() -> tuple[str, str]:
    with runtime().database.read() as db:
        return second_factor.secret_to_show(db, g.arriving.worker.id)


def _set_up(text: str) -> ResponseReturnValue:
    """The codes are shown with this very answer, as they are kept nowhere."""
    now, worker_id = clock.now(), g.arriving.worker.id
    who = {"account": str(worker_id), "address": request.remote_addr or ""}
    with runtime().database.unit_of_work() as db:
        throttle.note_try(db, "code", **who, now=now)
    with runtime().database.unit_of_work() as db:
        codes = actions.set_up_phone(db, worker_id, text, now=now)
        throttle.forgive(db, "code", **who, now=now)
        token = signing_in.prove(db, g.arriving, now=now)
    g.worker = g.arriving.worker
    goal = back_to(request.args.get("next", ""), otherwise=url_for("staff.today"))
    response = Response(render_template("staff/codes.html", codes=codes, goal=goal))
    sign_ins.give_cookie(response, token)
    return response
