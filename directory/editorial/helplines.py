"""Numbers to ring in a crisis, from `content/helplines.yaml`: fixed, reviewed texts, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from directory import content
from directory.errors import ContentWrong
from directory.locales import SOURCE
from directory.settings import CONTENT

FILE = CONTENT / "helplines.yaml"
GROUPS = ("danger", "child", "abuse", "mind", "feeding", "health")


@dataclass(frozen=True)
class Helpline:
    """One number, in one language. `language` is the one its words are really in."""

    key: str
    group: str
    number: str
    tel: str
    sms: bool
    urgent: bool
    name: str
    about: str
    language: str
    source: str
    checked_on: date


@cache
def helplines(language: str) -> list[Helpline]:
    """Every number, in the order of the file. Raises ContentWrong naming the first wrong entry."""
    return [_helpline(entry, language) for entry in content.read(FILE)]


def _helpline(entry: Mapping[str, Any], language: str) -> Helpline:
    said_in = language if language in entry["name"] and language in entry["about"] else SOURCE
    if entry["group"] not in GROUPS:
        raise ContentWrong(f"{FILE}: {entry['key']}: unknown group {entry['group']}")
    try:
        return Helpline(
            key=entry["key"],
            group=entry["group"],
            number=str(entry["number"]),
            tel=str(entry["tel"]),
            sms=entry.get("sms", False),
            urgent=entry.get("urgent", False),
            name=entry["name"][said_in],
            about=entry["about"][said_in],
            language=said_in,
            source=entry["source"],
            checked_on=entry["checked_on"],
        )
    except KeyError as error:
        raise ContentWrong(f"{FILE}: {entry.get('key')}: {error} is missing") from error
