"""Busy hands on a phone: cancelling, running late, planning; with keyboard alone; read aloud."""

import threading
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from directory import worker
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Status
from directory.places.models import Centre
from directory.runtime import open_runtime
from tests.browser.conftest import PATIENCE, PHONE
from tests.builders import TODAY
from tests.staff_site import OWN, StaffSite

WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def worker_at_work(staff_site: StaffSite) -> Iterator[None]:
    """The real worker beside the site, with its own view of database and index."""
    runtime, stop = open_runtime(staff_site.runtime.settings), threading.Event()
    thread = threading.Thread(target=worker.work, args=(runtime, stop), daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(10)
    runtime.database.close()


@pytest.fixture
def session(staff_site: StaffSite) -> tuple[int, str, str, str]:
    """An afternoon session of today that families find: its number, name, address, and its centre's."""
    with staff_site.runtime.database.read() as db:
        found = db.execute(
            select(Activity.id, Activity.name, Activity.slug, Centre.slug)
            .join(Occurrence, Occurrence.activity_id == Activity.id)
            .join(Centre, Centre.id == Activity.centre_id)
            .where(Centre.external_id == OWN, Activity.status == Status.PUBLISHED)
            .where(Occurrence.rule_day == TODAY, Occurrence.status == OccurrenceStatus.SCHEDULED)
            .order_by(Occurrence.starts_at)
        ).first()
        assert found
        return found[0], found[1], found[2], found[3]


def test_cancelling_todays_session_takes_three_taps_and_families_see_it_everywhere(
    staff_tab, live_staff_site, worker_at_work, session, new_tab, record_property
):
    _, name, slug, centre = session
    amina, parent = staff_tab("worker"), new_tab()
    places = {
        "its own page": (f"/en/session/{slug}", "Cancelled."),
        "the centre": (f"/en/centre/{centre}", "Cancelled."),
        "the week": (f"/en/centre/{centre}/week", "Cancelled."),
        "the calendar": (f"/en/session/{slug}.ics", "STATUS:CANCELLED"),
        "the search": (f"/en/find?q={name}&day=tue", "Cancelled: Today"),
    }
    before = {
        where: parent_text(parent, live_staff_site + address).count(said)
        for where, (address, said) in places.items()
    }

    amina.get_by_role("link", name=f"Cancel {name}").first.click()
    amina.get_by_label("A member of staff is ill.").click()
    amina.get_by_role("button", name="Cancel this session").click()
    expect(amina.get_by_role("status")).to_contain_text("Cancelled.")
    done = time.monotonic()

    for where, (address, said) in places.items():
        while parent_text(parent, live_staff_site + address).count(said) == before[where]:
            assert time.monotonic() - done < PATIENCE, where
    record_property("seconds until it is everywhere", time.monotonic() - done)
    assert "A member of staff is ill." in parent_text(parent, live_staff_site + places["the week"][0])


def parent_text(parent: Page, address: str) -> str:
    """What a page says, asked for without drawing it: drawing takes longer than the second we have."""
    answer = parent.request.get(address)
    return answer.text()


def test_running_late_takes_two_taps_and_is_in_the_search(
    staff_tab, live_staff_site, worker_at_work, session, new_tab
):
    _, name, _, _ = session
    amina, parent = staff_tab("worker"), new_tab()
    address = f"{live_staff_site}/en/find?q={name}&day=tue"
    assert name in parent_text(parent, address)

    amina.get_by_role("link", name=f"Running late {name}").first.click()
    amina.get_by_role("button", name="15 minutes late").click()
    expect(amina.get_by_role("main")).to_contain_text("Starts about 15 minutes late.")
    done = time.monotonic()

    while "Starts about 15 minutes late." not in parent_text(parent, address):
        assert time.monotonic() - done < PATIENCE


def test_a_session_can_be_cancelled_with_the_keyboard_alone(staff_tab, staff_site, session):
    amina = staff_tab("worker")

    tab_to(amina, f"Cancel {session[1]}")
    amina.keyboard.press("Enter")
    amina.wait_for_url("**/cancel?from=today")
    tab_to(amina, "staff_ill")
    amina.keyboard.press("Space")
    tab_to(amina, "Cancel this session")
    amina.keyboard.press("Enter")

    expect(amina.get_by_role("status")).to_contain_text("Cancelled.")


def tab_to(page: Page, what: str) -> None:
    """Press the tab key until something whose text or value begins like that has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(
            "() => document.activeElement.value || document.activeElement.textContent"
        ).startswith(what):
            return
    raise AssertionError(f"the keyboard does not reach “{what}”")


def test_a_time_is_planned_with_script_while_its_dates_appear(staff_tab, live_staff_site, session):
    amina = staff_tab("worker")
    amina.goto(f"{live_staff_site}/staff/listings/{session[0]}/when/new")
    assert amina.get_by_label("Which one of the month?").is_hidden()

    amina.get_by_label("Saturday").check()
    amina.get_by_label("Starts").fill("10:00")
    amina.get_by_label("Ends").fill("11:30")
    amina.get_by_label("Only in school term time").check()
    expect(amina.get_by_role("heading", level=2)).to_contain_text(
        "Every Saturday, 10am to 11:30am, in school term time"
    )
    amina.get_by_role("button", name="Save", exact=True).click()

    expect(amina.get_by_role("status").first).to_contain_text("Saved.")
    expect(amina.get_by_role("main")).to_contain_text("Every Saturday, 10am to 11:30am")


def test_a_time_is_planned_from_a_sentence_without_script(staff_tab, live_staff_site, session):
    amina = staff_tab("worker", java_script_enabled=False)
    amina.goto(f"{live_staff_site}/staff/listings/{session[0]}/when/new")

    amina.get_by_text("Write it as a sentence instead").click()
    amina.get_by_label("When is it?").fill("1st Saturday of the month 1pm-2pm")
    amina.get_by_role("button", name="Read my sentence").click()
    expect(amina.locator("#preview")).to_contain_text("The first Saturday of the month, 1pm to 2pm")
    amina.get_by_role("button", name="Save", exact=True).click()

    expect(amina.get_by_role("main")).to_contain_text("The first Saturday of the month, 1pm to 2pm")


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["360 px", "1280 px"])
def test_no_page_about_plans_has_an_axe_violation(staff_tab, staff_site, live_staff_site, session, viewport):
    listing = session[0]
    with staff_site.runtime.database.read() as db:
        own = db.scalars(
            select(Occurrence).where(Occurrence.activity_id == listing, Occurrence.rule_day >= TODAY)
        ).first()
        schedule = own.schedule_id
    tab = staff_tab("council", viewport=viewport)
    pages = [
        "/staff/",
        f"/staff/listings/{listing}/when",
        f"/staff/listings/{listing}/when/new",
        f"/staff/listings/{listing}/when/{schedule}",
        f"/staff/listings/{listing}/dates/add",
        f"/staff/listings/{listing}/dates/{own.id}/cancel",
        f"/staff/listings/{listing}/dates/{own.id}/late",
        f"/staff/listings/{listing}/dates/{own.id}/move",
        "/staff/calendar",
        "/staff/bulk",
        "/staff/bulk/term",
        "/staff/bulk/venue",
    ]
    found = {}
    for page in pages:
        tab.goto(live_staff_site + page)
        for details in tab.locator("details").all()[:6]:
            details.evaluate("one => { one.open = true }")
        found[page] = look_at(tab)
        forms = tab.locator("main form button.go").all()
        if forms and not page.endswith(("/", "/when", "/bulk")):
            forms[0].click()
            tab.wait_for_load_state()
            found[f"{page}, sent empty"] = look_at(tab)

    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def look_at(tab: Page) -> list[str]:
    """What axe finds, whether the page is wider than the screen, and targets smaller than 44 pixels."""
    wrong = [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in Axe().run(tab).response["violations"]
    ]
    if tab.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        wrong.append("wider than the screen")
    small = tab.evaluate(
        """() => [...document.querySelectorAll("main :is(.tap a, button, summary, input, select)")]
        .filter(one => !["hidden", "checkbox", "radio"].includes(one.type) && !one.closest(".hide"))
        .filter(one => { const box = one.getBoundingClientRect(); return box.width && box.height < 43.5 })
        .map(one => one.outerHTML.slice(0, 80))"""
    )
    return wrong + [f"small: {one}" for one in small]
