"""British postcodes: read them however they are typed, and find one inside a sentence. Pure.

The shape is Royal Mail's: an outcode of two to four characters, then a digit and two letters, never
C I K M O V among the last two.
"""

import re
from dataclasses import dataclass

_OUT = r"(?a:[A-Z]{1,2}[0-9][A-Z0-9]?)"
_IN = r"(?a:[0-9][ABD-HJLNP-UW-Z]{2})"
_WHOLE = re.compile(f"({_OUT})[ \u00a0]*({_IN})", re.IGNORECASE)
_WHOLE_IN_TEXT = re.compile(rf"(?<!\w)({_OUT})[ \u00a0]*({_IN})(?!\w)", re.IGNORECASE)
_OUTCODE_IN_TEXT = re.compile(rf"(?<!\w)({_OUT})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Postcode:
    """A whole postcode, or only its first half (`inward` empty)."""

    outcode: str
    inward: str = ""

    def __str__(self) -> str:
        return f"{self.outcode} {self.inward}".strip()

    @property
    def compact(self) -> str:
        return self.outcode + self.inward


def parse(text: str) -> Postcode | None:
    """The postcode or outcode that `text` is, if it is one and nothing more."""
    text = text.strip()
    if whole := _WHOLE.fullmatch(text):
        return Postcode(whole[1].upper(), whole[2].upper())
    if half := re.fullmatch(_OUT, text, re.IGNORECASE):
        return Postcode(half[0].upper())
    return None


def whole(text: str) -> Postcode | None:
    """The postcode that `text` is, if it is a whole one."""
    found = parse(text)
    return found if found and found.inward else None


def find(text: str) -> tuple[Postcode, str] | None:
    """A postcode or outcode somewhere in a sentence, and the sentence without it."""
    for pattern in (_WHOLE_IN_TEXT, _OUTCODE_IN_TEXT):
        if match := pattern.search(text):
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return Postcode(*(part.upper() for part in match.groups())), " ".join(rest.split())
    return None
