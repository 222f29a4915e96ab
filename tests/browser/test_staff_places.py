"""Staff pages about what was missed, places, imports and exports, in a real browser, on phone and desk."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from directory import clock
from directory.imports.handing_in import Sender, hand_in
from directory.imports.taking_in import take_in_next
from directory.places.models import Centre, Venue
from directory.unmet.actions import add_counts, keep_wish
from directory.unmet.counting import Need
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WIDE, too_wide, violations
from tests.builders import NOW

PAGES = [
    *("/staff/", "/staff/more", "/staff/unmet", "/staff/unmet?near=0&weeks=12"),
    *("/staff/places", "/staff/places/calendar", "/staff/places/venues/new"),
    *("/staff/imports", "/staff/imports/{good}", "/staff/imports/{bad}", "/staff/export"),
    *("/staff/places/centres/{centre}", "/staff/places/venues/{venue}", "/staff/places/venues/{hidden}"),
]

HEADING = "key,type,name,centre,repeats,day,start,end,from\n"
GOOD = f"{HEADING}a,messy-play,Messy Fridays,{{slug}},weekly,friday,10:00,11:00,2026-11-01\n"
BAD = f"{HEADING}a,messy-play,Messy Fridays,{{slug}},weekly,someday,10:00,9:00,soon\n"


def of_centre(staff_site, table: str) -> str:
    with staff_site.runtime.database.read() as db:
        return table.format(slug=db.get_one(Centre, staff_site.centre()).slug)


def work(staff_site) -> None:
    settings = staff_site.runtime.settings
    while take_in_next(staff_site.runtime.database, settings.progress, now=clock.now()):
        pass


def handed_in(staff_site, table: str) -> UUID:
    """A file that somebody of the whole council has handed in, tried already."""
    with staff_site.runtime.database.unit_of_work() as db:
        everywhere = set(db.scalars(select(Centre.id)))
        uuid = hand_in(
            db,
            of_centre(staff_site, table).encode(),
            name="autumn.csv",
            sender=Sender(0, 1, "Carys", everywhere),
            centre_id=None,
            type_key=None,
            now=NOW,
        )
    work(staff_site)
    return uuid


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
    numbers["good"], numbers["bad"] = (handed_in(staff_site, table) for table in (GOOD, BAD))
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


def test_a_table_is_brought_in_on_a_phone_with_the_keyboard_alone(
    staff_site, staff_tab: Callable[..., Page], tmp_path
):
    tab = staff_tab("manager")
    tab.goto(tab.url + "imports")
    (tmp_path / "autumn.csv").write_text(of_centre(staff_site, GOOD))
    tab.locator("#file").set_input_files(tmp_path / "autumn.csv")

    tab.get_by_role("button", name="See what it would do").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/staff/imports/*")
    work(staff_site)
    tab.reload()
    tab.get_by_role("button", name="Keep all of it").focus()
    tab.keyboard.press("Enter")
    tab.get_by_text("We are at it. This page").wait_for()
    work(staff_site)
    tab.get_by_role("heading", name="Undo it").wait_for()  # the page looks again by itself

    assert "Kept" in tab.locator("main").inner_text()


def too_small(tab: Page) -> list[str]:
    """What one taps and is lower than 44 pixels; links within a sentence may be."""
    return tab.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
            .filter(one => one.offsetParent && !one.closest('p:not(.tap):not(nav p), .small, td, th, label'))
            .filter(one => one.type != 'hidden' && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
