"""A question and what was found, told back in words: the same on the site and in chat. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from directory.listings.session_types import session_types
from directory.search.concepts import label as concept_label
from directory.search.find import Page
from directory.search.reading import Piece, meant, without
from directory.search.request import CHOICES, WEEKDAYS, Age, Request
from directory.words import N_, Words, labels, phrases


@dataclass(frozen=True)
class Thing:
    """One thing that was asked, the question without it, and the language its words are in."""

    text: str
    without: Request
    language: str


def things(words: Words, page: Page, today: date) -> list[Thing]:
    """Everything that was asked: what was read in the question's own words, and what was chosen."""
    asked = page.asked
    chosen = [*_kinds(words, asked), *_where(words, page), *_who(words, asked), *_when(words, asked, today)]
    for name, _ in CHOICES.values():
        chosen += [(label(words, name, value), asked.without(name, value)) for value in getattr(asked, name)]
    if asked.exact and asked.text:
        chosen.append((words.gettext("Exactly what you typed"), replace(asked, exact=False, page=1)))
    return [*_said(words, page, today), *(Thing(text, rest, words.spoken) for text, rest in chosen)]


Chosen = Iterator[tuple[str, Request]]


def _said(words: Words, page: Page, today: date) -> Iterator[Thing]:
    """What was read in the question, in its order; each is taken out by leaving out what said it."""
    reading, asked = page.reading, page.asked
    if not asked.text:
        return
    if not reading.pieces and not reading.about:
        yield Thing(f"“{asked.text}”", asked.without("text"), words.code)
    times: set[tuple[tuple[int, int], ...]] = set()
    for piece in sorted((*reading.about, *reading.pieces), key=lambda piece: piece.spans[:1]):
        if piece.field in ("since", "until", "unsure"):
            if piece.spans in times:
                continue
            times.add(piece.spans)
        text = _read(words, page, piece, today)
        if text:
            rest = replace(asked.without("text"), text=without(asked.text, piece))
            own = piece.field in ("concept", "word")
            yield Thing(text, rest, words.code if own else words.spoken)


def _read(words: Words, page: Page, piece: Piece, today: date) -> str:
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
        return _span(words, page.request.since, page.request.until, today)
    if piece.field == "near":
        spot, asked = page.request.spot, page.asked
        place = spot.label if spot else page.unknown_place
        return (
            words.gettext("Near %(place)s", place=place) if place and not (asked.near or asked.spot) else ""
        )
    if piece.field in READ_FIELDS:
        return label(words, piece.field, str(value))
    return ""


def _kinds(words: Words, asked: Request) -> Chosen:
    for kind in asked.kinds:
        if known := session_types().get(kind):
            yield known.name.get(words.spoken, known.name["en"]), asked.without("kinds", kind)


def _where(words: Words, page: Page) -> Chosen:
    asked = page.asked
    if asked.near or asked.spot:
        place = (page.request.spot.label if page.request.spot else "") or asked.near
        text = words.gettext("Near %(place)s", place=place) if place else words.gettext("Near you")
        yield text, asked.without("near" if asked.near else "spot")
    if asked.within:
        yield up_to(words, asked.within), asked.without("within")


def _who(words: Words, asked: Request) -> Chosen:
    for age in asked.ages:
        yield phrases.age_range(words, age.youngest, age.oldest), asked.without("ages", age)
    if asked.pregnant:
        yield words.gettext("Expecting a baby"), asked.without("pregnant")
    if asked.adults:
        yield words.gettext("Grown-ups"), asked.without("adults")


def _when(words: Words, asked: Request, today: date) -> Chosen:
    if asked.since or asked.until:
        yield _span(words, asked.since, asked.until, today), asked.without("since").without("until")


def _span(words: Words, since: date | None, until: date | None, today: date) -> str:
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
    """What one choice of a field is called."""
    if field == "days":
        return words.weekday(WEEKDAYS.index(value))
    if field == "spoken":
        return phrases.spoken(words, value)
    return words.gettext(LABELS[field][value])


def up_to(words: Words, miles: int) -> str:
    return words.ngettext("Up to %(num)s mile away", "Up to %(num)s miles away", miles)


def heading(words: Words, page: Page) -> str:
    """What a page of answers is, in one line."""
    label = page.request.spot.label if page.request.spot else ""
    if page.wants_centres and page.centres:
        return (
            words.gettext("Centres near %(place)s", place=label)
            if label
            else words.gettext("Centres near you")
        )
    if not page.total:
        return words.gettext("Nothing found yet")
    if label:
        return words.ngettext(
            "%(num)s session near %(place)s", "%(num)s sessions near %(place)s", page.total, place=label
        )
    if page.request.spot:
        return words.ngettext("%(num)s session near you", "%(num)s sessions near you", page.total)
    return words.ngettext("%(num)s session", "%(num)s sessions", page.total)


def meant_instead(page: Page) -> str:
    """The question with its slips of the finger put right; empty where there were none."""
    return meant(page.asked.text, page.slips) if page.slips else ""


def unknown_place(words: Words, place: str) -> str:
    return words.gettext(
        "We do not know “%(place)s”. Try a postcode like %(example)s, or a town.",
        place=place,
        example="QX1 2AB",
    )


def asked_without(page: Page, *names: str) -> Request:
    """The question without some of its fields: each emptied, and the words that said it left out."""
    asked = page.asked
    for name in names:
        asked = asked.without(name)
    for piece in sorted(page.reading.pieces, key=lambda piece: piece.spans, reverse=True):
        if piece.field in names and asked.text:
            asked = replace(asked, text=without(asked.text, piece))
    return asked


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
WITHOUT = {
    "within": N_("Look further away"),
    "parts": N_("At any time of day"),
    "days": N_("On any day of the week"),
    "since": N_("On other dates"),
    "until": N_("On other dates"),
    "features": N_("Without the extras you ticked"),
    "costs": N_("At any cost"),
    "access": N_("However you get in"),
    "delivery": N_("Wherever it is"),
    "spoken": N_("In any language"),
    "offers": N_("For any family"),
    "themes": N_("About anything"),
    "kinds": N_("Any kind of session"),
    "pregnant": N_("Not only while expecting"),
    "adults": N_("Not only for grown-ups"),
    "ages": N_("For any age"),
    "text": N_("Without the words you typed"),
}
