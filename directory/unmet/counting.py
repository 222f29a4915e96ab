"""What of a question that found nothing may be counted, and under which names. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from directory import clock
from directory.listings.session_types import session_types
from directory.places import postcodes
from directory.search.concepts import concepts
from directory.search.find import Page, about
from directory.search.reading import Reading

OTHER_WORDS = "other-words"  # words that are no concept: that there were some, never which
CHOICES = "choices"  # no words at all: filters that leave nothing over

# Not on a page one has to leave quickly, but telling enough where few live.
_ALSO_SENSITIVE = {"asylum", "lgbt", "prison", "contraception"}


@dataclass(frozen=True)
class Need:
    """One thing to count once."""

    week: date
    need: str
    language: str
    outcode: str = ""


def needs_of(page: Page, *, language: str, now: datetime) -> list[Need]:
    """What a page of answers shows to be missing; nothing when it answers the question."""
    if page.total or page.request.page > 1 or (page.wants_centres and page.centres):
        return []
    if not (page.asked.text or page.relaxed):
        return []  # a place we do not know, or a question we could not read: nothing was looked for
    found = names(page.reading)
    outcode = "" if any(map(is_sensitive, found)) else _outcode(page)
    week = monday(clock.london(now).date())
    return [Need(week, name, language, outcode) for name in found]


def names(reading: Reading) -> list[str]:
    """What a question is about: of readings of the same words the surest, and no broad ones beside others."""
    surest = [max(group, key=lambda match: match[1])[0] for group in about(reading)]
    definite = [name for name in surest if not concepts()[name].broad]
    found = definite or surest
    if any(piece.field == "word" for piece in reading.about) or (not found and reading.words):
        found = [*found, OTHER_WORDS]
    return list(dict.fromkeys(found)) or [CHOICES]


@cache
def is_sensitive(need: str) -> bool:
    """Whether it is better not known where somebody asked for this."""
    concept = concepts().get(need)
    if concept is None:
        return False
    kind = session_types().get(concept.types[0]) if concept.types else None
    return need in _ALSO_SENSITIVE or bool(kind and (kind.sensitive or kind.venue_hidden or not kind.listed))


def _outcode(page: Page) -> str:
    """The first half of the postcode that was asked about, if it is one we know."""
    spot = page.request.spot
    postcode = postcodes.parse(spot.label) if spot else None
    return postcode.outcode if postcode else ""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
