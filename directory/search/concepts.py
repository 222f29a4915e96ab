"""What families look for, and the words for it in every language: `content/concepts/`.

A question in any language becomes concepts; listings carry concepts; so a Polish question finds an
English-only listing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from directory import content
from directory.errors import ContentWrong
from directory.search.analysis import tokens
from directory.search.lexicon import Lexicon, build
from directory.search.wishes import wishes
from directory.settings import CONTENT

FOLDER = CONTENT / "concepts"
# A label says a concept best; a sentence may share words with much else.
WEIGHTS = {"label": 1.0, "words": 1.0, "says": 0.9, "typos": 0.95}


@dataclass(frozen=True)
class Concept:
    """One thing families look for. `types` are the kinds of session about it, the closest first.

    `broad` ones say little: “something to do”, a course, a drop-in.
    """

    key: str
    kind: str
    types: tuple[str, ...]
    broader: str | None
    broad: bool = False


@cache
def concepts(folder: Path = FOLDER) -> Mapping[str, Concept]:
    """Every concept by key. Raises ContentWrong for one that names a wider concept we do not have."""
    found = {}
    for entry in content.read(folder / "index.yaml"):
        concept = Concept(
            key=entry["key"],
            kind=entry["kind"],
            types=tuple(entry.get("types", ())),
            broader=entry.get("broader"),
            broad=entry.get("broad", entry["kind"] == "format"),
        )
        found[concept.key] = concept
    for concept in found.values():
        if concept.broader and concept.broader not in found:
            raise ContentWrong(f"{folder / 'index.yaml'}: {concept.key}: no concept {concept.broader}")
    return found


@cache
def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages whose words we know."""
    return tuple(path.stem for path in sorted(folder.glob("*.yaml")) if path.stem != "index")


@cache
def words_of(language: str, folder: Path = FOLDER) -> Mapping[str, Mapping[str, Any]]:
    """The words of one language by concept. Raises ContentWrong when a concept is missing or unknown."""
    path = folder / f"{language}.yaml"
    words: Mapping[str, Mapping[str, Any]] = content.read(path)
    if wrong := set(words) ^ set(concepts(folder)):
        raise ContentWrong(f"{path}: missing or unknown: {', '.join(sorted(wrong))}")
    return words


@cache
def lexicon(language: str) -> Lexicon:
    """Every phrase of one language that leads to a concept."""
    entries = [
        (key, str(text), weight)
        for key, entry in words_of(language).items()
        for kind, weight in WEIGHTS.items()
        for text in ([entry["label"]] if kind == "label" else entry.get(kind, ()))
    ]
    return build(language, entries, wishes(language).ignored)


def warm() -> None:
    """Read the words of every language, so that no parent's question has to wait for it."""
    for language in languages():
        lexicon(language)


def label(key: str, language: str) -> str:
    """What a concept is called in a language; in English where we do not know."""
    known = language if language in languages() else "en"
    return str(words_of(known)[key]["label"])


@cache
def of_type() -> Mapping[str, Mapping[str, float]]:
    """For each kind of session, the concepts it is about and how closely, wider ones included."""
    carried: dict[str, dict[str, float]] = {}
    for concept in concepts().values():
        for position, kind in enumerate(concept.types):
            closeness = max(0.5, 1.0 - 0.14 * position)
            held = carried.setdefault(kind, {})
            for key, weight in with_broader(concept.key, closeness):
                held[key] = max(held.get(key, 0.0), weight)
    return carried


@cache
def _english_phrases() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Whole English phrases, as a listing's name may hold them."""
    phrases: dict[tuple[str, ...], set[str]] = {}
    for key, entry in words_of("en").items():
        for text in [entry["label"], *entry.get("words", ())]:
            phrases.setdefault(tuple(token.word for token in tokens(str(text))), set()).add(key)
    return {words: frozenset(keys) for words, keys in phrases.items()}


@lru_cache(maxsize=10_000)
def concepts_named(name: str) -> frozenset[str]:
    """The concepts that the English name of a listing says outright, the longest phrase at each place."""
    said = [token.word for token in tokens(name)]
    found: set[str] = set()
    at = 0
    while at < len(said):
        for end in range(min(len(said), at + 5), at, -1):
            if keys := _english_phrases().get(tuple(said[at:end])):
                found |= keys
                at = end
                break
        else:
            at += 1
    return frozenset(found)


def with_broader(key: str, weight: float) -> list[tuple[str, float]]:
    """A concept and the wider ones it belongs to, each a good deal weaker than the one before."""
    chain: list[tuple[str, float]] = []
    at: str | None = key
    while at and len(chain) < 4:
        chain.append((at, weight))
        at, weight = concepts()[at].broader, weight * 0.55
    return chain
