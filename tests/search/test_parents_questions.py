"""Questions as parents write them, twelve or so a language: the fields they fill and what they are about.

`readings.txt` was written apart from the words of concepts; what fails stays in it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from directory.places import postcodes
from directory.search.concepts import languages
from directory.search.reader import How, read_question
from directory.search.reading import Reading

FILE = Path(__file__).with_name("readings.txt")
TUESDAY = date(2026, 11, 24)
# Fields that must be read exactly; a word like “baby” may say an age by itself.
EXACTLY = ("ages", "days", "parts", "costs", "near")
MAY_BE_READ = "ages=0-11"
# Of twelve: what each language has to keep. Raise them, never lower them.
RIGHT_FIELDS, RIGHT_CONCEPTS = 0.9, 0.88


@dataclass(frozen=True)
class Question:
    text: str
    about: frozenset[str]
    fields: frozenset[str]


def questions() -> dict[str, list[Question]]:
    found = defaultdict(list)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, text, about, fields = (part.strip() for part in line.split("|"))
            found[language].append(Question(text, frozenset(about.split()), frozenset(fields.split())))
    return found


def reading_of(question: Question, language: str) -> Reading:
    """As `find` reads it: a word after “in” that is no postcode is no place in an empty county."""
    how = How()
    while (reading := read_question(question.text, language, TUESDAY, how)).place:
        if postcodes.parse(reading.place):
            break
        how = How(no_places=how.no_places | {reading.place})
    return reading


def fields_of(reading: Reading) -> set[str]:
    plain = {f"{piece.field}={piece.value}".replace(" ", "_") for piece in reading.pieces}
    return plain | {f"since+{(day - TUESDAY).days}" for day in reading.values("since")}  # type: ignore[operator]


def has_right_fields(question: Question, reading: Reading) -> bool:
    got = fields_of(reading)
    exact = {field for field in got if field.split("=")[0] in EXACTLY} - {MAY_BE_READ}
    return question.fields <= got and exact <= question.fields | {MAY_BE_READ}


@pytest.mark.parametrize("language", languages())
def test_questions_are_read_as_they_were_meant(language):
    asked = questions()[language]
    readings = [(question, reading_of(question, language)) for question in asked]

    wrong_fields = [
        (one.text, fields_of(reading)) for one, reading in readings if not has_right_fields(one, reading)
    ]
    about = [(one, [match.concept for match in reading.concepts] or ["-"]) for one, reading in readings]
    wrong_concepts = [(one.text, keys) for one, keys in about if not one.about & set(keys)]

    assert len(asked) >= 12
    assert 1 - len(wrong_fields) / len(asked) >= RIGHT_FIELDS, wrong_fields
    assert 1 - len(wrong_concepts) / len(asked) >= RIGHT_CONCEPTS, wrong_concepts
