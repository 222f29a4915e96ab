"""What every search engine must do, whatever it is made of: run over each engine there is.

An engine is added by a line in `ENGINES`.
"""

from collections.abc import Callable
from datetime import date

import pytest

from directory.db import Database
from directory.listings.dates import cancel_date
from directory.listings.models import Access, Activity, Cost, Reason, Status
from directory.places.geography import Spot
from directory.search.engine import NOTHING, Engine, Sought
from directory.search.fallback import DatabaseEngine
from directory.search.index import IndexFolder
from directory.search.request import Age, Request
from directory.search.whoosh_engine import WhooshEngine
from tests.builders import NOW, a_slot, add_activity, add_centre, add_venue, occurrences

HERE = Spot(51.40, 0.50, "home")


def whoosh(database: Database, folder) -> Engine:
    engine = WhooshEngine(IndexFolder(folder), database)
    engine.look()
    return engine


def database_alone(database: Database, folder) -> Engine:
    return DatabaseEngine(database)


ENGINES = (whoosh, database_alone)


@pytest.fixture(params=ENGINES, ids=lambda made: made.__name__)
def ask(request, database, tmp_path) -> Callable:
    """Ask the engine over what is in the database at the first question: numbers of listings, best first."""
    engine: list[Engine] = []

    def asked(sought: Sought = NOTHING, size: int = 50, **wanted):
        if not engine:
            engine.append(request.param(database, tmp_path / "conformance"))
        return engine[0].search(Request(**wanted), sought, now=NOW, size=size)

    asked.engine = lambda: engine[0]
    return asked


def found(hits) -> list[int]:
    return [hit.activity_id for hit in hits.page]


@pytest.fixture
def town(database) -> dict[str, int]:
    """A small town: what is on, by a short name."""
    with database.unit_of_work() as db:
        centre = add_centre(db)
        library = add_venue(db, lat=51.60, lng=0.90)

        def add(**details) -> int:
            return add_activity(db, **{"centre": centre, **details}).id

        return {
            "massage": add(
                name="Baby massage",
                type_key="baby-massage",
                youngest_months=0,
                oldest_months=12,
                cost=Cost.PRICE,
                cost_pence=300,
                access=Access.BOOKED,
            ),
            "play": add(
                name="Stay and play",
                type_key="stay-and-play",
                youngest_months=0,
                oldest_months=59,
                cost=Cost.FREE,
                features=("siblings_welcome",),
                slots=(a_slot("FREQ=WEEKLY;BYDAY=SA", "14:00"),),
            ),
            "rhymes": add(
                name="Rhyme time",
                type_key="rhyme-time",
                youngest_months=6,
                oldest_months=24,
                cost=Cost.FREE,
                venue=library,
                slots=(a_slot("FREQ=WEEKLY;BYDAY=TH", "10:00"),),
            ),
            "draft": add(name="Baby massage in secret", type_key="baby-massage", status=Status.DRAFT),
        }


MASSAGE = Sought(concepts=((("baby-massage", 1.0),),))


def test_a_word_finds_the_listings_that_hold_it(ask, town):
    assert found(ask(Sought(words=("massag",)))) == [town["massage"]]


def test_a_concept_finds_the_listings_about_it(ask, town):
    assert found(ask(MASSAGE)) == [town["massage"]]


def test_nothing_looked_for_finds_all_that_is_public(ask, town):
    assert sorted(found(ask())) == sorted({town["massage"], town["play"], town["rhymes"]})


def test_a_word_that_no_listing_holds_finds_nothing(ask, town):
    hits = ask(Sought(words=("zebrafish",)))

    assert (hits.total, list(hits.page), hits.all_words) == (0, [], False)


def test_any_value_of_a_field_will_do_and_all_fields_must_hold(ask, town):
    either = ask(costs=("free", "price"))
    both = ask(costs=("free", "price"), access=("booked",))

    assert either.total == 3
    assert found(both) == [town["massage"]]


