"""The stem of a word in its language, where a maintained stemmer exists; else the word itself. Pure.

For languages without one (Ukrainian, Bengali, Urdu, Punjabi, Somali, Welsh) `akin` compares beginnings.
"""

import threading
from functools import cache, lru_cache

import snowballstemmer

from directory.search.analysis import fold

STEMMERS = {
    "en": "english",
    "pl": "polish",
    "ro": "romanian",
    "lt": "lithuanian",
    "pt": "portuguese",
    "ru": "russian",
    "ar": "arabic",
    "tr": "turkish",
    "fr": "french",
    "es": "spanish",
}
# Arabic writes “and”, “in”, “to”, “the” onto the next word.
_GLUED = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ف")
_one_at_a_time = threading.Lock()  # a stemmer keeps the word it works on in itself
LEAST = 4  # shorter beginnings say nothing


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMERS[language])


def stem_anew(word: str, language: str) -> str:
    """The stem of a word. Accents go last: stemmers need them, people leave them out."""
    if language == "ar":
        word = unglued(fold(word))
    if language in STEMMERS:
        with _one_at_a_time:
            word = _stemmer(language).stemWord(word.casefold())
    return fold(word)


stem = lru_cache(maxsize=5_000)(stem_anew)


def unglued(word: str) -> str:
    """An Arabic word without what is written onto it, if enough is left to be a word."""
    for piece in _GLUED:
        if word.startswith(piece) and len(word) - len(piece) >= 3:
            return word[len(piece) :]
    return word


def akin(one: str, other: str) -> bool:
    """Whether two folded words begin alike for long enough to be forms of one word.

    Both must share at least four letters and two thirds of the longer, or five with an ending each.
    """
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    longest = max(len(one), len(other))
    most = longest - shared  # letters of the longer ending
    both_end = shared < min(len(one), len(other))
    return (shared >= LEAST and shared * 3 >= longest * 2 and most <= 5) or (
        shared > LEAST and most <= 3 and both_end
    )
