"""What Telegram sends, as events. The updates are data: `golden/*.json`."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_updates import MOST_TEXT, inline_from, update_from

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted((Path(__file__).parent / "golden").glob("*.json"))
    for case in json.loads(file.read_text())
]
NUMBERS = st.none() | st.booleans() | st.integers() | st.floats()
WORDS = st.text() | st.sampled_from(["private", "/start", "/start s_1", "member", "kicked"])
NAMES = st.sampled_from(
    [
        *("update_id", "message", "edited_message", "callback_query", "my_chat_member", "inline_query"),
        *("chat", "id", "type", "from", "text", "data", "message_id", "location", "venue", "latitude"),
        *("longitude", "language_code", "new_chat_member", "old_chat_member", "status", "query", "photo"),
    ]
)
JUNK = st.recursive(NUMBERS | WORDS, lambda of: st.lists(of) | st.dictionaries(NAMES | st.text(), of))


def said(text: str) -> dict:
    chat = {"id": 7001, "type": "private"}
    return {"update_id": 1, "message": {"message_id": 2, "chat": chat, "text": text}}


@pytest.mark.parametrize("case", CASES)
def test_an_update_is_the_event_it_should_be(case):
    update = update_from(case["update"])

    assert (update.event.as_json() if update else None) == case["event"]
    assert update is None or (update.address, update.number) == (case["address"], 501)


@given(junk=JUNK)
def test_junk_is_no_event_and_never_an_error(junk):
    update, inline = update_from(junk), inline_from(junk)

    assert update is None or json.dumps(update.event.as_json()).encode()
    assert inline is None or inline.text.encode() is not None


@pytest.mark.parametrize("letter", ["a", "é", "ب", "👩🏽‍🍼"])
def test_ten_thousand_letters_are_cut_where_a_word_ends(letter):
    words = " ".join([letter * 7] * 2000)

    text = update_from(said(words)).event.text

    assert MOST_TEXT - 80 < len(text) <= MOST_TEXT
    assert set(text.split()) == {letter * 7}


def test_one_endless_word_is_cut_where_it_must_be():
    assert update_from(said("a" * 20_000)).event.text == "a" * MOST_TEXT


def test_a_question_asked_from_another_chat_is_read():
    asked = {"id": "77", "from": {"id": 7001, "language_code": "pl"}, "query": "joga", "offset": ""}

    inline = inline_from({"update_id": 1, "inline_query": asked})

    assert (inline.id, inline.person, inline.text, inline.language) == ("77", "7001", "joga", "pl")
