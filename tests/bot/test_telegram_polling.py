"""Fetching from Telegram: kept first, acknowledged after, and said once what is wrong."""

import asyncio
import json
from contextlib import suppress

import pytest
from sqlalchemy import select

from bot.channels import telegram_polling
from bot.channels.telegram import Telegram
from directory.contacts.models import Incoming
from tests.awaiting import awaited
from tests.bot.telegram_wire import TOKEN, Wire, refused
from tests.bot.test_telegram_webhook import runtime

__all__ = ["runtime"]  # tests ask for it by name

API = "https://api.telegram.org"
STOP = asyncio.CancelledError()


def words(number: int, text: str = "hello") -> dict:
    return {
        "update_id": number,
        "message": {"message_id": 1, "chat": {"id": 7, "type": "private"}, "text": text},
    }


def fetched(*updates: dict):
    return 200, {"ok": True, "result": list(updates)}


@pytest.fixture
def fetch(runtime, monkeypatch):
    """Fetch what these answers bring; what was asked, and what was complained of."""
    monkeypatch.setattr(telegram_polling.asyncio, "sleep", lambda _seconds: asyncio.to_thread(lambda: None))

    def fetched_all(*answers):
        wire, complaints = Wire([*answers, STOP]), []
        with suppress(asyncio.CancelledError):
            awaited(telegram_polling.poll(runtime, Telegram(TOKEN, API, wire), complaints.append))
        return [fields for method, fields in wire.calls if method == "getUpdates"], complaints

    return fetched_all


def kept(runtime) -> list[str]:
    with runtime.database.read() as db:
        return list(db.scalars(select(Incoming.external_id).order_by(Incoming.place)))


def test_what_was_fetched_is_kept_and_only_then_acknowledged(fetch, runtime):
    asked, _ = fetch(fetched(words(501), words(502)), fetched())

    assert kept(runtime) == ["123456.501", "123456.502"]
    assert [each.get("offset") for each in asked] == [None, 503, None]


def test_a_lower_number_after_a_quiet_week_is_fetched_too(fetch, runtime):
    fetch(fetched(words(9_000_000)), fetched(), fetched(words(501)))

    assert kept(runtime) == ["123456.501", "123456.9000000"]


def test_nothing_that_waits_at_telegram_is_thrown_away(fetch):
    asked, _ = fetch(fetched())

    assert all("drop_pending_updates" not in each for each in asked)
    assert json.loads(json.dumps(asked[0]["allowed_updates"]))


def test_what_is_fetched_again_is_kept_once(fetch, runtime):
    fetch(fetched(words(501)))
    fetch(fetched(words(501), words(502)))

    assert kept(runtime) == ["123456.501", "123456.502"]


def test_what_we_cannot_read_stands_in_nobodys_way(fetch, runtime):
    asked, _ = fetch(fetched({"update_id": 501, "hologram": {}}, words(502)), fetched({"update_id": 503}))

    assert kept(runtime) == ["123456.502"]
    assert asked[-1]["offset"] == 504


def test_while_the_database_is_away_nothing_is_acknowledged(fetch, runtime):
    Incoming.__table__.drop(runtime.database.engine)

    asked, complaints = fetch(fetched(words(501)), fetched(words(501)))

    assert [each.get("offset") for each in asked] == [None, None, None]
    assert complaints == ["The database cannot be written to."]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (refused(409, "Conflict: can't use getUpdates method while webhook is active"), "without PUBLIC_URL"),
        (refused(409, "Conflict: terminated by other getUpdates request"), "stop the other one"),
        (refused(401, "Unauthorized"), "set TELEGRAM_TOKEN"),
        (refused(404, "Not Found"), "set TELEGRAM_TOKEN"),
        ((502, b"<html>"), "Telegram did not do what we asked"),
    ],
)
def test_what_is_wrong_is_said_once_and_tried_again(fetch, runtime, answer, says):
    _, complaints = fetch(answer, answer, answer, fetched(words(501)))

    assert len(complaints) == 1
    assert says in complaints[0]
    assert kept(runtime) == ["123456.501"]
    assert TOKEN not in complaints[0]


def test_somebody_looking_from_another_chat_is_answered_at_once(fetch, runtime):
    asked = {"update_id": 501, "inline_query": {"id": "77", "from": {"id": 8}, "query": ""}}

    questions, _ = fetch(fetched(asked), (200, {"ok": True, "result": True}))

    assert kept(runtime) == []
    assert questions[-1]["offset"] == 502
