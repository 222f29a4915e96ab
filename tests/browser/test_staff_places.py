"""Staff pages about what was missed, places, imports and exports, in a real browser, on phone and desk."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from directory.places.models import Venue
from directory.unmet.actions import add_counts, keep_wish
from directory.unmet.counting import Need
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WIDE, too_wide, violations
from tests.builders import NOW

PAGES = [
    *("/staff/", "/staff/more", "/staff/unmet", "/staff/unmet?near=0&weeks=12"),
    *("/staff/places", "/staff/places/calendar", "/staff/places/venues/new"),
    *("/staff/places/centres/{centre}", "/staff/places/venues/{venue}", "/staff/places/venues/{hidden}"),
]


@pytest.fixture
def missed(staff_site):
    with staff_site.runtime.database.unit_of_work() as db:
        add_counts(
            db,
            {
                Need(date(2026, 11, 23), "baby-yoga", "pl", "QX1"): 1_234,
                Need(date(2026, 11, 23), "twins", "en", "QX1"): 3,
                Need(date(2026, 11, 23), "domestic-abuse", "en", ""): 40,
            },
        )
        keep_wish(db, words="مجموعة للتوائم", place="QX1 2AB", language="ar", now=NOW)


def addresses(staff_site) -> list[str]:
    with staff_site.runtime.database.read() as db:
        plain = select(Venue.id).where(Venue.centre_id.is_(None))
        numbers = {
            "centre": staff_site.centre(),
            "venue": db.scalars(plain.where(Venue.hidden.is_(False))).first(),
            "hidden": db.scalars(plain.where(Venue.hidden)).first(),
        }
    return [path.format(**numbers) for path in PAGES]


def test_every_page_is_right_on_a_phone_and_on_a_desk(missed, staff_site, staff_tab: Callable[..., Page]):
    tab = staff_tab("council")
    base = tab.url.removesuffix("/staff/")

    found = {}
    for path in addresses(staff_site):
        tab.goto(f"{base}{path}")
        for size in (PHONE, WIDE):
            tab.set_viewport_size(size)
            found[path, size["width"]] = [*violations(tab), *too_wide(tab), *too_small(tab)]

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_a_venue_is_added_with_the_keyboard_alone(staff_tab: Callable[..., Page]):
    tab = staff_tab("manager")
    tab.goto(tab.url + "places/venues/new")
    tab.locator("#name").focus()

    for text in ("The Old Dairy", "", "2 Mill Lane", "Ashmarsh", "QX1 2AB"):
        tab.keyboard.type(text)
        tab.keyboard.press("Tab")
    tab.keyboard.press("Space")  # the first feature
    for _ in range(20):
        if tab.evaluate("document.activeElement.matches('main button')"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/staff/places")

    assert "Added." in tab.locator("[role=status]").inner_text()
    assert tab.get_by_role("link", name="The Old Dairy").is_visible()


def too_small(tab: Page) -> list[str]:
    """What one taps and is lower than 44 pixels; links within a sentence may be."""
    return tab.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
            .filter(one => one.offsetParent && !one.closest('p:not(.tap):not(nav p), .small, td, th, label'))
            .filter(one => one.type != 'hidden' && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
