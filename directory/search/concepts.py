"""What families look for, and the words for it in every language: `content/concepts/`.

A question in any language becomes concepts; listings carry concepts; so a Polish question finds an
English-only listing. A council's own folder, in the same form, adds words and concepts of its own.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from directory import content
from directory.errors import ContentWrong
from directory.listings.session_types import session_types
from directory.search.analysis import tokens
from directory.search.lexicon import Lexicon, Said, build
from directory.search.wishes import wishes
from directory.settings import CONTENT

FOLDER = CONTENT / "concepts"
INDEX = "index.yaml"
# A label says a concept best; a sentence may share words with much else.
WEIGHTS = {"label": 1.0, "words": 1.0, "says": 0.9, "typos": 0.95}
LISTS = tuple(WEIGHTS)[1:]

Read = TypeVar("Read", bound=Callable[..., Any])
Keeping = TypeVar("Keeping")
_kept: list[Any] = []
_councils_own: Path | None = None


def kept(read: Read) -> Read:
    """Keep what was read or worked out of the concepts, until a council's folder adds to them."""
    return forgets(lru_cache(maxsize=None)(read))  # type: ignore[return-value]


def forgets(keeping: Keeping) -> Keeping:
    """Something that keeps what it worked out of the concepts: it forgets all when they change."""
    _kept.append(keeping)
    return keeping


def read_also(folder: Path | None) -> None:
    """Add the concepts in a council's own folder to ours. Raises ContentWrong when they are not well."""
    global _councils_own
    if folder == _councils_own:
        return
    before, _councils_own = _councils_own, folder
    try:
        _forget()
        if folder is not None:
            _check(folder)
    except ContentWrong:
        _councils_own = before
        _forget()
        raise


def _forget() -> None:
    for keeping in _kept:
        keeping.cache_clear()


def _check(folder: Path) -> None:
    if not folder.is_dir():
        raise ContentWrong(f"{folder} is no folder of concepts")
    named = {path.name for path in folder.glob("*.yaml")} - {INDEX}
    if wrong := named - {f"{language}.yaml" for language in languages()}:
        raise ContentWrong(f"{folder}: no language of ours: {', '.join(sorted(wrong))}")
    for language in languages():
        words_of(language)


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


@kept
def concepts() -> Mapping[str, Concept]:
    """Every concept by key. Raises ContentWrong for one that names a wider one, or a type, we do not have."""
    found: dict[str, Concept] = {}
    for path in _paths(INDEX):
        entries = content.read(path)
        if not isinstance(entries, list):
            raise ContentWrong(f"{path} must be a list of concepts")
        for entry in entries:
            own = _concept(path, entry)
            ours = found.get(own.key)
            types = tuple(dict.fromkeys((*ours.types, *own.types))) if ours else ()
            found[own.key] = replace(ours, types=types) if ours else own
            if wrong := set(own.types) - set(session_types()):
                raise ContentWrong(f"{path}: {own.key}: no kind of session {', '.join(sorted(wrong))}")
    for concept in found.values():
        if concept.broader and concept.broader not in found:
            raise ContentWrong(f"{path}: {concept.key}: no concept {concept.broader}")
    return found


def _concept(path: Path, entry: object) -> Concept:
    if not isinstance(entry, dict) or not isinstance(entry.get("key"), str):
        raise ContentWrong(f"{path}: every concept needs a key, not {entry!r}")
    kind = entry.get("kind", "topic")
    return Concept(
        key=entry["key"],
        kind=kind,
        types=tuple(entry.get("types", ())),
        broader=entry.get("broader"),
        broad=entry.get("broad", kind == "format"),
    )


def _paths(name: str) -> list[Path]:
    """Our file of this name, and the council's own if it has one."""
    own = _councils_own / name if _councils_own else None
    return [FOLDER / name, *([own] if own and own.exists() else [])]


@kept
def languages() -> tuple[str, ...]:
    """The languages whose words we know."""
    return tuple(path.stem for path in sorted(FOLDER.glob("*.yaml")) if path.name != INDEX)


