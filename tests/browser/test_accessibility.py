"""What a person with any eyes, hands or phone meets, in a real browser: every page, in every language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from directory.locales import LOCALES
from tests.site import UNTRANSLATED, every_page, every_translation

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
LARGE = {"width": 640, "height": 900}

# One page of every template: what is dark or large on these is so on all.
TEMPLATES = [
    *(
        "home",
        "a session to book",
        "a session on a sensitive topic",
        "a session with a cancelled date",
        "a centre",
    ),
    *("a week", "results near", "results with filters", "nothing found but with less", "centres near"),
    *(
        "two-year-olds",
        "help now",
        "languages",
        "the chat",
        "a poster of a session",
        "a page that is not there",
    ),
]


@dataclass
class Heard:
    """What the browser asked for and complained of since a page was opened."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def heard(tab: Page) -> Iterator[Heard]:
    heard = Heard()

    def asks(request: Request) -> None:
        heard.hosts.add(urlsplit(request.url).netloc)

    def says(message: ConsoleMessage) -> None:
        heard.complaints.append(message.text)

    def breaks(error: Any) -> None:
        heard.complaints.append(str(error))

    listeners: list[tuple[Any, Callable[..., None]]] = [
        ("request", asks),
        ("console", says),
        ("pageerror", breaks),
    ]
    for event, listener in listeners:
        tab.on(event, listener)
    yield heard
    for event, listener in listeners:
        tab.remove_listener(event, listener)


@pytest.fixture
def open_page(tab: Page, live_site: str, addresses: dict[str, str]) -> Iterator[Callable[..., Page]]:
    """`open_page("home", "pl", NARROW)`; the tab is as it was when the test is over."""

    def opened(which: str, language: str, size: Any, *, dark: bool = False) -> Page:
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme="dark" if dark else "light")
        tab.goto(f"{live_site}/{language}{addresses[which]}")
        return tab

    yield opened
    tab.emulate_media(color_scheme="light")


@every_translation
@every_page
def test_a_page_is_right_on_a_small_phone_and_on_a_desk(open_page, heard, live_site, which, language):
    tab = open_page(which, language, NARROW)
    on_phone = (violations(tab), too_wide(tab))
    tab.set_viewport_size(WIDE)
    on_desk = (violations(tab), too_wide(tab))

    complaints = [
        said for said in heard.complaints if "status of 404" not in said or "not there" not in which
    ]

    assert on_phone == on_desk == ([], [])
    assert tab.locator("h1").count() == 1
    assert tab.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
        language,
        LOCALES[language].dir,
    ]
    assert not complaints
    assert heard.hosts == {urlsplit(live_site).netloc}


@pytest.mark.parametrize("which", TEMPLATES)
def test_a_page_can_be_read_in_the_dark(open_page, which):
    tab = open_page(which, "ar", NARROW, dark=True)

    assert tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert violations(tab) == []


@every_translation
@pytest.mark.parametrize("which", TEMPLATES)
def test_text_twice_as_large_still_fits(open_page, which, language):
    tab = open_page(which, language, LARGE)
    tab.evaluate("document.documentElement.style.fontSize = '200%'")

    assert too_wide(tab) == []
    assert violations(tab) == []


@pytest.mark.parametrize("language", UNTRANSLATED)
@pytest.mark.parametrize("which", ["home", "results near", "a centre", "languages"])
def test_a_page_in_english_for_somebody_else_is_right_too(open_page, which, language):
    tab = open_page(which, language, NARROW)

    assert violations(tab) == []
    assert too_wide(tab) == []
    assert tab.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]


def test_what_is_hidden_on_opening_is_right_too(open_page):
    tab = open_page("results near", "en", NARROW)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert violations(tab) == []
    assert too_wide(tab) == []


def violations(tab: Page) -> list[str]:
    """What axe finds wrong, each with the first element it is about."""
    if not tab.evaluate("typeof axe !== 'undefined'"):
        tab.evaluate(AXE)
    found = tab.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        RULES,
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def too_wide(tab: Page) -> list[str]:
    """The elements that make a page scroll sideways; none when it does not."""
    return tab.evaluate(
        """() => {
            const page = document.documentElement, width = page.clientWidth;
            if (page.scrollWidth <= width) return [];
            const out = [...document.querySelectorAll("body *")].filter(one => {
                const box = one.getBoundingClientRect();
                return box.right > width + 1 || box.left < -1;
            });
            const words = out.slice(0, 5).map(one => one.outerHTML.slice(0, 99));
            return [`${page.scrollWidth} > ${width}`, ...words];
        }"""
    )
