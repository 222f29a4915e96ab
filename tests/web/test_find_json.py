"""The page of answers as JSON: the same answers as the page, open to all, and nothing of hidden places."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from directory.listings.models import Activity
from directory.listings.session_types import session_types
from directory.places.models import Venue
from directory.search.request import CHOICES
from tests.site import LANGUAGES, PAGES, every_language, read_html
from tests.web.test_bad_input import FIELDS, HOSTILE, HTML

FIND = [which for which, address in PAGES.items() if address.startswith("/find")]
QUERIES = [
    *(f"{name}={value}&near=QX1+2AB" for name, (_, values) in CHOICES.items() for value in values[:2]),
    *("q=baby+massage", "q=masaż+niemowląt", "near=QX1", "here=53.996,2.211", "age=7", "age=0-5&age=30"),
    *("pregnant=1", "adults=1", "type=baby-massage", "from=2026-11-26&to=2026-11-28", "to=2026-11-25"),
    *("near=QX1+2AB&within=3", "sort=soonest", "near=QX1+2AB&sort=nearest", "page=3", "page=500"),
]
RESULT = {
    *(
        "id",
        "url",
        "name",
        "name_language",
        "name_by_machine",
        "centre",
        "themes",
        "next",
        "distance_km",
        "cost",
        "cost_pence",
    ),
    "why",
}


def linked(site, address: str) -> list[str]:
    """The sessions on a page, in order."""
    links = (urlsplit(link.attrs["href"]).path for link in read_html(site.get(address).text).all("a"))
    return list(dict.fromkeys(link for link in links if "/session/" in link))


def given(site, address: str) -> list[str]:
    return [urlsplit(result["url"]).path for result in site.get(address).json["results"]]


@pytest.mark.parametrize("which", FIND)
@every_language
def test_it_answers_as_the_page_does(site, addresses, which, language):
    page = f"/{language}{addresses[which]}"

    assert given(site, page.replace("/find", "/find.json", 1)) == linked(site, page)


@pytest.mark.parametrize("query", QUERIES)
def test_every_parameter_means_what_it_means_on_the_page(site, query):
    assert given(site, f"/en/find.json?{query}") == linked(site, f"/en/find?{query}")


def test_the_queries_here_use_every_parameter():
    used = {pair.split("=")[0] for query in QUERIES for pair in query.split("&")}

    assert used == (set(FIELDS) - {"unheard-of"}) | {"q"}


@every_language
def test_an_answer_has_its_fields(site, language):
    answer = site.get(f"/{language}/find.json?q=baby+massage&near=QX1+2AB").json

    assert set(answer) == {
        *("reading", "total", "results", "centres", "facets", "relaxed", "page", "pages"),
    }
    assert answer["total"] >= len(answer["results"]) > 0
    for result in answer["results"]:
        assert set(result) == RESULT
        assert UUID(result["id"])
        assert result["why"]
        assert result["next"] is None or datetime.fromisoformat(result["next"]["start"]).tzinfo
    assert answer["results"][0]["distance_km"] < 5
    assert answer["facets"]["cost"]["free"] > 0
    assert [concept["key"] for concept in answer["reading"]["concepts"]][:1] == ["baby-massage"]


def test_addresses_come_from_the_settings(site_with):
    ours = site_with(public_url="https://doorstep.example")

    answer = ours.get("/en/find.json", headers={"X-Forwarded-Host": "evil.example"}).json

    assert all(result["url"].startswith("https://doorstep.example/en/") for result in answer["results"])


def test_any_site_may_read_it_and_keep_it_for_a_minute(site):
    response = site.get("/en/find.json?q=massage")

    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/en/find", "/robots.txt", "/sitemap.xml", "/health", "/"])
def test_nothing_else_is_open_to_other_sites(site, path):
    headers = site.get(path).headers

    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_asked_again_an_unchanged_answer_is_not_sent_again(site, sample_runtime, encoding):
    accepted = {"Accept-Encoding": encoding}
    first = site.get("/en/find.json?q=massage", headers=accepted)
    tag = first.headers["ETag"]

    again = site.get("/en/find.json?q=massage", headers={**accepted, "If-None-Match": tag})
    other = site.get("/en/find.json?q=singing", headers={**accepted, "If-None-Match": tag})

    assert tag.startswith(f'W/"{sample_runtime.engine.generation}-')
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert other.status_code == 200


def test_a_flood_is_slowed_down_and_told_so(site_with):
    ours = site_with(searches_per_minute=3)

    answers = [ours.get("/pl/find.json?q=masaż") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Access-Control-Allow-Origin"] == "*"
    assert answers[-1].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("said", [*HOSTILE[::4], HTML])
def test_a_hostile_question_is_answered(site, said):
    for box in ("q", "near"):
        response = site.get("/en/find.json", query_string={box: said})

        assert response.status_code == 200
        assert response.mimetype == "application/json"
        assert response.json["pages"] >= 1


def test_everything_impossible_at_once_is_answered(site):
    everything = [(name, said) for name, all_of in FIELDS.items() for said in all_of if len(said) < 99]

    answer = site.get("/ar/find.json", query_string=everything).json

    assert len(answer["reading"]["unread"]) > 10


def test_no_address_in_an_unknown_language(site):
    assert site.get("/xx/find.json").status_code == 404
    assert site.post("/en/find.json").status_code == 405


@pytest.fixture(scope="module")
def hidden(sample_runtime) -> dict[str, set[str]]:
    """Every listing whose place is hidden, by name, and the words that would tell where."""
    kinds = [kind.key for kind in session_types().values() if kind.venue_hidden or not kind.listed]
    secret = or_(Activity.venue.has(Venue.hidden), Activity.type_key.in_(kinds))
    with sample_runtime.database.read() as db:
        found = db.scalars(
            select(Activity).where(secret).options(joinedload(Activity.centre), joinedload(Activity.venue))
        )
        return {str(one.uuid): {one.name, *_telling(one)} for one in found.unique()}


def _telling(activity: Activity) -> set[str]:
    places = [place for place in (activity.centre, activity.venue) if place]
    return {word for place in places for word in (place.name, place.street, place.postcode) if word}


@pytest.mark.parametrize("query", ["", "&near=QX1+2AB&sort=nearest", "&here=53.996,2.211"])
@pytest.mark.parametrize("language", LANGUAGES[:2])
def test_of_a_hidden_place_there_is_no_centre_no_date_and_no_distance(site, hidden, query, language):
    seen = 0
    for number in range(1, 50):
        for result in site.get(f"/{language}/find.json?page={number}{query}").json["results"]:
            if telling := hidden.get(result["id"]):
                seen += 1
                assert (result["centre"], result["next"], result["distance_km"]) == (None, None, None)
                assert not [why for why in result["why"] if why.startswith("distance:") or why == "soon"]
                assert not [word for word in telling - {result["name"]} if word in str(result)]

    assert seen


def test_asking_for_its_day_or_place_does_not_find_a_hidden_place(site, hidden):
    asked = [f"day={day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    asked += ["part=morning", "from=2026-11-24", "near=QX1+2AB&within=1&part=evening"]

    for query in asked:
        results = [site.get(f"/en/find.json?{query}&page={number}").json["results"] for number in range(1, 4)]
        assert not [one for page in results for one in page if one["id"] in hidden], query
