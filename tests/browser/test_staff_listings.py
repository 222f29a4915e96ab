"""Keeping a centre's listings on a phone: from a template to families' eyes, two at once, no signal."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from directory.listings.editing import listing_to_edit
from directory.listings.models import Status
from directory.listings.schedules import set_slot
from directory.listings.starting import start
from directory.worker import work
from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.test_accessibility import too_wide, violations
from tests.builders import NOW, a_slot
from tests.staff_site import StaffSite

WIDE = {"width": 1280, "height": 900}
AMINA = {"who": "Amina", "now": NOW}
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('kept:'))"


@pytest.fixture
def draft(staff_site: StaffSite) -> int:
    """A “Baby massage” on Tuesdays, of which nobody has said what it costs."""
    with staff_site.runtime.database.unit_of_work() as db:
        begun = start(db, type_key="baby-massage", centre_id=staff_site.centre(), **AMINA)
        set_slot(db, begun, None, a_slot(), version=0, **AMINA)
        return begun.id


@contextmanager
def at_work(site: StaffSite) -> Iterator[None]:
    """The worker brings the search up to date, as it does beside every site."""
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(site.runtime, stop))
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def go(tab: Page, path: str) -> Page:
    tab.goto(re.sub(r"/staff/.*", path, tab.url))
    return tab


def open_section(tab: Page, name: str) -> None:
    if tab.locator(f"#{name}").get_attribute("open") is None:
        tab.click(f"#{name} > summary")


def save(tab: Page, name: str) -> None:
    tab.click(f"#{name} button.go")
    tab.wait_for_url(re.compile(f"saved={name}"))


# The whole way


def test_from_a_template_to_families_eyes_into_the_calendar_and_the_search(
    staff_tab, staff_site, new_tab, live_staff_site, record_property
):
    def found(public: Page) -> Locator:
        return public.locator("h2 a", has_text="Zebra yoga")

    tab, public, taps = staff_tab("worker", viewport=PHONE), new_tab(), 0
    public.goto(f"{live_staff_site}/en/find?q=zebra+yoga", timeout=60_000)  # the first ever reads all words
    assert found(public).count() == 0
    with at_work(staff_site):
        for tap in ("Listings", "Add a session"):
            tab.get_by_role("link", name=tap, exact=True).click()
            taps += 1
        tab.fill("#q", "baby yoga")
        tab.keyboard.press("Enter")
        tab.get_by_role("button", name="Baby yoga").click()
        taps += 3
        expect(tab.get_by_role("status").first).to_have_text(
            "This is a draft: only you and your colleagues see it."
        )
        open_section(tab, "what")
        tab.fill("#name", "Zebra yoga")
        save(tab, "what")
        taps += 3
        tab.get_by_role("link", name="Say when it happens").click()
        tab.get_by_text("Write it as a sentence instead").click()
        tab.fill("#sentence", "every Tuesday 10 to 11.30, term time, from 8 September")
        tab.get_by_role("button", name="Read my sentence").click()
        tab.get_by_role("button", name="Save", exact=True).click()
        tab.get_by_role("link", name="On with the draft").click()
        taps += 6
        tab.get_by_label("Free", exact=True).check()
        save(tab, "cost")
        tab.get_by_role("button", name="Publish").click()
        taps += 3
        expect(tab.locator(".done")).to_have_text("Families can see it now.")
        published = time.monotonic()
        while "Zebra yoga</a>" not in public.request.get(public.url).text():
            # Asked for without drawing it, which takes longer than the second it takes on a quiet machine.
            assert time.monotonic() - published < PATIENCE
        record_property("seconds until it is in the search", time.monotonic() - published)
        public.reload()

    expect(found(public)).to_be_visible()
    found(public).click()
    expect(public.locator("h1")).to_have_text("Zebra yoga")
    calendar = public.locator("a[href$='.ics']").first.get_attribute("href")
    dates = public.request.get(f"{live_staff_site}{calendar}").text()
    assert "NAME:Zebra yoga" in dates
    assert "BEGIN:VEVENT" in dates
    assert taps == 17  # under 20, a name of its own among them


def test_all_of_it_works_without_script(staff_tab, staff_site, draft):
    tab = go(staff_tab("worker", java_script_enabled=False), f"/staff/listings/{draft}")

    tab.get_by_role("radio", name="There is a charge").check()
    tab.get_by_label("Price in pounds").fill("2.50")
    tab.click("#cost button.go")
    tab.get_by_role("button", name="Publish").click()

    expect(tab.locator(".done")).to_have_text("Families can see it now.")
    with staff_site.runtime.database.read() as db:
        kept = listing_to_edit(db, draft)
        assert (kept.status, kept.cost_pence) == (Status.PUBLISHED, 250)


def test_all_of_it_works_with_the_keyboard_alone(staff_tab, draft):
    tab = go(staff_tab("worker", viewport=WIDE), f"/staff/listings/{draft}")

    def tab_to(what: Callable[[], bool]) -> None:
        for _ in range(120):
            tab.keyboard.press("Tab")
            if what():
                return
        pytest.fail("the keyboard does not get there")

    def focused(selector: str) -> Callable[[], bool]:
        return lambda: tab.evaluate("s => document.activeElement.matches(s)", selector)

    tab_to(focused("#what > summary"))
    tab.keyboard.press("Enter")
    tab_to(focused("#name"))
    tab.keyboard.press("Control+A")
    tab.keyboard.type("Calm hands")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("saved=what"))
    tab_to(focused("[name=cost]"))
    tab.keyboard.press("ArrowDown")
    tab_to(focused("#cost button.go"))
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("saved=cost"))
    tab_to(focused("form[action$=publish] button"))
    tab.keyboard.press("Enter")

    expect(tab.locator(".done")).to_have_text("Families can see it now.")
    expect(tab.locator("h1")).to_have_text("Calm hands")


# Nothing lost


def test_what_was_typed_without_a_signal_is_there_again(staff_tab, draft):
    tab = go(staff_tab("worker"), f"/staff/listings/{draft}")
    here = tab.url
    open_section(tab, "what")
    tab.fill("#name", "Calm hands")
    tab.context.set_offline(True)
    tab.click("#what button.go")
    tab.wait_for_timeout(200)
    tab.context.set_offline(False)

    tab.goto(here)

    expect(tab.locator("#what [data-kept]")).to_be_visible()
    expect(tab.locator("#name")).to_have_value("Calm hands")
    save(tab, "what")
    expect(tab.locator("h1")).to_have_text("Calm hands")
    assert tab.evaluate(KEPT) == []


def test_ticks_and_choices_are_kept_too_and_can_be_thrown_away(staff_tab, draft):
    tab = go(staff_tab("worker"), f"/staff/listings/{draft}")
    open_section(tab, "spoken")
    tab.get_by_label("Polish").check()
    tab.get_by_label("Arabic").check()
    tab.get_by_label("Free", exact=True).check()
    tab.reload()

    expect(tab.get_by_label("Polish")).to_be_checked()
    expect(tab.get_by_label("Arabic")).to_be_checked()
    expect(tab.get_by_label("Free", exact=True)).to_be_checked()
    tab.locator("#spoken [data-forget]").click()

    expect(tab.get_by_label("Polish")).not_to_be_checked()
    tab.reload()
    expect(tab.locator("#spoken [data-kept]")).to_be_hidden()


def test_typing_and_taking_it_back_leaves_nothing(staff_tab, draft):
    tab = go(staff_tab("worker"), f"/staff/listings/{draft}")
    open_section(tab, "what")
    name = tab.locator("#name").input_value()

    tab.fill("#name", "Calm hands")
    assert len(tab.evaluate(KEPT)) == 1
    tab.fill("#name", name)

    assert tab.evaluate(KEPT) == []


def test_signing_out_leaves_nothing_typed_behind(staff_tab, draft):
    tab = go(staff_tab("worker"), f"/staff/listings/{draft}")
    open_section(tab, "what")
    tab.fill("#name", "Calm hands")
    go(tab, "/staff/more")

    tab.get_by_role("button", name="Sign out").click()

    expect(tab).to_have_url(re.compile("/staff/sign-in"))
    assert tab.evaluate(KEPT) == []


def test_who_comes_next_to_the_same_computer_finds_nothing(staff_tab, staff_site, live_staff_site, draft):
    tab = go(staff_tab("worker"), f"/staff/listings/{draft}")
    open_section(tab, "what")
    tab.fill("#name", "Calm hands")

    other = staff_site.cookie_of(staff_site.add_worker("manager"))
    tab.context.add_cookies([{"name": "staff", "value": other, "url": live_staff_site}])
    tab.reload()

    expect(tab.locator("#name")).to_have_value("Baby massage")
    assert tab.evaluate(KEPT) == []


def test_the_back_button_and_a_second_change_lose_nothing(staff_tab, draft):
    tab = go(staff_tab("worker"), f"/staff/listings/{draft}")
    open_section(tab, "what")
    tab.fill("#name", "Calm hands")
    save(tab, "what")

    tab.go_back()
    open_section(tab, "what")
    tab.fill("#summary", "Gentle strokes.")
    tab.click("#what button.go")

    expect(tab.locator("#what .line")).to_have_text("Gentle strokes.")
    expect(tab.locator("h1")).to_have_text("Calm hands")


def test_two_tabs_the_second_is_shown_both_and_chooses(staff_tab, draft):
    first = go(staff_tab("worker"), f"/staff/listings/{draft}")
    second = first.context.new_page()
    second.goto(first.url)
    for tab, name in ((first, "Calm hands"), (second, "Warm hands")):
        open_section(tab, "what")
        tab.fill("#name", name)
        tab.click("#what button.go")
    expect(second.locator("h1")).to_have_text("This was changed meanwhile")

    second.get_by_label("What you typed now Warm hands").check()
    second.get_by_role("button", name="Save").click()

    expect(second.locator("h1")).to_have_text("Warm hands")


# Every page, on a phone and on a desk


def everything_open(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def with_an_error(tab: Page) -> None:
    open_section(tab, "what")
    tab.fill("#name", "")
    tab.click("#what button.go")
    tab.wait_for_selector(".wrongs")


def with_a_conflict(tab: Page) -> None:
    other = tab.context.new_page()
    other.goto(tab.url)
    for one, name in ((other, "Calm hands"), (tab, "Warm hands")):
        open_section(one, "what")
        one.fill("#name", name)
        one.click("#what button.go")
    tab.wait_for_selector("text=This was changed meanwhile")


def with_a_history(tab: Page) -> None:
    open_section(tab, "what")
    tab.fill("#name", "Calm hands")
    save(tab, "what")
    tab.goto(re.sub(r"\?.*", "/history", tab.url))


def nothing_more(tab: Page) -> None:
    """The page as it opens."""


PAGES = {
    "all listings": ("/staff/listings", nothing_more),
    "no listing found": ("/staff/listings?q=submarine", nothing_more),
    "a new one": ("/staff/listings/new", everything_open),
    "a new one, searched": ("/staff/listings/new?q=baby", nothing_more),
    "a draft": ("/staff/listings/{draft}", nothing_more),
    "a draft with everything open": ("/staff/listings/{draft}", everything_open),
    "an error": ("/staff/listings/{draft}", with_an_error),
    "a conflict": ("/staff/listings/{draft}", with_a_conflict),
    "a history": ("/staff/listings/{draft}", with_a_history),
    "a preview in Arabic": ("/staff/listings/{draft}/preview?language=ar", nothing_more),
    "the guide": ("/staff/guide", nothing_more),
}


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
@pytest.mark.parametrize("role", ["worker", "lead"])
def test_every_page_is_right_on_a_phone_and_on_a_desk(staff_tab, draft, size, role):
    tab = staff_tab(role, viewport=size)
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))

    for name, (path, then) in PAGES.items():
        go(tab, path.format(draft=draft))
        then(tab)
        assert violations(tab) == [], name
        assert too_wide(tab) == [], name

    refused = re.compile("status of (409|422)")  # how Chromium tells of an error and of a conflict
    assert [said for said in complaints if not refused.search(said)] == []
