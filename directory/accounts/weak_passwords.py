"""Passwords that are refused, because others guess them first. There are no rules about signs or capitals.

The list beside this file is of 20,000 passwords seen most often in leaks (compiled by Royce Williams, as
shipped with Django 5.2 under its BSD licence).
"""

import gzip
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from directory.errors import DirectoryError

LEAST, MOST = 12, 128  # characters
OF_ONES_OWN = 8  # letters that must be left when what is known of somebody is taken out
RUN = 4
LIST = Path(__file__).with_name("common_passwords.txt.gz")

# What people write for a letter, thinking that nobody else does.
_DISGUISES = str.maketrans("0134578@$!€", "oleastbasie")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfv")


class PasswordRefused(DirectoryError):
    """This password will not do. Each kind says why."""


class PasswordTooShort(PasswordRefused):
    """Fewer than 12 characters."""


class PasswordTooLong(PasswordRefused):
    """More than 128 characters."""


class PasswordGuessed(PasswordRefused):
    """Many people have it, or it follows the keyboard, or says the same again and again."""


class PasswordNamesYou(PasswordRefused):
    """Little is left of it without the person's own name, mail address, or ours."""


def refuse_weak(password: str, *, known: Iterable[str]) -> None:
    """Raise a PasswordRefused if others could guess this. `known` is what they know: name, mail address."""
    if len(password) < LEAST:
        raise PasswordTooShort
    if len(password) > MOST:
        raise PasswordTooLong
    if _says_little(password) or _is_common(password):
        raise PasswordGuessed
    if _names(password, ("doorstep", *known)):
        raise PasswordNamesYou


def _is_common(password: str) -> bool:
    """Whether it is on the list: as it is, undisguised, or once or more with signs and numbers about it."""
    plain = password.casefold()
    stripped = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    forms = {plain, stripped, plain.translate(_DISGUISES), stripped.translate(_DISGUISES)}
    forms |= {re.sub(r"[\W\d_]+$", "", form) for form in forms}
    forms |= {re.sub(r"[\W_]", "", form) for form in forms}
    return any(_shortest_part(form) in _common() for form in forms)


def _says_little(password: str) -> bool:
    """Whether hardly anything is left when runs of the keyboard and repeated signs are taken out."""
    plain = re.sub(r"(.)\1+", r"\1", password.casefold())
    left = re.sub("|".join(map(re.escape, _runs())), "", plain)
    return len(_shortest_part(password.casefold())) <= RUN or len(left) <= RUN


def _names(password: str, known: Iterable[str]) -> bool:
    parts = {part for text in known for part in re.split(r"[\W\d_]+", text.casefold()) if len(part) > 2}
    plain = left = password.casefold()
    for part in sorted(parts, key=len, reverse=True):
        left = left.replace(part, "")
    return left != plain and len(re.sub(r"[\W\d_]", "", left)) < OF_ONES_OWN


def _shortest_part(text: str) -> str:
    """What a text repeats: “abc” of “abcabcabc”; a text that repeats nothing is its own."""
    return text[: (text + text).find(text, 1)] if text else ""


@cache
def _runs() -> list[str]:
    """Every four or more neighbours on a keyboard or in the alphabet, either way, longest first."""
    both = [way for row in _ROWS for way in (row, row[::-1])]
    runs = {row[i:j] for row in both for i in range(len(row)) for j in range(i + RUN, len(row) + 1)}
    return sorted(runs, key=lambda run: (-len(run), run))


@cache
def _common() -> frozenset[str]:
    with gzip.open(LIST, "rt", encoding="utf-8") as file:
        return frozenset(line.strip() for line in file if len(line) > 3)
