"""Bringing listings in from a file, and taking them away as one."""

from flask import Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import FileField, SelectField
from wtforms.fields.choices import SelectChoice

from directory import clock
from directory.accounts.roles import Deed
from directory.imports.activity_template import template
from directory.imports.handing_in import EmptyFile, FileTooLarge, Sender, TooManyFiles, hand_in, recent
from directory.listings.session_types import session_types
from directory.places.queries import cards_of
from directory.web.audience import for_workers
from directory.web.posting import takes_up_to
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.words import N_

MOST_SENT = 4_000_000  # larger ones get a page of their own; up to here the sentence stands at the field
USUAL_KIND = "stay-and-play"
REFUSED = {
    EmptyFile: N_("Choose a file with something in it."),
    FileTooLarge: N_("This file is larger than 1 MB. Split it, and bring in one part after the other."),
    TooManyFiles: N_("Many files wait already. Keep or throw away some of them first."),
}


class FileForm(FlaskForm):
    """A file; for a calendar also whose sessions are in it, and of what kind they mostly are."""

    file = FileField(N_("File (CSV or iCalendar)"))
    centre = SelectField(N_("For a calendar: the centre"), coerce=int, validate_choice=False)
    kind = SelectField(N_("For a calendar: the kind of most sessions"), validate_choice=False)


def sender() -> Sender:
    return Sender(
        worker_id=g.worker.id,
        council_id=g.worker.council_id,
        name=g.worker.name,
        centres=g.worker.centres(Deed.IMPORT),
    )


@staff.route("/imports", methods=["GET", "POST"])
@takes_up_to(MOST_SENT)
@for_workers(Deed.IMPORT)
def imports() -> ResponseReturnValue:
    form = FileForm(kind=USUAL_KIND)
    with runtime().database.read() as db:
        _fill_in(db, form)
        files = recent(db, sender())
    if form.validate_on_submit():
        try:
            return redirect(url_for("staff.import_file", uuid=_taken(form)), 303)
        except (EmptyFile, FileTooLarge, TooManyFiles) as refusal:
            form.file.errors = [REFUSED[type(refusal)]]
    return render_template("staff/imports/list.html", form=form, files=files)


@staff.get("/imports/template.csv")
@for_workers(Deed.IMPORT)
def import_template() -> ResponseReturnValue:
    """An example to begin from, of a centre that is not there: nobody brings it in by mistake."""
    response = Response(template(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="listings-template.csv"'
    return response


def _taken(form: FileForm) -> object:
    sent, who = form.file.data, sender()
    content = sent.read() if sent else b""
    centre = form.centre.data if form.centre.data in who.centres else None
    kind = form.kind.data if form.kind.data in session_types() else USUAL_KIND
    name = sent.filename if sent else ""
    with runtime().database.unit_of_work() as db:
        return hand_in(
            db,
            content,
            name=name or "",
            sender=who,
            centre_id=centre or min(who.centres),
            type_key=kind,
            now=clock.now(),
        )


def _fill_in(db: Session, form: FileForm) -> None:
    cards = sorted(cards_of(db, sender().centres), key=lambda card: card.name)
    form.centre.choices = [SelectChoice(card.id, card.name) for card in cards]
    kinds = sorted(session_types().values(), key=lambda kind: kind.name["en"])
    form.kind.choices = [SelectChoice(kind.key, kind.name["en"]) for kind in kinds]


from directory.web.staff.imports import export, import_file  # noqa: E402, F401
