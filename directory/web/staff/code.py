"""The second proof: a code from her phone, or one she wrote down."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import demo, second_factor, signing_in, throttle
from directory.accounts.models import Worker
from directory.accounts.second_factor import CodeWrong
from directory.web import sign_ins
from directory.web.audience import for_arriving
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.forms import CodeForm
from directory.web.staff.refusals import sentence
from directory.web.templating import gettext as _


@staff.route("/code", methods=["GET", "POST"])
@for_arriving
def code() -> ResponseReturnValue:
    worker_id = g.arriving.worker.id
    with runtime().database.read() as db:
        if not second_factor.is_set_up(db.get_one(Worker, worker_id)):
            return redirect(url_for("staff.phone", next=request.args.get("next")), 303)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _let_in(worker_id, form.code.data)
        except CodeWrong as refusal:
            form.code.errors = [sentence(refusal)]
    return render_template("staff/code.html", form=form, demo_code=_demo_code())


def _let_in(worker_id: int, text: str) -> ResponseReturnValue:
    now, who = clock.now(), {"account": str(worker_id), "address": request.remote_addr or ""}
    with runtime().database.unit_of_work() as db:
        throttle.note_try(db, "code", **who, now=now)
    with runtime().database.unit_of_work() as db:
        second_factor.prove(db, worker_id, text, now=now)
        throttle.forgive(db, "code", **who, now=now)
        token = signing_in.prove(db, g.arriving, now=now)
        left = second_factor.codes_left(db, worker_id)
    if left < second_factor.HOW_MANY // 2:
        flash(
            _("You have %(left)s recovery codes left. Make new ones on the page of your account.", left=left)
        )
    response = sign_ins.on_her_way()
    sign_ins.give_cookie(response, token)
    return response


def _demo_code() -> str | None:
    if runtime().settings.public_url:
        return None
    with runtime().database.read() as db:
        return demo.code_for(db, g.arriving.worker.email, now=clock.now())
