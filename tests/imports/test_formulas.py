"""Formulas go out harmless and come back as they were."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.imports.formulas import harmless, harmless_row, itself

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize("text", ["=1+1", "+44 1632", "-x", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1"])
def test_what_a_spreadsheet_would_reckon_with_begins_with_a_mark(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5.25", "5", "", "It's", "'tis the season", "a=b", "£2"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert harmless(text) == text


@given(TEXT)
@example("''=x")
@example("'-5")
def test_every_text_comes_back_as_it_was_and_none_is_a_formula_on_the_way(text):
    cell = harmless(text)

    assert itself(cell) == text
    assert not re.match("[=+\\-@\t\r\n]", cell) or re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", cell)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_rows_survive_a_csv_file(cells):
    lines = io.StringIO()
    csv.writer(lines).writerow(harmless_row(cells))

    (row,) = list(csv.reader(io.StringIO(lines.getvalue(), newline=""))) or [[""]]
    assert [itself(cell) for cell in row] == cells
