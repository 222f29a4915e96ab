"""What the kind of session gives each listing of it, wherever the listing itself says nothing."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from directory.listings.drafts import Draft, Words
from directory.listings.models import Status
from directory.listings.session_types import SessionType


def draft_of_kind(kind: SessionType, said: dict[str, Any]) -> Draft:
    """A draft of what is `said` (fields of a Draft by name), and what is usual for its kind besides.

    Its words in other languages are the kind's own, unless other ones are said.
    """
    whole = {"name": kind.name["en"], "summary": kind.summary["en"]} | _usual(kind) | said
    words = _usual_words(kind, name=whole["name"], summary=whole["summary"])
    return Draft(**whole | {"words": words | whole.get("words", {})})


def _usual(kind: SessionType) -> dict[str, Any]:
    """A kind that is never public stays a draft: no door shows those, whatever else is forgotten."""
    return {
        "type_key": kind.key,
        "themes": kind.themes,
        "youngest_months": kind.youngest_months,
        "oldest_months": kind.oldest_months,
        "pregnancy": kind.pregnancy,
        "adults": kind.adults,
        "offer": kind.offer,
        "access": kind.access,
        "status": Status.PUBLISHED if kind.listed else Status.DRAFT,
    }


def _usual_words(kind: SessionType, *, name: str, summary: str) -> dict[str, Words]:
    """The kind's own words in other languages, as far as the English is the kind's own too."""
    if name != kind.name["en"]:
        return {}
    same = summary == kind.summary["en"]
    return {
        language: Words(name=own_name, summary=kind.summary.get(language, "") if same else "")
        for language, own_name in kind.name.items()
        if language != "en"
    }


def kind_called(text: str, types: Mapping[str, SessionType]) -> SessionType:
    """The kind with this key or English name. Raises ValueError with one sentence."""
    word = text.lower()
    found = types.get(word) or next(
        (kind for kind in types.values() if kind.name["en"].lower() == word), None
    )
    if not found:
        close = get_close_matches(word[:60], types, n=1)
        raise ValueError(
            f"“{text[:40]}” is not a kind of session{f': do you mean {close[0]}?' if close else '.'}"
        )
    return found


def kinds_like(text: str, types: Mapping[str, SessionType]) -> list[SessionType]:
    """The kinds that say every word of `text`, or its beginning, in English: in their names first."""
    words = [word for word in re.findall(r"[\w']+", text.lower()) if len(word) > 1][:8]
    ranked = [(rank, kind) for kind in types.values() if (rank := _rank(kind, words)) is not None]
    return [kind for _, kind in sorted(ranked, key=lambda found: found[0])]


def _rank(kind: SessionType, words: Sequence[str]) -> int | None:
    """0 if the name says all the words, 1 if what people also call it does, 2 with all its words."""
    said = ""
    for rank, more in enumerate((kind.name["en"], " ".join(kind.also.get("en", ())), kind.summary["en"])):
        said = f"{said} {more.lower()}"
        if all(re.search(rf"\b{re.escape(word)}", said) for word in words):
            return rank
    return None
