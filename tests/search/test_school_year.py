"""Half term, holidays and term time: dates where the council's terms are known, words where not."""

from datetime import date

import pytest

from directory.search.concepts import languages
from directory.search.reader import How, read_question
from directory.search.reading import without
from directory.search.school import SchoolYear
from tests.builders import NOW, a_slot, add_activity, add_centre, add_council
from tests.search.conftest import names

TERMS = (
    (date(2026, 9, 3), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 21)),
    (date(2027, 9, 2), date(2027, 10, 22)),
)
YEAR = SchoolYear(TERMS)
TUESDAY = date(2026, 11, 24)
CHRISTMAS = (date(2026, 12, 19), date(2027, 1, 3))
FEBRUARY = (date(2027, 2, 13), date(2027, 2, 21))
EASTER = (date(2027, 3, 26), date(2027, 4, 11))
MAY = (date(2027, 5, 29), date(2027, 6, 6))
SUMMER = (date(2027, 7, 22), date(2027, 9, 1))


def dates(text: str, language: str = "en", year: SchoolYear = YEAR, today: date = TUESDAY):
    reading = read_question(text, language, today, How(school=year))
    return (*reading.values("since"), *reading.values("until"))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("half term", FEBRUARY),
        ("messy play at half-term", FEBRUARY),
        ("may half term", MAY),
        ("what's on in the school holidays", CHRISTMAS),
        ("christmas holidays", CHRISTMAS),
        ("easter holidays", EASTER),
        ("something for a 3 year old in the summer holidays", SUMMER),
        ("during term", (TUESDAY, TERMS[1][1])),
        ("after school club", (TUESDAY, TERMS[1][1])),
    ],
)
def test_what_families_call_the_parts_of_a_school_year(text, days):
    assert dates(text) == days


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("half term", "en"),
        ("co robić w half term", "pl"),
        ("vacanța din februarie", "ro"),
        ("férias de fevereiro", "pt"),
        ("هاف تيرم", "ar"),
        ("hanner tymor", "cy"),
        ("fasaxa half term", "so"),
    ],
)
def test_half_term_in_other_languages(text, language):
    assert dates(text, language) == FEBRUARY


SUMMER_IN = {
    "en": "summer holidays",
    "pl": "letnie wakacje",
    "ro": "vacanța de vară",
    "lt": "vasaros atostogos",
    "pt": "férias de verão",
    "uk": "на літніх канікулах",
    "ru": "на летних каникулах",
    "bn": "গরমের ছুটিতে",
    "ur": "گرمیوں کی چھٹیاں",
    "pa": "ਗਰਮੀਆਂ ਦੀਆਂ ਛੁੱਟੀਆਂ",
    "ar": "العطلة الصيفية",
    "tr": "yaz tatilinde",
    "so": "fasaxa xagaaga",
    "fr": "vacances d'été",
    "es": "vacaciones de verano",
    "cy": "gwyliau'r haf",
}


@pytest.mark.parametrize("language", languages())
def test_the_summer_holidays_in_every_language(language):
    assert dates(SUMMER_IN[language], language) == SUMMER


def test_a_holiday_that_has_begun_is_the_one_meant():
    assert dates("christmas holidays", today=date(2026, 12, 28)) == (date(2026, 12, 28), CHRISTMAS[1])
    assert dates("half term", today=date(2026, 10, 26)) == (date(2026, 10, 26), date(2026, 11, 1))


def test_after_school_is_in_the_afternoon_whether_or_not_we_know_the_terms():
    for year in (YEAR, SchoolYear()):
        reading = read_question("after school", "en", TUESDAY, How(school=year))
        assert reading.values("parts") == ("afternoon",)


@pytest.mark.parametrize("year", [SchoolYear(), SchoolYear(TERMS[:1])])
def test_where_the_terms_do_not_tell_the_words_stay_words(year):
    reading = read_question("messy play at half term", "en", TUESDAY, How(school=year))

    assert reading.pieces == ()
    assert "half" in reading.words


def test_the_dates_can_be_taken_out_of_the_words_again():
    text = "messy play at half term"
    reading = read_question(text, "en", TUESDAY, How(school=YEAR))
    since = next(piece for piece in reading.pieces if piece.field == "since")

    assert without(text, since) == "messy play at"


def test_something_to_do_in_the_holidays_is_about_holidays_too():
    reading = read_question("half term activities", "en", TUESDAY, How(school=YEAR))

    assert "holiday" in [match.concept for match in reading.concepts]


def test_the_terms_are_those_of_the_council(database, find):
    with database.unit_of_work() as db:
        centre = add_centre(db, council=add_council(db, terms=TERMS))
        all_year = a_slot("FREQ=WEEKLY;BYDAY=TU")
        add_activity(db, name="Stay and play", centre=centre, slots=[all_year])
        term_only = a_slot("FREQ=WEEKLY;BYDAY=TU", term_time_only=True)
        add_activity(db, name="Singing", centre=centre, slots=[term_only])

    page = find("christmas holidays")

    assert (page.request.since, page.request.until) == CHRISTMAS
    assert names(page) == ["Stay and play"]


def test_a_frozen_clock_stands_in_term():
    assert NOW.date() == TUESDAY
