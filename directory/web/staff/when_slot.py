"""One time of a session: as choices or as a sentence, with its next dates and clashes before it is saved."""

import hashlib
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.calendars import calendar_for
from directory.listings.choices import choices_of, faults, slot_from
from directory.listings.models import Activity
from directory.listings.plans import coming
from directory.listings.refusals import ListingChanged, ScheduleWrong
from directory.listings.schedules import check_overlap, schedule_named, set_slot, times_seen
from directory.listings.sentences import understand
from directory.listings.slots import slot_of
from directory.listings.timetable import Slot
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import plan_words, staff
from directory.web.staff.own import own_activity
from directory.web.staff.plan_forms import SlotForm
from directory.web.staff.plan_words import ComingLine
from directory.web.templating import gettext as _


@dataclass(frozen=True)
class Preview:
    """What saving would come to: the schedule as a sentence, and its next dates."""

    sentence: str
    dates: list[ComingLine]
    mark: str

    @property
    def clashing(self) -> int:
        return sum(bool(one.clashes) for one in self.dates)


@staff.route("/listings/<int:activity_id>/when/new", methods=["GET", "POST"])
@for_workers(Deed.EDIT_LISTINGS)
def new_time(activity_id: int) -> ResponseReturnValue:
    return _edit(activity_id, None)


@staff.route("/listings/<int:activity_id>/when/<int:schedule_id>", methods=["GET", "POST"])
@for_workers(Deed.EDIT_LISTINGS)
def edit_time(activity_id: int, schedule_id: int) -> ResponseReturnValue:
    return _edit(activity_id, schedule_id)


def _edit(activity_id: int, schedule_id: int | None) -> ResponseReturnValue:
    """Look at choices, read a sentence, or save: which of them, the button says (`do`)."""
    form, do, problem = SlotForm(), request.form.get("do", ""), ""
    unknown: tuple[str, ...] = ()
    slot = preview = None
    with runtime().database.read() as db:
        activity = own_activity(db, activity_id, Deed.EDIT_LISTINGS)
        before = slot_of(schedule_named(activity, schedule_id)) if schedule_id else None
        if request.method == "GET":
            _begin(db, form, activity, before)
        elif do == "read":
            unknown = _read(form)
        if do == "read" or form.validate_on_submit():
            slot = _slot(db, activity, form, schedule_id, before)
        preview = _preview(db, activity, slot) if slot else None
        name = activity.name
    if do == "save" and slot and preview:
        problem = _save(activity_id, schedule_id, slot, form, preview)
        if not problem:
            flash(_("Saved."))
            return redirect(url_for("staff.when", activity_id=activity_id), 303)
    if preview:
        form.shown.data, form.shown.raw_data = preview.mark, None
    return render_template(
        "staff/when_slot.html",
        form=form,
        activity_id=activity_id,
        schedule_id=schedule_id,
        name=name,
        unusual=plan_words.slot_sentence(before) if before and choices_of(before) is None else "",
        preview=preview,
        problem=problem,
        unknown=g.words.all_of([f"“{word}”" for word in unknown]),
    )


def _begin(db: Session, form: SlotForm, activity: Activity, before: Slot | None) -> None:
    form.version.data = str(times_seen(db, activity))
    choices = choices_of(before) if before else None
    if choices:
        form.show(choices)
    elif before is None:
        form.first_day.data = clock.today()


def _read(form: SlotForm) -> tuple[str, ...]:
    """Take the choices from the sentence; returns the words in it that said nothing."""
    understood = understand(form.sentence.data or "", today=clock.today())
    form.show(understood.choices)
    return understood.unknown


def _slot(
    db: Session, activity: Activity, form: SlotForm, schedule_id: int | None, before: Slot | None
) -> Slot | None:
    """The slot the form stands for; or None, and what is wrong stands at its fields."""
    choices, today = form.choices(), clock.today()
    fields = {field.name: field for field in form}
    wrong = faults(choices, calendar_for(db, activity), today=today)
    if wrong:
        plan_words.put(wrong, fields)
        return None
    slot = slot_from(choices, before=before)
    try:
        check_overlap(db, activity, slot, today=today, but=schedule_id)
    except ScheduleWrong as error:
        plan_words.put(error.faults, fields)
        return None
    return slot


def _preview(db: Session, activity: Activity, slot: Slot) -> Preview:
    lines = plan_words.coming_lines(coming(db, activity, slot, now=clock.now()))
    said = f"{slot}{lines}"
    return Preview(plan_words.slot_sentence(slot), lines, hashlib.sha256(said.encode()).hexdigest()[:16])


def _save(activity_id: int, schedule_id: int | None, slot: Slot, form: SlotForm, preview: Preview) -> str:
    """Save what she has seen; or say in one sentence why not yet."""
    if form.shown.data != preview.mark:
        return str(_("Look at the next dates below. If they are right, save."))
    try:
        with runtime().database.unit_of_work() as db:
            activity = own_activity(db, activity_id, Deed.EDIT_LISTINGS)
            version = form.seen_version()
            set_slot(db, activity, schedule_id, slot, version=version, who=g.worker.name, now=clock.now())
    except ListingChanged as error:
        with runtime().database.read() as db:
            activity = own_activity(db, activity_id, Deed.EDIT_LISTINGS)
            form.version.data, form.version.raw_data = str(times_seen(db, activity)), None
        return plan_words.saved_meanwhile(error)
    return ""
