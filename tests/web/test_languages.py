"""Sixteen languages in the address. Where pages are not in one yet, they are English and say so kindly."""

import pytest

from directory import clock
from directory.editorial.languages import language_note
from directory.listings.drafts import Words
from directory.locales import LOCALES, TRANSLATED
from directory.runtime import open_runtime
from directory.settings import Settings
from directory.web.app import create_app
from tests.builders import add_activity
from tests.site import UNTRANSLATED, read_html

WITHOUT = [code for code in LOCALES if code not in TRANSLATED]
ROMANIAN = Words("Masaj pentru bebeluși", summary="Un cântec la sfârșit.", reviewed=True)
URDU = Words("بچوں کا مساج", reviewed=True)

every_untranslated = pytest.mark.parametrize("language", UNTRANSLATED)


@pytest.fixture
def own_site(tmp_path):
    """A site with one session, which has Romanian and Urdu words, and the session's address."""
    runtime = open_runtime(Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'doorstep.db'}"))
    with runtime.database.unit_of_work() as db:
        slug = add_activity(db, name="Baby massage", words={"ro": ROMANIAN, "ur": URDU}).slug
    runtime.index.rebuild(runtime.database, now=clock.now())
    yield create_app(runtime).test_client(), f"session/{slug}"
    runtime.database.close()


def test_all_sixteen_languages_stand_in_the_address(site):
    assert {code: site.get(f"/{code}/find").status_code for code in LOCALES} == dict.fromkeys(LOCALES, 200)
    assert len(LOCALES) == 16


@pytest.mark.parametrize("language", WITHOUT)
def test_there_is_a_note_in_every_language_that_pages_do_not_speak(language):
    note = language_note(language)

    assert note.text
    assert note.in_english.startswith("You can search in ")
    assert not note.checked_by_native_speaker


@every_untranslated
def test_the_note_is_where_one_begins_and_where_one_types_and_nowhere_else(show, language):
    note = language_note(language)

    for which in ("home", "everything", "nothing found"):
        (said,) = _saying(show(which, language).document, note.text)
        assert said.attrs == {"class": "note", "lang": language, "dir": LOCALES[language].dir}
    for which in ("centres", "an ordinary session", "about", "help now", "a page that is not there"):
        assert note.text not in show(which, language).html


def test_pages_that_are_translated_have_no_note(show):
    notes = [language_note(code).text for code in WITHOUT]

    assert not [note for code in TRANSLATED for note in notes if note in show("home", code).html]


@every_untranslated
def test_every_link_stays_in_the_language_of_the_address(show, language):
    for which in ("home", "results near", "a centre", "a week", "about"):
        document = show(which, language).document
        ours = [link.attrs["href"] for link in document.all("a") if link.attrs["href"].startswith("/")]
        forms = [form.attrs["action"] for form in document.all("form")]

        assert [href for href in (*ours, *forms) if not href.startswith(f"/{language}/")] == []


@pytest.mark.parametrize(("language", "words"), [("ro", ROMANIAN), ("ur", URDU)])
def test_a_listing_says_its_own_words_marked_where_it_has_them(own_site, language, words):
    site, session = own_site

    pages = [site.get(f"/{language}/{path}").text for path in ("find", session)]

    for page in map(read_html, pages):
        (said,) = {(found.language, found.attrs.get("dir")) for found in _saying(page, words.name, "span")}
        assert said == (language, LOCALES[language].dir)


def test_where_a_listing_has_no_words_of_its_own_it_says_the_english_ones_unmarked(own_site):
    site, session = own_site

    heading = read_html(site.get(f"/lt/{session}").text).one("h1")

    assert (heading.text, heading.language) == ("Baby massage", "en")
    assert not list(heading.all())


def test_the_choice_offers_every_language_and_says_which_pages_do_not_speak_yet(show):
    links = {link.attrs["lang"]: link for link in show("languages", "en").document.one("main").all("a")}

    assert list(links) == list(LOCALES)
    for code, link in links.items():
        own = link.one("b").text
        note = [language_note(code).text, language_note(code).in_english] if code in WITHOUT else []
        assert own == LOCALES[code].own_name
        assert link.text == " ".join([own, *note])
        assert {small.attrs["lang"] for small in link.all("small")} == ({"en"} if note else set())


def test_only_the_choice_of_languages_names_them_all(show):
    page = show("home", "en").html

    assert not [code for code in WITHOUT if LOCALES[code].own_name in page]


@pytest.mark.parametrize(
    ("wanted", "given"), [("ro-MD,ro;q=0.9,en;q=0.5", "ro"), ("zh,bn;q=0.3", "bn"), ("zh", "en")]
)
def test_any_of_them_may_be_what_the_browser_prefers(site, wanted, given):
    assert site.get("/", headers={"Accept-Language": wanted}).headers["Location"] == f"/{given}/"


def test_a_language_without_pages_of_its_own_can_be_chosen_and_is_remembered(site):
    site.get("/en/language/so?back=/centres")

    assert site.get("/").headers["Location"] == "/so/"


def test_the_site_map_lists_only_pages_in_a_language_they_speak(site):
    page = site.get("/sitemap.xml").text

    assert all(f"/{code}/session/" in page for code in TRANSLATED)
    assert not [code for code in WITHOUT if f"/{code}/" in page]


def _saying(document, text, tag="p"):
    return [element for element in document.all(tag) if element.text == text]
