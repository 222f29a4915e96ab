"""One family: what was said, who answers, and the answer."""

from collections.abc import Sequence
from uuid import uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from directory import clock
from directory.accounts.roles import Deed
from directory.contacts import canned, handovers
from directory.contacts.canned import CannedCard
from directory.contacts.handover_cards import HandoverCard, handover_card
from directory.contacts.handovers import HandoverClosed, NothingToSay, SomebodyElseHasIt, TooMuchToSay
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import ago, staff
from directory.web.staff.families.forms import NOTHING, TOO_LONG, AnswerForm
from directory.web.templating import gettext as _

ADDRESS = "/families/<int:handover_id>"
LONGEST_NAME = 60


@staff.get(ADDRESS)
@for_workers(Deed.ANSWER_FAMILIES)
def family(handover_id: int) -> ResponseReturnValue:
    return _page(handover_id, AnswerForm(formdata=None, number=str(uuid4())))


@staff.post(f"{ADDRESS}/answer")
@for_workers(Deed.ANSWER_FAMILIES)
def answer_family(handover_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    if request.form.get("do") == "put-in":
        return _with_ready_answer(handover_id, form)
    try:
        with runtime().database.unit_of_work() as db:
            handovers.answer(
                db, handover_id, g.worker, form.text.data or "", number=form.line(), now=clock.now()
            )
    except NothingToSay:
        form.text.errors = [NOTHING]
        return _page(handover_id, form), 422
    except TooMuchToSay:
        form.text.errors = [TOO_LONG]
        return _page(handover_id, form), 422
    except (SomebodyElseHasIt, HandoverClosed):
        return _page(handover_id, form, not_sent=True), 409
    return redirect(url_for("staff.family", handover_id=handover_id, _anchor="last"), 303)


@staff.post(f"{ADDRESS}/claim")
@for_workers(Deed.ANSWER_FAMILIES)
def claim_family(handover_id: int) -> ResponseReturnValue:
    try:
        with runtime().database.unit_of_work() as db:
            take_over = "take_over" in request.form
            handovers.claim(db, handover_id, g.worker, take_over=take_over, now=clock.now())
    except SomebodyElseHasIt as other:
        flash(_("%(who)s answers this family already.", who=other.who))
    except HandoverClosed:
        flash(_("This has ended meanwhile."))
    return redirect(url_for("staff.family", handover_id=handover_id, _anchor="answer"), 303)


@staff.post(f"{ADDRESS}/close")
@for_workers(Deed.ANSWER_FAMILIES)
def close_family(handover_id: int) -> ResponseReturnValue:
    try:
        with runtime().database.unit_of_work() as db:
            handovers.close(db, handover_id, g.worker, now=clock.now())
        flash(_("Closed. The family is back with the bot, where it was before."))
    except HandoverClosed:
        flash(_("This has ended meanwhile."))
    return redirect(url_for("staff.families"), 303)


def _with_ready_answer(handover_id: int, form: AnswerForm) -> str:
    """The same page, with a ready answer under what she has typed; nothing is sent."""
    with runtime().database.read() as db:
        card = handover_card(db, handover_id, g.worker)
        ready = canned.answers(db, g.worker.council_id)
    chosen = next((one for one in ready if one.key == form.ready.data), None)
    if chosen:
        form.put_in(chosen.for_family(card.language)[0])
    return _page(handover_id, form)


def _page(handover_id: int, form: AnswerForm, *, not_sent: bool = False) -> str:
    with runtime().database.read() as db:
        card = handover_card(db, handover_id, g.worker)
        ready = canned.answers(db, g.worker.council_id)
    form.ready.choices = _choices(ready, card)
    return render_template(
        "staff/families/family.html", family=card, form=form, not_sent=not_sent, now=clock.now(), ago=ago
    )


def _choices(ready: Sequence[CannedCard], card: HandoverCard) -> list[SelectChoice]:
    """By their English; those that are not there in the family's language say so."""
    choices = []
    for one in ready:
        name = one.name if len(one.name) <= LONGEST_NAME else f"{one.name[:LONGEST_NAME].rstrip()}…"
        _text, language = one.for_family(card.language)
        label = name if language == card.language else _("%(answer)s (in English)", answer=name)
        choices.append(SelectChoice(one.key, str(label)))
    return choices
