"""Sessions shared into another chat."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.channels.telegram_inline import MOST, PERSON, answer_inline
from bot.channels.telegram_updates import Inline
from bot.channels.telegram_webhook import HEADER, PATH, secret_for
from directory import clock
from directory.listings.models import Activity
from directory.search.request import Request
from tests.builders import NOW
from tests.site import sample_slugs, whole_site


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield


def asked(text, person="7001", language="en"):
    return Inline("77", person, text, language)


def test_a_parent_is_offered_sessions_to_share(sample_runtime):
    answer = answer_inline(sample_runtime, asked("stay and play"))

    results = answer["results"]
    assert 0 < len(results) <= MOST
    assert all("stay" in result["title"].lower() for result in results[:3])
    assert all(
        "http://localhost:8000/en/session/" in result["input_message_content"]["message_text"]
        for result in results
    )


def test_before_she_has_written_anything_there_is_nothing(sample_runtime):
    assert answer_inline(sample_runtime, asked("  "))["results"] == []


@pytest.mark.parametrize("which", ["hidden", "sensitive"])
def test_no_hidden_place_and_no_sensitive_topic_is_offered(sample_runtime, which):
    slug = sample_slugs(sample_runtime)[which]
    with sample_runtime.database.read() as db:
        name = db.scalars(select(Activity.name).where(Activity.slug == slug)).one()
    found = sample_runtime.find(Request(text=name), language="en", now=NOW).results

    offered = [result["id"] for result in answer_inline(sample_runtime, asked(name))["results"]]

    hers = [str(result.activity.id) for result in found if result.activity.slug == slug]
    assert hers, "the site itself finds it, so that it is we who leave it out"
    assert not {*hers} & {*offered}


def test_whoever_asks_too_much_is_not_answered_for_a_while(sample_runtime):
    answers = [answer_inline(sample_runtime, asked("", person="7002")) for _ in range(PERSON.amount + 1)]

    assert answers[-1] is None
    assert None not in answers[:-1]
    assert answer_inline(sample_runtime, asked("", person="7003")) is not None


def test_the_webhook_answers_at_once_and_keeps_nothing(sample_runtime):
    settings = replace(sample_runtime.settings, telegram_token="123456:ABC-DEF")
    client = whole_site(replace(sample_runtime, settings=settings)).test_client()
    update = {"update_id": 1, "inline_query": {"id": "77", "from": {"id": 7004}, "query": "baby massage"}}

    answer = client.post(PATH, json=update, headers={HEADER: secret_for(settings)}).get_json()

    assert (answer["method"], answer["inline_query_id"]) == ("answerInlineQuery", "77")
    assert answer["results"]
