"""A listing's words in one language, written beside the English."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.drafts import Words
from directory.listings.models import WrittenBy
from directory.locales import LOCALES
from directory.translating.actions import (
    NoName,
    NotFromTemplate,
    TextChanged,
    save_text,
    take_template,
    text_still_right,
)
from directory.translating.machine import MachineFailed, Trouble, machine_of
from directory.translating.queries import TextCard, TextsCard, english_then
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.language_forms import TextForm
from directory.web.staff.languages import MEANWHILE, STATES, own_texts
from directory.web.templating import gettext as _
from directory.words import N_

TROUBLE = {
    Trouble.BUSY: N_("The machine is busy. Please try again in a minute."),
    Trouble.REFUSED: N_("The machine does not translate into this language."),
    Trouble.BROKEN: N_("The machine gave no answer that is of use. Try again, or write the words yourself."),
    Trouble.SILENT: N_("The machine did not answer in time. Try again, or write the words yourself."),
}
ADDRESS = "/listings/<int:activity_id>/languages/<language>"


@staff.get(ADDRESS)
@for_workers(Deed.TRANSLATE)
def language(activity_id: int, language: str) -> ResponseReturnValue:
    texts, text = _asked(activity_id, language)
    form = TextForm(formdata=None, obj=text, seen=text.mark, text_version=texts.text_version)
    return _page(texts, text, form)


@staff.post(ADDRESS)
@for_workers(Deed.TRANSLATE)
def save_language(activity_id: int, language: str) -> ResponseReturnValue:
    texts, text = _asked(activity_id, language)
    form = TextForm()
    if form.validate():
        words = Words(
            form.name.data or "", form.summary.data or "", form.description.data or "", form.reviewed.data
        )
        try:
            _do(save_text, activity_id, language, form, words=words)
            flash(_("Saved."))
            return redirect(url_for("staff.languages", activity_id=activity_id), 303)
        except NoName:
            form.name.errors = [N_("Enter the name of the session in this language.")]
        except TextChanged:
            return _changed(texts, text, form)
    return _page(texts, text, form)


@staff.post(f"{ADDRESS}/still-right")
@for_workers(Deed.TRANSLATE)
def language_still_right(activity_id: int, language: str) -> ResponseReturnValue:
    _asked(activity_id, language)
    form = TextForm()
    try:
        _do(text_still_right, activity_id, language, form)
        flash(_("Saved: it still says the same."))
    except TextChanged:
        flash(_("Somebody changed these words meanwhile. Please look at them again."))
        return redirect(_here(activity_id, language), 303)
    return redirect(url_for("staff.languages", activity_id=activity_id), 303)


@staff.post(f"{ADDRESS}/template")
@for_workers(Deed.TRANSLATE)
def language_from_template(activity_id: int, language: str) -> ResponseReturnValue:
    _asked(activity_id, language)
    try:
        with runtime().database.unit_of_work() as db:
            take_template(db, activity_id, language, who=g.worker.name, now=clock.now())
        flash(_("The words of the template are taken over."))
    except NotFromTemplate:
        flash(_("The English is no longer that of the template, so its translation would not fit."))
    return redirect(_here(activity_id, language), 303)


@staff.post(f"{ADDRESS}/machine")
@for_workers(Deed.TRANSLATE)
def language_by_machine(activity_id: int, language: str) -> ResponseReturnValue:
    """Asked outside the database's turn for writing, as it takes its time."""
    texts, text = _asked(activity_id, language)
    machine, here = machine_of(runtime().settings), redirect(_here(activity_id, language), 303)
    if machine is None or texts.needs_a_person:
        flash(_("No machine translates this: only people."))
        return here
    try:
        words = machine.translate(Words(texts.name, texts.summary, texts.description), language)
        with runtime().database.unit_of_work() as db:
            save_text(
                db,
                activity_id,
                language,
                words,
                as_seen=text.mark,
                text_version=texts.text_version,
                by=WrittenBy.MACHINE,
                who=g.worker.name,
                now=clock.now(),
            )
        flash(_("The machine has translated it. Families are told so until you have read it."))
    except MachineFailed as failed:
        flash(_(TROUBLE[failed.trouble]))
    except TextChanged:
        flash(_("Somebody changed these words meanwhile. Please look at them again."))
    return here


def _do(deed: Callable[..., None], activity_id: int, language: str, form: TextForm, **more: object) -> None:
    """Do this to the words she has seen, beside the English she has seen."""
    with runtime().database.unit_of_work() as db:
        deed(
            db,
            activity_id,
            language,
            as_seen=form.seen.data or "",
            text_version=form.text_version.data or 1,
            who=g.worker.name,
            now=clock.now(),
            **more,
        )


def _asked(activity_id: int, language: str) -> tuple[TextsCard, TextCard]:
    with runtime().database.read() as db:
        texts = own_texts(db, activity_id)
    text = next((one for one in texts.texts if one.language == language), None)
    if text is None:
        raise NotFound(language)
    return texts, text


def _changed(texts: TextsCard, text: TextCard, form: TextForm) -> ResponseReturnValue:
    """Somebody else was quicker: hers beside what is there now. Sending it again replaces that, knowingly."""
    form.seen.data = text.mark
    form.name.errors = [
        N_("Somebody else saved other words meanwhile. Compare them with yours, then save again.")
    ]
    return _page(texts, text, form, theirs=text)


def _page(texts: TextsCard, text: TextCard, form: TextForm, theirs: TextCard | None = None) -> str:
    with runtime().database.read() as db:
        then = english_then(db, texts.activity_id, text.language)
    return render_template(
        "staff/language.html",
        texts=texts,
        text=text,
        form=form,
        theirs=theirs,
        into=LOCALES[text.language],
        state=STATES[text.state],
        meanwhile=MEANWHILE[text.state],
        with_machine=machine_of(runtime().settings) is not None,
        then=then,
    )


def _here(activity_id: int, language: str) -> str:
    return url_for("staff.language", activity_id=activity_id, language=language)
