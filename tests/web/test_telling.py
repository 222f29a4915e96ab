"""Telling us what one was looking for: nothing is sent before a button is pressed, and nothing else."""

import pytest
from sqlalchemy import select

from directory.unmet.models import Wish
from tests.site import every_translation, read_html
from tests.staff_site import own_site

ADDRESS = "/en/tell-us?q=group+for+twins&near=QX1+2AB"


@pytest.fixture
def own(sample_runtime, tmp_path):
    with own_site(sample_runtime, tmp_path / "site") as opened:
        yield opened


def wishes(own) -> list[Wish]:
    with own.runtime.database.read() as db:
        return list(db.scalars(select(Wish)))


@every_translation
def test_where_nothing_is_found_the_page_leads_to_it(site, language):
    page = read_html(site.get(f"/{language}/find?q=submarine+volcano&near=QX1+2AB").text)

    (way,) = [link for link in page.all("a") if "/tell-us" in link.attrs["href"]]

    assert way.attrs["href"] == f"/{language}/tell-us?q=submarine+volcano&near=QX1+2AB"


def test_where_something_is_found_it_does_not(site):
    assert "/tell-us" not in site.get("/en/find?q=baby+massage").text


def test_opening_the_page_keeps_nothing_and_leaves_no_copy(own):
    response = own.stranger().get(ADDRESS)
    page = read_html(response.text)

    assert wishes(own) == []
    assert response.headers["Cache-Control"] == "no-store"
    assert page.one("textarea").text == "group for twins"


def test_what_is_sent_is_kept_in_the_language_of_the_page_with_half_the_postcode(own):
    parent = own.stranger()

    answer = parent.submit("/pl/tell-us", words="grupa dla bliźniąt", place="QX1 2AB")

    (wish,) = wishes(own)
    assert (answer.status_code, answer.location) == (303, "/pl/tell-us/thanks")
    assert (wish.language, wish.words, wish.outcode) == ("pl", "grupa dla bliźniąt", "QX1")
    assert parent.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("words", "place", "sentence"),
    [
        ("", "QX1", "Write what you were looking for."),
        (" \u202e ", "QX1", "Write what you were looking for."),
        ("x" * 501, "QX1", "That is more than we can keep. Write it in fewer words."),
        ("twins", "y" * 81, "Write only the town or the postcode."),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_words_stay(own, words, place, sentence):
    response = own.stranger().submit("/en/tell-us", words=words, place=place)

    page = read_html(response.text)
    assert page.one("title").text.startswith("Error: ")
    assert sentence in page.text
    assert [box.attrs["value"] for box in page.all("input") if box.attrs["name"] == "place"] == [place]
    assert wishes(own) == []


def test_without_a_token_nothing_is_kept_and_the_words_are_offered_again(own):
    answer = own.stranger().post("/en/tell-us", data={"words": "twins", "place": ""})

    assert answer.status_code == 400
    assert "twins" in answer.text
    assert wishes(own) == []


def test_one_address_cannot_fill_the_table(own):
    parent = own.stranger()
    token = parent.token("/en/tell-us")

    answers = [
        parent.post("/en/tell-us", data={"csrf_token": token, "words": "twins", "place": ""}).status_code
        for _ in range(31)
    ]

    assert answers == [303] * 30 + [429]
    assert len(wishes(own)) == 30


def test_words_are_shown_as_words(own):
    page = own.stranger().get("/en/tell-us?q=%3Cscript%3Ealert(1)%3C/script%3E").text

    assert "<script>alert" not in page
