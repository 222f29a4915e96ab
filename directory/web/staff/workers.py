"""The people who work here: who has an account, and inviting one more."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts import staffing
from directory.accounts.actions import EmailTaken, EmailWrong
from directory.accounts.roles import Deed, Role, may_give
from directory.accounts.staffing import Place
from directory.errors import NotAllowed
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.forms import ROLE_NAMES, InviteForm, RoleForm
from directory.web.staff.refusals import sentence
from directory.web.templating import gettext as _


@staff.get("/workers")
@for_workers(Deed.MANAGE_WORKERS)
def workers() -> ResponseReturnValue:
    with runtime().database.read() as db:
        cards = staffing.staff_for(db, g.worker)
    return render_template("staff/workers.html", cards=cards, roles=SHORT_ROLES, london=clock.london)


@staff.route("/workers/invite", methods=["GET", "POST"])
@for_workers(Deed.MANAGE_WORKERS)
def invite() -> ResponseReturnValue:
    with runtime().database.read() as db:
        form, places = InviteForm(), offer_choices(db)
    fill_in(form, places)
    if form.validate_on_submit():
        try:
            return _invite(form, places[form.place.data])
        except (EmailWrong, EmailTaken) as refusal:
            form.email.errors = [sentence(refusal)]
        except NotAllowed as refusal:
            form.role.errors = [sentence(refusal)]
    return render_template("staff/invite.html", form=form)


def _invite(form: InviteForm, place: Place) -> ResponseReturnValue:
    settings = runtime().settings
    with runtime().database.unit_of_work() as db:
        staffing.invite_worker(
            db,
            g.worker,
            form.worker(),
            role=Role(form.role.data),
            place=place,
            site=settings.address,
            now=clock.now(),
        )
    flash(_("%(name)s is invited. The link in the mail works once, for two days.", name=form.name.data))
    if settings.mail_server is None:
        flash(_("This copy of Doorstep sends no mail yet: the mail lies in the folder “mail”."))
    return redirect(url_for("staff.workers"), 303)


def offer_choices(db: Session) -> dict[str, Place]:
    """The places where she may give a role, by how the form names them."""
    return {place.key: place for place in staffing.places_for(db, g.worker)}


def fill_in(form: RoleForm, places: dict[str, Place]) -> None:
    own = [grant.role for grant in g.worker.grants]
    form.role.choices = [
        (role.value, _(name))
        for role, name in ROLE_NAMES.items()
        if any(may_give(mine, role) for mine in own)
    ]
    form.place.choices = [(key, place.name or _("The whole council")) for key, place in places.items()]


SHORT_ROLES = {role: name.partition(":")[0] for role, name in ROLE_NAMES.items()}
