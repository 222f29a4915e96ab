"""One person's account, as whoever looks after it sees it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts import actions, signing_in, staffing
from directory.accounts.roles import Deed, Role
from directory.errors import NotAllowed
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.forms import RoleForm
from directory.web.staff.refusals import sentence
from directory.web.staff.workers import SHORT_ROLES, fill_in, offer_choices
from directory.web.templating import gettext as _


@staff.route("/workers/<int:worker_id>", methods=["GET", "POST"])
@for_workers(Deed.MANAGE_WORKERS)
def worker(worker_id: int) -> ResponseReturnValue:
    """Her roles and how she gets in; sent, one more role."""
    with runtime().database.read() as db:
        card = staffing.staff_card(db, g.worker, worker_id)
        form, places = RoleForm(), offer_choices(db)
    fill_in(form, places)
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                staffing.give_role(
                    db,
                    g.worker,
                    worker_id,
                    role=Role(form.role.data),
                    place=places[form.place.data],
                    now=clock.now(),
                )
        except NotAllowed as refusal:
            form.role.errors = [sentence(refusal)]
        else:
            return _back(worker_id, _("The role is given."))
    return render_template("staff/worker.html", form=form, card=card, roles=SHORT_ROLES, london=clock.london)


@staff.post("/workers/<int:worker_id>/roles/<int:membership_id>/take")
@for_workers(Deed.MANAGE_WORKERS)
def take_role(worker_id: int, membership_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        staffing.staff_card(db, g.worker, worker_id)
        staffing.take_role(db, g.worker, worker_id, membership_id, now=clock.now())
        gone = worker_id not in {card.id for card in staffing.staff_for(db, g.worker)}
    if gone:
        flash(_("The role is taken away. This person works at none of your centres any more."))
        return redirect(url_for("staff.workers"), 303)
    return _back(worker_id, _("The role is taken away."))


@staff.post("/workers/<int:worker_id>/close")
@for_workers(Deed.MANAGE_WORKERS)
def close_account(worker_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        staffing.set_active(db, g.worker, worker_id, active=False, now=clock.now())
    return _back(worker_id, _("The account is closed, and signed out everywhere."))


@staff.post("/workers/<int:worker_id>/open")
@for_workers(Deed.MANAGE_WORKERS)
def open_account(worker_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        staffing.set_active(db, g.worker, worker_id, active=True, now=clock.now())
    return _back(worker_id, _("The account is open again."))


@staff.post("/workers/<int:worker_id>/invite-again")
@for_workers(Deed.MANAGE_WORKERS)
def invite_again(worker_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        row = staffing.hers_to_change(db, g.worker, worker_id)
        if row.password is None:
            actions.invite(db, row, inviter=g.worker.name, site=runtime().settings.address, now=clock.now())
    return _back(worker_id, _("Another invitation is on its way; the earlier one works no more."))


@staff.post("/workers/<int:worker_id>/take-phone")
@for_workers(Deed.MANAGE_WORKERS)
def take_phone(worker_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        staffing.hers_to_change(db, g.worker, worker_id)
        actions.take_phone_away(db, worker_id, now=clock.now())
    return _back(worker_id, _("The phone is forgotten. Another is set up at the next sign-in."))


@staff.post("/workers/<int:worker_id>/sign-out")
@for_workers(Deed.MANAGE_WORKERS)
def sign_out_worker(worker_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        staffing.hers_to_change(db, g.worker, worker_id)
        signing_in.end_all(db, worker_id, now=clock.now())
    return _back(worker_id, _("Signed out on every device."))


def _back(worker_id: int, done: str) -> ResponseReturnValue:
    flash(done)
    return redirect(url_for("staff.worker", worker_id=worker_id), 303)
