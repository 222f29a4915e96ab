"""What families come to do, from beginning to end, in a real browser."""

import base64
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from playwright.sync_api import Page, Route, expect

from directory.runtime import Runtime
from tests.site import every_language, every_translation

SESSION = "main a[href*='/session/']"
RESULT = f"main li:has({SESSION.removeprefix('main ')})"
TARGETS = "a[href], button, input:not([type=hidden]), select, summary"


@pytest.fixture
def plain(new_tab: Callable[..., Page]) -> Page:
    """A phone that runs no scripts."""
    return new_tab(java_script_enabled=False)


def follow(page: Page, what: str) -> None:
    """Tap something that leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        page.click(what)


@every_language
def test_a_parent_finds_baby_massage_nearby_without_scripts(plain, live_site, language):
    plain.goto(f"{live_site}/{language}/")
    plain.fill("[name=near]", "QX1 2AB")
    plain.fill("[name=q]", "baby massage")

    follow(plain, "[name=q] ~ button")
    distance = plain.locator(RESULT).first.locator("bdi.near").inner_text()
    plain.locator(SESSION).first.click()

    assert miles(distance) < 3
    expect(plain).to_have_url(re.compile(f"/{language}/session/"))
    assert "baby-massage" in plain.url


def test_an_age_is_one_tap_from_the_first_page_without_scripts(plain, live_site):
    plain.goto(f"{live_site}/en/")
    follow(plain, "button[name=age] >> nth=1")

    assert asked(plain)["age"] == ["6-11"]
    assert plain.locator(SESSION).count() > 5


def test_each_thing_asked_can_be_taken_out_without_scripts(plain, live_site):
    plain.goto(f"{live_site}/en/find?q=baby+massage&near=QX1+2AB&age=7")
    chips = plain.locator("main a.chip")
    assert chips.count() == 3

    follow(plain, "main a.chip >> nth=0")

    assert chips.count() == 2
    assert asked(plain) == {"near": ["QX1 2AB"], "age": ["7"]}


def test_filters_narrow_a_question_and_keep_it_without_scripts(plain, live_site):
    plain.goto(f"{live_site}/en/find?q=play&near=QX1+2AB")
    before = total(plain)

    plain.locator("summary", has=plain.locator("xpath=../..//input[@name='day']")).last.click()
    plain.check("[name=day][value=tue]")
    plain.check("[name=cost][value=free]")
    follow(plain, "form:has([name=day]) button")

    assert {"q": ["play"], "near": ["QX1 2AB"], "day": ["tue"], "cost": ["free"]}.items() <= asked(
        plain
    ).items()
    assert 0 < total(plain) < before


def test_another_language_shows_the_same_session_and_is_remembered(plain, live_site, addresses):
    plain.goto(f"{live_site}/en{addresses['an ordinary session']}")

    follow(plain, "header a[href*='/language']")
    follow(plain, "main a[lang=pl]")
    shown = plain.url
    plain.goto(f"{live_site}/")

    assert shown == f"{live_site}/pl{addresses['an ordinary session']}"
    assert plain.url == f"{live_site}/pl/"


def test_another_language_keeps_the_question(plain, live_site):
    plain.goto(f"{live_site}/en/find?q=baby+massage&near=QX1+2AB")

    follow(plain, "header a[href*='/language']")
    follow(plain, "main a[lang=ar]")

    assert asked(plain) == {"q": ["baby massage"], "near": ["QX1 2AB"]}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_session_is_reached_by_keyboard_alone(new_tab, live_site, language):
    tab = new_tab(viewport={"width": 1280, "height": 900})
    tab.goto(f"{live_site}/{language}/")

    tab_to(tab, "[name=near]")
    tab.keyboard.type("QX1 2AB")
    tab_to(tab, "[name=q]")
    tab.keyboard.type("baby massage")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/find?*")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.hash") == "#main"
    expect(tab.locator(":focus")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    tab_to(tab, SESSION)
    tab.keyboard.press("Enter")

    expect(tab).to_have_url(re.compile(f"/{language}/session/"))


@pytest.mark.parametrize("which", ["home", "results near", "an ordinary session"])
def test_the_skip_link_leads_to_the_heading(new_tab, live_site, addresses, which):
    tab = new_tab()
    tab.goto(f"{live_site}/en{addresses[which]}")

    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    assert tab.evaluate("document.querySelector('h1').closest('main') === document.activeElement")


def test_near_me_finds_what_is_near_me_and_keeps_my_words(new_tab, live_site):
    tab = new_tab(geolocation={"latitude": 54.0, "longitude": 2.2}, permissions=["geolocation"])
    tab.goto(f"{live_site}/en/")
    tab.fill("[name=q]", "baby massage")

    tab.click("[data-locate]")
    tab.wait_for_url("**here=*")

    assert asked(tab) == {"q": ["baby massage"], "here": ["54.000,2.200"]}
    assert miles(tab.locator(RESULT).first.locator("bdi.near").inner_text()) < 3


def test_a_phone_that_does_not_say_where_it_is_loses_nothing(new_tab, live_site):
    tab = new_tab()
    tab.context.grant_permissions([])
    tab.goto(f"{live_site}/en/")
    tab.fill("[name=q]", "baby massage")

    tab.click("[data-locate]")

    expect(tab.get_by_role("alert")).not_to_be_empty()
    expect(tab.locator("[name=q]")).to_have_value("baby massage")
    tab.fill("[name=near]", "QX1 2AB")
    with tab.expect_navigation():
        tab.press("[name=near]", "Enter")
    assert asked(tab) == {"q": ["baby massage"], "near": ["QX1 2AB"]}


@pytest.mark.parametrize("way", ["click", "shift"])
@pytest.mark.parametrize("which", ["a session on a sensitive topic", "help now"])
def test_leaving_fast_takes_the_page_out_of_the_history(new_tab, live_site, addresses, which, way):
    tab, left = new_tab(), []

    def outside(route: Route) -> None:
        left.append(route.request.headers)
        route.fulfill(body="the weather")

    tab.route(re.compile(r"^https://"), outside)
    tab.goto(f"{live_site}/en/centres")
    tab.goto(f"{live_site}/en{addresses[which]}")

    if way == "click":
        tab.click("[data-exit]")
    for _ in range(3 if way == "shift" else 0):
        tab.keyboard.press("Shift")
    tab.wait_for_url(re.compile(r"^https://"))
    tab.go_back()

    assert tab.url == f"{live_site}/en/centres"
    assert "referer" not in left[0]


def test_leaving_fast_works_without_scripts(plain, live_site, addresses):
    plain.route(re.compile(r"^https://"), lambda route: route.fulfill(body="the weather"))
    plain.goto(f"{live_site}/en{addresses['a session on a sensitive topic']}")

    plain.click("[data-exit]")

    assert plain.url.startswith("https://")


@every_translation
def test_the_fullest_week_prints_on_one_sheet(tab, live_site, addresses, language):
    tab.goto(f"{live_site}/{language}{addresses['a week']}")
    entries = tab.locator(SESSION).count()

    sheet = tab.pdf(format="A4", prefer_css_page_size=True)

    print(f"{entries} sessions in {language}, {len(sheet)} bytes")
    assert entries > 20
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert [round(float(side)) for side in re.search(rb"/MediaBox\s*\[([^\]]+)\]", sheet)[1].split()] in (
        [0, 0, 595, 842],
        [0, 0, 596, 842],
    )


@every_translation
@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"media": "print"}])
def test_the_code_on_the_sheet_leads_to_the_centre(
    new_tab, live_site, addresses, sample_runtime, language, look
):
    tab = new_tab(device_scale_factor=4)
    tab.emulate_media(**look)
    tab.goto(f"{live_site}/{language}{addresses['a week']}")

    picture = tab.locator("main figure svg").screenshot()

    code = segno.make(f"{_public(sample_runtime)}/{language}{addresses['a centre']}", error="m")
    meant = [[bool(cell) for cell in row] for row in code.matrix]
    assert dark_cells(new_tab(), picture, len(meant)) == meant


@every_translation
@pytest.mark.parametrize(
    "which",
    [
        "home",
        "results near",
        "nothing found",
        "a session to book",
        "a centre",
        "a week",
        "centres",
        "help now",
    ],
)
def test_everything_to_tap_is_big_enough(new_tab, live_site, addresses, language, which):
    tab = new_tab(has_touch=True, is_mobile=True)
    tab.goto(f"{live_site}/{language}{addresses[which]}")

    sizes = tab.locator(TARGETS).evaluate_all(SIZES)

    assert [one for one in sizes if min(one["wide"], one["high"]) < 24] == []
    assert [one for one in sizes if one["box"] and one["high"] < 44] == []


# The size of what one can tap. A tick box is as large as its label, a link as whatever it stretches over.
# Links within a sentence may be as high as the line (WCAG 2.5.8).
SIZES = """all => all.flatMap(one => {
    const style = getComputedStyle(one), around = one.parentElement;
    const sentence = style.display === "inline" && around.textContent.trim() !== one.textContent.trim();
    const stretched = getComputedStyle(one, "::after").position === "absolute";
    const area = stretched ? one.closest("li") : one.closest("label") || one;
    const {width, height} = area.getBoundingClientRect();
    const seen = one.checkVisibility({visibilityProperty: true}) && width > 1;
    if (!seen || (sentence && area === one)) return [];
    const box = one.matches("button, select, input:not([type=checkbox])");
    return [{what: one.outerHTML.slice(0, 90), wide: width, high: Math.ceil(height * 10) / 10, box}];
})"""

# Which cells of a drawn code are more dark than light, as a camera sees them: all the ink in each counts.
# The code reaches from the first dark row to the last, within a light rim that is as wide on all sides.
CELLS = """async ([picture, size]) => {
    const image = new Image();
    image.src = "data:image/png;base64," + picture;
    await image.decode();
    const {width, height} = image, pen = new OffscreenCanvas(width, height).getContext("2d");
    pen.drawImage(image, 0, 0);
    const {data} = pen.getImageData(0, 0, width, height), lit = (x, y) => data[4 * (y * width + x)];
    const within = long => [...Array(long).keys()].slice(Math.round(long * 0.08), -Math.round(long * 0.08));
    const ends = (long, dark) => (found => [found[0], found.at(-1) + 1])(within(long).filter(dark));
    const [top, bottom] = ends(height, y => within(width).some(x => lit(x, y) < 128));
    const [left, right] = ends(width, x => within(height).some(y => lit(x, y) < 128));
    const down = row => Math.round(top + row * (bottom - top) / size);
    const across = column => Math.round(left + column * (right - left) / size);
    const light = (column, row) => {
        let sum = 0, seen = 0;
        for (let y = down(row); y < down(row + 1); y++)
            for (let x = across(column); x < across(column + 1); x++, seen++) sum += lit(x, y);
        return sum / seen;
    };
    const all = [...Array(size).keys()];
    return all.map(row => all.map(column => light(column, row) < 128));
}"""


def dark_cells(tab: Page, picture: bytes, size: int) -> list[list[bool]]:
    return tab.evaluate(CELLS, [base64.b64encode(picture).decode(), size])


def miles(text: str) -> float:
    """“0.4mi”, “1,2 mili”; words without a number mean very near."""
    number = re.search(r"\d+(?:[.,٫]\d+)?", text)
    return float(number[0].replace(",", ".").replace("٫", ".")) if number else 0.0


def total(tab: Page) -> int:
    return int(re.search(r"\d+", tab.locator("h1").inner_text())[0])


def asked(tab: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query)


def tab_to(tab: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until the focus is there; wherever it is on the way, it can be seen."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached with {most} presses of Tab")


def _public(runtime: Runtime) -> str:
    return runtime.settings.address


WHOLE = "something free for my 8 month old and my 3 year old tomorrow afternoon near DA1"


def test_a_whole_sentence_is_shown_in_chips_and_taken_apart_on_a_phone(plain, live_site):
    plain.goto(f"{live_site}/en/")
    plain.fill("[name=q]", WHOLE)
    follow(plain, "[name=q] ~ button")
    words = plain.locator("main a.chip bdi")

    assert words.all_inner_texts() == [
        *("Free", "8 months", "3 years to under 4 years", "Tomorrow", "Afternoon", "Near DA1")
    ]
    assert plain.evaluate("document.documentElement.scrollWidth") <= plain.viewport_size["width"]
    assert plain.get_by_text("We do not know “DA1”.").is_visible()
    while (left := words.all_inner_texts())[1:]:
        follow(plain, "main a.chip >> nth=0")
        assert words.all_inner_texts() == left[1:]


def test_a_misspelt_word_can_be_asked_for_as_it_was_typed(plain, live_site):
    plain.goto(f"{live_site}/en/find?q=brestfeedimg+tomorrow")
    told = plain.get_by_text("Showing results for “breastfeeding tomorrow”.")
    assert told.is_visible()

    follow(plain, "text=Search instead for")

    assert asked(plain)["exact"] == ["1"]
    assert told.count() == 0
