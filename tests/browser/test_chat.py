"""The chat on a phone, in a real browser, with the bot at work behind it."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from bot.work import work
from directory import clock
from directory.contacts import outbox
from directory.contacts.messages import Message
from directory.contacts.models import Contact, Owing
from directory.listings.models import Activity
from directory.words import words_for
from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.test_accessibility import WIDE, too_wide, violations
from tests.browser.test_staff_places import too_small
from tests.site import sample_slugs
from tests.staff_site import StaffSite

SOON = PATIENCE * 1000


@pytest.fixture
def bot(staff_site: StaffSite) -> Iterator[None]:
    """The bot, at work."""
    stop = threading.Event()
    working = threading.Thread(target=work, args=(staff_site.runtime, stop, []))
    working.start()
    yield
    stop.set()
    working.join()


@pytest.fixture
def chat(live_staff_site: str, new_tab: Callable[..., Page], bot: None) -> Callable[..., Page]:
    """`chat("ar", java_script_enabled=False)`: the page of the chat, on a phone."""

    def opened(language: str, start: str = "", **settings: object) -> Page:
        tab = new_tab(**settings)
        tab.goto(f"{live_staff_site}/{language}/chat{f'?start={start}' if start else ''}")
        return tab

    return opened


def wrong(tab: Page) -> list[str]:
    """What is wrong with the page on a phone and on a desk."""
    found = []
    for size in (WIDE, PHONE):
        tab.set_viewport_size(size)
        found += [*violations(tab), *too_wide(tab), *too_small(tab)]
    tab.emulate_media(color_scheme="dark")
    found += violations(tab)
    tab.emulate_media(color_scheme="light")
    return found


def tap(tab: Page, label: str) -> None:
    tab.locator("button", has_text=label).last.click()


def last(tab: Page) -> Locator:
    return tab.locator(".line:not(.mine)").last


@pytest.mark.parametrize("language", ["en", "ar"])
def test_live_with_the_keyboard_alone_and_nothing_moves_the_focus(chat, language, staff_site):
    words = words_for(language)
    tab = chat(language)
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    assert tab.context.cookies() == []

    tab.locator("#text").focus()
    tab.keyboard.type("QX1 2AB")
    tab.keyboard.press("Enter")
    expect(tab.locator(".mine")).to_have_text(re.compile("QX1 2AB"))
    expect(last(tab)).to_contain_text("Which language", timeout=SOON)
    assert tab.evaluate("document.activeElement.id") == "text"
    assert tab.evaluate("document.querySelector('#text').value") == ""

    own_name = {"en": "English", "ar": "العربية"}[language]
    tab.get_by_role("button", name=own_name, exact=True).focus()
    tab.keyboard.press("Enter")
    expect(last(tab)).to_contain_text("QX1 2AB", timeout=SOON)
    expect(last(tab)).to_have_attribute("dir", words.dir)
    assert wrong(tab) == []

    (cookie,) = tab.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("chat", True, "Lax")
    assert complaints == []


def test_without_script_in_arabic_from_a_session_to_goodbye(chat, staff_site):
    tab = chat("ar", f"s_{number_of(staff_site)}", java_script_enabled=False)
    words = words_for("ar")

    tap(tab, words.gettext("Ask about this session or centre"))
    tap(tab, "العربية")
    expect(last(tab).locator("a[href^='tel:']").first).to_be_visible()
    tap(tab, words.gettext("Save"))
    tab.locator("#text").fill("/delete")
    tap(tab, words.gettext("Send"))
    tap(tab, words.gettext("Yes, delete everything"))

    expect(tab.locator("h1")).to_have_text(words.gettext("Everything is deleted"))
    assert tab.context.cookies() == []


def number_of(site: StaffSite) -> int:
    slug = sample_slugs(site.runtime)["ordinary"]
    with site.runtime.database.read() as db:
        return db.scalars(select(Activity.id).where(Activity.slug == slug)).one()


def test_what_comes_by_itself_is_shown_while_the_page_is_open_and_goodbye_too(chat, staff_site):
    tab = chat("en")
    tap(tab, "Start")
    tap(tab, "English")
    expect(last(tab)).to_contain_text("I am a computer", timeout=SOON)

    with staff_site.runtime.database.unit_of_work() as db:
        contact = db.scalars(select(Contact)).one()
        notice = Message("Stay and play is off today.")
        outbox.owe(db, contact, notice, kind=Owing.NEWS, source="test", now=clock.now())
    expect(last(tab)).to_have_text("Stay and play is off today.", timeout=SOON)

    tab.locator("#text").fill("delete")
    tap(tab, "Send")
    tap(tab, "Yes, delete everything")
    expect(tab.locator("h1")).to_have_text("Everything is deleted", timeout=SOON)
    assert tab.context.cookies() == []


def test_words_that_do_not_reach_us_come_back_into_the_box(chat, live_staff_site):
    tab = chat("en")
    tab.route("**/en/chat", lambda route: route.abort())
    tab.locator("#text").fill("baby massage")

    tap(tab, "Send")

    expect(tab.locator("#state")).to_contain_text("did not reach us", timeout=SOON)
    assert tab.locator("#text").input_value() == "baby massage"
    assert tab.locator(".mine").count() == 0


def test_where_she_is_is_asked_only_when_she_taps(chat, live_staff_site, staff_site):
    tab = chat("en", permissions=["geolocation"], geolocation={"latitude": 53.99614, "longitude": 2.2111})
    tap(tab, "Start")
    tap(tab, "English")
    expect(last(tab)).to_contain_text("I am a computer", timeout=SOON)
    tab.locator("#text").fill("baby massage near me")
    tap(tab, "Send")
    tap(tab, "Use where I am now")
    expect(last(tab)).to_contain_text("very near", timeout=SOON)
