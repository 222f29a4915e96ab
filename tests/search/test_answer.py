"""A page of answers as data: the reading, the results and why; nothing of a hidden place."""

import json
from datetime import datetime

import pytest

from directory.listings.models import Cost
from directory.places.geography import Spot
from directory.search.answer import PARAMETERS, answer
from directory.search.request import Request, Unread, read
from tests.builders import add_activity, add_centre, add_venue

HOME = Spot(51.40, 0.50, "home")


@pytest.fixture
def ask(runtime):
    """The answer to one question, as data."""

    def asked(text="", language="en", **fields):
        page = runtime.find(Request(text=text, **fields), language=language)
        return answer(page, runtime.explain(page), language=language, base="https://doorstep.example")

    return asked


@pytest.fixture
def massage(database):
    with database.unit_of_work() as db:
        centre = add_centre(db, name="Harbour Children’s Centre", lat=51.41, lng=0.50)
        activity = add_activity(
            db, name="Baby massage", type_key="baby-massage", centre=centre, themes=("U4",), cost=Cost.FREE
        )
        return str(activity.uuid), activity.slug


def test_a_result_says_what_where_when_how_far_and_why(ask, massage):
    (result,) = ask("baby massage", spot=HOME)["results"]

    start, end = (datetime.fromisoformat(result["next"][name]) for name in ("start", "end"))
    assert (result["id"], result["url"]) == (massage[0], f"https://doorstep.example/en/session/{massage[1]}")
    assert (result["name"], result["name_language"]) == ("Baby massage", "en")
    assert (result["centre"], result["themes"]) == ("Harbour Children’s Centre", ["U4"])
    assert start.utcoffset() is not None
    assert start < end
    assert result["distance_km"] == pytest.approx(1.1, abs=0.05)
    assert result["cost"] == "free"
    assert result["why"][:4] == ["concept:baby-massage", "word:baby", "word:massage", "distance:1.11"]


def test_the_reading_has_pieces_as_in_an_address_and_concepts_in_the_language(ask, massage):
    reading = ask("darmowy masaż niemowląt w poniedziałek", "pl")["reading"]

    pieces = [(piece["field"], piece["value"]) for piece in reading["pieces"]]
    assert ("cost", "free") in pieces
    assert ("day", "mon") in pieces
    assert reading["concepts"][0]["key"] == "baby-massage"
    assert "masaż" in reading["concepts"][0]["label"].lower()
    assert "masaż" in reading["concepts"][0]["said"]
    assert 0.35 <= reading["concepts"][0]["score"] <= 1


def test_pieces_can_be_asked_again_as_they_are(ask, massage):
    pieces = ask("free for my 8 month old and my 3 year old tomorrow morning")["reading"]["pieces"]

    given: dict[str, list[str]] = {}
    for piece in pieces:
        given.setdefault(piece["field"], []).append(piece["value"])
    request, unread = read(given)

    assert [str(age) for age in request.ages] == ["8", "36-47"]
    assert request.costs == ("free",)
    assert request.parts == ("morning",)
    assert request.since == request.until is not None
    assert not unread


def test_a_result_names_the_choices_it_answers(ask, massage):
    (result,) = ask(costs=("free", "donation"), themes=("U4", "T1"))["results"]

    assert {"cost:free", "theme:U4"} <= set(result["why"])
    assert not {"cost:donation", "theme:T1"} & set(result["why"])


def test_with_nothing_found_it_says_what_giving_up_one_thing_would_leave(ask, massage):
    found = ask("baby massage", costs=("price",))

    assert found["total"] == 0
    assert found["relaxed"] == [{"without": "cost", "total": 1}]
    assert [result["id"] for result in found["results"]] == [massage[0]]
    assert "concept:baby-massage" in found["results"][0]["why"]


def test_what_could_not_be_read_is_listed(runtime, massage):
    page = runtime.find(Request(), language="en")

    data = answer(page, {}, language="en", unread=[Unread("day", "funday")])

    assert data["reading"]["unread"] == [{"field": "day", "said": "funday"}]
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_every_field_of_a_request_has_its_name_in_an_address():
    own = {"spot", "ages_mentioned", "sort", "page"}  # said elsewhere, or nothing that can be given up

    assert set(PARAMETERS) == set(Request.__dataclass_fields__) - own


def test_a_hidden_place_gives_nothing_away(database, ask):
    with database.unit_of_work() as db:
        centre = add_centre(db, name="Harbour Children’s Centre", town="Saltby", lat=51.41, lng=0.50)
        refuge = add_venue(db, name="Maple Room", town="Elmstead", lat=51.42, lng=0.51, hidden=True)
        add_activity(db, name="Support for women", centre=centre, venue=refuge, type_key="freedom-programme")

    (result,) = ask("support for women", spot=HOME)["results"]

    assert (result["centre"], result["next"], result["distance_km"]) == (None, None, None)
    assert not [reason for reason in result["why"] if reason.startswith("distance") or reason == "soon"]
    assert not [word for word in ("Maple", "Elmstead", "Harbour", "Saltby") if word in str(result)]


def test_parts_of_a_score_add_up_to_the_order_of_the_page(database, runtime):
    with database.unit_of_work() as db:
        for number in range(6):
            centre = add_centre(db, name=f"Centre {number}", lat=51.40 + number / 40, lng=0.50)
            kind = "baby-massage" if number % 2 else "stay-and-play"
            add_activity(db, name=f"Baby group {number}", type_key=kind, centre=centre)

    page = runtime.find(Request(text="baby massage group 6 months", spot=HOME), language="en")
    explained = runtime.explain(page)
    scores = [explained[result.activity.id].score for result in page.results]

    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert {"concept", "text", "near", "soon", "fresh", "can_go"} <= set(
        explained[page.results[0].activity.id].parts
    )


def test_only_what_was_found_is_explained(database, runtime):
    with database.unit_of_work() as db:
        found = add_activity(db, name="Baby massage", type_key="baby-massage", cost=Cost.FREE).id
        other = add_activity(db, name="Toy library", type_key="toy-library").id

    page = runtime.find(Request(text="baby massage"), language="en")
    explained = runtime.engine.explain(
        page.answered,
        page.sought,
        now=datetime.fromisoformat("2026-11-24T09:00Z"),
        activity_ids=[other, found, 10**6],
    )

    assert list(explained) == [found]
    assert explained[found].concepts == ("baby-massage",)
