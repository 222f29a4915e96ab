"""The machine is asked in LibreTranslate's own way, and whatever it answers, nobody waits for ever."""

import json
import time
from http.server import BaseHTTPRequestHandler

import pytest

from directory.listings.drafts import Words
from directory.listings.models import Access, Offer
from directory.settings import Settings
from directory.translating.machine import Machine, MachineFailed, Trouble, machine_of
from directory.translating.queries import texts_of
from tests.builders import add_activity, add_venue
from tests.translator import send, translator

__all__ = ["translator"]  # a fixture: tests ask for it by name

ENGLISH = Words("Stay and play", "Toys & songs.", "")


def test_each_text_is_asked_for_in_the_protocols_own_words(translator):
    said = Machine(translator.url, key="secret").translate(ENGLISH, "pl")

    assert said == Words("[pl] Stay and play", "[pl] Toys & songs.", "", reviewed=False)
    assert translator.asked == [
        {
            "q": text,
            "source": "en",
            "target": "pl",
            "format": "text",
            "api_key": "secret",
            "path": "/translate",
            "type": "application/json",
        }
        for text in ("Stay and play", "Toys & songs.")
    ]


def test_without_a_key_none_is_sent(translator):
    Machine(translator.url).translate(ENGLISH, "ar")

    assert not any("api_key" in asked for asked in translator.asked)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (429, Trouble.BUSY),
        (400, Trouble.REFUSED),
        (403, Trouble.REFUSED),
        (500, Trouble.BROKEN),
        (503, Trouble.BROKEN),
        (302, Trouble.BROKEN),
    ],
)
def test_an_error_says_what_kind_it_is_and_nothing_of_the_text(translator, status, trouble):
    body = json.dumps({"error": "Stay and play is not supported"}).encode()
    translator.answer = lambda _asked, handler: send(
        handler, status, body, Location=f"{translator.url}/elsewhere"
    )

    with pytest.raises(MachineFailed) as failed:
        Machine(translator.url).translate(ENGLISH, "pl")

    assert failed.value.trouble is trouble
    assert "Stay" not in str(failed.value)
    assert {asked["path"] for asked in translator.asked} == {"/translate"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>oops",
        b"[]",
        b"{}",
        b'{"translatedText": null}',
        b'{"translatedText": "  "}',
        b'{"translatedText": ["Zabawa"]}',
        b'{"translatedText": "a\\u0000b"}',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"translatedText": "' + b"a" * 70_000 + b'"}',
        b'{"translatedText": "' + b"a" * 161 + b'"}',
    ],
)
def test_an_answer_nobody_can_use_is_not_taken(translator, body):
    translator.answer = lambda _asked, handler: send(handler, 200, body)

    with pytest.raises(MachineFailed) as failed:
        Machine(translator.url).translate(ENGLISH, "pl")

    assert failed.value.trouble is Trouble.BROKEN


def test_one_that_does_not_answer_is_waited_for_no_longer_than_it_may_take(translator):
    translator.answer = lambda _asked, _handler: time.sleep(3)

    took = _how_long(Machine(translator.url, seconds=0.3))

    assert took < 1.5


def test_nor_one_that_answers_a_letter_at_a_time(translator):
    def dribble(_asked: dict[str, str], handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    translator.answer = dribble

    assert _how_long(Machine(translator.url, seconds=0.4)) < 1.5


def test_one_that_is_not_there_is_silent():
    _how_long(Machine("http://127.0.0.1:9"))


def test_there_is_none_unless_the_settings_say_so(tmp_path):
    settings = Settings(data=tmp_path, database_url="")

    assert machine_of(settings) is None


# What no machine may translate


@pytest.mark.parametrize(
    ("details", "careful"),
    [
        ({}, False),
        ({"type_key": "esol", "themes": ("U3",)}, False),
        ({"type_key": "baby-clinic", "themes": ("U4",)}, True),
        ({"type_key": "perinatal-wellbeing-group"}, True),
        ({"type_key": "freedom-programme"}, True),
        ({"type_key": "money-advice"}, True),
        ({"type_key": "two-year-old-advice-desk"}, True),
        ({"type_key": "a-type-of-long-ago"}, True),
        ({"offer": Offer.TARGETED}, True),
        ({"access": Access.REFERRAL}, True),
        ({"themes": ("U1", "T3")}, True),
    ],
)
def test_safety_health_and_who_may_come_are_for_people_to_translate(db, details, careful):
    activity = add_activity(db, **details)

    assert texts_of(db, activity.id).needs_a_person is careful


def test_a_hidden_place_is_never_sent_to_a_machine(db):
    activity = add_activity(db, venue=add_venue(db, hidden=True))

    assert texts_of(db, activity.id).needs_a_person


def _how_long(machine: Machine) -> float:
    began = time.monotonic()
    with pytest.raises(MachineFailed) as failed:
        machine.translate(ENGLISH, "pl")
    assert failed.value.trouble is Trouble.SILENT
    return time.monotonic() - began
