"""Suggestions while typing, in a real browser: by keyboard, by touch, by ear, and when nothing answers."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import AXE, RULES

ASKED = re.compile(r"/suggest\.json")


@pytest.fixture
def typed(new_tab: Callable[..., Page], live_site: str) -> Callable[..., Page]:
    """The first page with this typed into the box, and its suggestions there."""

    def opened(text: str, language: str = "en", **settings: object) -> Page:
        tab = new_tab(**settings)
        tab.goto(f"{live_site}/{language}/")
        tab.locator("#q").press_sequentially(text)
        expect(tab.get_by_role("listbox")).to_be_visible()
        return tab

    return opened


def active(tab: Page) -> str:
    """The words of the option that a screen reader is on."""
    return tab.evaluate(
        """() => {
            const option = document.activeElement.getAttribute("aria-activedescendant");
            return option ? document.getElementById(option).textContent : "";
        }"""
    )


def asked(tab: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query)


def violations(tab: Page) -> list[str]:
    tab.evaluate(AXE)
    found = tab.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def test_arrows_go_round_and_enter_finds(typed):
    tab = typed("weigh")
    box, options = tab.get_by_role("combobox"), tab.get_by_role("option")
    many = options.count()
    assert active(tab) == ""

    tab.keyboard.press("ArrowDown")
    first = active(tab)
    tab.keyboard.press("ArrowUp")
    nowhere = active(tab)
    tab.keyboard.press("ArrowUp")
    last = active(tab)
    for _ in range(2):
        tab.keyboard.press("ArrowDown")

    assert (first, nowhere, last) == ("baby weighing", "", options.nth(many - 1).inner_text())
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert asked(tab) == {"q": ["baby weighing"]}


def test_it_says_that_it_is_open_and_how_many_there_are(typed):
    tab = typed("weigh")
    box = tab.get_by_role("combobox", name="What are you looking for?")

    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", tab.get_by_role("listbox").get_attribute("id"))
    many = tab.get_by_role("option").count()
    expect(tab.get_by_role("status")).to_have_text(f"{many} suggestions")


def test_escape_closes_and_keeps_what_was_typed_and_an_arrow_opens_again(typed):
    tab = typed("weigh")
    box, options = tab.get_by_role("combobox"), tab.get_by_role("listbox")

    tab.keyboard.press("Escape")

    expect(options).to_be_hidden()
    expect(box).to_have_value("weigh")
    expect(box).to_have_attribute("aria-expanded", "false")
    tab.keyboard.press("ArrowDown")
    expect(options).to_be_visible()
    tab.keyboard.press("Tab")
    expect(options).to_be_hidden()


def test_enter_without_choosing_searches_for_what_was_typed(typed):
    tab = typed("weigh")

    with tab.expect_navigation():
        tab.keyboard.press("Enter")

    assert asked(tab) == {"q": ["weigh"]}


def test_typing_on_leaves_the_option_one_was_on(typed):
    tab = typed("bab")
    tab.keyboard.press("ArrowDown")

    tab.keyboard.type("y")

    assert active(tab) == ""


def test_a_tap_finds_near_the_place_that_was_typed(typed, live_site):
    tab = typed("weigh", has_touch=True, is_mobile=True)
    tab.fill("#near", "QX1 2AB")
    tab.locator("#q").fill("weighi")
    expect(tab.get_by_role("listbox")).to_be_visible()

    sizes = [option.bounding_box()["height"] for option in tab.get_by_role("option").all()]
    with tab.expect_navigation():
        tab.get_by_role("option").first.tap()

    assert min(sizes) >= 44
    assert asked(tab) == {"q": ["baby weighing"], "near": ["QX1 2AB"]}


def test_a_town_says_where_and_a_centre_is_a_page(typed, live_site):
    tab = typed("hexb")
    with tab.expect_navigation():
        tab.get_by_role("option").first.click()
    town = asked(tab)

    tab = typed("hexb")
    with tab.expect_navigation():
        tab.get_by_role("option").nth(1).click()

    assert town == {"near": ["Hexbourne"]}
    assert tab.url == f"{live_site}/en/centre/hexbourne-family-room"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "text"), [("en", "hexb"), ("pl", "nie"), ("ar", "رض"), ("ur", "وزن")])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_list_is_right_for_everybody(typed, language, text, scheme, width):
    tab = typed(text, language, color_scheme=scheme, viewport={"width": width, "height": 800})
    tab.keyboard.press("ArrowDown")

    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_in_arabic_it_stands_under_the_box_and_reads_from_the_right(typed):
    tab = typed("رض", "ar")
    words = tab.get_by_role("option").first.locator("bdi")
    box, line = tab.get_by_role("option").first.bounding_box(), words.bounding_box()

    assert box["x"] + box["width"] - line["x"] - line["width"] < line["x"] - box["x"]
    expect(tab.get_by_role("status")).to_contain_text("اقتراح")
    tab.keyboard.press("ArrowDown")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert urlsplit(tab.url).path == "/ar/find"


@pytest.mark.parametrize("trouble", ["500", "429", "cut", "nonsense"])
def test_when_suggestions_do_not_come_the_box_is_still_a_box(new_tab, live_site, trouble):
    tab, errors = new_tab(), []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    answers = {
        "500": lambda route: route.fulfill(status=500, body="<h1>Sorry"),
        "429": lambda route: route.fulfill(status=429, body="<h1>Slowly"),
        "cut": lambda route: route.abort(),
        "nonsense": lambda route: route.fulfill(body="<html>"),
    }
    tab.route(ASKED, answers[trouble])
    tab.goto(f"{live_site}/en/")

    with tab.expect_request(ASKED):
        tab.locator("#q").press_sequentially("weigh")
    tab.wait_for_timeout(100)
    expect(tab.get_by_role("listbox")).to_be_hidden()
    tab.keyboard.press("ArrowDown")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")

    assert asked(tab) == {"q": ["weigh"]}
    assert errors == []


def test_only_a_pause_in_typing_asks_and_never_for_one_letter(new_tab, live_site):
    tab, sent = new_tab(), []
    tab.on("request", lambda request: sent.append(request.url) if ASKED.search(request.url) else None)
    tab.goto(f"{live_site}/en/")

    tab.locator("#q").press_sequentially("b")
    tab.wait_for_timeout(400)
    alone = list(sent)
    tab.locator("#q").press_sequentially("aby weigh", delay=20)
    expect(tab.get_by_role("listbox")).to_be_visible()

    assert alone == []
    assert sent == [f"{live_site}/en/suggest.json?q=baby%20weigh"]


def test_a_late_answer_to_an_older_question_is_not_shown(new_tab, live_site):
    tab = new_tab()
    held = []
    tab.route(re.compile(r"q=sto"), lambda route: held.append(route))
    tab.goto(f"{live_site}/en/")
    with tab.expect_request(ASKED):
        tab.locator("#q").press_sequentially("sto")

    tab.locator("#q").fill("weigh")
    expect(tab.get_by_role("option").first).to_have_text("baby weighing")
    held[0].abort()
    tab.wait_for_timeout(100)

    expect(tab.get_by_role("option").first).to_have_text("baby weighing")


def test_without_scripts_the_page_of_suggestions_leads_to_what_is_on(new_tab, live_site):
    tab = new_tab(java_script_enabled=False)
    tab.goto(f"{live_site}/en/")
    tab.fill("#q", "weigh")
    tab.fill("#near", "QX1 2AB")

    with tab.expect_navigation():
        tab.click("[formaction]")
    with tab.expect_navigation():
        tab.click("main .links a")

    assert asked(tab) == {"q": ["baby weighing"], "near": ["QX1 2AB"]}
