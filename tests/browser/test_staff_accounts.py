"""Coming to work here on a phone: the invitation, the password, the phone's code, and one's account."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from directory import clock
from directory.accounts import demo, kept_forms, second_factor, signing_in
from tests.browser.conftest import PHONE
from tests.builders import NOW
from tests.staff_site import StaffSite

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = {"width": 1280, "height": 900}
PASSWORD = "three wrens on a gate"


def invited(site: StaffSite) -> str:
    """An invitation is on its way to Zuzanna, manager; the path of the link in it."""
    form = {"name": "Zuzanna", "email": "zuzanna@wrenshire.example", "role": "manager"}
    site.signed_in("council").submit("/staff/workers/invite", **form, place=f"centre-{site.centre()}")
    return site.link()


def shown_code(page: Page) -> str:
    """What her phone shows once it has been given the secret on the page."""
    return second_factor.code_at(page.locator(".secret").inner_text().replace(" ", ""), clock.now())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


def complaints(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_from_the_mail_to_the_first_page_and_back_in_with_a_code(
    staff_site, live_staff_site, new_tab, script
):
    tab = new_tab(java_script_enabled=script)
    heard = complaints(tab)
    tab.goto(live_staff_site + invited(staff_site))

    tab.get_by_label("New password").fill(PASSWORD)
    press(tab, "Go on")
    tab.get_by_label("Code").fill(shown_code(tab))
    press(tab, "Go on")
    codes = tab.locator(".codes li").all_inner_texts()
    tab.get_by_role("link", name="I have written them down").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Today")
    tab.get_by_role("link", name="More").click()
    press(tab, "Sign out")
    tab.get_by_label("Your work email").fill("zuzanna@wrenshire.example")
    tab.get_by_label("Password").fill(PASSWORD)
    press(tab, "Sign in")
    tab.get_by_label("Code").fill(codes[0])
    press(tab, "Go on")

    expect(tab.get_by_role("heading", level=1)).to_contain_text("Today")
    assert tab.evaluate("document.cookie") == "" if script else True
    assert heard == []


def test_the_picture_holds_the_secret_and_is_large_enough_to_scan(staff_site, live_staff_site, new_tab):
    tab = new_tab()
    tab.goto(live_staff_site + invited(staff_site))
    tab.get_by_label("New password").fill(PASSWORD)
    press(tab, "Go on")

    box = tab.locator("img.code").bounding_box()

    assert tab.locator("img.code").evaluate("image => image.complete && image.naturalWidth > 100")
    assert box["width"] >= 200
    assert abs(box["width"] - box["height"]) < 2


def test_with_the_keyboard_alone_she_gets_in_and_out(staff_site, live_staff_site, new_tab):
    with staff_site.runtime.database.unit_of_work() as db:
        demo.add(db, now=NOW)
    tab = new_tab()
    tab.goto(f"{live_staff_site}/staff/sign-in")
    keys = tab.keyboard

    keys.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the page"
    _tab_to(tab, "email")
    keys.type("manager@demo.invalid")
    keys.press("Tab")
    keys.type(demo.PASSWORD)
    _enter(tab)
    code = tab.locator(".note").inner_text().split("the code is ")[1][:6]
    _tab_to(tab, "code")
    keys.type(code)
    _enter(tab)
    _tab_to_text(tab, "More")
    _enter(tab)
    _tab_to_text(tab, "Sign out")
    keys.press("Enter")

    expect(tab.get_by_role("status")).to_have_text("You are signed out.")


def _enter(tab: Page) -> None:
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def _tab_to(tab: Page, id_: str) -> None:
    _press_until(tab, f"document.activeElement.id === {id_!r}")


def _tab_to_text(tab: Page, text: str) -> None:
    _press_until(tab, f"document.activeElement.textContent.trim() === {text!r}")


def _press_until(tab: Page, there: str) -> None:
    for _ in range(40):
        if tab.evaluate(there):
            assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
        tab.keyboard.press("Tab")
    raise AssertionError(there)


def test_what_is_wrong_is_read_out_first_and_leads_to_its_field(live_staff_site, new_tab):
    tab = new_tab()
    tab.goto(f"{live_staff_site}/staff/sign-in")

    press(tab, "Sign in")
    tab.wait_for_function("document.activeElement.className === 'wrongs'")
    tab.get_by_role("link", name="Enter your password.").click()

    assert tab.title().startswith("Error: Sign in")
    assert tab.evaluate("document.activeElement.id") == "password"
    assert tab.get_by_label("Password").get_attribute("aria-invalid") == "true"


def test_who_is_signed_out_while_typing_finds_her_text(staff_site, live_staff_site, staff_tab):
    tab = staff_tab("council")
    tab.goto(f"{live_staff_site}/staff/workers/invite")
    tab.get_by_label("Name", exact=True).fill("Farah Ødegård")
    with staff_site.runtime.database.unit_of_work() as db:
        signing_in.end_all(db, 1, now=NOW)
        demo.add(db, now=NOW)

    tab.get_by_label("Work email").fill("farah@wrenshire.example")
    press(tab, "Send the invitation")

    expect(tab.locator(".note")).to_contain_text("what you typed is there")


# Every page, for any eyes and any hand

PAGES = [
    "/staff/",
    "/staff/more",
    "/staff/account",
    "/staff/account/password",
    "/staff/account/email",
    "/staff/account/phone",
    "/staff/account/codes",
    "/staff/workers",
    "/staff/workers/invite",
    "/staff/workers/1",
    "/staff/workers/2",
    "/staff/kept/1",
    "/staff/nothing-here",
]
OUTSIDE = [
    "/staff/sign-in",
    "/staff/sign-in?next=/staff/kept/1",
    "/staff/forgotten",
    "/staff/forgotten/sent",
    "/staff/join/x",
    "{join}",
]


# What is to be tapped on these pages, and is less than 44 pixels high.
SMALL = """() => [...document.querySelectorAll(
  'main button, main input:not([type=hidden]):not([hidden]), main select, .dock a, main a.go, main a.call'
)].filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""


