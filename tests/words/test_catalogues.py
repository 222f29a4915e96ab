"""Every sentence is translated, with its placeholders and its plurals, in every language we offer."""

from dataclasses import replace
from datetime import time

import pytest

from directory.listings import models
from directory.locales import LOCALES, TRANSLATED
from directory.search.request import PARTS
from directory.words import Words, labels, words_for
from directory.words.__main__ import extracted, problems
from directory.words.catalogues import catalogued, compile_all
from tests.builders import TODAY


def test_every_catalogue_is_complete_and_none_is_stale():
    assert problems() == []


def test_a_language_is_offered_as_translated_exactly_when_it_has_a_catalogue():
    assert sorted(TRANSLATED) == sorted(["en", *catalogued()])


def test_the_sentences_of_pages_and_phrases_are_found():
    sentences = {message.id[0] if isinstance(message.id, tuple) else message.id for message in extracted()}

    assert {"Just turn up", "Every Tuesday", "%(num)s session", "When you arrive"} <= sentences


def test_compiled_catalogues_speak():
    compile_all()

    assert words_for("pl").gettext("Tomorrow") == "Jutro"
    assert words_for("ar").gettext("Tomorrow") == "غدًا"


def test_every_choice_of_a_listing_has_a_label():
    pairs = [
        (models.Cost, labels.COST),
        (models.Access, labels.ACCESS),
        (models.Offer, labels.OFFER),
        (models.Delivery, labels.DELIVERY),
        (models.Reason, labels.REASON),
        (models.ClosedFor, labels.CLOSED_FOR),
    ]

    assert [kind for kind, named in pairs if set(kind) != set(named)] == []
    assert set(PARTS) == set(labels.PART_OF_DAY)


def test_numbers_have_their_right_plural():
    polish, arabic = words_for("pl"), words_for("ar")

    assert [polish.years(number) for number in (1, 2, 5, 22)] == ["1 rok", "2 lata", "5 lat", "22 lata"]
    assert len({arabic.months(number) for number in (1, 2, 3, 11)}) == 4


def test_all_languages_write_the_same_digits():
    for code, locale in LOCALES.items():
        words = Words(replace(locale, translated=True))
        said = words.number(1234567890).translate(str.maketrans("", "", ",.\u00a0\u202f "))

        assert said == "1234567890", code
        assert all(digit in "0123456789" for digit in words.full_day(TODAY) if digit.isdigit()), code


@pytest.mark.parametrize("code", [code for code in LOCALES if code not in TRANSLATED])
def test_where_pages_are_not_translated_they_are_english_throughout(code):
    words, english = words_for(code), words_for("en")

    assert (words.code, words.spoken, words.dir) == (code, "en", "ltr")
    assert words.day(TODAY) == english.day(TODAY)
    assert words.time(time(10)) == "10am"
    assert words.months(1) == "1 month"
    assert words.all_of(["a", "b", "c"]) == english.all_of(["a", "b", "c"])
    assert words.language("pl") == "Polish"
