"""Rules that hold on every page, in every language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import event, select
from werkzeug.routing import Map

from directory.listings.models import Activity, ActivityText
from directory.locales import LOCALES, TRANSLATED
from directory.runtime import Runtime
from directory.search.centres import Centres
from directory.search.find import Cards
from directory.search.request import Request
from tests.site import LANGUAGES, NEUTRAL, PAGES, STATUS, WITH_A_FORM, Element, every_language, every_page

MOST_STATEMENTS = 12
CONTROLS = ("a", "button", "input", "select", "textarea", "summary")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000",
}
OF_THE_ANSWER = {
    *("Content-Type", "Content-Length", "Content-Encoding", "Cache-Control", "Vary", "ETag", "Allow", "Date"),
}


def test_the_list_of_pages_has_every_route(site, addresses):
    routes: Map = site.application.url_map
    matcher = routes.bind("localhost")

    reached = {matcher.match(f"/en{urlsplit(address).path}")[0] for address in addresses.values()}

    everything = {rule.endpoint for rule in routes.iter_rules() if rule.endpoint.startswith("public.")}
    assert everything - reached == {"public.speak", "public.suggest_json"}  # a redirect, and JSON


@every_language
@every_page
def test_a_page_answers_in_html_that_is_well_formed(show, which, language):
    shown = show(which, language)

    assert shown.response.status_code == STATUS.get(which, 200)
    assert shown.response.mimetype == "text/html"


@pytest.mark.parametrize("which", ["nothing found", "nothing found but with less"])
def test_pages_that_find_nothing_count_nothing_and_lead_on(show, which):
    main = show(which, "en").document.one("main")

    assert not re.search(r"\d", main.one("h1").text)
    assert [link for link in main.all("a") if link.attrs["href"] == "/en/find"]


@every_language
@every_page
def test_a_page_has_one_heading_and_its_title_starts_with_it(show, which, language):
    document = show(which, language).document
    title, heading = document.one("title").text, document.one("h1").text

    assert heading
    assert title.startswith(heading) is (which not in NEUTRAL)
    assert title.endswith("Doorstep")


@every_language
@every_page
def test_a_page_says_its_language_and_direction(show, which, language):
    html = show(which, language).document.one("html")

    spoken = language if language in TRANSLATED else "en"
    assert html.attrs == {"lang": spoken, "dir": LOCALES[spoken].dir}


@every_language
@every_page
def test_every_control_has_a_name(show, which, language):
    document = show(which, language).document

    nameless = [
        (control.tag, control.attrs)
        for control in document.all(*CONTROLS)
        if control.attrs.get("type") != "hidden" and not _name(control, document)
    ]
    assert not nameless


@every_language
@every_page
def test_ids_are_unique_and_labels_lead_somewhere(show, which, language):
    elements = list(show(which, language).document.all())
    ids = [element.attrs["id"] for element in elements if "id" in element.attrs]

    pointed_at = {element.attrs["for"] for element in elements if "for" in element.attrs}
    pointed_at |= {
        element.attrs["href"][1:] for element in elements if element.attrs.get("href", "").startswith("#")
    }

    assert len(ids) == len(set(ids))
    assert pointed_at <= set(ids)


@every_language
@every_page
def test_nothing_runs_or_is_styled_within_the_page(show, which, language):
    elements = list(show(which, language).document.all())

    inline = [element for element in elements if element.tag == "style" or "style" in element.attrs]
    inline += [element for element in elements if element.tag == "script" and "src" not in element.attrs]
    inline += [element for element in elements if any(name.startswith("on") for name in element.attrs)]
    inline += [element for element in elements if "javascript:" in " ".join(element.attrs.values()).lower()]
    assert not [(element.tag, element.attrs) for element in inline]


@every_language
@every_page
def test_everything_loaded_is_ours_and_there(show, site, which, language):
    document = show(which, language).document

    loaded = {element.attrs["src"] for element in document.all() if "src" in element.attrs}
    loaded |= {
        link.attrs["href"]
        for link in document.all("link")
        if link.attrs["rel"] not in ("alternate", "canonical")
    }

    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert {address: site.get(address).status_code for address in loaded} == dict.fromkeys(loaded, 200)
    assert not list(document.all("iframe", "object", "embed", "base"))


@every_language
@every_page
def test_a_page_has_exactly_our_headers_and_sets_no_cookie(show, which, language):
    headers = show(which, language).response.headers
    with_a_form = {"Set-Cookie"} if which in WITH_A_FORM else set()

    assert {name: value for name, value in headers if name not in OF_THE_ANSWER | with_a_form} == HEADERS
    assert headers["Cache-Control"] in ("no-cache", "no-store")


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/sitemap.xml", "/health", "/favicon.ico", "/nothing"])
def test_what_is_not_a_page_has_the_same_headers(site, path):
    headers = site.get(path).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in headers


@every_language
def test_only_choosing_a_language_sets_a_cookie(site, language):
    response = site.get(f"/en/language/{language}?back=/centres", base_url="https://doorstep.example")

    cookie = response.headers["Set-Cookie"]

    assert response.headers["Location"] == f"/{language}/centres"
    assert cookie.startswith(f"language={language};")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax"))


@every_page
def test_a_page_asks_the_database_little(site, sample_runtime, addresses, which):
    asked = {}
    for language in LANGUAGES:
        with statements(sample_runtime) as said:
            site.get(f"/{language}{addresses[which]}")
        asked[language] = len(said)

    print(f"{which}: {asked}")
    assert max(asked.values()) <= MOST_STATEMENTS


def test_one_result_takes_as_many_statements_as_a_full_page(site, sample_runtime):
    counts = {}
    for size, kind in ((1, _kind_with(sample_runtime, 1)), (15, "stay-and-play")):
        with statements(sample_runtime) as said:
            document = site.get(f"/en/find?type={kind}&near=QX1+2AB").text
        assert document.count('<p class="when">') == size
        counts[size] = len(said)

    print(f"find: {counts}")
    assert counts[1] == counts[15]


def test_every_link_within_the_site_answers(show, site, addresses):
    links: dict[str, str] = {}
    for language in LANGUAGES:
        for which in PAGES:
            here = f"http://localhost/{language}{addresses[which]}"
            for link in show(which, language).document.all("a"):
                there = urlsplit(urljoin(here, link.attrs["href"]))
                if there.netloc == "localhost" and there.scheme == "http" and not there.fragment:
                    links.setdefault(there.geturl(), here)

    broken = {link: on for link, on in links.items() if site.get(link).status_code >= 400}

    print(f"{len(links)} links")
    assert len(links) > 300
    assert not broken


@every_language
@every_page
def test_the_same_page_in_other_languages_answers(show, site, sample_runtime, which, language):
    ours = sample_runtime.settings.address

    others = {
        link.attrs["hreflang"]: link.attrs["href"]
        for link in show(which, language).document.all("link")
        if "hreflang" in link.attrs
    }

    assert not others or set(others) == set(TRANSLATED)
    assert all(href.startswith(f"{ours}/{code}/") for code, href in others.items())
    assert {site.get(href.removeprefix(ours)).status_code for href in others.values()} <= {200}


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@every_page
def test_english_words_of_a_listing_are_marked_as_english(show, sample_runtime, which, language):
    english = _only_english(sample_runtime, language)

    found = [
        (" ".join(text.split()), element.language)
        for text, element in show(which, language).document.one("main").texts()
        if " ".join(text.split()) in english
    ]

    assert not [text for text, marked in found if marked != "en"]
    assert found or "English only" not in which


@pytest.mark.parametrize("language", [code for code in TRANSLATED if code != "en"])
def test_words_that_are_translated_are_not_marked_as_english(show, language):
    heading = show("an ordinary session", language).document.one("h1")

    assert {element.language for _, element in heading.texts()} == {language}


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, with nothing remembered from before."""
    said: list[str] = []

    def heard(_connection, _cursor, statement, *_rest):
        if not re.match(r"BEGIN|COMMIT|ROLLBACK|PRAGMA", statement):
            said.append(statement)

    runtime.cards, runtime.centres = Cards(), Centres()
    event.listen(runtime.database.engine, "before_cursor_execute", heard)
    try:
        yield said
    finally:
        event.remove(runtime.database.engine, "before_cursor_execute", heard)


def _kind_with(runtime: Runtime, total: int) -> str:
    with runtime.database.read() as db:
        kinds = db.scalars(select(Activity.type_key).distinct().order_by(Activity.type_key)).all()
    return next(kind for kind in kinds if runtime.find(Request(kinds=(kind,)), language="en").total == total)


def _only_english(runtime: Runtime, language: str) -> set[str]:
    """Names and summaries that listings have in English, and no listing in this language."""
    with runtime.database.read() as db:
        english = db.execute(select(Activity.name, Activity.summary)).all()
        own = db.execute(
            select(ActivityText.name, ActivityText.summary).where(ActivityText.language == language)
        ).all()
    return {text for row in english for text in row if text} - {text for row in own for text in row}


def _name(control: Element, document: Element) -> str:
    """What a screen reader calls a control, in short."""
    own = control.attrs.get("aria-label") or control.text or control.attrs.get("title", "")
    labels = [
        label for label in document.all("label") if label.attrs.get("for") == control.attrs.get("id", 0)
    ]
    labels += [around for around in control.around() if around.tag == "label"]
    return (own or " ".join(label.text for label in labels)).strip()
