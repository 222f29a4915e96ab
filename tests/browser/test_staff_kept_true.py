"""Keeping listings true, in a real browser: what is checked, reported, answered and translated."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from directory import clock
from directory.listings.models import Activity, Status
from directory.reports.actions import report
from directory.reports.models import Wrong, WrongReport
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WIDE, too_wide, violations
from tests.browser.test_staff_places import too_small
from tests.builders import TODAY
from tests.staff_site import StaffSite


@pytest.fixture
def listing(staff_site: StaffSite) -> Activity:
    """A listing that is long unchecked, reported, and whose Polish is out of date."""
    with staff_site.runtime.database.unit_of_work() as db:
        activity = db.scalars(
            select(Activity)
            .where(Activity.centre_id == staff_site.centre(), Activity.status == Status.PUBLISHED)
            .order_by(Activity.id)
        ).first()
        activity.assured_on = TODAY - timedelta(days=2000)
        activity.review_by = TODAY - timedelta(days=1910)
        activity.summary, activity.text_version = "Toys and a new slide.", activity.text_version + 1
        for words, language in (("يبدأ في العاشرة، لا في التاسعة.", "ar"), ("It starts at ten now.", "en")):
            report(db, activity.id, what=Wrong.WHEN, words=words, language=language, now=clock.now())
        report(db, activity.id, what=Wrong.COST, language="en", now=clock.now())
        return activity


def test_every_page_is_right_on_a_phone_and_on_a_desk(listing, staff_tab: Callable[..., Page]):
    tab = staff_tab("council")
    base = tab.url.removesuffix("/staff/")
    languages = f"/staff/listings/{listing.id}/languages"

    found = {}
    for path in (
        *("/staff/", "/staff/more", "/staff/check", "/staff/reports"),
        *("/staff/translations", "/staff/translations?show=all&page=2"),
        *(languages, f"{languages}/pl", f"{languages}/ar"),
    ):
        tab.goto(f"{base}{path}")
        for size in (PHONE, WIDE):
            tab.set_viewport_size(size)
            found[path, size["width"]] = [*violations(tab), *too_wide(tab), *too_small(tab)]

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_what_is_wrong_in_a_form_is_said_where_it_is_and_nothing_is_lost(
    listing, staff_tab: Callable[..., Page]
):
    tab = staff_tab()
    tab.goto(f"{tab.url}listings/{listing.id}/languages/ar")
    tab.get_by_label("Name in Arabic").fill("")
    tab.get_by_label("What happens in Arabic").fill("ألعاب وأغان")
    tab.get_by_role("button", name="Save").click()

    assert tab.title().startswith("Error:")
    assert [*violations(tab), *too_wide(tab), *too_small(tab)] == []
    assert tab.get_by_label("What happens in Arabic").input_value() == "ألعاب وأغان"
    tab.locator(".wrongs a").click()
    assert tab.evaluate("document.activeElement.id") == "name"


def test_arabic_is_written_from_right_to_left_beside_the_english(listing, staff_tab: Callable[..., Page]):
    tab = staff_tab()
    tab.set_viewport_size(WIDE)
    tab.goto(f"{tab.url}listings/{listing.id}/languages/ar")
    field, english = tab.get_by_label("Name in Arabic"), tab.locator("#name-english")

    assert field.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert english.evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert field.bounding_box()["x"] > english.bounding_box()["x"] + 200

    field.fill("لعب معًا")
    tab.get_by_role("button", name="Save").click()
    assert "Saved." in tab.locator("[role=status]").inner_text()


def test_still_right_is_one_tap_from_the_queue_and_works_with_the_keyboard_alone(
    listing, staff_site: StaffSite, staff_tab: Callable[..., Page]
):
    tab = staff_tab()
    tab.goto(tab.url + "check")
    assert tab.locator(".card h2").first.inner_text() == listing.name

    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('main button.go')"):
            break
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[role=status]")

    assert f"“{listing.name}” is checked today." in tab.locator("[role=status]").inner_text()
    with staff_site.runtime.database.read() as db:
        assert db.get(Activity, listing.id).assured_on == TODAY


def test_a_report_is_answered_and_families_hear_of_it(listing, staff_tab: Callable[..., Page]):
    tab = staff_tab()
    home = tab.url.removesuffix("/staff/")
    tab.goto(f"{home}/staff/reports")
    tab.locator(".card", has_text="The day or the time").get_by_role(
        "button", name="We have put it right"
    ).click()
    tab.wait_for_selector("[role=status]")

    tab.goto(f"{home}/en/session/{listing.slug}")

    assert tab.get_by_text("We put it right on 24 November 2026.").is_visible()


@pytest.mark.parametrize("language", ["en", "pl", "ar"])
@pytest.mark.parametrize("script", [True, False])
def test_a_parent_says_what_is_wrong_in_two_taps(
    listing,
    staff_site: StaffSite,
    live_staff_site: str,
    new_tab: Callable[..., Page],
    language: str,
    script: bool,
):
    tab = new_tab(java_script_enabled=script)
    tab.goto(f"{live_staff_site}/{language}/session/{listing.slug}")
    before = count(staff_site)

    tab.locator("main a[href$='/wrong']").click()  # the first tap
    tab.locator("button[value='not-on']").click()  # and the second
    tab.wait_for_url("**/wrong/thanks")

    assert count(staff_site) == before + 1


def test_a_mistake_in_a_parents_form_is_right_for_everybody_too(
    listing, live_staff_site: str, new_tab: Callable[..., Page]
):
    tab = new_tab()
    tab.goto(f"{live_staff_site}/ar/session/{listing.slug}/wrong")
    tab.locator("summary").click()
    tab.evaluate("document.querySelector('textarea').value = 'خطأ '.repeat(200)")
    tab.locator("button[value='cost']").click()

    assert tab.title().startswith("خطأ")
    for size in (PHONE, WIDE):
        tab.set_viewport_size(size)
        assert [*violations(tab), *too_wide(tab)] == []


def count(staff_site: StaffSite) -> int:
    with staff_site.runtime.database.read() as db:
        return len(db.scalars(select(WrongReport.id).where(WrongReport.what == Wrong.NOT_ON)).all())
