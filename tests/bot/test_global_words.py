"""Words that mean the same at every step: heard in every language, and never in a search."""

import re
from pathlib import Path

import pytest

from bot.core.global_words import COMMANDS, FILE, _plain, command_in, said_for
from directory import content
from directory.locales import LOCALES, TRANSLATED
from directory.words import words_for

WORDS = content.read(FILE)["words"]
CONCEPTS = Path("content/concepts")
# Somebody who writes only this wants the command more often than the search that shares the word.
SHARED = {"help", "emergency", "privacy", "language"}


@pytest.mark.parametrize("language", LOCALES)
def test_each_command_can_be_said_in_each_language(language):
    assert set(WORDS[language]) == set(COMMANDS)


@pytest.mark.parametrize("language", LOCALES)
def test_a_word_is_heard_by_those_who_speak_its_language(language):
    for command, said in WORDS[language].items():
        assert {command_in(word, language) for word in said} == {command}
        assert {command_in(f" {word.upper()}!! 🙏", language) for word in said} == {command}


@pytest.mark.parametrize(
    ("text", "language", "command"),
    [
        ("/help", "pl", "help"),
        ("/help@DoorstepBot", "ar", "help"),
        ("Stop 🛑", "", "stop"),
        ("STOP.", "ur", "stop"),
        ("стоп", "en", "stop"),
        ("jezyk", "pl", "language"),
        ("język?", "en", "language"),
        ("madad", "ur", "help"),
        ("توقّف", "ar", "stop"),
        ("no", "pl", "no"),
        ("Privacy", "bn", "privacy"),
        ("urgență", "en", "emergency"),
    ],
)
def test_spelling_and_language_do_not_have_to_be_right(text, language, command):
    assert command_in(text, language) == command


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("help with breastfeeding", "en"),
        ("stop smoking", "en"),
        ("help me stop smoking", "en"),
        ("home visits", "en"),
        ("pomoc z karmieniem", "pl"),
        ("para çocuk", "tr"),
        ("para", "tr"),
        ("gana", "ur"),
        ("nage", "fr"),
        ("polski", "en"),
        ("🙂", "en"),
        ("", "en"),
        ("stop " * 30, "en"),
        ("/find swimming", "en"),
    ],
)
def test_a_search_is_never_taken_for_a_command(text, language):
    assert command_in(text, language) is None


@pytest.mark.parametrize("language", WORDS)
def test_no_word_means_two_things_in_one_language(language):
    meanings: dict[str, set[str]] = {}
    for command, said in WORDS[language].items():
        for word in said:
            meanings.setdefault(_plain(word), set()).add(command)

    assert {word: means for word, means in meanings.items() if len(means) > 1} == {}


@pytest.mark.parametrize("language", LOCALES)
def test_no_word_is_the_whole_of_a_usual_search(language):
    concepts = content.read(CONCEPTS / f"{language}.yaml")
    usual = {
        str(word)
        for concept in concepts.values()
        for word in (concept["label"], *(each for key in ("words", "says") for each in concept.get(key, ())))
    }

    stolen = {word: command for word in usual if (command := command_in(word, language))}

    assert {word: command for word, command in stolen.items() if command not in SHARED} == {}


def test_the_usual_word_comes_first_and_english_stands_in_for_a_language_we_do_not_know():
    assert said_for("help", "pl")[0] == "pomoc"
    assert said_for("help", "xx")[0] == "help"


ASKED_FOR = [
    (
        "At any time you can write: menu, language, person, privacy, stop, delete. In danger, ring 999.",
        {"menu", "language", "person", "privacy", "stop", "delete"},
    ),
    (
        "I keep only what I need to answer you."
        " Write “privacy” to see what, and “stop” or “delete” at any time.",
        {"privacy", "stop", "delete"},
    ),
]


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_bot_asks_people_to_write_is_what_it_hears(language):
    words = words_for(language)
    for sentence, commands in ASKED_FOR:
        said = re.findall(r"\w+", words.gettext(sentence).casefold())

        heard = {command_in(word, language) for word in said}
        assert commands <= heard


def test_the_privacy_page_names_words_that_are_heard():
    for language, words in {
        "en": {"delete": "delete", "my data": "data", "stop": "stop"},
        "pl": {"usuń": "delete", "moje dane": "data", "stop": "stop"},
        "ar": {"حذف": "delete", "بياناتي": "data", "توقف": "stop"},
    }.items():
        page = Path(f"content/pages/{language}/privacy.md").read_text()

        assert all(word in page for word in words)
        assert {command_in(word, language): command for word, command in words.items()} == {
            command: command for command in words.values()
        }
