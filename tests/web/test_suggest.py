"""Suggestions: for the script as JSON, and as a page for whoever has no script."""

import brotli
import pytest

from tests.site import every_language, read_html

ACCEPTED = {"Accept-Encoding": "br"}
MOST_SCRIPT = 2 * 1024


def options(site, query, language="en"):
    return site.get(f"/{language}/suggest.json?q={query}").json["options"]


def test_a_concept_fills_the_box_a_town_says_where_and_a_centre_is_a_page(site):
    concepts, places = options(site, "weigh"), options(site, "hexb")

    assert concepts[0] == {"kind": "concept", "text": "baby weighing", "lang": "en", "q": "baby weighing"}
    assert places == [
        {"kind": "town", "text": "Near Hexbourne", "near": "Hexbourne"},
        {
            "kind": "centre",
            "text": "Hexbourne Family Room",
            "town": "Hexbourne",
            "href": "/en/centre/hexbourne-family-room",
        },
    ]


def test_everything_offered_finds_something(site):
    for query in ("baby", "play", "feed", "speech", "hexb"):
        for one in options(site, query):
            where = {"query_string": {name: one[name] for name in ("q", "near") if name in one}}
            answer = site.get(one.get("href", "/en/find"), **where)

            assert answer.status_code == 200
            assert "Nothing found yet" not in read_html(answer.text).one("h1").text, one


@pytest.mark.parametrize(
    ("language", "query", "said"),
    [("en", "tongue", "1 suggestion"), ("pl", "masaż", "1 podpowiedź"), ("en", "zzzz", ""), ("ar", "b", "")],
)
def test_the_count_is_said_in_the_language_of_the_page(site, language, query, said):
    answer = site.get(f"/{language}/suggest.json?q={query}").json

    assert answer["said"] == said or len(answer["options"]) > 1


def test_answers_are_kept_briefly_but_nothing_is_kept_of_a_sensitive_topic(site):
    ordinary, sensitive = (site.get(f"/en/suggest.json?q={query}") for query in ("weigh", "domestic"))

    assert ordinary.headers["Cache-Control"] == "public, max-age=300"
    assert sensitive.headers["Cache-Control"] == "no-store"
    assert site.get("/en/suggest?q=domestic").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["suggest", "suggest.json"])
def test_who_asks_far_too_often_is_asked_to_wait(site_with, path):
    site = site_with(searches_per_minute=2)

    assert [site.get(f"/en/{path}?q=ba").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("path", ["suggest", "suggest.json"])
@pytest.mark.parametrize("query", ["%00", "%ff", "<b>x</b>", "ba*", "a" * 5000, "%E2%80%AEba", "' OR 1=1"])
def test_nonsense_is_answered_and_never_reflected_as_markup(site, path, query):
    answer = site.get(f"/en/{path}?q={query}")

    assert answer.status_code == 200
    assert "<b>x" not in answer.text


def test_the_page_leads_on_and_keeps_what_else_was_asked(show):
    page = show("suggestions", "en").document
    links = [link.attrs["href"] for link in page.one("main").all("a")]

    assert "/en/find?q=baby+group&near=QX1+2AB&age=7" in links
    hidden = {(box.attrs["name"], box.attrs["value"]) for box in page.all("input") if "value" in box.attrs}
    assert {("q", "ba"), ("near", "QX1 2AB"), ("age", "7")} <= hidden


@every_language
def test_a_page_without_suggestions_says_what_to_do(show, language):
    nothing, empty = (
        show(which, language).document.one("main")
        for which in ("no suggestions", "suggestions before typing")
    )

    assert [link.attrs["href"] for link in nothing.all("a")] == [f"/{language}/find"]
    assert len(list(empty.all("li"))) == 8


def test_words_in_another_language_than_the_page_are_marked(show):
    links = list(show("suggestions", "ro").document.one("main").all("a"))
    spoken = {link.one("bdi").language: "/find?q=" in link.attrs["href"] for link in links}

    assert spoken == {"ro": True, "en": False}  # the names of places are as they are


def test_without_scripts_a_button_leads_to_the_page(show):
    (button,) = show("home", "pl").document.one("noscript").all("button")

    assert button.attrs["formaction"] == "/pl/suggest"


def test_the_script_is_small_and_only_where_the_box_is(show, site):
    def scripts(which):
        return [one.attrs["src"] for one in show(which, "en").document.all("script")]

    (ours,) = [name for name in scripts("home") if "suggest" in name]
    sent = site.get(ours, headers=ACCEPTED).data

    print(f"suggest.js: {len(sent)} bytes")
    assert len(sent) <= MOST_SCRIPT < len(brotli.decompress(sent))
    assert [name for name in scripts("results near") if "suggest" in name] == [ours]
    for which in ("a centre", "an ordinary session", "help now", "centres"):
        assert not [name for name in scripts(which) if "suggest" in name]
