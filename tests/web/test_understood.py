"""The page says how it understood a question, and each part of it can be taken out."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.site import Element, every_translation, read_html

WHOLE = "something free for my 8 month old and my 3 year old tomorrow afternoon near DA1"
UNKNOWN = "We do not know “DA1”."


def page(site, address: str) -> Element:
    return read_html(site.get(address).text)


def chips(tree: Element) -> dict[str, str]:
    """The words of each chip, and the question it leads to."""
    found = [link for link in tree.all("a") if link.attrs.get("class") == "chip"]
    queries = [parse_qs(urlsplit(link.attrs["href"]).query) for link in found]
    words = [" ".join(link.one("bdi").text.split()) for link in found]
    assert len(set(words)) == len(words)
    return {word: query.get("q", [""])[0] for word, query in zip(words, queries, strict=True)}


def notes(tree: Element) -> str:
    return " ".join(note.text for note in tree.all("p") if note.attrs.get("class") == "note")


def test_a_whole_sentence_becomes_exactly_what_it_says(site):
    tree = page(site, f"/en/find?q={quote(WHOLE)}")

    assert list(chips(tree)) == [
        "Free",
        "8 months",
        "3 years to under 4 years",
        "Tomorrow",
        "Afternoon",
        "Near DA1",
    ]
    assert UNKNOWN in notes(tree)


@pytest.mark.parametrize("nearly", ["DA1", "da1", "DAI", "dai", "DA1 1AB", "da11ab", "DA11AB", "DAI IAB"])
def test_a_postcode_that_we_do_not_know_is_one_however_it_is_typed(site, nearly):
    tree = page(site, f"/en/find?q={quote(f'baby massage near {nearly}')}")

    postcode = "DA1 1AB" if len(nearly) > 3 else "DA1"
    assert list(chips(tree)) == ["Baby massage", f"Near {postcode}"]
    assert f"We do not know “{postcode}”." in notes(tree)


@pytest.mark.parametrize("taken", range(6))
def test_each_part_of_a_sentence_is_taken_out_alone(site, taken):
    before = chips(page(site, f"/en/find?q={quote(WHOLE)}"))
    gone, rest = list(before.items())[taken]

    after = chips(page(site, f"/en/find?q={quote(rest)}"))

    assert list(after) == [one for one in before if one != gone]


@pytest.mark.parametrize("typed", ["QXI 2AB", "qxi2ab", "QX1 2ab"])
def test_a_postcode_we_know_is_found_though_a_letter_stands_for_a_figure(site, typed):
    for address in (f"q=baby+massage+near+{quote(typed)}", f"q=baby+massage&near={quote(typed)}"):
        assert "near QX1 2AB" in page(site, f"/en/find?{address}").one("h1").text


@every_translation
def test_half_term_is_a_chip_with_its_dates(site, language):
    tree = page(site, f"/{language}/find?q=messy+play+half+term")

    found = list(chips(tree).items())
    assert len(found) == 2
    assert "13" in found[1][0]  # 13 to 21 February
    assert found[1][1] == "messy play"


@every_translation
def test_a_misspelt_word_is_told_with_the_way_to_ask_for_it_as_typed(site, language):
    tree = page(site, f"/{language}/find?q=brestfeedimg+suport")

    (note,) = [one for one in tree.all("p") if "brestfeedimg" in one.text]
    literal = note.one("a").attrs["href"]
    assert "breastfeed" in note.text
    assert "exact=1" in literal

    exact = page(site, literal)
    assert not [one for one in exact.all("p") if "breastfeed" in one.text and "brestfeedimg" in one.text]


def test_asked_for_exactly_the_page_says_so_and_a_chip_takes_it_back(site):
    tree = page(site, "/en/find?q=brestfeedimg&exact=1")

    (link,) = [one for one in tree.all("a") if "Exactly what you typed" in one.text]
    assert "exact" not in link.attrs["href"]


def test_a_question_asked_anew_is_read_as_usual(site):
    tree = page(site, "/en/find?q=brestfeedimg&exact=1")

    asks = [form for form in tree.all("form") if any(_is_for_typing(box) for box in form.all("input"))]
    assert asks
    assert not any(box.attrs.get("name") == "exact" for form in asks for box in form.all("input"))


def _is_for_typing(box: Element) -> bool:
    return box.attrs.get("name") == "q" and box.attrs.get("type") != "hidden"


def test_software_is_told_too(site):
    data = site.get("/en/find.json?q=brestfeedimg").json["reading"]

    assert data["corrected"] == [{"said": "brestfeedimg", "taken": "breastfeeding"}]
    assert site.get("/en/find.json?q=brestfeedimg&exact=1").json["reading"]["corrected"] == []
