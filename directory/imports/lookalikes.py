"""Find centres in a list that may be one and the same. They are told, never merged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from directory.imports.plan import Note
from directory.imports.putting_right import heart_of_name
from directory.imports.register import Found


def lookalikes(found: Iterable[Found]) -> Iterator[Note]:
    """Which centres are at the same postcode, and have (nearly) the same name."""
    neighbours: defaultdict[str, list[Found]] = defaultdict(list)
    for centre in found:
        neighbours[centre.postcode or f"none: {centre.council}"].append(centre)
    for group in neighbours.values():
        for one, other in combinations(group, 2):
            if _alike(one.name, other.name):
                yield Note(
                    other.row,
                    f"“{other.name}” looks like “{one.name}” in row {one.row}, at the same postcode "
                    f"({one.postcode or 'none'}). Both are kept.",
                )


def _alike(one: str, other: str) -> bool:
    first, second = heart_of_name(one), heart_of_name(other)
    return first == second or SequenceMatcher(None, first, second).ratio() >= 0.85
