"""The nearest centres, from positions kept in memory for one generation of the index."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from directory.places.geography import Spot
from directory.places.queries import CentreCard, cards_of, centre_positions
from directory.search.filters import kilometres


class Centres:
    """Knows where every centre is. A change to a centre makes a new generation, and all is read anew."""

    def __init__(self) -> None:
        self._generation = -1
        self._ids: list[int] = []
        self._lat: NDArray[np.float64] = np.empty(0)
        self._lng: NDArray[np.float64] = np.empty(0)
        self._cards: dict[int, CentreCard] = {}

    def nearest(
        self, db: Session, spot: Spot, *, most: int, generation: int
    ) -> list[tuple[CentreCard, float]]:
        """The nearest centres, nearest first, each with how far it is in kilometres."""
        if generation != self._generation:
            self._read(db, generation)
        km = kilometres(self._lat, self._lng, spot)
        nearest = [(self._ids[row], float(km[row])) for row in np.argsort(km, kind="stable")[:most]]
        cards = self._cards_for(db, [id_ for id_, _ in nearest])
        return [(cards[id_], far) for id_, far in nearest if id_ in cards]

    def _read(self, db: Session, generation: int) -> None:
        rows = centre_positions(db)
        self._ids = [id_ for id_, _, _ in rows]
        self._lat, self._lng = (np.array([row[at] for row in rows], np.float64) for at in (1, 2))
        self._cards = {}
        self._generation = generation

    def _cards_for(self, db: Session, ids: list[int]) -> dict[int, CentreCard]:
        cards = self._cards
        if missing := [id_ for id_ in ids if id_ not in cards]:
            cards.update((card.id, card) for card in cards_of(db, missing))
        return cards
