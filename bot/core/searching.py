"""Her question, and its answer five at a time, with what we know of her where her words say nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode
from zlib import crc32

from bot.core.rooms import Rooms
from bot.core.talk import About, Talk
from directory.search.find import PAGE_SIZE, Page, Result
from directory.search.request import MOST_AGES, MOST_MONTHS, Age, Request, read, write
from directory.search.retelling import asked_without

SHOWN = 5  # results on one screen
SCREENS = PAGE_SIZE // SHOWN  # on one page of the search


@dataclass(frozen=True)
class Search:
    """A question as she asked it. `plain`: without what we know of her."""

    request: Request
    plain: bool = False

    @property
    def query(self) -> str:
        """The question as an address of the site has it."""
        return urlencode(write(self.request))

    @property
    def mark(self) -> str:
        """Tells the buttons of one list from those of another."""
        return f"{crc32(f'{self.query} {self.plain}'.encode()) & 0xFFFFF:05x}"

    def as_memory(self) -> dict[str, Any]:
        return {"asked": self.query, "plain": self.plain}


@dataclass(frozen=True)
class Known:
    """What of her settings stands in for what she did not say: her children's ages in months, her place."""

    ages: tuple[int, ...] = ()
    near: str = ""

    def __bool__(self) -> bool:
        return bool(self.ages or self.near)


@dataclass(frozen=True)
class Answer:
    """One screenful: `page.asked` is what she asked, and no more; `known` was added to it."""

    search: Search
    page: Page
    known: Known
    results: list[Result]
    number: int
    screens: int


def search_of(query: str, *, plain: bool = False) -> Search:
    return Search(read(parse_qs(query))[0], plain)


def search_in(memory: Mapping[str, Any]) -> Search | None:
    """The question whose answers she last saw, if she did."""
    return search_of(memory["asked"], plain=memory["plain"]) if "asked" in memory else None


def answer(search: Search, talk: Talk, rooms: Rooms, number: int = 1) -> Answer:
    """One screenful of answers; a number past the last shows the last."""
    request = replace(search.request, page=(number - 1) // SCREENS + 1)
    page = rooms.find(request, talk.language)
    known = Known() if search.plain else unsaid(talk.about, page, rooms.wall.date())
    if known:
        ages = tuple(Age(months, months) for months in known.ages)
        near = {"near": known.near} if known.near else {}
        more = {"ages": ages, "ages_mentioned": True} if ages else {}
        page = rooms.find(replace(request, **near, **more), talk.language)  # type: ignore[arg-type]
    screens = max(1, -(-page.total // SHOWN))
    if number > screens:
        return answer(search, talk, rooms, screens)
    first = (number - 1) % SCREENS * SHOWN
    page = replace(page, asked=search.request)
    return Answer(search, page, known, page.results[first : first + SHOWN], number, screens)


def unsaid(about: About, page: Page, today: date) -> Known:
    """What her settings say that the question does not."""
    asked = page.request
    for_others = asked.ages or asked.pregnant or asked.adults or page.wants_centres
    ages = () if for_others else ages_now(about, today)
    near = "" if asked.spot or page.unknown_place else about.near
    return Known(ages, near)


def ages_now(about: About, today: date) -> tuple[int, ...]:
    """Her children's ages in months today: they have grown since she told us."""
    if not about.ages_on:
        return about.ages[:MOST_AGES]
    told = date.fromisoformat(about.ages_on)
    grown = (today.year - told.year) * 12 + today.month - told.month - (today.day < told.day)
    return tuple(min(age + max(grown, 0), MOST_MONTHS) for age in about.ages[:MOST_AGES])


def changed(search: Search, talk: Talk, rooms: Rooms, *, gone: tuple[str, ...], **now: Any) -> Search:
    """The question with something chosen, and what her words said of it before taken out."""
    page = rooms.find(replace(search.request, page=1), talk.language)
    return replace(search, request=replace(asked_without(page, *gone), page=1, **now))


def kept(talk: Talk) -> dict[str, Any]:
    """What has to be remembered so that she can go back to her list."""
    return {name: talk.memory[name] for name in ("asked", "plain", "page") if name in talk.memory}
