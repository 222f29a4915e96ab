"""The question as chips: everything that was asked, in words, each with the address without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from directory import clock
from directory.listings.session_types import session_types
from directory.search.concepts import label as concept_label
from directory.search.find import Page
from directory.search.reading import Piece, without
from directory.search.request import CHOICES, WEEKDAYS, Age, Request, write
from directory.web import present
from directory.words import Words, labels, phrases


@dataclass(frozen=True)
class Chip:
    """One thing that was asked, the address without it, and the language its words are in."""

    text: str
    href: str
    language: str = ""


def href(words: Words, request: Request, *, page: int | None = None) -> str:
    query = urlencode(write(request, page=page))
    return f"/{words.code}/find?{query}" if query else f"/{words.code}/find"


def chips_of(words: Words, page: Page) -> list[Chip]:
    """A chip for each thing asked: what was chosen, and what was read in the question's own words."""
    asked = page.asked
    things = [*_kinds(words, asked), *_where(words, page), *_who(words, asked), *_when(words, asked)]
    for name, _ in CHOICES.values():
        things += [(label(words, name, value), asked.without(name, value)) for value in getattr(asked, name)]
    if asked.exact and asked.text:
        things.append((words.gettext("Exactly what you typed"), replace(asked, exact=False, page=1)))
    chosen = [Chip(text, href(words, without), words.spoken) for text, without in things]
    return [*_said(words, page), *chosen]


Things = Iterator[tuple[str, Request]]


def _said(words: Words, page: Page) -> Iterator[Chip]:
    """What was read in the question, in its order; each is taken out by leaving out what said it."""
    reading, asked = page.reading, page.asked
    if not asked.text:
        return
    if not reading.pieces and not reading.about:
        yield Chip(f"“{asked.text}”", href(words, asked.without("text")), words.code)
    times: set[tuple[tuple[int, int], ...]] = set()
    for piece in sorted((*reading.about, *reading.pieces), key=lambda piece: piece.spans[:1]):
        if piece.field in ("since", "until", "unsure"):
            if piece.spans in times:
                continue
            times.add(piece.spans)
        text = _read(words, page, piece)
        if text:
            rest = replace(asked.without("text"), text=without(asked.text, piece))
            own = piece.field in ("concept", "word")
            yield Chip(text, href(words, rest), words.code if own else words.spoken)


def _read(words: Words, page: Page, piece: Piece) -> str:
    """One thing read, in words; empty for what shows elsewhere."""
    value = piece.value
    if piece.field == "concept":
        name = concept_label(str(value), words.code)
        return name[:1].upper() + name[1:]
    if piece.field == "word":
        return f"“{value}”"
    if isinstance(value, Age):
        return phrases.age_range(words, value.youngest, value.oldest)
    if piece.field == "since":
        return _span(words, page.request.since, page.request.until)
    if piece.field == "near":
        spot, asked = page.request.spot, page.asked
        place = spot.label if spot else page.unknown_place
        return (
            words.gettext("Near %(place)s", place=place) if place and not (asked.near or asked.spot) else ""
        )
    if piece.field in READ_FIELDS:
        return label(words, piece.field, str(value))
    return ""


def _kinds(words: Words, asked: Request) -> Things:
    for kind in asked.kinds:
        if known := session_types().get(kind):
            yield known.name.get(words.spoken, known.name["en"]), asked.without("kinds", kind)


def _where(words: Words, page: Page) -> Things:
    asked = page.asked
    if asked.near or asked.spot:
        place = (page.request.spot.label if page.request.spot else "") or asked.near
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


# Fields that the words of a question may fill, and that have labels of their own.
READ_FIELDS = ("days", "parts", "costs", "access", "delivery", "spoken", "features")

LABELS: Mapping[str, Mapping[str, str]] = {
    "parts": labels.PART_OF_DAY,
    "themes": labels.THEME,
    "offers": labels.OFFER,
    "costs": labels.COST,
    "access": labels.ACCESS,
    "features": labels.FEATURE,
    "delivery": labels.DELIVERY,
}
