"""Short readable addresses, made once from a name."""

import re
import unicodedata
from collections.abc import Container
from uuid import UUID


def slug(*names: str, taken: Container[str], most: int = 80) -> str:
    """Latin letters, digits and hyphens that remind of the names, with a number if others have it already.

    “Little Acorns Children’s Centre” becomes `little-acorns-childrens-centre`.
    """
    plain = unicodedata.normalize("NFKD", re.sub("[\u2010-\u2015]", " ", " ".join(names)))
    plain = plain.replace("’", "").replace("'", "")
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    stem = "-".join(words)[:most].strip("-") or "listing"
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def addresses(*names: str, own: UUID) -> tuple[str, ...]:
    """Addresses to choose from that remind of the names, best first; nobody else can have the last.

    However many share a name, few need to be looked up: after the ninth (`baby-massage-9`) a piece of its
    own uuid tells each from the others (`baby-massage-3fa85f`).
    """
    plain = slug(*names, taken=())
    return plain, *(f"{plain}-{number}" for number in range(2, 10)), *_with_own_letters(plain, own)


def discreet_addresses(own: UUID) -> tuple[str, ...]:
    """Addresses that say nothing of a topic, a town or a centre to whoever sees the link."""
    return _with_own_letters("support", own)


def _with_own_letters(beginning: str, own: UUID) -> tuple[str, ...]:
    pieces = (own.hex[:6], own.hex[6:12], own.hex[-6:], own.hex)
    return tuple(f"{beginning}-{piece}" for piece in pieces)
