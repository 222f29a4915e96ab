"""What the pages about one date share: looking it up, doing something to it, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.models import Occurrence
from directory.listings.plans import planned, venue_told
from directory.listings.refusals import DateChanged, DateOver
from directory.listings.single_dates import date_of, date_to_change
from directory.web.rooms import runtime
from directory.web.staff.own import own_activity
from directory.web.staff.plan_words import DateLine, changed_meanwhile, line
from directory.web.templating import gettext as _


@dataclass(frozen=True)
class DateView:
    """One date and the session it belongs to."""

    activity_id: int
    name: str
    centre: str
    venue: str
    line: DateLine


def look(activity_id: int, date_id: int) -> DateView:
    """One date as it is now."""
    with runtime().database.read() as db:
        activity = own_activity(db, activity_id, Deed.CHANGE_DATES)
        found = planned(date_of(db, activity_id, date_id))
        return DateView(
            activity_id=activity.id,
            name=activity.name,
            centre=activity.centre.name,
            venue=venue_told(activity),
            line=line(found, clock.now()),
        )


def change(
    activity_id: int, date_id: int, *, as_seen: str, deed: Callable[[Session, Occurrence], None]
) -> str:
    """Do something to a date that is still as she saw it; or say in one sentence why not."""
    try:
        with runtime().database.unit_of_work() as db:
            own_activity(db, activity_id, Deed.CHANGE_DATES)
            deed(db, date_to_change(db, activity_id, date_id, as_seen=as_seen, now=clock.now()))
    except DateChanged as error:
        return changed_meanwhile(error)
    except DateOver:
        return str(_("This date is over. Nothing was changed."))
    return ""


def show_afresh(form: FlaskForm, view: DateView) -> None:
    """Whatever is decided next is decided about the date as this page shows it."""
    form.seen.data, form.seen.raw_data = view.line.planned.seen, None


def back(activity_id: int, done: str) -> ResponseReturnValue:
    """To where she came from: the first page, or the plan of the session."""
    flash(done)
    if request.args.get("from") == "today":
        return redirect(url_for("staff.today"), 303)
    return redirect(url_for("staff.when", activity_id=activity_id), 303)


def who() -> str:
    return str(g.worker.name)
