"""What any search engine must do for us, and the values it answers with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from directory.search.facets import Counts
from directory.search.request import Request


@dataclass(frozen=True)
class Hit:
    """One listing found: when it next suits the question (UTC), and how far it is, if a place was named.

    `cancelled_at` is an earlier date that would have suited and has been cancelled.
    """

    activity_id: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    cancelled_at: datetime | None = None
    km: float | None = None


@dataclass(frozen=True)
class Hits:
    """One page of what was found. Of `total`, the last `placeless` have no place to be near to.

    `all_words` is false when no listing held every word, and those that held most were taken.
    """

    total: int = 0
    placeless: int = 0
    page: Sequence[Hit] = ()
    facets: Counts = field(default_factory=dict)
    all_words: bool = True


class Engine(Protocol):
    """Finds listings. Answers come from one consistent picture, named by `generation`."""

    @property
    def generation(self) -> int: ...

    def search(self, request: Request, words: list[str], *, now: datetime, size: int) -> Hits:
        """The page of answers that the request names, `size` to a page, best first."""
        ...

    def count(self, request: Request, words: list[str], *, now: datetime) -> int:
        """How many answers there are, and nothing more."""
        ...
