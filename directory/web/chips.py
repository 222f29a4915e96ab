"""The question as chips: everything that was asked, in words, each with the address without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from directory import clock
from directory.listings.session_types import session_types
from directory.search.request import CHOICES, WEEKDAYS, Request, write
from directory.web import present
from directory.words import Words, labels, phrases


@dataclass(frozen=True)
class Chip:
    """One thing that was asked, and the address without it."""

    text: str
    href: str


def href(words: Words, request: Request, *, page: int | None = None) -> str:
    query = urlencode(write(request, page=page))
    return f"/{words.code}/find?{query}" if query else f"/{words.code}/find"


def chips_of(words: Words, asked: Request, understood: Request) -> list[Chip]:
    """A chip for each thing asked. `understood` is the question with its place worked out."""
    things = [
        *_what(words, asked),
        *_where(words, asked, understood),
        *_who(words, asked),
        *_when(words, asked),
    ]
    for name, _ in CHOICES.values():
        things += [(label(words, name, value), asked.without(name, value)) for value in getattr(asked, name)]
    return [Chip(text, href(words, without)) for text, without in things]


Things = Iterator[tuple[str, Request]]


def _what(words: Words, asked: Request) -> Things:
    if asked.text:
        yield f"“{asked.text}”", asked.without("text")
    for kind in asked.kinds:
        if known := session_types().get(kind):
            yield known.name.get(words.code, known.name["en"]), asked.without("kinds", kind)


def _where(words: Words, asked: Request, understood: Request) -> Things:
    if asked.near or asked.spot:
        place = (understood.spot.label if understood.spot else "") or asked.near
        text = words.gettext("Near %(place)s", place=place) if place else words.gettext("Near you")
        yield text, asked.without("near" if asked.near else "spot")
    if asked.within:
        yield up_to(words, asked.within), asked.without("within")


def _who(words: Words, asked: Request) -> Things:
    for age in asked.ages:
        yield phrases.age_range(words, age.youngest, age.oldest), asked.without("ages", age)
    if asked.pregnant:
        yield words.gettext("Expecting a baby"), asked.without("pregnant")
    if asked.adults:
        yield words.gettext("Grown-ups"), asked.without("adults")


def _when(words: Words, asked: Request) -> Things:
    if asked.since or asked.until:
        yield _span(words, asked.since, asked.until), asked.without("since").without("until")


def _span(words: Words, since: date | None, until: date | None) -> str:
    today = clock.today()
    if since and since == until:
        return phrases.near_day(words, since, today)
    if since and until:
        return words.gettext(
            "%(first)s to %(last)s", first=words.short_day(since), last=words.short_day(until)
        )
    if since:
        return words.gettext("From %(day)s", day=words.short_day(since))
    return words.gettext("Until %(day)s", day=words.short_day(until or today))


def label(words: Words, field: str, value: str) -> str:
    if field == "days":
        return words.weekday(WEEKDAYS.index(value))
    if field == "spoken":
        return present.spoken(words, value)
    return words.gettext(LABELS[field][value])


def up_to(words: Words, miles: int) -> str:
    return words.ngettext("Up to %(num)s mile away", "Up to %(num)s miles away", miles)


LABELS: Mapping[str, Mapping[str, str]] = {
    "parts": labels.PART_OF_DAY,
    "themes": labels.THEME,
    "offers": labels.OFFER,
    "costs": labels.COST,
    "access": labels.ACCESS,
    "features": labels.FEATURE,
    "delivery": labels.DELIVERY,
}
