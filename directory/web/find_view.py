"""The page of answers as its template shows it: chips, days, filters with counts, results, ways on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from directory import clock
from directory.search import retelling
from directory.search.find import Page
from directory.search.relax import Relaxed
from directory.search.request import CHOICES, Age, Request, Unread, write
from directory.search.retelling import WITHOUT, label, up_to
from directory.web import present
from directory.web.chips import Chip, chips_of, href
from directory.words import N_, Words, phrases

MILES = (1, 3, 5, 10, 20)
AGE_BANDS = (Age(0, 5), Age(6, 11), Age(12, 23), Age(24, 35), Age(36, 59))
FILTER_BOXES = (*CHOICES, "age", "pregnant", "adults", "within", "from", "to")


@dataclass(frozen=True)
class Option:
    """One choice of a filter, and how many answers it would leave (none where that is not counted)."""

    name: str
    value: str
    text: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Filter:
    title: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Day:
    """One day of the strip: its address asks for that day only."""

    weekday: str
    number: int
    label: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class Suggestion:
    text: str
    href: str


@dataclass(frozen=True)
class FindView:
    heading: str
    near: str
    text: str
    about: str
    chips: Sequence[Chip]
    problems: Sequence[str]
    meant: str
    literally: str
    days: Sequence[Day]
    filters: Sequence[Filter]
    within: Sequence[Option]
    sorts: Sequence[tuple[str, str, bool]]
    kept: Sequence[tuple[str, str]]
    kept_by_filters: Sequence[tuple[str, str]]
    since: date | None
    until: date | None
    results: Sequence[present.ResultView]
    placed: int
    more_words: bool
    centres: Sequence[present.CentreView]
    wants_centres: bool
    relaxed: str
    suggestions: Sequence[Suggestion]
    total: int
    previous: str
    next: str
    page: int
    pages: int
    here: str
    telling: str


def of(words: Words, page: Page, asked: Request, unread: Sequence[Unread], now: datetime) -> FindView:
    wall = clock.london(now)
    request = page.request
    return FindView(
        heading=retelling.heading(words, page),
        near=asked.near,
        text=asked.text,
        about=request.spot.about if request.spot else "",
        chips=chips_of(words, page),
        problems=_problems(words, page, unread),
        meant=retelling.meant_instead(page),
        literally=href(words, replace(asked, exact=True, page=1)),
        days=_days(words, asked, wall.date()),
        filters=_filters(words, asked, page),
        within=_within(words, asked) if request.spot else (),
        sorts=_sorts(words, asked, has_place=request.spot is not None),
        kept=_kept(asked, "q", "exact", "near", "here"),
        kept_by_filters=_kept(asked, *FILTER_BOXES),
        since=asked.since,
        until=asked.until,
        results=present.results(words, page.results, now),
        placed=page.placed_on_page,
        more_words=not page.all_words,
        centres=[present.centre(words, card, km, wall) for card, km in page.centres],
        wants_centres=page.wants_centres and bool(page.centres),
        relaxed=words.gettext(WITHOUT[page.relaxed[0].field]) if page.relaxed else "",
        suggestions=[_suggestion(words, page, one) for one in page.relaxed],
        total=page.total,
        previous=href(words, asked, page=asked.page - 1) if asked.page > 1 else "",
        next=href(words, asked, page=asked.page + 1) if asked.page < page.pages else "",
        page=asked.page,
        pages=page.pages,
        telling=_telling(asked),
        here=f"{asked.spot.lat:.3f},{asked.spot.lng:.3f}" if asked.spot and not asked.near else "",
    )


def _telling(asked: Request) -> str:
    """What the form for telling us begins with: her own words, which she sees before she sends them."""
    typed = {"q": asked.text, "near": asked.near}
    query = urlencode({name: text for name, text in typed.items() if text})
    return f"?{query}" if query else ""


def _problems(words: Words, page: Page, unread: Sequence[Unread]) -> list[str]:
    found = [
        words.gettext("We could not read “%(said)s”, so we left it out.", said=one.said) for one in unread[:3]
    ]
    if page.unknown_place:
        found.append(retelling.unknown_place(words, page.unknown_place))
    if page.reading.near_me and not page.request.spot:
        found.append(words.gettext("For what is near you, type your postcode or tap the button beside it."))
    if page.reading.unsure and page.request.since:
        day = words.day(page.request.since)
        found.append(
            words.gettext("We took that to mean %(day)s. If you meant another day, choose it below.", day=day)
        )
    return found


def _days(words: Words, asked: Request, today: date) -> list[Day]:
    plain = asked.without("days").without("since").without("until")
    others = urlencode(write(plain))
    return [_day(words, today, today + timedelta(days=ahead), asked, others) for ahead in range(7)]


def _day(words: Words, today: date, day: date, asked: Request, others: str) -> Day:
    """One day of the strip; tapped again, it is no longer asked for."""
    chosen = asked.since == asked.until == day
    query = others if chosen else f"{others}{'&' if others else ''}from={day}&to={day}"
    return Day(
        weekday=words.weekday_short(day.weekday()),
        number=day.day,
        label=phrases.near_day(words, day, today),
        href=f"/{words.code}/find?{query}",
        chosen=chosen,
    )


def _filters(words: Words, asked: Request, page: Page) -> list[Filter]:
    filters = [Filter(words.gettext("Who is it for?"), _people(words, asked))]
    for name, (field, values) in CHOICES.items():
        counts = page.facets.get(field, {})
        chosen = getattr(asked, field)
        options = [
            Option(name, value, label(words, field, value), value in chosen, counts.get(value, 0))
            for value in values
            if counts.get(value) or value in chosen
        ]
        if options:
            filters.append(Filter(words.gettext(TITLES[field]), options))
    return filters


def _people(words: Words, asked: Request) -> list[Option]:
    """Ages in the bands of the first page; ticking two asks for what suits both children."""
    options = [Option("pregnant", "1", words.gettext("Expecting a baby"), asked.pregnant)]
    for band in AGE_BANDS:
        text = phrases.age_range(words, band.youngest, band.oldest)
        options.append(Option("age", str(band), text, band in asked.ages))
    return [*options, Option("adults", "1", words.gettext("Grown-ups"), asked.adults)]


def _within(words: Words, asked: Request) -> list[Option]:
    return [Option("within", str(miles), up_to(words, miles), asked.within == miles) for miles in MILES]


def _sorts(words: Words, asked: Request, *, has_place: bool) -> list[tuple[str, str, bool]]:
    """The orders one may choose: words, address, and whether it is the one now."""
    orders = [("best", N_("Best")), ("soonest", N_("Soonest"))]
    orders += [("nearest", N_("Nearest"))] if has_place else []
    return [
        (words.gettext(label), href(words, Request(**{**asked.__dict__, "sort": name})), asked.sort == name)
        for name, label in orders
    ]


def _kept(asked: Request, *own: str) -> list[tuple[str, str]]:
    """What a form passes on unseen, because none of its own boxes says it."""
    bands = {str(band) for band in AGE_BANDS} if "age" in own else set()
    return [
        (name, value)
        for name, value in write(asked)
        if name != "page" and (name not in own or (name == "age" and value not in bands))
    ]


def _suggestion(words: Words, page: Page, one: Relaxed) -> Suggestion:
    """The way to ask without one thing: its field emptied, and the words that said it left out."""
    asked = retelling.asked_without(page, one.field)
    count = words.ngettext("%(num)s session", "%(num)s sessions", one.total)
    return Suggestion(f"{words.gettext(WITHOUT[one.field])} ({count})", href(words, asked))


TITLES = {
    "days": N_("Day"),
    "parts": N_("Time of day"),
    "themes": N_("What it is about"),
    "offers": N_("Who may come"),
    "costs": N_("Cost"),
    "access": N_("How to get in"),
    "features": N_("Good to have"),
    "spoken": N_("Languages spoken"),
    "delivery": N_("Where"),
}
