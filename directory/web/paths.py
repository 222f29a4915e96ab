"""Addresses that come from outside: numbers in them, and where somebody wants to go back to."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # what both databases can hold
LONGEST = 1500


class NumberConverter(IntegerConverter):
    """`<int:id>` that no database chokes on: a larger number is “not found”."""

    def __init__(self, map: Map) -> None:  # noqa: A002 — Werkzeug names it
        super().__init__(map, max=LARGEST)


def number_in(fields: Mapping[str, str], name: str) -> int:
    """A number that was sent, if a database can hold it; 0 for anything else."""
    text = fields.get(name, "")
    found = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
    return found if found <= LARGEST else 0


def is_ours(path: str) -> bool:
    """Whether this leads to a page of ours and nowhere else, however a browser reads it."""
    plain = path.isascii() and path.isprintable() and " " not in path and "\\" not in path
    if not plain or not path.startswith("/") or path.startswith("//") or len(path) > LONGEST:
        return False
    try:
        parts = urlsplit(path)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def back_to(path: str, *, otherwise: str) -> str:
    """The staff page somebody was on her way to; `otherwise` for anything that could lead elsewhere."""
    return (
        path if is_ours(path) and (path == "/staff" or path.startswith(("/staff/", "/staff?"))) else otherwise
    )
