"""Changing many sessions at once: first what it would come to, then the deed, then the way back."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings import bulk as many
from directory.listings.bulk_plan import (
    BulkPlan,
    plan_term,
    plan_venue,
    terms_of,
    venues_left,
    venues_to_enter,
)
from directory.listings.models import BulkChange
from directory.listings.refusals import ChangedSince, ScheduleWrong
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import plan_words, staff
from directory.web.staff.bulk_view import done_line, plan_lines
from directory.web.staff.navigation import WAYS, Way
from directory.web.staff.plan_forms import TermForm, VenueForm
from directory.web.templating import gettext as _
from directory.words import N_

WAYS.append(Way("staff.bulk", N_("Change many sessions at once"), Deed.EDIT_LISTINGS))


@staff.get("/bulk")
@for_workers(Deed.EDIT_LISTINGS)
def bulk() -> ResponseReturnValue:
    """What can be done to many at once, and what lately was."""
    with runtime().database.read() as db:
        hers = g.worker.centres(Deed.EDIT_LISTINGS)
        lately = [done_line(one) for one in many.recent(db) if _is_hers(db, one, hers)]
    return render_template("staff/bulk.html", lately=lately)


@staff.route("/bulk/term", methods=["GET", "POST"])
@for_workers(Deed.EDIT_LISTINGS)
def bulk_term() -> ResponseReturnValue:
    form, plan = TermForm(), None
    with runtime().database.read() as db:
        terms = terms_of(db, g.worker.council_id, today=clock.today())
        if form.validate_on_submit():
            plan = _plan_term(db, form)
    if plan and (answer := _agreed(plan, form.shown.data or "")):
        return answer
    _show(form, plan)
    return render_template(
        "staff/bulk_term.html",
        form=form,
        plan=plan,
        lines=plan_lines(plan),
        terms=[(name, plan_words.until_of(first, last)) for name, first, last in terms],
    )


@staff.route("/bulk/venue", methods=["GET", "POST"])
@for_workers(Deed.EDIT_LISTINGS)
def bulk_venue() -> ResponseReturnValue:
    form, plan = VenueForm(), None
    hers = g.worker.centres(Deed.EDIT_LISTINGS)
    with runtime().database.read() as db:
        left, to_enter = venues_left(db, hers), venues_to_enter(db, g.worker.council_id)
        form.from_venue.choices = [SelectChoice(str(row), name) for row, name in left]
        form.to_venue.choices = [SelectChoice(str(row), name) for row, name in to_enter]
        if form.validate_on_submit():
            plan = plan_venue(db, hers, form.from_venue.data, form.to_venue.data)
    if plan and (answer := _agreed(plan, form.shown.data or "")):
        return answer
    _show(form, plan)
    lines = plan_lines(plan, dict([*left, *to_enter]))
    return render_template("staff/bulk_venue.html", form=form, plan=plan, lines=lines)


@staff.post("/bulk/<int:change_id>/undo")
@for_workers(Deed.EDIT_LISTINGS)
def undo_bulk(change_id: int) -> ResponseReturnValue:
    try:
        with runtime().database.unit_of_work() as db:
            change = many.change_named(db, change_id)
            if not _is_hers(db, change, g.worker.centres(Deed.EDIT_LISTINGS)):
                raise NotFound(f"change {change_id}")
            many.undo(db, change, who=g.worker.name, now=clock.now())
        flash(_("Undone. Everything is as it was before."))
    except ChangedSince as error:
        flash(_cannot_undo(error))
    return redirect(url_for("staff.bulk"), 303)


def _plan_term(db: Session, form: TermForm) -> BulkPlan | None:
    """The plan; or None, and what is wrong stands at its field."""
    old, new = form.stretches()
    try:
        return plan_term(db, g.worker.centres(Deed.EDIT_LISTINGS), old, new, today=clock.today())
    except ScheduleWrong as error:
        plan_words.put(error.faults, {field.name: field for field in form})
        return None


def _agreed(plan: BulkPlan, seen: str) -> ResponseReturnValue | None:
    """Do it, if the plan is still the one she has seen and agreed to."""
    if request.form.get("do") != "apply" or not plan.items or seen != plan.digest:
        return None
    with runtime().database.unit_of_work() as db:
        many.apply(db, plan, who=g.worker.name, now=clock.now())
    flash(_("Done. Families see it on every page now. You can undo it below."))
    return redirect(url_for("staff.bulk"), 303)


def _show(form: TermForm | VenueForm, plan: BulkPlan | None) -> None:
    form.shown.data, form.shown.raw_data = plan.digest if plan else "", None


def _is_hers(db: Session, change: BulkChange, hers: frozenset[int]) -> bool:
    """Whether all that a change touched is hers; nobody undoes what is partly somebody else's."""
    return many.centres_of(db, change) <= hers


def _cannot_undo(error: ChangedSince) -> str:
    return str(
        g.words.gettext(
            "This cannot be undone: %(names)s changed in the meantime. Nothing was touched: change"
            " it by hand.",
            names=g.words.all_of(error.names),
        )
    )
