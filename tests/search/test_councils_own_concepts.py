"""A council adds words of its own, and whole concepts, without touching ours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from directory.errors import ContentWrong
from directory.listings.models import Activity
from directory.runtime import open_runtime
from directory.search import concepts
from directory.search.carried import carried
from directory.search.entry import Why
from directory.search.reader import read_question
from directory.search.suggest import to_begin_with
from directory.settings import Settings, from_environment
from tests.builders import add_activity
from tests.search.conftest import names

TUESDAY = date(2026, 11, 24)
INDEX = """
- {key: tiny-tides, kind: session, types: [baby-massage], broader: baby-group}
- {key: weighing, types: [stay-and-play]}
"""
ENGLISH = """
tiny-tides: {label: Tiny Tides swim, words: [tiny tides, splashy mornings]}
weighing: {words: [wee pudding day]}
"""
POLISH = "tiny-tides: {label: małe fale, words: [chlup chlup]}\n"


@pytest.fixture
def councils_own(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "concepts"
    folder.mkdir()
    for name, text in (("index", INDEX), ("en", ENGLISH), ("pl", POLISH)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    yield folder
    concepts.read_also(None)


def first_concept(text: str, language: str = "en") -> str | None:
    found = read_question(text, language, TUESDAY).concepts
    return found[0].concept if found else None


def test_words_that_a_council_adds_lead_to_a_concept_of_ours(councils_own):
    before = first_concept("wee pudding day")

    concepts.read_also(councils_own)

    assert before != "weighing"
    assert first_concept("wee pudding day") == first_concept("weigh in") == "weighing"


def test_a_councils_own_concept_is_found_in_its_words_and_called_by_its_label(councils_own):
    concepts.read_also(councils_own)

    assert first_concept("splashy mornings") == first_concept("chlup chlup", "pl") == "tiny-tides"
    assert concepts.label("tiny-tides", "pl") == "małe fale"
    assert concepts.label("tiny-tides", "ar") == "Tiny Tides swim"


def test_kinds_of_session_that_a_council_names_come_after_ours(councils_own):
    ours = concepts.concepts()["weighing"].types

    concepts.read_also(councils_own)

    assert concepts.concepts()["weighing"].types == (*ours, "stay-and-play")
    assert "tiny-tides" in concepts.of_type()["baby-massage"]


def test_without_the_folder_all_is_as_before(councils_own):
    before = [len(concepts.concepts()), first_concept("splashy mornings"), to_begin_with("en")]
    concepts.read_also(councils_own)

    concepts.read_also(None)

    assert [len(concepts.concepts()), first_concept("splashy mornings"), to_begin_with("en")] == before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("index", "- {key: x, types: [no-such-type]}", "no kind of session no-such-type"),
        ("index", "- {key: x, broader: nothing}", "no concept nothing"),
        ("index", "- {kind: session}", "needs a key"),
        ("index", "- {key: x}", "x needs a label in en.yaml"),
        ("index", "{key: x}", "a list of concepts"),
        ("en", "nothing-of-ours: {label: a}", "no concept nothing-of-ours"),
        ("en", "weighing: {word: [a]}", "may have words, says, typos"),
        ("en", "weighing: {words: a}", "must be lists"),
        ("en", "[weighing]", "words by concept"),
        ("xx", "weighing: {words: [a]}", "no language of ours: xx.yaml"),
        ("en", "weighing: {words: [a", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_the_file_when_it_starts(tmp_path, name, text, said):
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ContentWrong, match=said):
        concepts.read_also(tmp_path)

    assert first_concept("weigh in") == "weighing"


def test_the_folder_is_named_by_a_setting_and_read_at_the_start(councils_own, tmp_path):
    settings = from_environment({"DOORSTEP_CONCEPTS": str(councils_own), "DOORSTEP_DATA": str(tmp_path)})

    open_runtime(settings).database.close()

    assert settings.concepts == councils_own
    assert first_concept("splashy mornings") == "tiny-tides"


def test_a_folder_that_is_not_there_is_refused_at_the_start(tmp_path):
    settings = Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'doorstep.db'}")

    with pytest.raises(ContentWrong, match="no folder of concepts"):
        open_runtime(replace(settings, concepts=tmp_path / "gone"))


def test_a_listing_carries_what_a_council_added(councils_own, database, find):
    concepts.read_also(councils_own)
    with database.unit_of_work() as db:
        add_activity(db, name="Splashy mornings", type_key="stay-and-play")
        add_activity(db, name="Ducklings", type_key="twins-and-multiples")

    assert names(find("chlup chlup", "pl"))[0] == "Splashy mornings"


def test_why_listings_carry_a_concept_is_counted(database):
    with database.unit_of_work() as db:
        add_activity(db, name="Clinic", type_key="baby-clinic")
        add_activity(db, name="Baby weighing", type_key="baby-clinic")
        chosen = add_activity(db, name="Ducklings", type_key="stay-and-play")
        db.get_one(Activity, chosen.id).concepts = ["weighing"]

    with database.read() as db:
        weighing = carried(db)["weighing"]

    assert weighing.listings == 3
    assert weighing.why == {Why.TYPE: 2, Why.TEXT: 1, Why.STAFF: 1}
