"""What was worked out once and may be asked for again, up to so many bytes."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np

Value = TypeVar("Value")
LEAST_WEIGHT = 4_000  # bytes: about what a page of answers takes, and more than a mask beside its array


class Kept:
    """Values by key; the oldest goes when there is no more room. Shared by threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._held: dict[Hashable, tuple[Any, int]] = {}  # with the bytes each was counted as
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not there. Two threads may both make it: they make the same."""
        held = self._held.get(key)
        if held is not None:
            return held[0]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made, _weight(made)
                self._bytes += self._held[key][1]
            while self._bytes > self._most and len(self._held) > 1:
                self._bytes -= self._held.pop(next(iter(self._held)))[1]
        return made

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._bytes = 0


def _weight(value: object) -> int:
    """About how many bytes a value takes: its arrays, one level down."""
    parts = value if isinstance(value, tuple) else getattr(value, "__dict__", {"": value}).values()
    return LEAST_WEIGHT + sum(part.nbytes for part in parts if isinstance(part, np.ndarray))
