"""How many answers each further choice would leave: counts of what one would get, field by field."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from directory.search.filters import BITS, Suits
from directory.search.request import PARTS, WEEKDAYS
from directory.search.snapshot import VALUES, Mask, Snapshot

Numbers = NDArray[np.signedinteger]
Counts = Mapping[str, Mapping[str, int]]


def counted(snapshot: Snapshot, suits: Suits, base: Mask) -> Counts:
    """Counts by field and value. Within a field one value more widens, so its own filter is left out.

    `base` says which rows the words looked up allow at all.
    """
    counts = {field: _bits(snapshot, suits, base, field, bits) for field, bits in BITS.items()}
    counts["days"] = _dates(snapshot, suits, base, "days", snapshot.date_weekday, WEEKDAYS)
    counts["parts"] = _dates(snapshot, suits, base, "parts", snapshot.date_part, PARTS)
    return counts


def _bits(snapshot: Snapshot, suits: Suits, base: Mask, field: str, bits: str) -> dict[str, int]:
    held = snapshot.bits[bits][base & suits.rows_but(snapshot, field)]
    return {
        value: int(np.count_nonzero(held & np.uint32(1 << position)))
        for position, value in enumerate(VALUES[bits])
    }


def _dates(
    snapshot: Snapshot, suits: Suits, base: Mask, field: str, of_date: Numbers, values: tuple[str, ...]
) -> dict[str, int]:
    rows = base & suits.rows_but(snapshot, field)
    dates = suits.dates_but(field) & rows[snapshot.date_row]
    having = np.zeros((snapshot.size, len(values)), np.bool_)
    having[snapshot.date_row[dates], of_date[dates]] = True
    numbers = having.sum(axis=0)
    return {value: int(numbers[position]) for position, value in enumerate(values)}
