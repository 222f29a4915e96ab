"""The council's school terms and bank holidays."""

from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotAllowed
from directory.upkeep import calendar as council_calendar
from directory.upkeep.calendar import Rewritten, bank_holidays, known_holidays, missing_holidays, terms
from directory.upkeep.marks import mark
from directory.upkeep.refusals import PlaceChanged, PlaceWrong
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.places.forms import HolidayForm, TermsForm, terms_form
from directory.web.staff.places.wording import tell
from directory.web.templating import gettext as _
from directory.web.templating import ngettext

MOST_ROWS = 60


@staff.get("/places/calendar")
@for_workers(Deed.EDIT_CALENDAR)
def council_calendar_page() -> ResponseReturnValue:
    _for_the_council()
    return _page()


@staff.post("/places/calendar/terms")
@for_workers(Deed.EDIT_CALENDAR)
def change_council_terms() -> ResponseReturnValue:
    _for_the_council()
    with runtime().database.read() as db:
        kept = terms(db, g.worker.council_id, since=clock.today())
    form = terms_form(kept, min(sum(name.startswith("name_") for name in request.form), MOST_ROWS))
    if not form.validate_on_submit():
        return _page(form)
    try:
        with runtime().database.unit_of_work() as db:
            done = council_calendar.change_terms(
                db,
                g.worker.council_id,
                form.typed(),
                shown=form.shown.data,
                who=g.worker.name,
                now=clock.now(),
            )
    except PlaceWrong as refusal:
        tell(form, refusal)
        return _page(form)
    except PlaceChanged:
        form.shown.data = mark(kept)
        return _page(form, others=[f"{term.name}: {term.first_day} – {term.last_day}" for term in kept])
    return _done(done)


@staff.post("/places/calendar/holidays/fill")
@for_workers(Deed.EDIT_CALENDAR)
def fill_in_holidays() -> ResponseReturnValue:
    _for_the_council()
    with runtime().database.unit_of_work() as db:
        known = bank_holidays(db, g.worker.council_id)
        missing = missing_holidays(db, g.worker.council_id, today=clock.today())
        done = _change(db, {**known, **missing})
    return _done(done)


@staff.post("/places/calendar/holidays/add")
@for_workers(Deed.EDIT_CALENDAR)
def add_holiday() -> ResponseReturnValue:
    _for_the_council()
    form = HolidayForm()
    if not form.validate_on_submit():
        return _page(holiday=form)
    try:
        with runtime().database.unit_of_work() as db:
            done = council_calendar.add_bank_holiday(
                db,
                g.worker.council_id,
                day=form.day.data or "",
                name=form.name.data or "",
                who=g.worker.name,
                now=clock.now(),
            )
    except PlaceWrong as refusal:
        tell(form, refusal)
        return _page(holiday=form)
    return _done(done)


@staff.post("/places/calendar/holidays/remove")
@for_workers(Deed.EDIT_CALENDAR)
def remove_holiday() -> ResponseReturnValue:
    _for_the_council()
    with runtime().database.unit_of_work() as db:
        known = bank_holidays(db, g.worker.council_id)
        gone = request.form.get("day", "")
        done = _change(db, {day: name for day, name in known.items() if day.isoformat() != gone})
    return _done(done)


def _for_the_council() -> None:
    """A centre's or a cluster's closing days are set elsewhere; terms are the whole council's."""
    if not g.worker.may_for_council(Deed.EDIT_CALENDAR):
        raise NotAllowed(Deed.EDIT_CALENDAR)


def _change(db: Session, wanted: dict[date, str]) -> Rewritten:
    return council_calendar.change_bank_holidays(
        db, g.worker.council_id, wanted, who=g.worker.name, now=clock.now()
    )


def _page(
    form: TermsForm | None = None, *, holiday: HolidayForm | None = None, others: list[str] | None = None
) -> str:
    today = clock.today()
    with runtime().database.read() as db:
        kept = terms(db, g.worker.council_id, since=today)
        holidays = bank_holidays(db, g.worker.council_id)
        missing = missing_holidays(db, g.worker.council_id, today=today)
    if form is None:
        form = terms_form(kept)
        form.shown.data = mark(kept)
    return render_template(
        "staff/places/calendar.html",
        form=form,
        holiday=holiday or HolidayForm(formdata=None),
        others=others,
        holidays=[(day, name) for day, name in holidays.items() if day >= today],
        missing=missing,
        known=known_holidays(),
    )


def _done(done: Rewritten) -> ResponseReturnValue:
    if done.listings:
        told = ngettext(
            "Saved. In %(num)s listing, %(added)s dates were added and %(gone)s taken away.",
            "Saved. In %(num)s listings, %(added)s dates were added and %(gone)s taken away.",
            done.listings,
            added=g.words.number(done.added),
            gone=g.words.number(done.gone),
        )
    else:
        told = _("Saved. No session’s dates change by it.")
    flash(told)
    return redirect(url_for("staff.council_calendar_page"), 303)
