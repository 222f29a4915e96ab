"""The question as chips: everything that was asked, in words, each with the address without it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from directory import clock
from directory.search.find import Page
from directory.search.request import Request, write
from directory.search.retelling import things
from directory.words import Words


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
    found = things(words, page, clock.today())
    return [Chip(thing.text, href(words, thing.without), thing.language) for thing in found]
