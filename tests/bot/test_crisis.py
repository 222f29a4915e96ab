"""Crisis words: heard in every language, not heard in ordinary searches, and answered with fixed words."""

import re
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from bot.core import crisis
from bot.core.crisis import crisis_in, crisis_screen, sorts
from bot.core.effects import Count
from bot.core.engine import take
from bot.core.event import Event, Kind
from bot.core.screen import lines_apart
from bot.core.talk import Talk
from bot.core.talks import PRESSES
from directory import content
from directory.editorial.helplines import helplines
from directory.locales import LOCALES
from directory.search.concepts import label
from directory.search.reader import read_question
from directory.words import words_for

HERE = Path(__file__).parent
SAID = content.read(HERE / "crisis_said.yaml")


@pytest.mark.parametrize("language", SAID["heard"])
def test_a_cry_for_help_is_heard(language):
    heard = {text: crisis_in(text) for texts in SAID["heard"][language].values() for text in texts}

    assert heard == {text: sort for sort, texts in SAID["heard"][language].items() for text in texts}


@pytest.mark.parametrize("language", SAID["ordinary"])
def test_an_ordinary_message_is_no_crisis(language):
    heard = {text: sort for text in SAID["ordinary"][language] if (sort := crisis_in(text))}

    assert heard == {}


def asked() -> list[tuple[str, str]]:
    """Every question that judges the search, with its language."""
    return [
        (path.stem, str(each["ask"]))
        for path in sorted(Path("tests/search/judged").rglob("*.yaml"))
        for each in content.read(path)
    ]


def test_of_all_the_questions_that_judge_the_search_only_those_we_looked_at_are_heard():
    looked_at = content.read(HERE / "crisis_asked.yaml")
    heard = {(language, text): sort for language, text in asked() if (sort := crisis_in(text))}

    expected = {
        (language, text): sort
        for sort, of_language in looked_at.items()
        for language, texts in of_language.items()
        for text in texts
    }

    assert heard == expected


def test_whoever_asks_the_search_about_violence_is_heard_in_every_language():
    about = {"freedom-programme", "recovery-toolkit"}
    unheard = [
        (path.stem, each["ask"])
        for path in sorted(Path("tests/search/judged").rglob("*.yaml"))
        for each in content.read(path)
        if each["wants"][0] == "freedom-programme"
        and set(each["wants"]) <= about
        and not crisis_in(each["ask"])
    ]

    assert unheard == []


def test_of_all_that_parents_type_for_each_concept_only_what_is_about_a_crisis_is_heard():
    about_crisis = {"domestic-abuse", "abuse-recovery", "first-aid", "low-mood", "mental-health"}
    heard = {
        (path.stem, key, text)
        for path in sorted(Path("content/concepts").glob("??.yaml"))
        for key, concept in content.read(path).items()
        if key not in about_crisis
        for text in (
            concept["label"],
            *(each for list_ in ("words", "says", "typos") for each in concept.get(list_, ())),
        )
        if crisis_in(str(text))
    }

    # Each may be a grown-up's doing as well as a child's; the search is one tap away.
    assert heard == {
        ("cy", "behaviour", "mae hi'n fy nharo pan mae'n grac"),
        ("en", "behaviour", "she hits me when she is angry"),
        ("fr", "behaviour", "il me tape"),
        ("fr", "crying", "bébé secoué"),
        ("pa", "relationships", "ਸਹੁਰੇ ਤੰਗ"),
    }


def test_nothing_that_is_on_offer_sounds_like_a_crisis_unless_it_is_about_one():
    kinds = content.read(Path("content/session_types.yaml"))
    about_crisis = {"freedom-programme", "recovery-toolkit"}
    heard = {
        (kind["key"], name)
        for kind in kinds
        for name in kind["name"].values()
        if crisis_in(name) and kind["key"] not in about_crisis
    }

    assert heard == set()


@pytest.mark.parametrize("language", LOCALES)
def test_an_answer_says_whom_to_ring_with_a_number_to_tap(language):
    by_key = {line.key: line for line in helplines("en")}
    for sort in sorts().values():
        screen = crisis_screen(sort.name, words_for(language))

        text = "\n".join(screen.text)
        assert all(by_key[key].number in text for key in sort.lines)
        assert any(choice.url.startswith("tel:") for row in screen.choices for choice in row)
        assert screen.language == language
        assert not re.search(r"%\(|%s", text)


