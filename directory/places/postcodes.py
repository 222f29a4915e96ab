"""British postcodes: read them however they are typed, and find one inside a sentence. Pure.

The shape is Royal Mail's: an outcode of two to four characters, then a digit and two letters, never
C I K M O V among the last two.
"""

import re
from dataclasses import dataclass
from itertools import product

_OUT = r"(?a:[A-Z]{1,2}[0-9][A-Z0-9]?)"
_IN = r"(?a:[0-9][ABD-HJLNP-UW-Z]{2})"
_WHOLE = re.compile(f"({_OUT})[ \u00a0]*({_IN})", re.IGNORECASE)
_WHOLE_IN_TEXT = re.compile(rf"(?<!\w)({_OUT})[ \u00a0]*({_IN})(?!\w)", re.IGNORECASE)
_OUTCODE_IN_TEXT = re.compile(rf"(?<!\w)({_OUT})(?!\w)", re.IGNORECASE)


# The letters that British postcodes begin with, as Royal Mail gives them out.
AREAS = re.compile(
    "AB|AL|B|B[ABDHLNRST]|C[ABFHMORTVW]|D[ADEGHLNTY]|E|E[CHNX]|F[KY]|G|G[LUY]|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|"
    "L|L[ADELNSU]|M|M[EKL]|N|N[EGNPRW]|O[LX]|P[AEHLOR]|R[GHM]|S|S[AEGKLMNOPRSTWY]|T[ADFNQRSW]|UB|W|W[ACDFNRSV]|"
    "YO|ZE"
)
_LOOKALIKES = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}


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


def meant(text: str) -> Postcode | None:
    """The postcode that `text` is when letters and digits that look alike are put right: “DAI”, “OXl 2jd”.

    An area that nobody has is believed only of a whole postcode in which some digit was typed as one.
    """
    some_digit = any(map(str.isdigit, text))
    if text != text.lower():
        text = text.replace("l", "1")  # among capitals, that is what it looks like
    compact = "".join(text.upper().split())
    if not 3 <= len(compact) <= 7 or not compact.isascii():
        return None
    likely = []
    for letters in product(*(_LOOKALIKES.get(letter, letter) for letter in compact)):
        found = parse("".join(letters))
        if found and (_area_is_known(found) or (found.inward and some_digit)):
            changed = sum(one != other for one, other in zip(letters, compact, strict=True))
            likely.append((changed, str(found), found))
    return min(likely)[2] if likely else None


def _area_is_known(postcode: Postcode) -> bool:
    return AREAS.fullmatch(re.split("[0-9]", postcode.outcode)[0]) is not None


def find(text: str) -> tuple[Postcode, str] | None:
    """A postcode or outcode somewhere in a sentence, and the sentence without it."""
    for pattern in (_WHOLE_IN_TEXT, _OUTCODE_IN_TEXT):
        if match := pattern.search(text):
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return Postcode(*(part.upper() for part in match.groups())), " ".join(rest.split())
    return None
