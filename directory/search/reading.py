"""A question read, as a plain value: what was understood, piece by piece, and what is looked for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from directory.search.concepts import concepts
from directory.search.matching import Match

CENTRE = "children-centre"


class Likely(Enum):
    """How likely words name a place: “near Gotham” surely does, “in nursery” hardly."""

    HARDLY = "hardly"
    MAYBE = "maybe"
    SURELY = "surely"


@dataclass(frozen=True)
class Piece:
    """One thing understood: the field of a request it fills, its value, and where in the text it was said.

    Field `concept` holds a concept's key, field `word` a word left to look up, field `near` a place.
    """

    field: str
    value: object
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Slip:
    """A word that is none in any language, where it stands, and the word it was taken for."""

    start: int
    end: int
    typed: str
    meant: str


@dataclass(frozen=True)
class Reading:
    """A question read. `pieces` fill fields; `about` are the concepts and words looked for.

    `place` is what may be a place, as typed; `implied` are concepts
    that no word says, but an age or a day makes likely; `words` are all to be looked up in listings;
    `known` is false when most of them are words of none of the languages tried. `slips` were taken for
    other words; `unknown` are all that no language has, folded. `of_school` says that terms or holidays came
    up: to be read again with the school terms.
    """

    text: str
    pieces: tuple[Piece, ...] = ()
    about: tuple[Piece, ...] = ()
    concepts: tuple[Match, ...] = ()
    implied: tuple[Match, ...] = ()
    words: tuple[str, ...] = ()
    place: str = ""
    place_likely: Likely = Likely.MAYBE
    near_me: bool = False
    unsure: bool = False
    known: bool = True
    slips: tuple[Slip, ...] = ()
    unknown: frozenset[str] = frozenset()
    of_school: bool = False

    @property
    def wants_centre(self) -> bool:
        return any(match.concept == CENTRE for match in self.concepts[:1])

    @property
    def is_definite(self) -> bool:
        """Whether it asks for something in particular, and not just for something to do."""
        return any(not concepts()[match.concept].broad for match in self.concepts)

    def values(self, name: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(piece.value for piece in self.pieces if piece.field == name))


def meant(text: str, slips: Sequence[Slip]) -> str:
    """The question with the words that its slips were taken for."""
    for slip in sorted(slips, key=lambda slip: -slip.start):
        text = f"{text[: slip.start]}{slip.meant}{text[slip.end :]}"
    return text


def without(text: str, piece: Piece) -> str:
    """The question without the words that said one piece."""
    for start, end in sorted(piece.spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())
