"""What is read in a question, piece by piece."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.concepts import concepts, label
from directory.search.concepts import languages as concept_languages
from directory.search.reader import read_question
from directory.search.reading import without
from directory.search.request import Age
from directory.search.wishes import languages as wish_languages

TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
LANGUAGES = {"en", "pl", "ro", "lt", "pt", "uk", "ru", "bn", "ur", "pa", "ar", "tr", "so", "fr", "es", "cy"}


def read(text: str, language: str = "en"):
    return read_question(text, language, TUESDAY)


def values(text: str, field: str, language: str = "en") -> set[object]:
    return set(read(text, language).values(field))


def concept_keys(text: str, language: str = "en") -> list[str]:
    return [match.concept for match in read(text, language).concepts]


def test_a_whole_sentence_reads_as_exactly_what_it_says():
    reading = read("something free for my 8 month old and my 3 year old tomorrow afternoon near DA1")

    assert {(piece.field, piece.value) for piece in reading.pieces} == {
        ("costs", "free"),
        ("ages", Age(8, 8)),
        ("ages", Age(36, 47)),
        ("since", WEDNESDAY),
        ("until", WEDNESDAY),
        ("parts", "afternoon"),
        ("near", "DA1"),
    }


def test_each_thing_read_can_be_taken_out_of_the_words_again():
    text = "free baby massage on saturday"
    reading = read(text)

    free = next(piece for piece in reading.pieces if piece.field == "costs")
    massage = next(piece for piece in reading.about if piece.field == "concept")

    assert without(text, free) == "baby massage on saturday"
    assert without(text, massage) == "free on saturday"


@pytest.mark.parametrize(
    ("text", "language", "age"),
    [
        ("8 month old", "en", Age(8, 8)),
        ("8m", "en", Age(8, 8)),
        ("eight months", "en", Age(8, 8)),
        ("6 weeks old", "en", Age(1, 1)),
        ("nearly 2", "en", Age(20, 23)),
        ("2 yr old", "en", Age(24, 35)),
        ("18 miesięcy", "pl", Age(18, 18)),
        ("dwulatek", "pl", Age(24, 35)),
        ("٦ أشهر", "ar", Age(6, 6)),
        ("৮ মাস", "bn", Age(8, 8)),
        ("8 місяців", "uk", Age(8, 8)),
        ("3 ans", "fr", Age(36, 47)),
    ],
)
def test_ages(text, language, age):
    assert age in values(text, "ages", language)


def test_two_children_who_share_a_unit():
    assert values("for my 2 and 4 year olds", "ages") == {Age(24, 35), Age(48, 59)}


@pytest.mark.parametrize(
    ("text", "language", "field", "value"),
    [
        ("tomorrow", "en", "since", WEDNESDAY),
        ("jutro", "pl", "since", WEDNESDAY),
        ("غدا", "ar", "since", WEDNESDAY),
        ("demain", "fr", "since", WEDNESDAY),
        ("saturdays", "en", "days", "sat"),
        ("w sobotę", "pl", "days", "sat"),
        ("в суботу", "uk", "days", "sat"),
        ("rano", "pl", "parts", "morning"),
        ("por la mañana", "es", "parts", "morning"),
        ("za darmo", "pl", "costs", "free"),
        ("ücretsiz", "tr", "costs", "free"),
    ],
)
def test_days_times_and_cost_in_many_languages(text, language, field, value):
    assert value in values(text, field, language)


def test_in_the_morning_is_not_tomorrow_in_spanish():
    assert values("cuentos por la mañana", "since", "es") == set()


@pytest.mark.parametrize("word", ["کل", "kal"])
def test_a_word_that_is_also_yesterday_is_not_guessed_silently(word):
    assert read(word, "ur").unsure


def test_empty_words_of_the_parents_language_mean_nothing_in_english():
    assert values("mon bébé", "days", "fr") == set()


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("my baby won't latch", "en", "breastfeeding"),
        ("weigh-in", "en", "weighing"),
        ("gdzie zważyć dziecko", "pl", "weighing"),
        ("وزن الطفل", "ar", "weighing"),
        ("playgroup w sobotę", "pl", "play-group"),
    ],
)
def test_concepts(text, language, concept):
    assert concept_keys(text, language)[0] == concept


def test_any_form_of_a_word_will_do_in_a_language_without_a_stemmer():
    weighing, *others = read("зважити немовлят", "uk").concepts

    assert (weighing.concept, weighing.phrase, others) == ("weighing", "зважити немовля", [])


def test_a_question_in_another_language_than_the_page_is_understood_too():
    assert concept_keys("gdzie zważyć dziecko", "en")[0] == "weighing"


def test_all_languages_have_words_for_all_concepts():
    assert set(concept_languages()) == set(wish_languages()) == LANGUAGES
    assert len(concepts()) >= 140
    for language in LANGUAGES:
        assert all(label(key, language) for key in concepts())


@settings(max_examples=150)
@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_anything_can_be_read_and_what_was_read_stands_in_the_text(text, language):
    reading = read(text, language)

    for piece in (*reading.pieces, *reading.about):
        assert all(0 <= start < end <= len(text) for start, end in piece.spans)


def test_tomorrow_and_the_afternoon_are_taken_out_one_by_one():
    text = "baby group tomorrow afternoon"
    pieces = {piece.field: piece for piece in read(text).pieces}

    assert without(text, pieces["since"]) == "baby group afternoon"
    assert without(text, pieces["parts"]) == "baby group tomorrow"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("gave birth 3 months ago and I cry every day", "en"),
        ("urodziłam 3 miesiące temu", "pl"),
        ("di a luz hace 3 meses", "es"),
        ("3 ay önce doğum yaptım", "tr"),
    ],
)
def test_how_long_ago_something_was_is_no_age(text, language):
    assert values(text, "ages", language) == set()


def test_what_now_is_no_day():
    assert values("just found out im pregnant what now", "since") == set()
    assert values("и что теперь делать", "since", "ru") == set()
    assert values("what is on now", "since") == {TUESDAY}


def implied_keys(text: str, language: str = "en") -> set[str]:
    return {match.concept for match in read(text, language).implied}


def test_food_at_six_months_is_weaning_too():
    assert implied_keys("my 6 month old wont eat") == {"weaning"}
    assert implied_keys("my 2 year old wont eat") == set()


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("what's on for my 4 month old", "en", "baby-group"),
        ("actividades bebé de 4 meses por la mañana", "es", "baby-group"),
        ("gdzie wyjść z dzieckiem 18 miesięcy", "pl", "toddler-group"),
    ],
)
def test_something_to_do_at_an_age_is_its_own_groups_too(text, language, group):
    assert implied_keys(text, language) == {group}


def test_something_in_particular_and_an_age_alone_imply_no_group():
    assert implied_keys("baby massage for my 4 month old") == set()
    assert implied_keys("4 month old") == set()


@pytest.mark.parametrize(
    ("text", "language"), [("planes sabado con niños", "es"), ("activități sâmbătă", "ro")]
)
def test_something_to_do_on_saturday_is_what_is_on_at_weekends_too(text, language):
    assert values(text, "days", language) == {"sat"}
    assert "weekend" in implied_keys(text, language)


def test_an_age_and_a_baby_are_not_about_weaning():
    assert "weaning" not in concept_keys("grupo de bebés de seis meses", "es")
    assert "weaning" not in concept_keys("altı aylık bebek için grup", "tr")
