"""The pages of the chat: the talk so far, what she says, what is new, a file, starting anew, goodbye."""

import threading
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, abort, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.channels.web import CHANNEL, chat, visitor
from bot.channels.web.heard import deep_link, event_from
from bot.channels.web.visitor import for_everyone, form_is_ours, form_token, runtime
from bot.channels.web.wording import label, map_address, words_to_tap
from directory import clock
from directory.contacts import inbox, live, people
from directory.contacts.forgetting import WITH_A_PERSON
from directory.contacts.live import SoFar
from directory.db import keys_of
from directory.keys import new_token
from directory.locales import LOCALES

# How long a page without script waits for the answer, and how many pages may do so at once.
LOOKS, BETWEEN_LOOKS = 20, 0.1
NOTHING: Mapping[str, str] = {}
_may_wait = threading.BoundedSemaphore(3)


@chat.get("")
@for_everyone
def talk() -> ResponseReturnValue:
    """The talk so far. Looking at it keeps nothing and sets nothing."""
    shown = so_far()
    if shown.over:
        return redirect(url_for("chat.goodbye"), 303)
    return _lasting(shown, make_response(page(shown)))


@chat.post("")
@for_everyone
def say() -> ResponseReturnValue:
    """Keep what she says, and come back with the answer, if it is there soon."""
    known = visitor.visitor()
    if not form_is_ours(known):
        abort(403)
    name = known or visitor.new_visitor()
    _keep(name, event_from(request.form, g.locale.code))
    answer: Response | Any
    if wants_json():
        answer = Response(status=202)
        answer.headers["Chat-Token"] = form_token(name)
    else:
        _wait_for_answer(name)
        answer = redirect(_where_she_is(name), 303)
    visitor.know_again(answer, name)
    return answer


@chat.get("/new")
@for_everyone
def new() -> ResponseReturnValue:
    """What is new since the line `have`, for the script of the page."""
    shown, have = so_far(), request.args.get("have", "")
    keys = [line.key for line in shown.lines if line.message]
    lines = [line for line in shown.lines if line.message]
    fresh = lines[keys.index(have) + 1 :] if have in keys else lines
    html = render_template("chat/lines.html", lines=fresh, token="", **_tools()) if fresh else ""
    answer = jsonify(
        html=html,
        last=keys[-1] if keys else "",
        waiting=shown.waiting,
        go=_elsewhere(shown) or "",
    )
    return _lasting(shown, answer)


@chat.get("/file/<uuid:key>")
@for_everyone
def file(key: UUID) -> ResponseReturnValue:
    """A file of her own, to take away."""
    found = next((line for line in so_far().lines if line.key == str(key)), None)
    if found is None or found.message is None or found.message.file is None:
        abort(404)
    answer = Response(found.message.file.text, content_type="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=found.message.file.name)
    return answer


@chat.post("/anew")
@for_everyone
def anew() -> ResponseReturnValue:
    """Forget all of this talk, at once, and begin again."""
    name = visitor.visitor()
    if not form_is_ours(name):
        abort(403)
    _forget(name)
    answer = redirect(url_for("chat.talk"), 303)
    visitor.know_no_more(answer)
    return answer


@chat.get("/goodbye")
@for_everyone
def goodbye() -> ResponseReturnValue:
    """Our last word, in the page's own way; after it nothing is left, here or on her phone."""
    shown = so_far()
    if shown.lines and not shown.over:
        return redirect(url_for("chat.talk"), 303)
    answer = Response(render_template("chat/goodbye.html"))
    if name := visitor.visitor():
        _forget(name)
        visitor.know_no_more(answer)
    return answer


def _lasting(shown: SoFar, answer: Response) -> Response:
    """Who has asked a person can come back for as long as that may take."""
    if shown.with_person:
        visitor.know_again(answer, visitor.visitor(), lasts=WITH_A_PERSON)
    return answer


def page(
    shown: SoFar, *, sorry: str = "", status: int = 200, sent: Mapping[str, str] = NOTHING
) -> tuple[str, int]:
    """The page of the talk; with `sorry`, what she sent is still in the box."""
    name = visitor.visitor()
    html = render_template(
        "chat/talk.html",
        lines=shown.lines,
        waiting=shown.waiting,
        known=bool(name and shown.lines),
        begin=deep_link(request.args.get("start", "") or sent.get("start", "")),
        other=LOCALES.get(shown.language) if shown.language != g.locale.code else None,
        token=form_token(name),
        once=new_token(),
        sorry=sorry,
        typed=sent.get("text", "") if sorry else "",
        **_tools(),
    )
    return html, status


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _tools() -> dict[str, Any]:
    return {
        "directions": directions,
        "label": label,
        "map_address": map_address,
        "words_to_tap": words_to_tap,
    }


def directions(language: str) -> str:
    """Which way a language is written."""
    return LOCALES[language].dir if language in LOCALES else "auto"


def so_far() -> SoFar:
    """The talk of whoever asks; an empty one for a stranger."""
    name = visitor.visitor()
    if not name:
        return SoFar()
    with runtime().database.read() as db:
        return live.so_far(db, CHANNEL, name)


def _keep(name: str, event: dict[str, Any]) -> None:
    """Into the inbox. The same form sent twice is one thing said."""
    now = clock.now()
    once = request.form.get("once") or new_token()
    with runtime().database.unit_of_work() as db:
        number = keys_of(db).mark("chat form", f"{name} {once} {sorted(event.items())}")
        inbox.receive(
            db,
            channel=CHANNEL,
            external_id=number,
            address=name,
            place=int(now.timestamp() * 1_000_000),
            event=event,
            now=now,
        )


def _wait_for_answer(name: str) -> None:
    """A moment, so that the page she comes back to has it. Not when many wait: then she looks again."""
    if not _may_wait.acquire(blocking=False):
        return
    try:
        for _ in range(LOOKS):
            with runtime().database.read() as db:
                if not live.is_waiting(db, CHANNEL, name):
                    return
            time.sleep(BETWEEN_LOOKS)
    finally:
        _may_wait.release()


def _where_she_is(name: str) -> str:
    """The address of the talk, at its last line, in the language it is now held in."""
    with runtime().database.read() as db:
        shown = live.so_far(db, CHANNEL, name)
    if other := _elsewhere(shown):
        return other
    at = "state" if shown.waiting or not shown.lines else f"l-{shown.lines[-1].key}"
    return url_for("chat.talk", _anchor=at)


def _elsewhere(shown: SoFar) -> str | None:
    """Where the page should go: to goodbye, or to the language she has chosen."""
    if shown.over:
        return url_for("chat.goodbye")
    if shown.language and shown.language != g.locale.code:
        return url_for("chat.talk", lang=shown.language)
    return None


def _forget(name: str) -> None:
    if not name:
        return
    with runtime().database.unit_of_work() as db:
        # Also where there is no contact yet, or no more: what she sent and what we said is found by her name.
        contact = people.find_or_make(db, channel=CHANNEL, address=name, now=clock.now())
        people.delete_everything(db, contact)
    runtime().database.scrub()
