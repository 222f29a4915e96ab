"""How people write opening hours, contacts and places, and what we make of it. Pure.

Readers take one field's text and return what is kept. They raise `PlaceWrong` with the field's fault.
"""

import itertools
import re
from collections.abc import Callable
from datetime import time
from typing import TypeVar

from email_validator import EmailNotValidError, validate_email

from directory.imports.cells import clock_time
from directory.imports.putting_right import one_phone, web_address
from directory.places.postcodes import whole
from directory.upkeep.refusals import Fault, PlaceWrong, Problem

Stretch = tuple[time, time]
T = TypeVar("T")

_UNTIL = re.compile(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_CLOSED = {"", "closed", "-", "–"}


def stretches(text: str) -> tuple[Stretch, ...]:
    """When a door is open on one day: “9am to 12, 1pm to 4:30pm”. Raises ValueError."""
    if text.strip().lower() in _CLOSED:
        return ()
    found = []
    for part in re.split(r"[,;&]|\band\b", text):
        ends = _UNTIL.split(part.strip())
        if len(ends) != 2:
            raise ValueError(text)
        found.append((_time(ends[0]), _time(ends[1])))
    if any(opens >= closes for opens, closes in found):
        raise ValueError(text)
    return tuple(found)


def overlap(stretches: tuple[Stretch, ...]) -> bool:
    ordered = sorted(stretches)
    return any(closes > opens for (_, closes), (opens, _) in itertools.pairwise(ordered))


def said(stretches: tuple[Stretch, ...]) -> str:
    """The same in the words that `stretches` reads: “9:00 to 12:00, 13:00 to 16:30”."""
    return ", ".join(f"{opens:%-H:%M} to {closes:%-H:%M}" for opens, closes in stretches)


def _time(text: str) -> time:
    """Like `clock_time`, and a bare hour too: beside the other end it cannot be mistaken."""
    bare = re.fullmatch("[0-9]{1,2}", text)
    return clock_time(f"{text}:00" if bare else text)


def email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error


def postcode(text: str) -> str:
    found = whole(text)
    if not found:
        raise ValueError(text)
    return str(found)


READERS: dict[str, tuple[Callable[[str], str], Problem]] = {
    "phone": (one_phone, Problem.NOT_A_PHONE),
    "email": (email, Problem.NOT_AN_EMAIL),
    "website": (web_address, Problem.NOT_AN_ADDRESS),
    "postcode": (postcode, Problem.NOT_A_POSTCODE),
}


def plain(text: str) -> str:
    return " ".join(text.split())


def check(faults: list[Fault], field: str, text: str, *, most: int, needed: bool = False) -> str:
    """One line of text, tidied and read as its field is; what is wrong goes to `faults`."""
    tidy = plain(text)
    if not tidy:
        if needed:
            faults.append(Fault(field, Problem.EMPTY))
        return ""
    if len(tidy) > most:
        faults.append(Fault(field, Problem.TOO_LONG, str(most)))
        return tidy
    if field in READERS:
        reader, problem = READERS[field]
        try:
            return reader(tidy)
        except ValueError:
            faults.append(Fault(field, problem, tidy))
    return tidy


def refuse(faults: list[Fault]) -> None:
    if faults:
        raise PlaceWrong(*faults)
