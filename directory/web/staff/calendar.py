"""Closing days: of a centre, a cluster, or everybody; how many sessions they cross out; opening again."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings import wording
from directory.listings.closing import (
    ClosureCard,
    Hit,
    Scope,
    check_days,
    close,
    closure_named,
    closures,
    hit_by,
    reopen,
    scopes,
)
from directory.listings.refusals import ScheduleWrong
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import plan_words, staff
from directory.web.staff.navigation import WAYS, Way
from directory.web.staff.plan_forms import ClosureForm
from directory.web.templating import gettext as _
from directory.words import N_

WAYS.append(Way("staff.calendar", N_("Closing days"), Deed.EDIT_CALENDAR))


@staff.route("/calendar", methods=["GET", "POST"])
@for_workers(Deed.EDIT_CALENDAR)
def calendar() -> ResponseReturnValue:
    """What is closed, and a form to close: first it says what that would cross out, then it does it."""
    form, hit = ClosureForm(), None
    with runtime().database.read() as db:
        hers = _scopes(db)
        form.scope.choices = [SelectChoice(key, name) for key, (_scope, name) in hers.items()]
        if form.validate_on_submit():
            hit = _hit(db, form, hers[form.scope.data][0])
        known = closures(db, g.worker.council_id, today=clock.today())
    if hit is not None and form.shown.data == _mark(form, hit) and request.form.get("do") == "close":
        return _close(form, hers[form.scope.data][0])
    if hit is not None:
        form.shown.data, form.shown.raw_data = _mark(form, hit), None
    return render_template(
        "staff/calendar.html",
        form=form,
        hit=hit,
        closures=[_line(one, hers) for one in known if _reaches_her(one)],
        days=plan_words.until_of(form.first_day.data, form.last()) if hit is not None else "",
    )


@staff.post("/calendar/<int:closure_id>/open")
@for_workers(Deed.EDIT_CALENDAR)
def reopen_days(closure_id: int) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        closure = closure_named(db, g.worker.council_id, closure_id)
        scope = Scope(closure.council_id, closure.cluster_id, closure.centre_id)
        if scope not in [hers for hers, _name in _scopes(db).values()]:
            raise NotFound(f"closure {closure_id}")
        reopen(db, closure, who=g.worker.name, now=clock.now())
    flash(_("Open again. What the closing days had crossed out is on, and families see it now."))
    return redirect(url_for("staff.calendar"), 303)


def _scopes(db: Session) -> dict[str, tuple[Scope, str]]:
    """What she may close, by the key the form sends."""
    found = scopes(
        db,
        g.worker.council_id,
        g.worker.centres(Deed.EDIT_CALENDAR),
        whole_council=g.worker.may_for_council(Deed.EDIT_CALENDAR),
    )
    return {_key(scope): (scope, name or str(_("Every centre of the council"))) for scope, name in found}


def _key(scope: Scope) -> str:
    if scope.centre_id is not None:
        return f"centre-{scope.centre_id}"
    return f"cluster-{scope.cluster_id}" if scope.cluster_id is not None else "council"


def _hit(db: Session, form: ClosureForm, scope: Scope) -> Hit | None:
    """What closing would do; or None, and what is wrong with the days stands at their fields."""
    try:
        check_days(form.first_day.data, form.last(), today=clock.today())
    except ScheduleWrong as error:
        plan_words.put(error.faults, {field.name: field for field in form}, plan_words.OF_CLOSURES)
        return None
    return hit_by(db, scope, form.first_day.data, form.last(), now=clock.now())


def _mark(form: ClosureForm, hit: Hit) -> str:
    """What she has seen before she agrees."""
    return f"{form.scope.data} {form.first_day.data} {form.last()} {hit.dates}"


def _close(form: ClosureForm, scope: Scope) -> ResponseReturnValue:
    with runtime().database.unit_of_work() as db:
        close(
            db,
            scope,
            form.first_day.data,
            form.last(),
            form.reason.data,
            who=g.worker.name,
            now=clock.now(),
        )
    flash(_("Closed. Families see what is cancelled, and why, on every page now."))
    return redirect(url_for("staff.calendar"), 303)


def _reaches_her(one: ClosureCard) -> bool:
    """A closure of another centre is none of her business; one of a cluster or everybody may be."""
    return one.scope.centre_id is None or one.scope.centre_id in g.worker.centres(Deed.EDIT_CALENDAR)


def _line(one: ClosureCard, hers: dict[str, tuple[Scope, str]]) -> dict[str, object]:
    return {
        "id": one.id,
        "days": plan_words.until_of(one.first_day, one.last_day),
        "place": one.place or _("Every centre of the council"),
        "why": wording.why(g.words, one.reason),
        "hers": _key(one.scope) in hers,
    }
