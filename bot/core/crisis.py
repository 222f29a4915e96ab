"""When somebody writes that she, a child or another is in danger: fixed words and numbers, before all else.

Pure. `content/bot/crisis/` holds what is heard and what is said, `content/helplines.yaml` the numbers. Of the
message nothing goes into the answer, its buttons or a log: only the sort of crisis does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bot.core.phrases import Heard, Phrases
from bot.core.screen import Choice, Screen, isolated, lines_apart, press
from bot.core.ways import carry_on, menu_choice
from directory import content
from directory.editorial.helplines import Helpline, helplines
from directory.errors import ContentWrong
from directory.locales import LOCALES, SOURCE
from directory.settings import CONTENT
from directory.words import Words

FOLDER = CONTENT / "bot" / "crisis"
SORTS = FOLDER / "sorts.yaml"


@dataclass(frozen=True)
class Sort:
    """One sort of crisis: whom to ring, and which concept she may search for instead (none: nothing)."""

    name: str
    lines: tuple[str, ...]
    concept: str | None


@dataclass(frozen=True)
class Said:
    """What we say in one language, as its file has it. `checked`: a native speaker has read it."""

    language: str
    checked: bool
    texts: Mapping[str, Sequence[str]]
    lines: Mapping[str, str]
    machine: str
    kept: str
    told: str
    ring: str
    text: str
    search: str


def crisis_in(text: str) -> str | None:
    """The sort of crisis that a message speaks of, in whatever language, if it does."""
    found = heard(text)
    return found.meaning if found else None


def heard(text: str) -> Heard | None:
    """The same, with the language of the words: for somebody who has not chosen hers yet."""
    return _phrases().heard(text)


def ready() -> None:
    """Read all that is heard and said now, and not when somebody needs it. Raises ContentWrong."""
    _phrases()
    for language in LOCALES:
        said_in(language)


def crisis_screen(sort: str, words: Words, *, with_person: bool = False) -> Screen:
    """What to do now and whom to ring, in her language; with the English beside it until that is checked.

    `with_person`: somebody at a centre, whom she is talking with, sees what she wrote, and she should know.
    """
    ways = (carry_on(words), menu_choice(words))
    screen = _screen(sort, words.code, with_person)
    return replace(screen, choices=(*screen.choices, ways))


def concept_of(sort: str) -> str | None:
    """What she may search for instead: it comes from the sort alone, never from what she wrote."""
    return sorts()[sort].concept


@cache
def sorts() -> Mapping[str, Sort]:
    """Every sort, the one that counts for most first. Raises ContentWrong when a number is not ours."""
    known = {line.key for line in helplines(SOURCE)}
    found = {}
    for entry in content.read(SORTS):
        if wrong := set(entry["lines"]) - known:
            raise ContentWrong(f"{SORTS}: {entry['sort']}: no such line: {', '.join(sorted(wrong))}")
        found[entry["sort"]] = Sort(entry["sort"], tuple(entry["lines"]), entry.get("concept"))
    return found


@cache
def said_in(language: str) -> Said:
    held = _held(language)
    says = held["says"]
    if missing := set(sorts()) - set(says["texts"]):
        raise ContentWrong(f"{FOLDER}/{language}.yaml: no text for {', '.join(sorted(missing))}")
    return Said(
        language=language,
        checked=held["checked_by_native_speaker"],
        texts=says["texts"],
        lines=says["lines"],
        machine=says["machine"],
        kept=says["kept"],
        told=says["told"],
        ring=says["ring"],
        text=says["text"],
        search=says["search"],
    )


@cache
def _screen(sort: str, code: str, with_person: bool) -> Screen:
    said = said_in(code if code in LOCALES else SOURCE)
    english = () if said.checked or said.language == SOURCE else _paragraphs(sort, said_in(SOURCE))
    last = f"{said.machine} {said.told if with_person else said.kept}" if _is_heard(sort) else said.machine
    return Screen(
        name=f"crisis-{sort}",
        text=(*_paragraphs(sort, said), last, *map(lines_apart, english)),
        choices=tuple((choice,) for choice in _choices(sort, said)),
        language=said.language,
        fresh=True,
    )


def _is_heard(sort: str) -> bool:
    """Whether it is words of hers that bring this up; a button may, too."""
    return any(sort in _held(language)["hears"] for language in LOCALES)


def _paragraphs(sort: str, said: Said) -> tuple[str, ...]:
    numbers = "\n".join(said.lines[line.key] % {"number": isolated(line.number)} for line in _lines(sort))
    return (*said.texts[sort], numbers)


def _choices(sort: str, said: Said) -> list[Choice]:
    once: dict[str, Helpline] = {}
    for line in _lines(sort):
        once.setdefault(line.tel, line)
    instead = [Choice(said.search, press=press("crisis", "search", sort))] if concept_of(sort) else []
    return [_call(line, said) for line in once.values()] + instead


def _call(line: Helpline, said: Said) -> Choice:
    """One tap to ring, or to write to, a line."""
    label, way = (said.text, "sms") if line.sms else (said.ring, "tel")
    return Choice(label % {"number": isolated(line.number)}, url=f"{way}:{line.tel}")


def _lines(sort: str) -> list[Helpline]:
    by_key = {line.key: line for line in helplines(SOURCE)}
    return [by_key[key] for key in sorts()[sort].lines]


@cache
def _phrases() -> Phrases:
    """What is heard, the sort that counts for most first. Raises ContentWrong naming the file."""
    phrases = Phrases()
    held = {language: _held(language) for language in LOCALES}
    for sort in sorts():
        for language, each in held.items():
            try:
                phrases.add(sort, language, each["hears"].get(sort, ()), each.get("sets", {}))
            except ValueError as error:
                raise ContentWrong(f"{FOLDER}/{language}.yaml: {sort}: {error}") from error
    unless = {language: each.get("unless", ()) for language, each in held.items()}
    return phrases.ready(unless, [word for each in held.values() for word in each.get("exact", ())])


@cache
def _held(language: str) -> Mapping[str, Any]:
    held: Mapping[str, Any] = content.read(FOLDER / f"{language}.yaml")
    return held