@forgets
@lru_cache(maxsize=2)
def words_of(language: str) -> Mapping[str, Mapping[str, Any]]:
    """The words of one language by concept: each has a `label` and lists of `words`, `says` and `typos`.

    A concept of a council's own without words in this language has its English label, and no words.
    Raises ContentWrong when a concept of ours is missing, or words are of none.
    """
    ours, *own = _paths(f"{language}.yaml")
    found: dict[str, Mapping[str, Any]] = content.read(ours)
    if wrong := set(found) ^ {entry["key"] for entry in content.read(FOLDER / INDEX)}:
        raise ContentWrong(f"{ours}: missing or unknown: {', '.join(sorted(wrong))}")
    for path in own:
        added = content.read(path)
        if not isinstance(added, dict):
            raise ContentWrong(f"{path} must have words by concept")
        for key, entry in added.items():
            found[key] = _together(path, key, found.get(key, {}), entry)
    for key in concepts().keys() - found.keys():
        if language == "en":
            raise ContentWrong(f"{_councils_own}: {key} needs a label in en.yaml")
        found[key] = {"label": words_of("en")[key]["label"]}
    return found


def _together(path: Path, key: str, ours: Mapping[str, Any], own: object) -> Mapping[str, Any]:
    """Our words and the council's for one concept; its own label goes before ours."""
    if key not in concepts():
        raise ContentWrong(f"{path}: no concept {key}: give it a place in {INDEX}")
    if not isinstance(own, dict) or not ("label" in own or ours) or set(own) - set(WEIGHTS):
        raise ContentWrong(f"{path}: {key} needs a label, and may have {', '.join(LISTS)}")
    if wrong := [name for name in LISTS if not isinstance(own.get(name, []), list)]:
        raise ContentWrong(f"{path}: {key}: {', '.join(wrong)} must be lists")
    lists = {name: [*ours.get(name, ()), *own.get(name, ())] for name in LISTS}
    return {"label": own.get("label", ours.get("label")), **lists}


class _Lexicons:
    """The lexicon of each language, built once: who comes while one is being built waits, and builds none."""

    def __init__(self) -> None:
        self._built: dict[str, Lexicon] = {}
        self._building = threading.RLock()

    def of(self, language: str) -> Lexicon:
        if found := self._built.get(language):
            return found
        with self._building:
            if language not in self._built:
                self._built[language] = build(language, _said(language), wishes(language).ignored)
            return self._built[language]

    def cache_clear(self) -> None:
        with self._building:
            self._built.clear()


_lexicons = forgets(_Lexicons())


def lexicon(language: str) -> Lexicon:
    """Every phrase of one language that leads to a concept."""
    return _lexicons.of(language)


def _said(language: str) -> Iterator[Said]:
    """Everything that says a concept. A label only stands in for one in another language."""
    for key, entry in words_of(language).items():
        yield Said(key, str(entry["label"]), WEIGHTS["label"])
        for kind in LISTS:
            for text in entry.get(kind, ()):
                yield Said(key, str(text), WEIGHTS[kind], misspelt=kind == "typos")


def warm() -> None:
    """Read the words of every language, so that no parent's question has to wait for it."""
    for language in languages():
        lexicon(language)


def exists(word: str, among: Sequence[str] | None = None) -> bool:
    """Whether a folded word is one in any language, so that nobody's word is taken for a slip."""
    return any(
        word in lexicon(code).real or word in wishes(code).vocabulary or word in wishes(code).ignored
        for code in among or languages()
    )


def label(key: str, language: str) -> str:
    """What a concept is called in a language; in English where we do not know."""
    return _labels(language if language in languages() else "en")[key]


@kept
def _labels(language: str) -> Mapping[str, str]:
    return {key: str(entry["label"]) for key, entry in words_of(language).items()}


@kept
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


@kept
def _english_phrases() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Whole English phrases, as a listing's name may hold them."""
    phrases: dict[tuple[str, ...], set[str]] = {}
    for key, entry in words_of("en").items():
        for text in [entry["label"], *entry.get("words", ())]:
            phrases.setdefault(tuple(token.word for token in tokens(str(text))), set()).add(key)
    return {words: frozenset(keys) for words, keys in phrases.items()}


@forgets
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
