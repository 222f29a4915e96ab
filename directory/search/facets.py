"""How many answers each further choice would leave: counts of what one would get, field by field."""

from collections.abc import Mapping, Sequence

import numpy as np

from directory.search.facts import VALUES, Ints, Records
from directory.search.filters import BITS, Suits, when
from directory.search.request import PARTS, WEEKDAYS, Request
from directory.search.snapshot import Snapshot

Counts = Mapping[str, Mapping[str, int]]
WEEK = (1 << len(WEEKDAYS)) - 1


def values_in(combinations: Records, values: int) -> Records:
    """Which values each combination has: 1 or 0, a column a value."""
    result: Records = (combinations[:, None].astype(np.int64) >> np.arange(values)) & 1
    return result


ANY_DAYS = values_in(np.arange(WEEK + 1), len(WEEKDAYS))
ANY_PARTS = values_in(np.arange(1 << len(PARTS)), len(PARTS))


def counted(snapshot: Snapshot, suits: Suits, request: Request, minute: int) -> Counts:
    """Counts by field and value. Within a field one value more widens, so its own filter is left out."""
    counts = {field: _of_rows(snapshot, suits, field, bits) for field, bits in BITS.items()}
    rows = suits.but("when")
    days = when(snapshot, request, minute, but="days").weekdays_and_parts[rows] & WEEK
    parts = when(snapshot, request, minute, but="parts").weekdays_and_parts[rows] >> len(WEEKDAYS)
    counts["days"] = _by_value(np.bincount(days), ANY_DAYS, WEEKDAYS)
    counts["parts"] = _by_value(np.bincount(parts), ANY_PARTS, PARTS)
    return counts


def _of_rows(snapshot: Snapshot, suits: Suits, field: str, bits: str) -> dict[str, int]:
    has, of_row = snapshot.kept(("bits", bits), lambda: _combinations(snapshot, bits))
    return _by_value(np.bincount(of_row[suits.but(field)]), has, VALUES[bits])


def _combinations(snapshot: Snapshot, bits: str) -> tuple[Records, Ints]:
    """For every combination of values that some row has, which they are; and each row's combination."""
    different, of_row = np.unique(snapshot.listings[bits], return_inverse=True)
    return values_in(different, len(VALUES[bits])), of_row.astype(np.int32)


def _by_value(times: Ints, has: Records, values: Sequence[str]) -> dict[str, int]:
    """How many rows hold each value, from how many hold each combination of them."""
    return dict(zip(values, (times @ has[: len(times)]).tolist(), strict=True))