def check(tab: Page, size: dict[str, Any], page: str) -> None:
    assert violations(tab) == [], page
    assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"], page
    small = tab.evaluate(SMALL)
    assert small == [], page


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["360", "1280"])
def test_every_page_of_ones_own_is_for_everybody(staff_site, live_staff_site, staff_tab, size):
    tab = staff_tab("council", viewport=size)
    staff_site.add_worker("worker", name="Amina")
    with staff_site.runtime.database.unit_of_work() as db:
        kept_forms.keep(db, 1, path="/staff/workers/invite", fields=[("name", "Farah")], now=NOW)
    heard = complaints(tab)

    for page in PAGES:
        tab.goto(live_staff_site + page)
        check(tab, size, page)

    assert [text for text in heard if "404" not in text] == []


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["360", "1280"])
def test_every_page_on_the_way_in_is_for_everybody(staff_site, live_staff_site, new_tab, size):
    join = invited(staff_site)
    tab = new_tab(viewport=size)
    for page in OUTSIDE:
        tab.goto(live_staff_site + page.format(join=join))
        check(tab, size, page)

    press(tab, "Go on")
    check(tab, size, "join, with an error")
    tab.get_by_label("New password").fill(PASSWORD)
    press(tab, "Go on")
    check(tab, size, "phone")
    press(tab, "Go on")
    check(tab, size, "phone, with an error")
    tab.get_by_label("Code").fill(shown_code(tab))
    press(tab, "Go on")
    check(tab, size, "codes")
    tab.get_by_role("link", name="More").click()
    press(tab, "Sign out")
    tab.get_by_label("Your work email").fill("zuzanna@wrenshire.example")
    tab.get_by_label("Password").fill(PASSWORD)
    press(tab, "Sign in")
    check(tab, size, "code")
