"""Answering families, in a real browser: on a phone in the hall and at a desk, and with nothing to reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from directory import clock
from directory.contacts import handovers, inbox, people
from directory.contacts.following import follow
from directory.contacts.models import Contact, Incoming
from directory.listings.models import Activity, Status
from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.test_accessibility import WIDE, too_wide, violations
from tests.browser.test_staff_places import too_small
from tests.staff_site import StaffSite


@pytest.fixture
def say(staff_site: StaffSite) -> Callable[[str], int]:
    """`say("…")`: a Polish family asks about a session, or goes on; the number of its hand-over."""

    def said(text: str) -> int:
        with staff_site.runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel="telegram", address="4422", now=clock.now())
            contact.language = "pl"
            about = select(Activity.id).where(
                Activity.centre_id == staff_site.centre(), Activity.status == Status.PUBLISHED
            )
            asked = {"activity_id": db.scalars(about.order_by(Activity.id)).first(), "came_from": {}}
            return handovers.open(db, contact, text=text, **asked, now=clock.now()).id

    return said


def wrong_with(tab: Page) -> dict[int, list[str]]:
    found = {}
    for size in (PHONE, WIDE):
        tab.set_viewport_size(size)
        found[size["width"]] = [*violations(tab), *too_wide(tab), *too_small(tab)]
    tab.set_viewport_size(PHONE)
    return {width: wrong for width, wrong in found.items() if wrong}


def test_a_family_is_claimed_answered_and_given_back(
    say, staff_site: StaffSite, staff_tab: Callable[..., Page]
):
    number = say("Czy mogę przyjść z bliźniakami? Mają dwa lata.")
    tab = staff_tab("manager")
    assert wrong_with(tab) == {}

    tab.get_by_role("link", name="Answer them").click()
    assert wrong_with(tab) == {}
    tab.locator("#families a").click()
    assert wrong_with(tab) == {}

    tab.get_by_role("button", name="I answer this").click()
    tab.get_by_label("A ready answer").select_option("just-come")
    tab.get_by_role("button", name="Put it in").click()
    box = tab.get_by_label("Your answer")
    assert box.input_value().startswith("Nie trzeba rezerwować.")
    tab.get_by_role("button", name="Send").click()
    assert wrong_with(tab) == {}
    assert "on its way" in tab.locator(".ours").inner_text()

    box.fill("")
    tab.get_by_role("button", name="Send").click()
    assert tab.title().startswith("Error:")
    assert wrong_with(tab) == {}

    tab.get_by_role("button", name="Close: back to the bot").click()
    assert "Closed." in tab.get_by_role("status").first.inner_text()
    with staff_site.runtime.database.read() as db:
        assert handovers.open_of(db, db.scalars(select(Contact.id)).one()) is None
    tab.get_by_role("link", name="Ready answers").click()
    assert wrong_with(tab) == {}
    tab.get_by_role("link", name="Change it").first.click()
    assert wrong_with(tab) == {}
    assert number


def test_what_a_family_says_meanwhile_appears_by_itself_and_nothing_typed_is_lost(
    say, staff_tab: Callable[..., Page]
):
    number = say("Dzień dobry")
    tab = staff_tab()
    tab.goto(f"{tab.url}families/{number}")
    tab.get_by_label("Your answer").fill("Hello, I am")

    say("I jeszcze jedno")

    expect(tab.locator("#lines")).to_contain_text("I jeszcze jedno", timeout=PATIENCE * 1000)
    assert tab.get_by_label("Your answer").input_value() == "Hello, I am"


def test_without_a_script_there_is_a_link_that_looks_again(say, staff_tab: Callable[..., Page]):
    number = say("Dzień dobry")
    tab = staff_tab(java_script_enabled=False)
    tab.goto(f"{tab.url}families/{number}")
    say("I jeszcze jedno")

    tab.get_by_role("link", name="Look again").click()

    assert "I jeszcze jedno" in tab.locator("#lines").inner_text()


def test_a_message_to_followers_is_seen_first_and_taken_back(
    say, staff_site: StaffSite, staff_tab: Callable[..., Page]
):
    say("Dzień dobry")
    with staff_site.runtime.database.unit_of_work() as db:
        contact = db.scalars(select(Contact)).one()
        follow(db, contact, what="centre", target=staff_site.centre(), now=clock.now())
    tab = staff_tab("manager")
    tab.goto(f"{tab.url}broadcasts")
    assert wrong_with(tab) == {}
    tab.locator(".links a").first.click()
    assert wrong_with(tab) == {}

    tab.get_by_role("button", name="See it as they will").click()
    assert wrong_with(tab) == {}
    assert tab.title().startswith("Error:")
    tab.get_by_label("English").fill("We have a new slide.\nCome and see!")
    tab.get_by_label("Polish").fill("Mamy nową zjeżdżalnię!")
    tab.get_by_role("button", name="See it as they will").click()
    assert wrong_with(tab) == {}
    tab.get_by_role("button", name="Send it").click()
    assert wrong_with(tab) == {}
    assert "We have a new slide.\nCome and see!" in tab.locator(".seen").first.inner_text()

    tab.get_by_role("button", name="Take it back").click()
    assert "Taken back. Nobody got it." in tab.locator("#fate").inner_text()
    assert wrong_with(tab) == {}


def test_the_health_of_the_chat_fits_a_phone(staff_site: StaffSite, staff_tab: Callable[..., Page]):
    with staff_site.runtime.database.unit_of_work() as db:
        told = {"external_id": "1", "address": "4422", "place": 1, "event": {}, "now": clock.now()}
        inbox.receive(db, channel="telegram", **told)
        number = db.scalars(select(Incoming.id)).one()
        for _ in range(inbox.MOST_ATTEMPTS):
            inbox.note_failed(db, number, fault="OperationalError in take_turn:71", now=clock.now())
    tab = staff_tab("council")
    assert wrong_with(tab) == {}

    tab.get_by_role("link", name="Look at it").click()
    assert wrong_with(tab) == {}
    tab.get_by_role("button", name="Try again").click()
    assert "It is tried again" in tab.get_by_role("status").first.inner_text()
