"""When something goes wrong in the chat: what to do, in one sentence, and what she wrote is still there."""

from collections.abc import Mapping

from flask import g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge, TooManyRequests

from bot.channels.web import chat, visitor
from bot.channels.web.heard import NothingSaid, TooMuchSaid
from bot.channels.web.pages import NOTHING, page, so_far, wants_json
from bot.channels.web.visitor import form_token
from directory.contacts.live import SoFar
from directory.words import N_

NOT_OURS = N_("This page was open for a long time. Please send it again.")
TOO_FAST = N_("That was very fast. Please wait a minute, then send it again.")
TOO_MUCH = N_("That is very long. Please say it in fewer words.")
NOTHING_YET = N_("Write something first, or tap a button.")
NOT_KEPT = N_("We could not keep that. Please send it again in a minute.")


@chat.errorhandler(Forbidden)
def not_ours(error: Forbidden) -> ResponseReturnValue:
    return _again(NOT_OURS, 403)


@chat.errorhandler(TooManyRequests)
def too_fast(error: TooManyRequests) -> ResponseReturnValue:
    return _again(TOO_FAST, 429)


@chat.errorhandler(TooMuchSaid)
def too_much(error: TooMuchSaid) -> ResponseReturnValue:
    return _again(TOO_MUCH, 413)


@chat.errorhandler(RequestEntityTooLarge)
def far_too_much(error: RequestEntityTooLarge) -> ResponseReturnValue:
    return _again(TOO_MUCH, 413, sent=NOTHING)  # it was not even read


@chat.errorhandler(NothingSaid)
def nothing(error: NothingSaid) -> ResponseReturnValue:
    return _again(NOTHING_YET, 400)


@chat.errorhandler(InterfaceError)
@chat.errorhandler(NoConnection)
@chat.errorhandler(OperationalError)
def not_kept(error: Exception) -> ResponseReturnValue:
    return _again(NOT_KEPT, 503)


def _again(sorry: str, status: int, *, sent: Mapping[str, str] | None = None) -> ResponseReturnValue:
    if wants_json():
        return {"sorry": g.words.gettext(sorry), "token": form_token(visitor.visitor())}, status
    try:
        shown = so_far()
    except (InterfaceError, NoConnection, OperationalError):
        shown = SoFar()
    return page(shown, sorry=sorry, status=status, sent=request.form if sent is None else sent)
