"""Which rows of a snapshot suit a question, field by field, so that facets can leave one field out."""

from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from directory.places.geography import EARTH_KM, Spot
from directory.search.request import WEEKDAYS, Request
from directory.search.snapshot import Floats, Mask, Snapshot, bits_of, part_number
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


@dataclass
class Suits:
    """Masks over rows by field, and masks over dates by field; a field not asked about has none."""

    rows: dict[str, Mask]
    dates: dict[str, Mask]
    to_come: Mask
    _known: dict[tuple[str, str], Mask] = field(default_factory=dict)

    def dates_but(self, field: str = "") -> Mask:
        """The dates that suit everything asked about time, or all of it but one field."""
        left_out = self._asked(field)
        if ("dates", left_out) not in self._known:
            self._known["dates", left_out] = self._dates_but(left_out)
        return self._known["dates", left_out]

    def rows_but(self, snapshot: Snapshot, field: str = "") -> Mask:
        """The rows that suit everything asked, or all of it but one field."""
        left_out = self._asked(field)
        if ("rows", left_out) not in self._known:
            self._known["rows", left_out] = self._rows_but(snapshot, left_out)
        return self._known["rows", left_out]

    def _asked(self, field: str) -> str:
        """Leaving out a field nobody asked about changes nothing: that answer is worked out once."""
        return field if field in self.rows or field in self.dates else ""

    def _dates_but(self, field: str) -> Mask:
        return reduce(
            np.logical_and, (mask for name, mask in self.dates.items() if name != field), self.to_come
        )

    def _rows_but(self, snapshot: Snapshot, field: str) -> Mask:
        masks = [mask for name, mask in self.rows.items() if name != field]
        if any(name != field for name in self.dates):
            having = np.zeros(snapshot.size, np.bool_)
            having[snapshot.date_row[self.dates_but(field)]] = True
            masks.append(having)
        return reduce(np.logical_and, masks, np.ones(snapshot.size, np.bool_))


def suits(snapshot: Snapshot, request: Request, *, now_minute: int, km: Floats | None) -> Suits:
    """Apply every filter of a question. `km` is how far each row is, if a place was named."""
    rows: dict[str, Mask] = {}
    for name, bits in BITS.items():
        if wanted := getattr(request, name):
            rows[name] = (snapshot.bits[bits] & bits_of(bits, wanted)) != 0
    if request.ages or request.pregnant or request.adults:
        rows["who"] = _who(snapshot, request)
    if request.kinds:
        rows["kinds"] = np.array([kind in request.kinds for kind in snapshot.kind], np.bool_)
    if request.within and km is not None:
        # Something without a place is not far away: it stays, in a group of its own.
        rows["within"] = np.isnan(km) | (km <= request.within * KM_IN_A_MILE)
    to_come = (snapshot.date_end > now_minute) & ~snapshot.date_cancelled
    return Suits(rows, _dates(snapshot, request), to_come)


def _who(snapshot: Snapshot, request: Request) -> Mask:
    """Suits all the children at once, or one where brothers and sisters may come, or the grown-ups."""
    fits = np.zeros(snapshot.size, np.bool_)
    if request.ages:
        each = [(snapshot.youngest <= age.oldest) & (snapshot.oldest >= age.youngest) for age in request.ages]
        siblings = (snapshot.bits["features"] & bits_of("features", ("siblings_welcome",))) != 0
        fits = np.logical_and.reduce(each) | (np.logical_or.reduce(each) & siblings)
        if request.ages_mentioned:
            fits = fits | (snapshot.oldest < 0)  # a class or advice is for parents of a child of any age
    if request.pregnant:
        fits = fits | snapshot.pregnant
    if request.adults:
        fits = fits | snapshot.adults
    return fits


def _dates(snapshot: Snapshot, request: Request) -> dict[str, Mask]:
    dates: dict[str, Mask] = {}
    if request.days:
        dates["days"] = np.isin(snapshot.date_weekday, [WEEKDAYS.index(day) for day in request.days])
    if request.parts:
        dates["parts"] = np.isin(snapshot.date_part, [part_number(part) for part in request.parts])
    if request.since or request.until:
        first = request.since.toordinal() if request.since else 0
        last = request.until.toordinal() if request.until else np.iinfo(np.int32).max
        dates["dates"] = (snapshot.date_day >= first) & (snapshot.date_day <= last)
    return dates


def distances(snapshot: Snapshot, spot: Spot) -> Floats:
    """Kilometres from a spot to each row; not a number where there is no place."""
    return kilometres(snapshot.lat, snapshot.lng, spot)


def kilometres(lat: Floats, lng: Floats, spot: Spot) -> Floats:
    """Kilometres from a spot to many places, as the crow flies."""
    up = np.sin(np.radians(lat - spot.lat) / 2) ** 2
    along = np.sin(np.radians(lng - spot.lng) / 2) ** 2
    chord = up + along * np.cos(np.radians(lat)) * np.cos(np.radians(spot.lat))
    result: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1)))
    return result
