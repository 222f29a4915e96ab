"""What Telegram brings to the site: who is believed, what is kept, what is acknowledged."""

import json
import logging
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.channels.telegram_webhook import HEADER, MOST_BYTES, PATH, secret_for
from directory.contacts.models import Incoming
from directory.runtime import open_runtime
from directory.settings import Settings
from tests.site import whole_site

TOKEN = "123456:ABC-DEF"
WORDS = {
    "update_id": 501,
    "message": {"message_id": 1, "chat": {"id": 7001, "type": "private"}, "text": "my son Adam"},
}


@pytest.fixture
def runtime(tmp_path):
    runtime = open_runtime(
        Settings(
            data=tmp_path,
            database_url=f"sqlite:///{tmp_path / 'doorstep.db'}",
            telegram_token=TOKEN,
            secret_key="Fzt3-Kq0vW8_bXyL5nRj2MdPcA7uHsEg",
        )
    )
    yield runtime
    runtime.database.close()


@pytest.fixture
def bring(runtime):
    """Telegram brings an update; how it is answered."""
    client = whole_site(runtime).test_client()

    def brought(update, secret=None):
        body = update if isinstance(update, bytes) else json.dumps(update)
        secret = secret_for(runtime.settings) if secret is None else secret
        return client.post(PATH, data=body, content_type="application/json", headers={HEADER: secret})

    return brought


def kept(runtime) -> int:
    with runtime.database.read() as db:
        return db.scalar(select(func.count()).select_from(Incoming))


def test_what_telegram_brings_is_kept_then_acknowledged(bring, runtime):
    answer = bring(WORDS)

    assert (answer.status_code, answer.data, kept(runtime)) == (200, b"", 1)


def test_what_it_brings_twice_is_kept_once(bring, runtime):
    answers = [bring(WORDS).status_code for _ in range(3)]

    assert (answers, kept(runtime)) == ([200, 200, 200], 1)


def test_a_lower_number_that_comes_later_is_kept_too(bring, runtime):
    bring({**WORDS, "update_id": 502})
    bring({**WORDS, "update_id": 501})

    assert kept(runtime) == 2


@pytest.mark.parametrize("secret", ["", "wrong", "é", "A" * 64])
def test_whoever_does_not_know_the_secret_is_refused(bring, runtime, secret):
    answer = bring(WORDS, secret=secret)

    assert (answer.status_code, kept(runtime)) == (403, 0)


def test_without_a_bot_nobody_is_believed(runtime):
    none = replace(runtime, settings=replace(runtime.settings, telegram_token=""))
    client = whole_site(none).test_client()

    answer = client.post(PATH, json=WORDS, headers={HEADER: secret_for(none.settings)})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 1, "message": {"chat": {"id": NaN, "type": "private"}, "text": "x"}}',
    ],
)
def test_junk_is_acknowledged_so_that_it_does_not_come_again(bring, runtime, junk):
    answer = bring(junk)

    assert (answer.status_code, kept(runtime)) == (200, 0)


def test_nobody_fills_our_memory(bring, runtime):
    answer = bring(b'{"update_id": 1, "message": "' + b"a" * MOST_BYTES + b'"}')

    assert (answer.status_code, kept(runtime)) == (413, 0)


def test_while_the_database_is_away_telegram_keeps_it_for_us(bring, runtime, caplog):
    with runtime.database.unit_of_work() as db:
        db.execute(Incoming.__table__.delete())
    Incoming.__table__.drop(runtime.database.engine)
    caplog.set_level(logging.INFO)

    answer = bring(WORDS)

    assert answer.status_code == 503
    assert "Adam" not in caplog.text
    assert TOKEN not in caplog.text


def test_a_new_token_has_a_new_secret(runtime):
    settings = runtime.settings

    other = replace(settings, telegram_token="123456:GHI-JKL")

    assert secret_for(settings) != secret_for(other)
    assert set(secret_for(settings)) <= set("0123456789abcdef")
