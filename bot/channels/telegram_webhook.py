"""Where Telegram brings updates to the site: kept first, then acknowledged, answered by whoever works."""

import hmac
import json
import logging
from functools import cache

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.channels.telegram_inline import answer_inline
from bot.channels.telegram_receiving import take_in
from bot.channels.telegram_updates import inline_from
from directory import clock
from directory.keys import Keys
from directory.runtime import Runtime
from directory.settings import Settings

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 512 * 1024  # an update quotes the message it is about, with its buttons

log = logging.getLogger(__name__)
telegram = Blueprint("telegram", __name__)


@telegram.post(PATH)
def webhook() -> ResponseReturnValue:
    """Keep one update. What is not answered with 200 is brought again: so junk is, and trouble is not."""
    runtime: Runtime = current_app.extensions["doorstep"]
    if not _is_telegram(runtime.settings):
        return "", 403
    raw = _update()
    if asked := inline_from(raw):
        answer = answer_inline(runtime, asked)
        return jsonify({"method": "answerInlineQuery", **answer}) if answer else ("", 200)
    try:
        take_in(runtime, [raw], now=clock.now())
    except (OperationalError, InterfaceError, NoConnection) as error:
        log.warning("an update could not be kept (%s); Telegram brings it again", type(error).__name__)
        return "", 503, {"Retry-After": "5"}
    return "", 200


webhook.audience = "everyone"  # type: ignore[attr-defined]
webhook.most_bytes = MOST_BYTES  # type: ignore[attr-defined]


def secret_for(settings: Settings) -> str:
    """What Telegram shows us so that we know it is Telegram: made from our key, and new with a new token."""
    return _secret(settings.secret_key, settings.telegram_token)


@cache
def _secret(key: str, token: str) -> str:
    return Keys(key).mark("telegram-webhook", token)


def _is_telegram(settings: Settings) -> bool:
    shown = request.headers.get(HEADER, "").encode()
    return bool(settings.telegram_token) and hmac.compare_digest(shown, secret_for(settings).encode())


def _update() -> object:
    """The update that was sent; None for what is none."""
    try:
        return json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        return None
