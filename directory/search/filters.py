"""Which rows of a snapshot suit a question, field by field, so that facets can leave one field out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial, reduce

import numpy as np

from directory.places.geography import EARTH_KM, Spot
from directory.search.facts import Floats, Ints, Mask, Records, bits_of, kind_number
from directory.search.request import PARTS, WEEKDAYS, Request
from directory.search.snapshot import Snapshot
from directory.words import KM_IN_A_MILE

# Fields of a request that are answered from bits, and the bits that answer them.
BITS = {
    "themes": "themes",
    "offers": "offer",
    "costs": "cost",
    "access": "access",
    "features": "features",
    "spoken": "spoken",
    "delivery": "delivery",
}
WHEN = ("days", "parts", "since", "until")
NEVER = np.float32(np.inf)


class When:
    """The dates to come that suit what was asked about time, and what that says of each row.

    Everything here depends on the minute it is asked in.
    """

    def __init__(self, snapshot: Snapshot, asked: Request, minute: int) -> None:
        dates = snapshot.dates
        suits = (dates["end"] > minute) & ~dates["cancelled"]
        for mask in suiting(dates, asked):
            suits &= mask
        self._snapshot, self._minute = snapshot, minute
        self._dates = np.flatnonzero(suits)
        self._rows = snapshot.date_row[self._dates]

    @cached_property
    def next_date(self) -> Ints:
        """For each row, which of its dates is the first that suits; -1 for none."""
        first = np.full(self._snapshot.size, -1, np.int32)
        first[self._rows[::-1]] = self._dates[::-1]
        return first

    @cached_property
    def any(self) -> Mask:
        return self.next_date >= 0

    @cached_property
    def starts(self) -> Floats:
        """When each row's next date that suits starts, in days from now; infinite where there is none."""
        starts = np.full(self._snapshot.size, NEVER, np.float32)
        start = self._snapshot.dates["start"][self.next_date[self.any]]
        starts[self.any] = np.maximum(start - self._minute, 0) / np.float32(24 * 60)
        return starts

    @cached_property
    def weekdays_and_parts(self) -> Ints:
        """For each row, the weekdays and parts of the day it happens on, as bits: weekdays first."""
        happens = np.zeros((self._snapshot.size, 16), np.bool_)
        happens[self._rows, self._snapshot.dates["weekday"][self._dates]] = True
        happens[self._rows, len(WEEKDAYS) + self._snapshot.dates["part"][self._dates]] = True
        bits = np.packbits(happens, axis=1, bitorder="little").view(np.uint16).ravel()
        return bits.astype(np.int32)


def when(snapshot: Snapshot, request: Request, minute: int, *, but: str = "") -> When:
    """The dates that suit everything a request says about time, or all of it but one field."""
    asked = request.without(but) if but and getattr(request, but) else request
    time = (asked.days, asked.parts, asked.since, asked.until, minute)
    return snapshot.kept(("when", time), lambda: When(snapshot, asked, minute))


def suiting(dates: Mapping[str, Records], asked: Request) -> Iterator[Mask]:
    """Which of some dates suit each thing asked about time."""
    if asked.days:
        yield np.isin(dates["weekday"], [WEEKDAYS.index(day) for day in asked.days])
    if asked.parts:
        yield np.isin(dates["part"], [PARTS.index(part) for part in asked.parts])
    if asked.since:
        yield dates["day"] >= asked.since.toordinal()
    if asked.until:
        yield dates["day"] <= asked.until.toordinal()


@dataclass(frozen=True)
class Suits:
    """Of some rows, those that suit each field asked about; a field not asked about has no mask."""

    masks: Mapping[str, Mask]
    rows: Ints

    @cached_property
    def _faults(self) -> Records:
        """How many of the fields asked about each row does not suit."""
        return reduce(np.add, (~mask for mask in self.masks.values()), np.zeros(len(self.rows), np.int8))

    @cached_property
    def at(self) -> Ints | slice:
        """Where among the rows those stand that suit everything asked."""
        return np.flatnonzero(self._faults == 0) if self.masks else slice(None)

    def but(self, field: str) -> Ints:
        """The rows that suit everything asked but one field; all of it, if that field was not asked about."""
        if field not in self.masks:
            return self.rows[self.at]
        suiting: Ints = self.rows[self._faults == ~self.masks[field]]
        return suiting


def suits(snapshot: Snapshot, request: Request, rows: Ints, *, minute: int) -> Suits:
    """Apply every filter of a question to some rows. All that was asked about time is one field, “when”."""
    masks = {name: mask[rows] for name, mask in _row_masks(snapshot, request).items()}
    if any(getattr(request, name) for name in WHEN):
        masks["when"] = when(snapshot, request, minute).any[rows]
    return Suits(masks, rows)


def _row_masks(snapshot: Snapshot, request: Request) -> dict[str, Mask]:
    masks: dict[str, Mask] = {}
    for name, bits in BITS.items():
        if wanted := getattr(request, name):
            masks[name] = snapshot.kept((name, wanted), partial(holding, snapshot, bits, wanted))
    if request.ages or request.pregnant or request.adults:
        who = (request.ages, request.ages_mentioned, request.pregnant, request.adults)
        masks["who"] = snapshot.kept(("who", who), lambda: _who(snapshot, request))
    if request.kinds:
        wanted = [kind_number(kind) for kind in request.kinds]
        masks["kinds"] = snapshot.kept(
            ("kinds", request.kinds), lambda: np.isin(snapshot.listings["kind"], wanted)
        )
    if request.within and request.spot:
        km = distances(snapshot, request.spot)
        # Something without a place is not far away: it stays, in a group of its own.
        masks["within"] = np.isnan(km) | (km <= request.within * KM_IN_A_MILE)
    return masks


def holding(snapshot: Snapshot, name: str, wanted: tuple[str, ...]) -> Mask:
    """The rows that have any of these values in a field of bits."""
    result: Mask = (snapshot.listings[name] & np.uint32(bits_of(name, wanted))) != 0
    return result


def _who(snapshot: Snapshot, request: Request) -> Mask:
    """Suits all the children at once, or one where brothers and sisters may come, or the grown-ups."""
    youngest, oldest = snapshot.listings["youngest"], snapshot.listings["oldest"]
    fits = np.zeros(snapshot.size, np.bool_)
    if request.ages:
        each = [(youngest <= age.oldest) & (oldest >= age.youngest) for age in request.ages]
        siblings = holding(snapshot, "features", ("siblings_welcome",))
        fits = np.logical_and.reduce(each) | (np.logical_or.reduce(each) & siblings)
        if request.ages_mentioned:
            fits = fits | (oldest < 0)  # a class or advice is for parents of a child of any age
    if request.pregnant:
        fits = fits | snapshot.listings["pregnant"]
    if request.adults:
        fits = fits | snapshot.listings["adults"]
    return fits


def distances(snapshot: Snapshot, spot: Spot) -> Floats:
    """Kilometres from a spot to each row; not a number where there is no place."""

    def worked_out() -> Floats:
        km = kilometres(snapshot.places[:, 0], snapshot.places[:, 1], spot).astype(np.float32)
        return km[snapshot.place]

    return snapshot.kept(("km", spot), worked_out)


def kilometres(lat: Records, lng: Records, spot: Spot) -> Records:
    """Kilometres from a spot to many places, as the crow flies."""
    up = np.sin(np.radians(lat - spot.lat) / 2) ** 2
    along = np.sin(np.radians(lng - spot.lng) / 2) ** 2
    chord = up + along * np.cos(np.radians(lat)) * np.cos(np.radians(spot.lat))
    result: Records = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1)))
    return result
