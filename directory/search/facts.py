"""What a listing is filtered, placed and ordered by, as fixed-size records: one a listing, one a date.

The index keeps them as bytes beside the words, so that a hundred thousand listings are read in one go.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from directory.search.entry import CONCEPT_UNITS, Entry, Happening
from directory.search.request import PARTS, SPOKEN, WEEKDAYS
from directory.words.labels import ACCESS, COST, DELIVERY, FEATURE, OFFER, THEME

Ints = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Records = NDArray[Any]

# The values each field of bits may hold; the position of a value is its bit.
VALUES: dict[str, tuple[str, ...]] = {
    "themes": tuple(THEME),
    "offer": tuple(OFFER),
    "cost": tuple(COST),
    "access": tuple(ACCESS),
    "delivery": tuple(DELIVERY),
    "features": tuple(FEATURE),
    "spoken": SPOKEN,
}
NOON, EVENING = 12 * 60, 17 * 60

LISTING = np.dtype(
    [
        ("activity", "<i4"),
        ("kind", "<u4"),
        ("youngest", "<i2"),
        ("oldest", "<i2"),
        ("pregnant", "?"),
        ("adults", "?"),
        ("assured", "<i4"),
        ("lat", "<f8"),
        ("lng", "<f8"),
        ("words", "<u2"),
        *((name, "<u4") for name in VALUES),
        ("terms", "<u2"),
        ("check", "<u4"),
    ]
)
CHECK = LISTING["check"]
# The London weekday and part of day of a date are worked out when it is written: they never change.
DATE = np.dtype(
    [
        ("start", "<i4"),
        ("end", "<i4"),
        ("day", "<i4"),
        ("weekday", "i1"),
        ("part", "i1"),
        ("cancelled", "?"),
        ("late", "<i2"),
    ]
)


def listing_record(entry: Entry) -> bytes:
    """A listing's record. `terms` and `check` tell whether all of it came back as it was written."""
    lat, lng = entry.position or (np.nan, np.nan)
    record = (
        *(entry.activity_id, kind_number(entry.kind), entry.youngest, entry.oldest),
        *(entry.pregnant, entry.adults, entry.assured_day, lat, lng, min(len(entry.words), 65_535)),
        *(bits_of(name, getattr(entry, name)) for name in VALUES),
        len(words_of(entry)) + len(concepts_of(entry)),
    )
    unchecked = np.array((*record, 0), LISTING).tobytes()
    number = check(unchecked, date_records(entry.happenings))
    return unchecked[: -CHECK.itemsize] + np.array(number, CHECK).tobytes()


def check(record: bytes, dates: bytes) -> int:
    """A number that a listing's record, but for its check, and its dates give only together."""
    return crc32(dates, crc32(record[: -CHECK.itemsize]))


def words_of(entry: Entry) -> Counter[str]:
    """Each word of a listing, and how much it counts."""
    return Counter(entry.words)


def concepts_of(entry: Entry) -> dict[str, int]:
    """Each concept of a listing, and how closely it is about it, in whole units."""
    closeness = {key: round(weight * CONCEPT_UNITS) for key, weight in entry.concepts.items()}
    return {key: units for key, units in closeness.items() if units}


def date_records(happenings: Iterable[Happening]) -> bytes:
    rows = [
        (
            *(one.minute, one.minute + one.minutes, one.day),
            *((one.day - 1) % len(WEEKDAYS), part_of_day(one.of_day), one.cancelled, one.late),
        )
        for one in happenings
    ]
    return np.array(rows, DATE).tobytes()


def part_of_day(minute: int) -> int:
    return PARTS.index("morning" if minute < NOON else "afternoon" if minute < EVENING else "evening")


def kind_number(kind: str) -> int:
    """A kind of session as a number: the same in every process and release."""
    return crc32(kind.encode())


def bits_of(name: str, held: str | Sequence[str]) -> int:
    """Some of a field's values as bits; a value that the field does not have is left out."""
    values = VALUES[name]
    wanted = (held,) if isinstance(held, str) else held
    return sum(1 << values.index(value) for value in wanted if value in values)
