"""Arrays that are added to at their end while others still read their beginning."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SPARE = 1.25


class Growing:
    """Records one after the other. What was handed out stays as it was: records are added, never changed."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self._dtype, self._room = dtype, np.empty(0, dtype)
        self.used = 0

    def add(self, records: NDArray[Any]) -> None:
        """Only one thread may add; others may read what they were handed."""
        needed = self.used + len(records)
        if needed > len(self._room):
            room = np.empty(int(needed * SPARE) if self.used else needed, self._dtype)
            room[: self.used] = self._room[: self.used]
            self._room = room
        self._room[self.used : needed] = records
        self.used = needed

    @property
    def now(self) -> NDArray[Any]:
        """All there is at this moment; what is added later does not show in it."""
        return self._room[: self.used]