def test_one_session_has_to_suit_all_the_children_unless_siblings_may_come(ask, town):
    hits = ask(ages=(Age(8, 8), Age(40, 40)))

    assert found(hits) == [town["play"]]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"days": ("sat",)}, {"play"}),
        ({"days": ("sat", "thu")}, {"play", "rhymes"}),
        ({"parts": ("afternoon",)}, {"play"}),
        ({"days": ("thu",), "parts": ("afternoon",)}, set()),
        ({"since": date(2026, 11, 26), "until": date(2026, 11, 26)}, {"rhymes"}),
    ],
)
def test_day_part_of_day_and_dates_hold_for_one_and_the_same_date(ask, town, wanted, names):
    assert set(found(ask(**wanted))) == {town[name] for name in names}


def test_the_next_date_is_one_that_suits(ask, town):
    (hit,) = ask(since=date(2026, 12, 1), days=("sat",)).page

    assert (hit.starts_at.date(), hit.starts_at.hour) == (date(2026, 12, 5), 14)


def test_a_cancelled_date_is_passed_over_and_told(ask, town, database):
    with database.unit_of_work() as db:
        first = occurrences(db, db.get_one(Activity, town["rhymes"]))[0]
        cancel_date(db, first, reason=Reason.WEATHER, who="Amina", now=NOW)

    (hit,) = ask(Sought(words=("rhyme",))).page

    assert hit.cancelled_at.date() == date(2026, 11, 26)
    assert hit.starts_at.date() == date(2026, 12, 3)


def test_the_nearest_comes_first_when_nearest_is_asked_for(ask, town):
    hits = ask(spot=HERE, sort="nearest")

    assert [hit.km for hit in hits.page] == sorted(hit.km for hit in hits.page)
    assert found(hits)[-1] == town["rhymes"]


def test_what_is_further_than_asked_is_left_out(ask, town):
    assert town["rhymes"] not in found(ask(spot=HERE, within=5))


def test_pages_follow_each_other_without_gap_or_repeat(ask, town):
    pages = [found(ask(size=1, page=page)) for page in (1, 2, 3, 4)]

    assert sorted(number for page in pages for number in page) == sorted(found(ask()))
    assert pages[3] == []


def test_counts_are_of_what_one_would_get(ask, town):
    facets = ask(costs=("free",)).facets

    assert facets["costs"]["price"] == ask(costs=("price",)).total
    assert facets["costs"]["free"] == 2
    assert facets["access"]["booked"] == ask(costs=("free",), access=("booked",)).total
    assert facets["days"]["sat"] == ask(costs=("free",), days=("sat",)).total
    assert facets["parts"]["morning"] == ask(costs=("free",), parts=("morning",)).total


def test_a_slip_of_the_finger_is_forgiven_and_told_unless_asked_for_exactly(ask, town):
    forgiven = ask(Sought(words=("rhyem",)))
    exactly = ask(Sought(words=("rhyem",), exact=True))

    assert (found(forgiven), forgiven.corrected) == ([town["rhymes"]], (("rhyem", "rhyme"),))
    assert (exactly.total, exactly.corrected) == (0, ())


def test_a_count_is_the_total_of_the_search(ask, town):
    hits = ask(MASSAGE, costs=("price",))

    assert ask.engine().count(Request(costs=("price",)), MASSAGE, now=NOW) == (hits.total, hits.closeness)


def test_a_listing_that_is_explained_says_what_it_matches(ask, town):
    ask(MASSAGE)

    explained = ask.engine().explain(
        Request(), MASSAGE, now=NOW, activity_ids=[town["massage"], town["play"]]
    )

    assert list(explained) == [town["massage"]]
    assert explained[town["massage"]].concepts == ("baby-massage",)
    assert explained[town["massage"]].score == pytest.approx(sum(explained[town["massage"]].parts.values()))
