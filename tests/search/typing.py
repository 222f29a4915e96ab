"""Slips of the finger, made at random in the words of concepts: what the reader has to forgive."""

import random
from collections.abc import Iterator
from datetime import date

from directory.search.analysis import Token, tokens
from directory.search.concepts import concepts, exists, label, lexicon
from directory.search.reader import read_question

LEAST = 5  # letters in a word worth misspelling
TODAY = date(2026, 11, 24)


def slip(word: str, rng: random.Random, letters: str) -> str:
    """The word with one letter added, left out, changed, or swapped with its neighbour."""
    at = rng.randrange(len(word))
    kind = rng.choice(["add", "leave out", "change", "swap"])
    if kind == "add":
        return word[:at] + rng.choice(letters) + word[at:]
    if kind == "leave out":
        return word[:at] + word[at + 1 :]
    if kind == "change":
        return word[:at] + rng.choice(letters) + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def misspelt_labels(language: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """For each concept whose label has a long word: its key, its label, and the label with one slip in it.

    A slip that makes another word of any language is none: nobody could tell.
    """
    for key in concepts():
        text = label(key, language)
        long = [
            token
            for token in tokens(text)
            if len(token.word) >= LEAST and not any(map(str.isdigit, token.word))
        ]
        if long and (misspelt := _misspelt(text, rng.choice(long), language, rng)):
            yield key, text, misspelt


def _misspelt(text: str, token: Token, language: str, rng: random.Random) -> str:
    letters = "".join(sorted(set("".join(lexicon(language).real)) & set(_script(token.word))))
    for _ in range(20):
        wrong = slip(token.typed.lower(), rng, letters)
        (one, *more) = tokens(wrong) or [token]
        if not more and one.word != token.word and not exists(one.word):
            return f"{text[: token.start]}{wrong}{text[token.end :]}"
    return ""


def _script(word: str) -> str:
    """Letters near those of a word: of its own script."""
    first = max(97, min(map(ord, word)))
    return "".join(map(chr, range(first - 40, first + 80)))


def forgiven(language: str, seed: int) -> tuple[int, int, list[tuple[str, str, list[str]]]]:
    """How many slips there were, how many still led to their concept, and those that did not."""
    rng, failed, all_ = random.Random(seed), [], 0
    for key, text, misspelt in misspelt_labels(language, rng):
        all_ += 1
        right = [match.concept for match in read_question(text, language, TODAY).concepts]
        found = [match.concept for match in read_question(misspelt, language, TODAY).concepts]
        if key in right and key not in found:
            failed.append((key, misspelt, found))
    return all_, all_ - len(failed), failed
