"""What editors keep is whole: every entry, in every language, with its source and the day it was checked."""

import re
from datetime import date

import pytest

from directory import content
from directory.editorial.helplines import GROUPS, helplines
from directory.editorial.pages import FOLDER, editorial_page, safe_html
from directory.errors import ContentWrong, NotFound
from directory.listings.session_types import THEMES, session_types
from directory.locales import TRANSLATED
from directory.web.public.editorial import PAGES


def test_all_85_kinds_of_session_are_described_in_every_language():
    types = session_types()

    assert len(types) == 85
    for kind in types.values():
        for words in (kind.name, kind.summary, kind.arrival):
            assert set(words) >= set(TRANSLATED), kind.key
            assert all(words.values()), kind.key


def test_every_theme_has_kinds_of_session():
    assert {theme for kind in session_types().values() for theme in kind.themes} == set(THEMES)


def test_what_must_be_hidden_is():
    types = session_types()

    assert {key for key, kind in types.items() if kind.venue_hidden} == {
        "freedom-programme",
        "recovery-toolkit",
    }
    assert {key for key, kind in types.items() if not kind.listed} == {"supervised-contact"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_helpline_has_words_a_number_a_source_and_a_day(language):
    lines = helplines(language)

    assert {line.group for line in lines} <= set(GROUPS)
    for line in lines:
        assert line.language == language
        assert re.fullmatch(r"\+?[0-9]+", line.tel), line.key
        assert line.source
        assert line.checked_on <= date(2030, 1, 1)


@pytest.mark.parametrize("name", PAGES.values())
def test_every_page_says_the_same_in_every_language(name):
    shapes = {code: re.findall(r"<(h2|li|td|a)\b", editorial_page(name, code).html) for code in TRANSLATED}

    assert all(shape == shapes["en"] for shape in shapes.values()), name


def test_no_page_is_written_and_not_shown():
    written = {path.stem for path in (FOLDER / "en").glob("*.md")}

    assert written == set(PAGES.values())


def test_a_page_nobody_wrote_is_not_found():
    with pytest.raises(NotFound):
        editorial_page("no-such-page", "pl")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="https://ok.example" onclick="alert(1)">x</a>',
    ],
)
def test_nothing_in_a_page_can_run(hostile):
    html = safe_html(hostile)

    assert not re.search(r"<(script|img|iframe)|<[^>]*\son\w+=|href=\"(javascript|data):", html), html


def test_a_slip_in_a_file_names_the_file_and_the_line(tmp_path):
    (tmp_path / "places.yaml").write_text("name: Riverside\nname: Harbour\n")

    with pytest.raises(ContentWrong, match="name is there twice"):
        content.read(tmp_path / "places.yaml")
