"""Answers that staff give again and again: ours to begin with, and a council's own."""

import pytest

from directory.contacts import canned
from directory.contacts.canned import TooManyAnswers
from directory.errors import ContentWrong, NotFound
from directory.locales import TRANSLATED
from tests.builders import add_council


@pytest.fixture
def council(db):
    return add_council(db).id


def keys(db, council):
    return [card.key for card in canned.answers(db, council)]


def test_ours_are_there_in_every_language_the_pages_speak(db, council):
    cards = canned.answers(db, council)

    assert len(cards) >= 5
    assert all(card.ours and set(TRANSLATED) <= set(card.texts) for card in cards)
    assert all(len(text) <= canned.MOST_LETTERS for card in cards for text in card.texts.values())


def test_a_family_is_answered_in_its_language_or_in_english(db, council):
    card = canned.answer_named(db, council, "just-come")

    assert card.for_family("pl") == (card.texts["pl"], "pl")
    assert card.for_family("so") == (card.texts["en"], "en")


def test_a_council_writes_its_own_in_place_of_ours_and_nobody_elses_change(db, council):
    other = add_council(db, name="Neighbourshire").id
    before = canned.answer_named(db, council, "just-come")

    canned.keep(db, council, "just-come", {**before.texts, "pl": "Zapraszamy bez rezerwacji."})

    after = canned.answer_named(db, council, "just-come")
    assert after.texts == {**before.texts, "pl": "Zapraszamy bez rezerwacji."}
    assert canned.answer_named(db, other, "just-come") == before


def test_a_council_adds_one_and_takes_one_away(db, council):
    key = canned.add(db, council, {"en": "The car park is behind the library.", "pl": ""})
    canned.remove(db, council, "hello")

    assert keys(db, council)[-1] == key == "the-car-park-is-behind-the-library"
    assert "hello" not in keys(db, council)
    assert canned.answer_named(db, council, key).texts == {"en": "The car park is behind the library."}
    canned.remove(db, council, key)
    assert key not in keys(db, council)


def test_what_is_not_there_cannot_be_changed(db, council):
    for deed in (lambda: canned.keep(db, council, "x", {}), lambda: canned.remove(db, council, "x")):
        with pytest.raises(NotFound):
            deed()


def test_there_are_not_more_than_anybody_can_choose_from(db, council):
    for number in range(canned.MOST - len(canned.answers(db, council))):
        canned.add(db, council, {"en": f"Answer {number}"})

    with pytest.raises(TooManyAnswers):
        canned.add(db, council, {"en": "One more"})


def test_the_language_of_an_answer_given_word_for_word_is_known(db, council):
    polish = canned.answer_named(db, council, "just-come").texts["pl"]

    assert canned.language_of(db, council, polish) == "pl"
    assert canned.language_of(db, council, f"{polish} Do wtorku!") is None


@pytest.mark.parametrize("wrong", ["hello: {pl: Dzień dobry}", "hello: {en: Hello, xx: Hm}"])
def test_a_file_that_lacks_english_or_knows_no_such_language_is_refused(tmp_path, wrong):
    (tmp_path / "canned.yaml").write_text(wrong)

    with pytest.raises(ContentWrong):
        canned.starters(tmp_path / "canned.yaml")
