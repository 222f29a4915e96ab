"""What parents say is wrong, and what the centre answers."""

from datetime import datetime

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.checking import assure, still_right
from directory.listings.models import Activity, Status
from directory.listings.refusals import ListingChanged
from directory.reports.actions import AlreadyAnswered, answer
from directory.reports.models import Answer, Wrong
from directory.reports.queries import how_many_waiting, waiting
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.check import somebody_changed
from directory.web.staff.check_forms import AnswerForm
from directory.web.staff.own import own_activity
from directory.web.staff.today import CARDS, TodayCard
from directory.web.templating import gettext as _
from directory.words import labels


@staff.get("/reports")
@for_workers(Deed.ANSWER_REPORTS)
def reports() -> ResponseReturnValue:
    with runtime().database.read() as db:
        found = waiting(db, g.worker.centres(Deed.ANSWER_REPORTS))
    return render_template(
        "staff/reports.html",
        reports=[(card, clock.london(card.first_at).date(), labels.WRONG[card.what]) for card in found],
        form=AnswerForm(formdata=None),
    )


@staff.post("/reports/<int:activity_id>/<what>")
@for_workers(Deed.ANSWER_REPORTS)
def answer_report(activity_id: int, what: str) -> ResponseReturnValue:
    form = AnswerForm()
    try:
        with runtime().database.unit_of_work() as db:
            activity = own_activity(db, activity_id, Deed.ANSWER_REPORTS)
            _answer(db, activity, what, form)
    except AlreadyAnswered as other:
        flash(_("%(who)s has answered this already.", who=other.who))
    except ListingChanged as changed:
        flash(somebody_changed(activity.name, changed))
    return redirect(url_for("staff.reports"), 303)


def _answer(db: Session, activity: Activity, what: str, form: AnswerForm) -> None:
    if what not in labels.WRONG:
        raise NotFound(what)
    if not form.validate():
        flash(_("Nothing was answered. Please choose what you found."))
        return
    given, now = Answer(form.answer.data), clock.now()
    answer(db, activity.id, Wrong(what), newest=form.newest.data, given=given, who=g.worker.name, now=now)
    _note_checked(db, activity, given, as_seen=form.version.data, now=now)
    flash(_("Thank you. It is answered."))


def on_today(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    """How many of her listings have something reported that waits for an answer."""
    centres = worker.centres(Deed.ANSWER_REPORTS)
    total = how_many_waiting(db, centres) if centres else 0
    return TodayCard("staff/today_reports.html", total) if total else None


CARDS.append(on_today)


def _note_checked(db: Session, activity: Activity, given: Answer, *, as_seen: int, now: datetime) -> None:
    """Whoever answers has looked at the listing: it counts as checked, unless it is not about it.

    Who says that it is right must have seen it as it is; who has put it right has changed it meanwhile.
    """
    if activity.status is not Status.PUBLISHED or given is Answer.NOT_OURS:
        return
    if given is Answer.IS_RIGHT:
        still_right(db, activity.id, as_seen=as_seen, who=g.worker.name, now=now)
    else:
        assure(db, activity, who=g.worker.name, now=now)
