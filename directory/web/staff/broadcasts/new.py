"""Writing to followers: first the texts, then how they will see it and how many they are, then it waits."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.contacts import audiences, broadcasts
from directory.contacts.audiences import Audience
from directory.contacts.broadcasts import MustNotBeNamed, NobodyFollows, NotConfirmed, NotSaid
from directory.errors import NotFound
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.broadcasts.counting import people_said
from directory.web.staff.broadcasts.forms import NO_ENGLISH, QUIET, TOO_LONG, BroadcastForm, broadcast_form
from directory.web.staff.texts_form import languages_of
from directory.web.templating import gettext as _


@staff.route("/broadcasts/to/centre/<int:centre_id>", methods=["GET", "POST"])
@for_workers(Deed.SEND_BROADCASTS)
def broadcast_to_centre(centre_id: int) -> ResponseReturnValue:
    return _write(lambda db: audiences.of_centre(db, centre_id))


@staff.route("/broadcasts/to/session/<int:activity_id>", methods=["GET", "POST"])
@for_workers(Deed.SEND_BROADCASTS)
def broadcast_to_session(activity_id: int) -> ResponseReturnValue:
    return _write(lambda db: audiences.of_session(db, activity_id))


def _write(find: Callable[[Session], Audience]) -> ResponseReturnValue:
    with runtime().database.read() as db:
        audience = _hers(find(db))
        people = audiences.people(db, audience)
        form = broadcast_form(languages_of(db, audience.council_id))
    if not people:
        flash(_("Nobody follows “%(name)s” yet, so there is nobody to write to.", name=audience.name))
        return redirect(url_for("staff.broadcasts"), 303)
    if request.method == "GET" or request.form.get("do") == "back" or not form.validate():
        return _compose(audience, people, form)
    try:
        if request.form.get("do") == "send":
            return _send(audience, form)
        return _preview(audience, form)
    except NotSaid as refused:
        form.by_language[refused.language].errors = [TOO_LONG if refused.most else NO_ENGLISH]
    except MustNotBeNamed as refused:
        form.by_language[refused.language].errors = [QUIET]
    except NobodyFollows:
        pass  # the last of them has just stopped following: the number on the page says so
    return _compose(audience, people, form)


def _hers(audience: Audience) -> Audience:
    if not g.worker.may(Deed.SEND_BROADCASTS, audience.centre_id):
        raise NotFound(f"centre {audience.centre_id}")
    return audience


def _send(audience: Audience, form: BroadcastForm) -> ResponseReturnValue:
    try:
        with runtime().database.unit_of_work() as db:
            number = broadcasts.write(
                db,
                audience,
                form.texts(),
                number=form.own_number(),
                confirmed=form.typed_count(),
                who=g.worker.name,
                now=clock.now(),
            )
    except NotConfirmed as refused:
        form.count.errors = [
            str(_("Type %(num)s, the number of people who get it.", num=g.words.number(refused.people)))
        ]
        return _preview(audience, form)
    return redirect(url_for("staff.broadcast", broadcast_id=number), 303)


def _preview(audience: Audience, form: BroadcastForm) -> str:
    with runtime().database.read() as db:
        texts = broadcasts.look_over(db, audience, form.texts())
        people = audiences.people(db, audience)
        shown = _as_seen(db, audience, texts)
    if not form.number.data:
        form.number.data = str(uuid4())
    return render_template(
        "staff/broadcasts/preview.html",
        audience=audience,
        form=form,
        shown=shown,
        people=people,
        people_said=people_said(people),
        confirm=people > broadcasts.CONFIRMED_ABOVE,
        minutes=int(broadcasts.WAITS.total_seconds() // 60),
    )


def _as_seen(db: Session, audience: Audience, texts: Mapping[str, str]) -> dict[str, str]:
    """What somebody of each language gets, word for word."""
    return {code: broadcasts.message_for(db, audience, texts, code).text for code in texts}


def _compose(audience: Audience, people: int, form: BroadcastForm) -> str:
    return render_template(
        "staff/broadcasts/new.html", audience=audience, form=form, people_said=people_said(people)
    )
