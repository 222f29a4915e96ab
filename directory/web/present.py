"""Cards as templates show them: every phrase worked out, so that a template only puts them in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from directory import clock
from directory.listings.cards import ActivityCard, DateCard, Said, SlotCard, Where
from directory.listings.queries import Entry
from directory.places.queries import CentreCard, Opening
from directory.search.find import Result
from directory.words import Words, labels, phrases


@dataclass(frozen=True)
class Tag:
    """A short fact on a card; `kind` picks its colour."""

    text: str
    kind: str = ""


@dataclass(frozen=True, eq=False)
class ListingView:
    """What a listing says in any list. Told apart as objects: there is one for each card."""

    href: str
    name: Said
    summary: Said
    where: str
    tags: Sequence[Tag]


@dataclass(frozen=True)
class ResultView:
    """One listing in a list of answers: itself, and when and how far for this question."""

    listing: ListingView
    when: str
    cancelled: str
    miles: str


@dataclass(frozen=True)
class CentreView:
    """A centre in a list: its facts, whether it is open, and how far it is if a place was named."""

    card: CentreCard
    open: str
    miles: str


@dataclass(frozen=True)
class DateView:
    when: str
    status: str
    reason: str


def results(words: Words, found: Iterable[Result], now: datetime) -> list[ResultView]:
    wall = clock.london(now)
    return [result(words, one, wall) for one in found]


def result(words: Words, found: Result, wall: datetime) -> ResultView:
    card, hit = found.activity, found.hit
    return ResultView(
        listing=listing(words, card),
        when=_when(words, card, hit.starts_at, hit.ends_at, wall),
        cancelled=_cancelled(words, hit.cancelled_at, wall),
        miles=words.miles(hit.km) if hit.km is not None else "",
    )


@lru_cache(maxsize=10_000)
def listing(words: Words, card: ActivityCard) -> ListingView:
    """A card's view, made once: cards are told apart as objects, and a change makes a new one."""
    href = f"/{words.code}/session/{card.slug}"
    return ListingView(href, card.name, card.summary, where(words, card), tags(words, card))


def _when(
    words: Words, card: ActivityCard, starts: datetime | None, ends: datetime | None, wall: datetime
) -> str:
    if starts and ends:
        return phrases.when(words, clock.london(starts), clock.london(ends), wall, brief=True)
    if card.where is None:
        return words.gettext("Ring to hear where and when")
    if card.access == "open":
        return words.gettext("No dates known yet")
    return words.gettext("Times agreed with each family")


def _cancelled(words: Words, at: datetime | None, wall: datetime) -> str:
    if at is None:
        return ""
    day = phrases.near_day(words, clock.london(at).date(), wall.date())
    return words.gettext("Cancelled: %(day)s", day=day)


def where(words: Words, card: ActivityCard) -> str:
    """Where it happens, in few words; for a place that may not be shown, that one rings."""
    if card.delivery != "in-person":
        return words.gettext(labels.DELIVERY[card.delivery])
    if card.where is None:
        return words.gettext("We tell you the place when you ring")
    parts = [card.where.building or card.where.centre, card.where.town]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def tags(words: Words, card: ActivityCard) -> list[Tag]:
    """What decides whether one may come: what it costs, for whom it is, how to get in, what is spoken."""
    free = "sun" if card.cost in ("free", "donation") else ""
    found = [Tag(phrases.cost(words, card.cost, card.cost_pence), free)]
    found += [Tag(label) for label in who_for(words, card)]
    found.append(Tag(words.gettext(labels.ACCESS[card.access])))
    found += [Tag(spoken(words, code), "talk") for code in card.spoken[:2]]
    return found


def who_for(words: Words, card: ActivityCard) -> list[str]:
    return phrases.who_for(
        words,
        youngest=card.youngest_months,
        oldest=card.oldest_months,
        pregnancy=card.pregnancy,
        adults=card.adults,
    )