@pytest.mark.parametrize("language", LOCALES)
def test_an_answer_fits_into_one_message_and_has_the_english_until_it_is_checked(language):
    own, english = crisis.said_in(language), crisis.said_in("en")
    for sort in sorts():
        screen = crisis_screen(sort, words_for(language))

        assert sum(len(part) + 2 for part in screen.text) < 4096
        assert own is english or own.checked or set(map(lines_apart, english.texts[sort])) <= set(screen.text)
        assert (own.machine if sort == "emergency" else f"{own.machine} {own.kept}") in screen.text


@pytest.mark.parametrize("language", LOCALES)
def test_an_answer_asks_her_nothing_but_whether_to_ring_at_once(language):
    said = crisis.said_in(language)
    may_ask = {said.texts["abuse"][1], said.texts["forced-marriage"][1]}  # “In danger now? Ring 999.”

    asked_of_her = {text for texts in said.texts.values() for text in texts if re.search("[?؟]", text)}
    assert asked_of_her <= may_ask


def test_no_answer_promises_to_keep_a_secret():
    said = " ".join(part for sort in sorts() for part in crisis_screen(sort, words_for("en")).text)

    assert not re.search(r"secret|confidential|anonymous|private", said, re.IGNORECASE)
    assert "not a person" in said


@pytest.mark.parametrize("sort", sorts())
def test_a_button_carries_the_sort_and_nothing_of_what_was_written(sort):
    pressable = [press for _, press in crisis_screen(sort, words_for("en")).pressable]

    instead = [f"crisis.search.{sort}"] if crisis.concept_of(sort) else []
    assert pressable == [*instead, "go.carry-on", "go.menu"]


def test_she_who_talks_with_a_person_is_not_told_that_nothing_is_kept():
    screen = crisis_screen("mind", words_for("en"), with_person=True)

    assert "The person you are talking with will see what you wrote" in screen.text[-1]
    assert "not kept" not in screen.text[-1]


@pytest.mark.parametrize("language", LOCALES)
def test_the_search_instead_is_understood_in_every_language(language):
    for concept in {crisis.concept_of(sort) for sort in sorts()} - {None}:
        reading = read_question(label(concept, language), language, date(2026, 11, 27))

        assert concept in {match.concept for match in reading.concepts}


@pytest.mark.parametrize("text", ["a" * 10_000, "a " * 5_000, "kill " * 800, "хочу " * 800, "‌" * 500, "\x00"])
def test_no_message_takes_long_to_listen_to(text):
    crisis_in("warm")
    began = process_time()

    crisis_in(text)

    assert process_time() - began < 0.25


def test_listening_is_much_faster_than_anybody_writes():
    asks = [text for _, text in asked()]
    crisis_in("warm")
    began = process_time()

    for text in asks:
        crisis_in(text)

    assert len(asks) / (process_time() - began) > 10_000


def test_each_concept_to_search_for_instead_is_one_of_ours():
    known = {each["key"] for each in content.read(Path("content/concepts/index.yaml"))}

    assert {crisis.concept_of(sort) for sort in sorts()} - {None} <= known


@pytest.mark.parametrize("language", LOCALES)
def test_the_language_of_the_words_is_known_to_somebody_who_has_not_chosen_one(language):
    texts = [text for of_sort in SAID["heard"].get(language, {}).values() for text in of_sort]
    heard = [found.language for text in texts if (found := crisis.heard(text))]

    assert heard.count(language) >= 0.8 * len(heard)


def test_who_has_not_chosen_a_language_is_answered_in_that_of_her_words():
    turn = take(Talk(), Event(Kind.TEXT, text="mąż mnie bije", language="en-GB"), None)

    assert [(screen.name, screen.language) for screen in turn.screens] == [("crisis-abuse", "pl")]
    assert turn.effects == (Count("crisis", "abuse"),)
    assert "mąż" not in str(turn.talk)


def test_the_search_instead_knows_only_the_sort():
    turn = PRESSES["crisis.search"](Talk("pl"), Event(Kind.PRESS, press="crisis.search.mind"), None)

    assert turn.onward == Event(Kind.TEXT, text=label("mental-health", "pl"))
    assert crisis_in(turn.onward.text) is None
