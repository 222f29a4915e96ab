"""Read tables as spreadsheets save them: CSV in any usual encoding, with commas, semicolons or tabs."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.imports.formulas import itself
from directory.imports.plan import Findings, WrongFile

MOST_LETTERS = 4_000  # in one cell


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column (in lower case), without the spaces around them."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Shape:
    """What a table must look like. `what` ends the sentence “This is not …”."""

    what: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    others_welcome: bool
    most_bytes: int
    most_rows: int


_NOT_CSV = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a compressed file",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_text(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark) or Windows-1252. Raises WrongFile."""
    for start, kind in _NOT_CSV.items():
        if content.startswith(start):
            raise WrongFile(f"This is {kind}, not a CSV file: save the sheet as “CSV UTF-8” and use that.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongFile("This file is in UTF-16, which we do not read: save the sheet as “CSV UTF-8”.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise WrongFile("This file is not text: save the sheet as “CSV UTF-8” and use that.") from error
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise WrongFile(f"Line {line} holds a character that no text has, so this is not a CSV file.")
    return text


def read_table(content: bytes, shape: Shape, findings: Findings) -> list[Row]:
    """The rows of a CSV file with commas, semicolons or tabs; rows that cannot be right are refused.

    Raises WrongFile, with one sentence, when it is not such a table at all.
    """
    if len(content) > shape.most_bytes:
        raise WrongFile(f"This file is larger than {shape.most_bytes:,} bytes, the most we read at once.")
    text = read_text(content)
    heading = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")[:100_000]
    records = _records(text, max(",;\t", key=lambda mark: _fitting(heading, mark, shape)))
    columns = _columns(next((cells for _, cells in records if any(cells)), []), shape)
    rows = [
        row
        for number, cells in records
        if any(cells) and (row := _row(number, cells, columns, shape, findings))
    ]
    if len(rows) > shape.most_rows:
        raise WrongFile(
            f"This file has {len(rows):,} rows, and {shape.most_rows:,} is the most we read at once."
        )
    return rows


def _records(text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    """The records with their numbers, from 1. Raises WrongFile where quotation marks do not match."""
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1
        ):
            yield number, [itself(cell.strip()) for cell in cells]
    except csv.Error as error:
        raise WrongFile(
            f"Row {number + 1} cannot be read ({error}): look for a quotation mark without its partner."
        ) from error


def _fitting(heading: str, mark: str, shape: Shape) -> int:
    """How many of the columns we know a heading has, if this mark keeps its cells apart."""
    cells = next(csv.reader([heading], delimiter=mark), [])
    return len({cell.strip().lower() for cell in cells} & set(shape.columns))


def _columns(heading: list[str], shape: Shape) -> list[str]:
    columns = [cell.lower() for cell in heading]
    if missing := [column for column in shape.needed if column not in columns]:
        raise WrongFile(f"This is not {shape.what}: it has no column “{missing[0]}”.")
    named = [column for column in columns if column]
    if twice := [column for column, times in Counter(named).items() if times > 1]:
        raise WrongFile(f"The column “{twice[0]}” is there twice.")
    strangers = [column for column in named if column not in shape.columns]
    if strangers and not shape.others_welcome:
        raise WrongFile(f"There is no column “{strangers[0][:60]}” in the template: correct or remove it.")
    return columns


def _row(number: int, cells: list[str], columns: list[str], shape: Shape, findings: Findings) -> Row | None:
    if any(cells[len(columns) :]):
        findings.refuse(
            number, "it has more cells than the heading: put text with commas in quotation marks."
        )
        return None
    named = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    for column, cell in named.items():
        if len(cell) > MOST_LETTERS:
            findings.refuse(number, f"the text is longer than {MOST_LETTERS:,} characters.", column)
            return None
    return Row(number, named)
