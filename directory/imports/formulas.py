"""Text that spreadsheets take for a formula: made harmless on the way out, itself on the way in. Pure.

A mark (') in front tells every spreadsheet that text follows (OWASP, “CSV injection”). Text that has such a
mark of its own gets one more, so that what comes back is always what went out.
"""

import re
from collections.abc import Iterable

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_MARKED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def harmless(text: str) -> str:
    """A cell that no spreadsheet reckons with. Plain numbers stay, also those below nought."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def itself(cell: str) -> str:
    """What a cell said before it was made harmless."""
    return cell[1:] if _MARKED.match(cell) else cell


def harmless_row(cells: Iterable[object]) -> list[str]:
    return [harmless("" if cell is None else str(cell)) for cell in cells]
