"""Being the only one: work that two processes must not do at once in one data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from directory.errors import AlreadyRunning


@contextmanager
def alone(folder: Path, who: str) -> Iterator[None]:
    """Hold the place of `who` in this folder; the system frees it even if we are killed.

    Raises AlreadyRunning if somebody has it.
    """
    with (folder / f".{who}").open("w") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(f"Another {who} is at work in {folder}.") from error
        yield
