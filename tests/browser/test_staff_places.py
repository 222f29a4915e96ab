"""Staff pages about what was missed, places, imports and exports, in a real browser, on phone and desk."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from directory.unmet.actions import add_counts, keep_wish
from directory.unmet.counting import Need
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WIDE, too_wide, violations
from tests.builders import NOW

PAGES = ["/staff/", "/staff/more", "/staff/unmet", "/staff/unmet?near=0&weeks=12"]


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


def test_every_page_is_right_on_a_phone_and_on_a_desk(missed, staff_tab: Callable[..., Page]):
    tab = staff_tab("council")
    base = tab.url.removesuffix("/staff/")

    found = {}
    for path in PAGES:
        tab.goto(f"{base}{path}")
        for size in (PHONE, WIDE):
            tab.set_viewport_size(size)
            found[path, size["width"]] = [*violations(tab), *too_wide(tab), *too_small(tab)]

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def too_small(tab: Page) -> list[str]:
    """What one taps and is lower than 44 pixels; links within a sentence may be."""
    return tab.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
            .filter(one => one.offsetParent && !one.closest('p:not(.tap):not(nav p), .small, td, th, label'))
            .filter(one => one.type != 'hidden' && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
