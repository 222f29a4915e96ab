"""What any search engine must do for us, and the values it answers with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from directory.search.facets import Counts
from directory.search.request import Request

NO_INDEX = 0  # the generation of answers that come from the database itself


@dataclass(frozen=True)
class Hit:
    """One listing found: when it next suits the question (UTC), and how far it is, if a place was named.

    `cancelled_at` is an earlier date that would have suited and has been cancelled; `late_minutes` is how
    much later than planned the next one begins.
    """

    activity_id: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    late_minutes: int = 0
    cancelled_at: datetime | None = None
    km: float | None = None


@dataclass(frozen=True)
class Hits:
    """One page of what was found. Of `total`, the last `placeless` have no place to be near to.

    `all_words` is false when no listing held every word, and those that held most were taken. `closeness`,
    from 0 to 1, is how near the best answer comes to the best there is if nothing were filtered out.
    `corrected` are words that no listing holds, as looked up, each with the word taken instead.
    """

    total: int = 0
    placeless: int = 0
    page: Sequence[Hit] = ()
    facets: Counts = field(default_factory=dict)
    all_words: bool = True
    closeness: float = 1.0
    corrected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sought:
    """What is looked for, as the index knows it: words as indexed, and concepts with how sure each is.

    Concepts stand in groups: those of one group are other readings of the same words. With `exact`, no
    word may be taken for another.
    """

    words: tuple[str, ...] = ()
    concepts: tuple[tuple[tuple[str, float], ...], ...] = ()
    exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.concepts)


NOTHING = Sought()


@dataclass(frozen=True)
class Explained:
    """Why one listing stands where it does: its score in parts, and what it matches of what was sought.

    The parts are named as their weights are, and add up to the number that “best first” goes by.
    """

    parts: Mapping[str, float]
    concepts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        return sum(self.parts.values())


class Engine(Protocol):
    """Finds listings. Answers come from one consistent picture, named by `generation`."""

    @property
    def generation(self) -> int: ...

    def search(
        self, request: Request, sought: Sought, *, now: datetime, size: int, facets: bool = True
    ) -> Hits:
        """The page of answers that the request names, `size` to a page, best first.

        `facets` says whether the counts are wanted too.
        """
        ...

    def count(self, request: Request, sought: Sought, *, now: datetime) -> tuple[int, float]:
        """How many answers there are, and how close the best of them comes; nothing more."""
        ...

    def explain(
        self, request: Request, sought: Sought, *, now: datetime, activity_ids: Sequence[int]
    ) -> Mapping[int, Explained]:
        """Why those of these listings that answer the request come where they do, by number."""
        ...
