"""Text to the words we index and look up. The same for both, so that what is written can be found. Pure.

Combining marks belong to their word: the usual `\\w+` cuts Bengali and vowelled Arabic in pieces.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from whoosh.lang.porter import stem

_MARKS = (
    r"\u0300-\u036f"  # accents that stand on their own
    r"\u0610-\u061a\u064b-\u065f\u0670"  # Arabic
    r"\u0900-\u0903\u093a-\u094f\u0962\u0963"  # Devanagari
    r"\u0981-\u0983\u09bc-\u09cd\u09d7"  # Bengali
    r"\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75"  # Gurmukhi
)
_WORD = re.compile(rf"[\w{_MARKS}\u200c\u200d]+(?:['’][\w]+)*")
_FIGURE_OR_WORD = re.compile(r"\d+|^\w{1,2}(?=['’]\w{3})|\D+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_APOSTROPHE = re.compile("['’]")
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ے": "ي",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": "",
        "\u200c": "",
        "\u200d": "",
    }
)
_LATIN = str.maketrans(
    {"ł": "l", "ґ": "г", "ʼ": "", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_STRIPPED = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question: folded, as it was typed, and where it stands."""

    word: str
    typed: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a question, in order.

    A figure glued to letters (“8m”, “২বছরের”) counts as two words, and so does a French article or
    pronoun written onto its word (“l'allaitement”).
    """
    found = []
    for match in _WORD.finditer(text):
        if match[0].isalpha():
            found.append(Token(fold(match[0]), match[0], match.start(), match.end()))
            continue
        for piece in _FIGURE_OR_WORD.finditer(match[0]):
            at = match.start() + piece.start()
            found.append(Token(fold(piece[0]), piece[0], at, at + len(piece[0])))
    return found


def words(text: str) -> list[str]:
    """The words of a text, as they are indexed: folded, and English endings taken off."""
    return [indexed(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=50_000)
def indexed(word: str) -> str:
    """One word as it stands in the index."""
    plain = fold(word)
    return str(stem(plain)) if plain.isascii() and plain.isalpha() and len(plain) > 3 else plain


def fold(text: str) -> str:
    """Text without the differences that people do not type: case, accents, spellings of one letter."""
    if text.isascii():
        return text.lower().replace("'", "")
    lowered = _APOSTROPHE.sub("", text.casefold().translate(_LATIN))
    plain = _STRIPPED.sub("", unicodedata.normalize("NFKD", lowered))
    return unicodedata.normalize("NFC", fold_digits(plain)).translate(_ARABIC)


def fold_digits(text: str) -> str:
    """Text with the digits of every script as 0 to 9."""
    return _OTHER_DIGIT.sub(_digit, text)


def _digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))
