"""One listing in all languages: how each stands."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.models import TextState
from directory.translating.queries import TextCard, TextsCard, texts_of
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.words import N_

STATES = {
    TextState.MISSING: N_("Missing"),
    TextState.OUTDATED: N_("Out of date"),
    TextState.MACHINE: N_("By machine"),
    TextState.CURRENT: N_("Current"),
}
# What families see meanwhile.
MEANWHILE = {
    TextState.MISSING: N_("Families see the English."),
    TextState.OUTDATED: N_("The English has changed since. Families see the English again."),
    TextState.MACHINE: N_("Nobody has read it. The page says so."),
    TextState.CURRENT: N_("It says what the English says."),
}


@staff.get("/listings/<int:activity_id>/languages")
@for_workers(Deed.TRANSLATE)
def languages(activity_id: int) -> ResponseReturnValue:
    with runtime().database.read() as db:
        texts = own_texts(db, activity_id)
    wanted = [text for text in texts.texts if text.language in texts.wanted]
    others = [text for text in texts.texts if text.language not in texts.wanted]
    return render_template(
        "staff/languages.html",
        texts=texts,
        wanted=wanted,
        others=sorted(others, key=lambda text: (text.state is TextState.MISSING, name(text))),
        states=STATES,
        meanwhile=MEANWHILE,
    )


def own_texts(db: Session, activity_id: int) -> TextsCard:
    """The words of a listing at whose centre she may translate. Raises NotFound for any other."""
    texts = texts_of(db, activity_id)
    if not g.worker.may(Deed.TRANSLATE, texts.centre_id):
        raise NotFound(f"activity {activity_id}")
    return texts


def name(text: TextCard) -> str:
    return str(g.words.language(text.language))
