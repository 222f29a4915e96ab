"""Read the files of the sample council, and say where whatever is wrong in them stands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any

from directory import content
from directory.errors import ContentWrong
from directory.imports import cells

SOURCE = "sample"
Entry = Mapping[str, Any]


@contextmanager
def naming(path: Path, entry: object) -> Iterator[None]:
    """Say of anything that is wrong where it stands."""
    name = entry.get("key", entry) if isinstance(entry, Mapping) else entry
    try:
        yield
    except KeyError as error:
        raise ContentWrong(f"{path}: {name}: {error} is missing, or is not known") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ContentWrong(f"{path}: {name}: {error}") from error


def only(entry: Entry, known: set[str]) -> None:
    """Refuse a key that nobody reads: it is most likely a slip of the pen."""
    if unknown := set(entry) - known:
        raise ValueError(f"nothing is called {', '.join(sorted(map(str, unknown)))}")


def entries(path: Path, *under: str) -> list[Entry]:
    found = content.read(path)
    for name in under:
        with naming(path, name):
            found = found[name]
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ContentWrong(f"{path}: {' '.join(under)} is not a list of entries")
    return found


def day(value: object) -> date:
    """YAML reads 2026-09-08 as a day by itself."""
    return cells.day(str(value))


def times(text: object) -> tuple[time, time]:
    """From when to when: “09:30-11:00”."""
    starts, _, ends = str(text).partition("-")
    return cells.clock_time(starts.strip()), cells.clock_time(ends.strip())
