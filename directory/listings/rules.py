"""What must hold of a listing's sections, and what is missing before families may see it. Pure."""

import re
from collections.abc import Iterator
from functools import singledispatch

from directory.listings.drafts import FEATURES, known_languages
from directory.listings.models import Access, Activity, Cost, Delivery
from directory.listings.refusals import Broken, Rule
from directory.listings.sections import Extras, GettingIn, Price, Section, Spoken, What, Where, Who
from directory.listings.session_types import SessionType
from directory.places.models import Venue

LONGEST = {
    "name": 120,
    "summary": 400,
    "description": 4_000,
    "cost_note": 200,
    "book_phone": 40,
    "book_url": 500,
    "programme": 120,
}
OLDEST_MONTHS = 300  # 25 years: help with special needs goes on so long
HIGHEST_PRICE = 99_999  # pence
MOST_PLACES = 10_000
MOST_ORGANISATIONS, LONGEST_ORGANISATION = 10, 200


def broken(section: Section) -> list[Broken]:
    """Everything in a section that cannot be kept, whatever else is true of its listing."""
    return [*_too_long(section), *_rules(section)]


def _too_long(section: Section) -> Iterator[Broken]:
    for name, most in LONGEST.items():
        text = getattr(section, name, None) or ""
        if len(text) > most:
            yield Broken(name, Rule.TOO_LONG, most)


@singledispatch
def _rules(section: object) -> Iterator[Broken]:
    yield from ()


@_rules.register
def _what(section: What) -> Iterator[Broken]:
    if not section.name.strip():
        yield Broken("name", Rule.EMPTY)


@_rules.register
def _who(section: Who) -> Iterator[Broken]:
    youngest, oldest = section.youngest_months, section.oldest_months
    if (youngest is None) != (oldest is None):
        yield Broken("youngest_months" if youngest is None else "oldest_months", Rule.ONE_AGE_ONLY)
    elif youngest is not None and oldest is not None:
        if not (0 <= youngest <= OLDEST_MONTHS and 0 <= oldest <= OLDEST_MONTHS):
            yield Broken("oldest_months", Rule.OUT_OF_RANGE, OLDEST_MONTHS)
        elif youngest > oldest:
            yield Broken("oldest_months", Rule.AGES_REVERSED)


@_rules.register
def _where(section: Where) -> Iterator[Broken]:
    if section.delivery is Delivery.IN_PERSON and section.venue_id is None:
        yield Broken("venue_id", Rule.NO_VENUE)
    if section.delivery is not Delivery.IN_PERSON and section.venue_id is not None:
        yield Broken("venue_id", Rule.VENUE_NOT_NEEDED)


@_rules.register
def _price(section: Price) -> Iterator[Broken]:
    if section.cost is Cost.PRICE and section.cost_pence is None:
        yield Broken("cost_pence", Rule.NO_PRICE)
    if section.cost is not Cost.PRICE and section.cost_pence is not None:
        yield Broken("cost_pence", Rule.PRICE_NOT_NEEDED)
    if section.cost_pence is not None and not 1 <= section.cost_pence <= HIGHEST_PRICE:
        yield Broken("cost_pence", Rule.OUT_OF_RANGE, HIGHEST_PRICE)


@_rules.register
def _getting_in(section: GettingIn) -> Iterator[Broken]:
    if section.book_url and not re.match("https?://[^/]", section.book_url, re.IGNORECASE):
        yield Broken("book_url", Rule.NO_WEB_ADDRESS)
    if section.capacity is not None and not 1 <= section.capacity <= MOST_PLACES:
        yield Broken("capacity", Rule.OUT_OF_RANGE, MOST_PLACES)


@_rules.register
def _spoken(section: Spoken) -> Iterator[Broken]:
    if set(section.languages) - known_languages():
        yield Broken("languages", Rule.UNKNOWN)


@_rules.register
def _extras(section: Extras) -> Iterator[Broken]:
    if set(section.features) - set(FEATURES):
        yield Broken("features", Rule.UNKNOWN)
    if len(section.organisations) > MOST_ORGANISATIONS:
        yield Broken("organisations", Rule.TOO_MANY, MOST_ORGANISATIONS)
    if any(len(name) > LONGEST_ORGANISATION for name in section.organisations):
        yield Broken("organisations", Rule.TOO_LONG, LONGEST_ORGANISATION)


def broken_by_place(kind: SessionType | None, section: Where, venue: Venue | None) -> list[Broken]:
    """A kind that keeps people safe has a hidden venue, or none: its own page may say nothing of a place."""
    needs_hiding = bool(kind and kind.venue_hidden)
    if needs_hiding and section.delivery is Delivery.IN_PERSON and venue and not venue.hidden:
        return [Broken("venue_id", Rule.VENUE_NOT_HIDDEN)]
    return []


def gaps(activity: Activity, kind: SessionType | None, *, has_dates: bool) -> list[Broken]:
    """What has to be said before families see a listing; each leads to a section by its field.

    Whoever just turns up needs a date. Where one books or is referred, times may be agreed with each family.
    """
    found = []
    if kind and not kind.listed:
        found.append(Broken("type_key", Rule.NEVER_PUBLIC))
    found += [Broken(name, Rule.EMPTY) for name in ("name", "summary") if not getattr(activity, name).strip()]
    if activity.delivery is Delivery.IN_PERSON and activity.venue_id is None:
        found.append(Broken("venue_id", Rule.NO_VENUE))
    if not has_dates and activity.access is Access.OPEN:
        found.append(Broken("slots", Rule.NO_DATES))
    if activity.cost is Cost.UNKNOWN:
        found.append(Broken("cost", Rule.COST_UNKNOWN))
    if activity.access is Access.BOOKED and not _can_be_reached(activity):
        found.append(Broken("book_phone", Rule.NO_WAY_TO_BOOK))
    where = Where(activity.centre_id, activity.delivery, activity.venue_id)
    return [*found, *broken_by_place(kind, where, activity.venue)]


def _can_be_reached(activity: Activity) -> bool:
    centre = activity.centre
    return any((activity.book_phone, activity.book_url, centre.phone, centre.council.phone))
