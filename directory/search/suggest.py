"""What the box “What are you looking for?” offers while somebody types.

Offered are things we know ourselves: what families look for, towns and centres. Never what others typed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from directory.listings.session_types import session_types
from directory.places.queries import place_names
from directory.search.analysis import tokens
from directory.search.concepts import Concept, concepts, kept, label, languages, words_of

MOST = 8
MOST_PLACES = 3  # beside concepts, when there are that many
LEAST_LETTERS = 2
# Whoever looks over a shoulder must not read of abuse because somebody typed the beginning of “dolls”.
LEAST_LETTERS_SENSITIVE = 4
ARTICLE = "ال"


class Kind(StrEnum):
    CONCEPT = "concept"
    TOWN = "town"
    CENTRE = "centre"


@dataclass(frozen=True)
class Suggestion:
    """One thing to look for. `language` is that of a concept's label; a centre has an address and a town."""

    kind: Kind
    text: str
    language: str = ""
    slug: str = ""
    town: str = ""
    sensitive: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words that lead to a suggestion; of two, the one with the lower rank comes first."""

    text: str
    suggestion: Suggestion
    rank: int = 0


class Beginnings:
    """Phrases by what they begin with, at each of their words: one look finds all that begin alike."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        found = [
            (start, (phrase.rank, inside, order), phrase.suggestion)
            for order, phrase in enumerate(phrases)
            for start, inside in _starts(phrase.text)
        ]
        found.sort(key=lambda one: one[0])
        self._starts = [start for start, _, _ in found]
        self._places = [(place, suggestion) for _, place, suggestion in found]

    def matching(self, typed: str) -> list[Suggestion]:
        """Everything with a phrase that has a word beginning so, each once.

        A label before other words, the parent's language before English; then what says it in most ways.
        """
        found: dict[Suggestion, list[tuple[int, int, int]]] = {}
        for at in range(bisect_left(self._starts, typed), len(self._starts)):
            if not self._starts[at].startswith(typed):
                break
            place, suggestion = self._places[at]
            found.setdefault(suggestion, []).append(place)
        return sorted(found, key=lambda one: (min(found[one])[0], -len(found[one]), min(found[one])))


class Suggestions:
    """Knows the names of places for one generation of the index: a change to a centre makes a new one."""

    def __init__(self) -> None:
        self._kept: tuple[int, Beginnings] = (-1, Beginnings(()))

    def get(self, db: Session, text: str, language: str, generation: int) -> list[Suggestion]:
        """What to offer somebody who has typed this, in her language; concepts first."""
        typed = folded(text)
        if len(typed) < LEAST_LETTERS:
            return []
        if self._kept[0] != generation:
            self._kept = (generation, Beginnings(_places(db)))
        return together(_of_concepts(language), self._kept[1], typed)


def together(of_concepts: Beginnings, of_places: Beginnings, typed: str) -> list[Suggestion]:
    """At most `MOST`, concepts before places; where there are many of both, a few places stay."""
    about = [one for one in _found(of_concepts, typed) if _may_offer(one, typed)]
    where = _found(of_places, typed)
    if len(where) > MOST and not about:
        return where[:MOST]
    if len(where) > MOST:
        where = []  # A word that so many places share (“children’s”) tells none of them apart.
    shown = about[: MOST - min(len(where), MOST_PLACES)]
    return [*shown, *where[: MOST - len(shown)]]


def to_begin_with(language: str) -> list[Suggestion]:
    """What to offer somebody who has typed nothing yet: the widest concepts, as editors put them in order."""
    wide = [one for one in concepts().values() if one.broader is None and not _sensitive(one)]
    return [_suggestion(one, language) for one in wide[:MOST]]


def folded(text: str) -> str:
    return " ".join(token.word for token in tokens(text))


def _found(beginnings: Beginnings, typed: str) -> list[Suggestion]:
    """What begins so; then, where an Arabic “the” was typed, what begins so without it."""
    found = beginnings.matching(typed)
    bare = typed.removeprefix(ARTICLE)
    if bare != typed and len(bare) >= LEAST_LETTERS:
        found = list(dict.fromkeys([*found, *beginnings.matching(bare)]))
    return found


def _may_offer(suggestion: Suggestion, typed: str) -> bool:
    return not suggestion.sensitive or len(typed) >= LEAST_LETTERS_SENSITIVE


def _starts(text: str) -> Iterator[tuple[str, int]]:
    """A phrase from each of its words on, and whether that is inside it; Arabic also without “the”."""
    words = [token.word for token in tokens(text)]
    for at, word in enumerate(words):
        rest = " ".join(words[at:])
        yield rest, int(at > 0)
        if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1:
            yield rest.removeprefix(ARTICLE), int(at > 0)


@kept
def _of_concepts(language: str) -> Beginnings:
    """The labels and words of one language, and after them the English ones."""
    spoken = language if language in languages() else "en"
    shown: dict[str, Suggestion] = {}  # two concepts of one name are offered once
    for key, concept in concepts().items():
        shown.setdefault(folded(label(key, spoken)), _suggestion(concept, spoken))
    phrases = []
    for rank, of_language in enumerate(dict.fromkeys((spoken, "en"))):
        for key, entry in words_of(of_language).items():
            suggestion = shown[folded(label(key, spoken))]
            phrases.append(Phrase(str(entry["label"]), suggestion, 2 * rank))
            phrases += [Phrase(str(text), suggestion, 2 * rank + 1) for text in _words(entry)]
    return Beginnings(phrases)


def _words(entry: Mapping[str, object]) -> Iterable[object]:
    """The words editors gave a concept; its misspellings and whole sentences are not for showing."""
    words = entry.get("words", ())
    return words if isinstance(words, list) else ()


def _suggestion(concept: Concept, language: str) -> Suggestion:
    spoken = language if language in languages() else "en"
    return Suggestion(Kind.CONCEPT, label(concept.key, spoken), spoken, sensitive=_sensitive(concept))


def _sensitive(concept: Concept) -> bool:
    """Whether the topic itself could put somebody at risk: its closest kind of session is marked so."""
    return any(session_types()[kind].sensitive for kind in concept.types[:1])


def _places(db: Session) -> Iterator[Phrase]:
    towns, centres = place_names(db)
    for town in towns:
        yield Phrase(town, Suggestion(Kind.TOWN, town))
    for name, slug, town in centres:
        yield Phrase(name, Suggestion(Kind.CENTRE, name, slug=slug, town=town), 1)
