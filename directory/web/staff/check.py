"""What is to be checked, the most pressing first, with one tap each for “still right”."""

from datetime import datetime

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.errors import NotAllowed
from directory.freshness.queries import CheckCard, how_many_to_check, to_check
from directory.listings import wording
from directory.listings.checking import check_every, still_right
from directory.listings.refusals import ListingChanged
from directory.places.models import Council
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.check_forms import IntervalForm, SeenForm
from directory.web.staff.own import own_activity
from directory.web.staff.today import CARDS, TodayCard
from directory.web.templating import gettext as _

AT_ONCE = 12
ON_TODAY = 3


@staff.get("/check")
@for_workers(Deed.EDIT_LISTINGS)
def check() -> ResponseReturnValue:
    return _page(_interval_form())


@staff.post("/check/<int:activity_id>")
@for_workers(Deed.EDIT_LISTINGS)
def check_one(activity_id: int) -> ResponseReturnValue:
    form = SeenForm()
    with runtime().database.unit_of_work() as db:
        activity = own_activity(db, activity_id, Deed.EDIT_LISTINGS)
        name = activity.name
        try:
            still_right(db, activity_id, as_seen=form.version.data or 0, who=g.worker.name, now=clock.now())
            flash(_("Thank you. “%(name)s” is checked today.", name=name))
        except ListingChanged as changed:
            flash(somebody_changed(name, changed))
    return redirect(url_for("staff.check"), 303)


@staff.post("/check/every")
@for_workers(Deed.EDIT_CALENDAR)
def check_interval() -> ResponseReturnValue:
    """How often: for a whole council, by its own staff."""
    if not g.worker.may_for_council(Deed.EDIT_CALENDAR):
        raise NotAllowed(Deed.EDIT_CALENDAR)
    form = IntervalForm()
    if not form.validate():
        return _page(form)
    with runtime().database.unit_of_work() as db:
        check_every(db, g.worker.council_id, form.days.data)
    flash(_("Saved. It counts for all listings from now on."))
    return redirect(url_for("staff.check"), 303)


def somebody_changed(name: str, changed: ListingChanged) -> str:
    if changed.at is None:
        return str(_("“%(name)s” was changed meanwhile. Please look at it again.", name=name))
    at = g.words.time(clock.london(changed.at).time())
    return str(
        _(
            "%(who)s changed “%(name)s” at %(time)s. Please look at it again.",
            who=changed.who,
            name=name,
            time=at,
        )
    )


def on_today(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    """How many listings of her centres are due, and the most pressing of them."""
    centres, today = worker.centres(Deed.EDIT_LISTINGS), clock.london(now).date()
    total = how_many_to_check(db, centres, today=today) if centres else 0
    if not total:
        return None
    names = [card.name for card in to_check(db, centres, today=today, most=ON_TODAY)]
    return TodayCard("staff/today_check.html", {"total": total, "names": names})


CARDS.append(on_today)


def _page(interval: IntervalForm | None) -> str:
    centres, today = g.worker.centres(Deed.EDIT_LISTINGS), clock.today()
    with runtime().database.read() as db:
        cards = to_check(db, centres, today=today, most=AT_ONCE)
        total = how_many_to_check(db, centres, today=today)
    return render_template(
        "staff/check.html",
        listings=[(card, _facts(card)) for card in cards],
        more=total - len(cards),
        total=total,
        several=len(centres) > 1,
        seen=SeenForm(),
        form=interval,
    )


def _interval_form() -> IntervalForm | None:
    if not g.worker.may_for_council(Deed.EDIT_CALENDAR):
        return None
    with runtime().database.read() as db:
        days = db.get_one(Council, g.worker.council_id).review_days
    return IntervalForm(days=days) if request.method == "GET" else IntervalForm()


def _facts(card: CheckCard) -> list[str]:
    """What families are told, line by line: what she has to know is right."""
    page = card.page
    when = wording.slots(g.words, page.slots, clock.today())
    told = [*when, wording.where(g.words, page.card), *(tag.text for tag in wording.tags(g.words, page.card))]
    return [line for line in [*told, page.book_phone or page.card.phone or ""] if line]
