"""The 85 kinds of session a centre may run, from `content/session_types.yaml`.

They give a listing its usual words in each language, its themes and ages, and the words by which
parents look for it. Source of the list: domain.md 3.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from directory import content
from directory.errors import ContentWrong
from directory.listings.models import Access, Offer
from directory.settings import CONTENT

FILE = CONTENT / "session_types.yaml"
THEMES = ("U1", "U2", "U3", "U4", "T1", "T2", "T3")


@dataclass(frozen=True)
class SessionType:
    """One kind of session. Words are by language; ages are whole months, both ends included.

    `venue_hidden`: place, day and time are never published. `listed` false: never public at all.
    `sensitive`: the topic itself could put someone at risk, so its pages offer a quick exit.
    """

    key: str
    themes: tuple[str, ...]
    youngest_months: int | None
    oldest_months: int | None
    pregnancy: bool
    adults: bool
    offer: Offer
    access: Access
    venue_hidden: bool
    listed: bool
    sensitive: bool
    name: Mapping[str, str]
    summary: Mapping[str, str]
    arrival: Mapping[str, str]
    bring: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]


@cache
def session_types(path: Path = FILE) -> Mapping[str, SessionType]:
    """All kinds of session by key. Raises ContentWrong naming the first entry that is not right."""
    types: dict[str, SessionType] = {}
    for entry in content.read(path):
        try:
            kind = _session_type(entry)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ContentWrong(f"{path}: {entry.get('key', entry)}: {error!r}") from error
        types[kind.key] = kind
    return types


def _session_type(entry: Mapping[str, Any]) -> SessionType:
    ages = entry.get("for", {})
    themes = tuple(entry["themes"])
    if unknown := set(themes) - set(THEMES):
        raise ValueError(f"unknown theme {unknown}")
    return SessionType(
        key=entry["key"],
        themes=themes,
        youngest_months=ages.get("from"),
        oldest_months=ages.get("to"),
        pregnancy=ages.get("pregnancy", False),
        adults=ages.get("adults", False),
        offer=Offer(entry["offer"]),
        access=Access(entry["access"]),
        venue_hidden=entry.get("venue") == "hidden",
        listed=entry.get("listed", True),
        sensitive=entry.get("sensitive", False),
        name=entry["name"],
        summary=entry["summary"],
        arrival=entry.get("arrival", {}),
        bring=entry.get("bring", {}),
        also={language: tuple(words) for language, words in entry.get("also", {}).items()},
    )
