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
        self._held: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not there. Two threads may both make it: they make the same."""
        found: Value | None = self._held.get(key)
        if found is None:
            found = make()
            with self._lock:
                if key not in self._held:
                    self._bytes += _weight(found)
                    self._held[key] = found
                while self._bytes > self._most and len(self._held) > 1:
                    self._bytes -= _weight(self._held.pop(next(iter(self._held))))
        return found

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._bytes = 0


def _weight(value: object) -> int:
    """About how many bytes a value takes: its arrays, one level down."""
    parts = value if isinstance(value, tuple) else getattr(value, "__dict__", {"": value}).values()
    return LEAST_WEIGHT + sum(part.nbytes for part in parts if isinstance(part, np.ndarray))
