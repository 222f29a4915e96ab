"""The arrays say what the listings say: held to plain Python over made-up listings, and to stock Whoosh."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index
from whoosh.query import And, Or, Term
from whoosh.scoring import BM25F

from directory import clock
from directory.places.geography import Spot
from directory.search import segment
from directory.search.engine import NOTHING, Sought
from directory.search.entry import Entry, minute_of
from directory.search.facts import part_of_day
from directory.search.index import NAME, IndexFolder
from directory.search.loading import contents, load, take_up
from directory.search.question import Question
from directory.search.request import PARTS, WEEKDAYS, Age, Request
from directory.search.scoring import scored_word
from directory.search.snapshot import Snapshot
from directory.search.writing import IndexWriter, document, schema
from tests.bench.corpus import corpus

NOW = datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)
WORDS, _made = corpus(300)
ENTRIES = list(_made)
SNAPSHOT = Snapshot.of(segment.of_entries(ENTRIES))


def some(values, most: int = 2):
    return st.lists(st.sampled_from(sorted(values)), max_size=most, unique=True).map(tuple)


requests = st.builds(
    Request,
    ages=st.lists(st.sampled_from([Age(3, 3), Age(8, 8), Age(30, 40)]), max_size=2, unique=True).map(tuple),
    adults=st.booleans(),
    days=some(WEEKDAYS),
    parts=some(PARTS),
    costs=some({"free", "price", "donation"}),
    features=some({"siblings_welcome", "step_free", "parking"}),
)


def suits(entry: Entry, asked: Request) -> bool:
    """What a request means, said as plainly as can be."""
    who = [entry.youngest <= age.youngest and entry.oldest >= age.oldest for age in asked.ages]
    overlaps = [entry.youngest <= age.oldest and entry.oldest >= age.youngest for age in asked.ages]
    siblings = "siblings_welcome" in entry.features
    children = bool(who) and (all(overlaps) or (siblings and any(overlaps)))
    anybody = not asked.ages and not asked.adults
    dates = [
        one
        for one in entry.happenings
        if one.minute + one.minutes > minute_of(NOW)
        and not one.cancelled
        and (not asked.days or WEEKDAYS[(one.day - 1) % 7] in asked.days)
        and (not asked.parts or PARTS[part_of_day(one.of_day)] in asked.parts)
    ]
    return (
        (anybody or children or (asked.adults and entry.adults))
        and (not asked.costs or entry.cost in asked.costs)
        and (not asked.features or bool({*asked.features} & {*entry.features}))
        and (bool(dates) or not (asked.days or asked.parts))
    )


@settings(max_examples=150)
@given(requests)
def test_what_suits_is_what_a_plain_reading_says(asked):
    question = Question(SNAPSHOT, asked, NOTHING, NOW)

    found = set(SNAPSHOT.listings["activity"][question.found].tolist())

    assert found == {entry.activity_id for entry in ENTRIES if suits(entry, asked)}


@settings(max_examples=60)
@given(requests, st.sampled_from(["costs", "features", "days", "parts"]))
def test_every_count_is_what_that_choice_alone_would_find(asked, field):
    facets = Question(SNAPSHOT, asked, NOTHING, NOW).page(10, facets=True).facets

    for value, number in facets[field].items():
        chosen = replace(asked, **{field: (value,)})
        assert number == sum(suits(entry, chosen) for entry in ENTRIES), (field, value)


@settings(max_examples=60)
@given(requests, st.sampled_from(["best", "soonest", "nearest"]), st.booleans(), st.integers(1, 7))
def test_pages_put_together_are_the_whole_in_order(asked, sort, placed, size):
    asked = replace(asked, sort=sort, spot=Spot(52, -1) if placed else None)
    whole = Question(SNAPSHOT, asked, NOTHING, NOW).page(len(ENTRIES), facets=False).page
    pages = []
    while len(pages) < len(whole):
        turned = replace(asked, page=len(pages) // size + 1)
        pages += Question(SNAPSHOT, turned, NOTHING, NOW).page(size, facets=False).page

    assert pages == list(whole)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parity") / "index"
    folder.mkdir()
    written = whoosh_index.create_in(str(folder), schema(), indexname=NAME)
    write(written, ENTRIES)
    return written


def write(index, entries, gone=()):
    writer = IndexWriter(index)
    for entry in entries:
        writer.delete_by_term("id", str(entry.activity_id))
        writer.add_document(**document(entry))
    for number in gone:
        writer.delete_by_term("id", str(number))
    writer.commit()


# Words that are the beginning of no other: stock Whoosh looks for a word alone.
ALONE = [word for word in WORDS[:400] if SNAPSHOT.has(word) and SNAPSHOT.longer(word) is None]


@pytest.mark.parametrize("number", range(12))
def test_words_are_ranked_as_stock_whoosh_ranks_them(index, number):
    one, other = ALONE[number], ALONE[number + 20]

    with index.searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        for query in (Term("words", one), And([Term("words", one), Term("words", other)])):
            theirs = scores(searcher, query)
            ours = scored(one) if isinstance(query, Term) else both(scored(one), scored(other))
            assert ours == pytest.approx(theirs, rel=0.02)


def test_either_of_two_words_is_scored_as_stock_whoosh_scores_it(index):
    one, other = ALONE[0], ALONE[1]

    with index.searcher(weighting=BM25F(B=0.75, K1=1.2)) as searcher:
        theirs = scores(searcher, Or([Term("words", one), Term("words", other)]))

    assert dict(Counter(scored(one)) + Counter(scored(other))) == pytest.approx(theirs, rel=0.02)


def scores(searcher, query) -> dict[int, float]:
    hits = searcher.search(query, limit=None)
    return {int(ENTRIES[hit.docnum].activity_id): hit.score for hit in hits}


def scored(word: str) -> dict[int, float]:
    one = scored_word(SNAPSHOT, word, exact=True)
    return {
        int(SNAPSHOT.listings["activity"][row]): float(score)
        for row, score in zip(one.rows, one.score, strict=True)
    }


def both(one: dict[int, float], other: dict[int, float]) -> dict[int, float]:
    return {number: one[number] + other[number] for number in one.keys() & other.keys()}


@pytest.mark.parametrize("seed", range(4))
def test_taking_up_changes_one_by_one_comes_to_the_same_as_reading_all_anew(tmp_path, seed):
    chance = random.Random(seed)
    folder = tmp_path / "index"
    folder.mkdir()
    written = whoosh_index.create_in(str(folder), schema(), indexname=NAME)
    write(written, ENTRIES[:100])
    picture = load(contents(IndexFolder(folder)))
    first = answered(picture)

    for _ in range(12):
        changed = replace(chance.choice(ENTRIES[:130]), words=[chance.choice(WORDS[:40]), "gymnasium"])
        write(written, [changed], gone=[chance.randrange(1, 100)])
        older, picture = picture, take_up(contents(IndexFolder(folder)), picture)

    assert answered(picture) == answered(load(contents(IndexFolder(folder))))
    assert answered(picture) != first
    assert older.size <= picture.size


def answered(picture: Snapshot) -> list:
    """All that a picture says, whatever numbers its rows have."""
    asked = [(Request(), NOTHING), (Request(spot=Spot(52, -1), days=("tue",)), Sought(("gymnasium",)))]
    pages = [Question(picture, request, sought, NOW).page(500, facets=True) for request, sought in asked]
    return [
        (page.total, [hit.activity_id for hit in page.page], page.facets, page.all_words) for page in pages
    ]


def test_an_older_picture_stays_as_it_was_while_newer_ones_are_made(tmp_path):
    folder = tmp_path / "index"
    folder.mkdir()
    written = whoosh_index.create_in(str(folder), schema(), indexname=NAME)
    write(written, ENTRIES[:50])
    older = load(contents(IndexFolder(folder)))
    before = answered(older)

    write(written, ENTRIES[50:90], gone=[1, 2, 3])
    take_up(contents(IndexFolder(folder)), older)
    older.forget()

    assert answered(older) == before
