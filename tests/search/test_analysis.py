"""Words are kept whole in every script, and what people do not type makes no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.analysis import fold, words

SAME = [
    ("żłobek", "zlobek"), ("grădiniță", "gradinita"), ("grădiniţă", "gradinita"), ("İstanbul", "istanbul"),
    ("IŞIK", "isik"), ("darželis", "darzelis"), ("children’s", "childrens"), ("children's", "childrens"),
    ("مدرسة", "مدرسه"), ("أطفال", "اطفال"), ("کتاب", "كتاب"), ("تَدْلِيك", "تدليك"),
    ("٢٠٢٦", "2026"), ("২০২৬", "2026"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_people_mix_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["শিশু", "বিনামূল্যে", "ਬੱਚਿਆਂ", "تَدْلِيك", "Łódź", "ребёнок"])
def test_a_word_stays_one_word_in_its_script(word):
    assert len(words(word)) == 1


def test_english_endings_make_no_difference():
    assert words("classes") == words("class")
    assert words("massaging") == words("massage")


@given(st.text())
def test_any_text_can_be_cut_into_words(text):
    assert all(isinstance(word, str) for word in words(text))
