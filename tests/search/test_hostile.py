"""Whatever is typed is answered, as text and never as anything else."""

import random

import pytest

PIECES = [
    "'; DROP TABLE activity; --",
    '" OR 1=1',
    "NEAR(",
    "a AND",
    "OR OR OR",
    "*",
    "wei*ght",
    "[a-z]{99}",
    "(((",
    "^$",
    "\\",
    "%_%",
    "{{7*7}}",
    "${x}",
    "<script>",
    "\u202egnilbmut",
    "\x00",
    "\x1b[31m",
    "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600",
    "\u0915\u094d\u0937\u093f",
    "\ufdfa",
    "0x00",
    "../../etc/passwd",
    "near near near",
    "in in in",
    "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660",
    "111111111111111111111111111111111111111111111111111111111111",
    "age:-1",
    "\ufeff",
    "\ud7ff",
    "a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301a\u0301",
]


def questions() -> list[str]:
    chance = random.Random(11)
    mixed = [" ".join(chance.choices(PIECES, k=chance.randint(2, 6))) for _ in range(160)]
    return [*PIECES, "x" * 10_000, "baby " * 2_000, *mixed]


@pytest.mark.parametrize("language", ["en", "ar", "so"])
def test_two_hundred_hostile_questions_are_answered(sample_runtime, language):
    from directory.search.request import read

    asked = questions()

    pages = [sample_runtime.find(read({"q": [text]})[0], language=language) for text in asked]

    assert len(pages) == len(asked) >= 190
    assert all(page.total >= 0 for page in pages)


def test_a_text_in_no_language_does_not_try_them_all(sample_runtime):
    from directory.search.request import Request

    chance = random.Random(3)
    text = " ".join("".join(chance.choices("bcdfghjklmnpqrstvwxz", k=9)) for _ in range(20))

    page = sample_runtime.find(Request(text=text), language="en")

    assert page.reading.concepts == ()