def spoken(words: Words, code: str) -> str:
    return words.gettext("%(language)s spoken", language=words.language(code))


def dates(words: Words, coming: Iterable[DateCard], now: datetime) -> list[DateView]:
    wall = clock.london(now)
    return [
        DateView(
            when=phrases.when(words, date_.starts, date_.ends, wall),
            status=date_.status,
            reason=words.gettext(labels.REASON[date_.reason]) if date_.reason else "",
        )
        for date_ in coming
    ]


def slot(words: Words, one: SlotCard) -> str:
    """“Every Tuesday, 10am to 11:30am, in term time”; empty where only the dates can tell."""
    if one.pattern is None:
        return ""
    rhythm = phrases.rhythm(words, one.pattern.repeats, one.pattern.weekdays)
    if not rhythm:
        return ""
    times = phrases.times(words, one.starts, one.ends)
    if one.term_time_only:
        return words.gettext("%(rhythm)s, %(times)s, in school term time", rhythm=rhythm, times=times)
    return words.gettext("%(rhythm)s, %(times)s", rhythm=rhythm, times=times)


def features(words: Words, keys: Iterable[str]) -> list[str]:
    return [words.gettext(labels.FEATURE[key]) for key in labels.FEATURE if key in set(keys)]


def opening(words: Words, card: CentreCard, wall: datetime) -> str:
    """Whether a centre is open: now and until when, later today, or not today."""
    for hours in card.open_on(wall.weekday()):
        if hours.opens <= wall.time() < hours.closes:
            return words.gettext("Open now, until %(time)s", time=words.time(hours.closes))
        if wall.time() < hours.opens:
            return words.gettext("Opens today at %(time)s", time=words.time(hours.opens))
    return words.gettext("Closed now") if card.hours else words.gettext("Ring to ask when it is open")


def centre(words: Words, card: CentreCard, km: float | None, wall: datetime) -> CentreView:
    return CentreView(card, opening(words, card, wall), words.miles(km) if km is not None else "")


def opening_hours(words: Words, hours: Sequence[Opening]) -> list[tuple[int, str, str]]:
    """Day by day: the number of the weekday, its name, and the hours, or that it is closed."""
    table = []
    for weekday in range(7):
        spans = [
            words.gettext("%(start)s to %(end)s", start=words.time(one.opens), end=words.time(one.closes))
            for one in hours
            if one.weekday == weekday
        ]
        table.append((weekday, words.weekday(weekday), words.all_of(spans) or words.gettext("Closed")))
    return table


def entry(words: Words, one: Entry) -> dict[str, object]:
    """One line of a timetable."""
    return {
        "href": f"/{words.code}/session/{one.activity.slug}",
        "times": phrases.times(words, one.date.starts, one.date.ends),
        "name": one.activity.name,
        "who": words.all_of(who_for(words, one.activity)),
        "cost": phrases.cost(words, one.activity.cost, one.activity.cost_pence),
        "access": words.gettext(labels.ACCESS[one.activity.access]),
        "building": one.activity.where.building if one.activity.where else "",
        "cancelled": one.date.status == "cancelled",
        "moved": one.date.status == "moved",
    }


def checked(words: Words, day: date | None) -> str:
    if day is None:
        return words.gettext("Nobody has checked this yet. Please ring before you go.")
    return words.gettext("Checked on %(day)s", day=words.full_day(day))


def map_links(place: Where | CentreCard, name: str) -> dict[str, str]:
    """Addresses that open a place in the phone's own map, and in a browser."""
    if place.lat is None or place.lng is None:
        return {}
    position = f"{place.lat:.5f},{place.lng:.5f}"
    return {
        "geo": f"geo:{position}?q={position}",
        "position": position,
        "web": f"https://www.openstreetmap.org/?mlat={place.lat:.5f}&mlon={place.lng:.5f}#map=16/{place.lat:.5f}/{place.lng:.5f}",
    }
