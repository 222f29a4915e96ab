"""Slips of the finger, words written as one, and words that only look like slips."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.concepts import languages, lexicon
from directory.search.reader import How, read_question
from directory.search.typos import Nearby, distance_to, slips
from tests.search.typing import forgiven

TUESDAY = date(2026, 11, 24)
# Of slips in labels, how many must lead to the concept all the same. Raise it, never lower it.
FORGIVEN = 0.94

words = st.text("aeilnrst", max_size=11)


def concept_keys(text: str, language: str = "en", how: How | None = None) -> list[str]:
    reading = read_question(text, language, TUESDAY, how or How())
    return [match.concept for match in reading.concepts]


def slips_said(text: str, language: str = "en", how: How | None = None) -> list[tuple[str, str]]:
    return [(one.typed, one.meant) for one in read_question(text, language, TUESDAY, how or How()).slips]


@pytest.mark.parametrize("language", languages())
def test_a_slip_in_a_label_still_leads_to_its_concept(language):
    counts = [forgiven(language, seed) for seed in range(2)]

    made, well = sum(all_ for all_, _, _ in counts), sum(good for _, good, _ in counts)

    assert made > 200
    assert well / made >= FORGIVEN, [failed for _, _, failed in counts]


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("weight", "wieght", 1),
        ("massage", "masage", 1),
        ("sleep", "sleeep", 1),
        ("breastfeeding", "brestfeding", 2),
        ("kitten", "sitting", 3),
        ("ważenie", "ważenie", 0),
        ("وزن", "وزنن", 1),
    ],
)
def test_how_many_slips_lie_between_two_words(one, other, far):
    assert distance_to(one, other, 3) == distance_to(other, one, 3) == far


@settings(max_examples=300)
@given(words, st.lists(words, max_size=20, unique=True))
def test_looking_nearby_finds_what_looking_at_every_word_would(word, known):
    found, far = Nearby(known).to(word)

    near = {
        other: distance
        for other in known
        if len(other) >= 3 and 0 < (distance := distance_to(word, other, 2)) <= slips(word)
        if distance == 1 or other[0] == word[0]
    }
    nearest = min(near.values(), default=0)
    assert far == nearest
    assert set(found) == {other for other, distance in near.items() if distance == nearest}


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("play group", "en", "play-group"),
        ("playgroup", "en", "play-group"),
        ("childrens centre", "en", "children-centre"),
        ("weighin clinic", "en", "weighing"),
        ("weigh in clinic", "en", "weighing"),
        ("story time", "en", "stories"),
        ("storytime", "en", "stories"),
        ("sing along", "en", "rhymes"),
        ("singalong", "en", "rhymes"),
        ("messyplay", "en", "messy-play"),
        ("toddlergroup", "en", "toddler-group"),
        ("child minder", "en", "childminder"),
        ("massaż niemowląt", "pl", "baby-massage"),
        ("masazniemowlat", "pl", "baby-massage"),
    ],
)
def test_words_written_as_one_or_as_two(text, language, concept):
    assert concept_keys(text, language)[0] == concept


def test_a_slip_is_told_with_the_word_it_was_taken_for():
    assert slips_said("babby yofga") == [("yofga", "yoga")]
    assert slips_said("wżaenie dziecka", "pl") == [("wżaenie", "ważenie")]


@pytest.mark.parametrize("text", ["soemthing for babies", "story time on thursdoy"])
def test_what_means_little_may_be_misspelt_too(text):
    reading = read_question(text, "en", TUESDAY)

    assert all(word not in reading.words for word in ("soemthing", "thursdoy"))


def test_a_misspelt_day_is_a_day_and_told():
    reading = read_question("story time on thursdoy", "en", TUESDAY)

    assert reading.values("days") == ("thu",)
    assert [(one.typed, one.meant) for one in reading.slips] == [("thursdoy", "thursday")]


@pytest.mark.parametrize("language", languages())
def test_no_word_of_any_language_is_taken_for_another(language):
    """Every 25th word that editors wrote, in every language, asked on an English page."""
    for word in sorted(lexicon(language).real)[::25]:
        assert slips_said(word) == [], word


def test_asked_for_exactly_nothing_is_taken_for_another():
    assert "baby-yoga" in concept_keys("yofga")
    assert concept_keys("yofga", how=How(exact=True)) == []
    assert concept_keys("yofga", how=How(literal=frozenset({"yofga"}))) == []
    assert slips_said("story time thursdoy", how=How(exact=True)) == []


def test_an_inflected_word_is_no_slip():
    assert slips_said("karmieniem piersią", "pl") == []
    assert slips_said("з малюками", "uk") == []
    assert slips_said("mhlentyn", "cy") == []
