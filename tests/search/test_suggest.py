"""What is offered while somebody types: what we know, in her language, the closest first."""

import pytest

from directory import clock
from directory.locales import LOCALES
from directory.search.concepts import concepts, label
from directory.search.suggest import (
    MOST,
    Beginnings,
    Kind,
    Phrase,
    Suggestion,
    folded,
    to_begin_with,
    together,
)
from tests.builders import add_activity, add_centre


def texts(found):
    return [one.text for one in found]


def phrase(text, shown=None, rank=0, kind=Kind.CONCEPT):
    return Phrase(text, Suggestion(kind, shown or text), rank)


@pytest.mark.parametrize("typed", ["baby w", "WEIGH", "weigh-", "  weigh "])
def test_a_phrase_is_offered_for_the_beginning_of_any_of_its_words(typed):
    found = Beginnings([phrase("baby weighing"), phrase("story time")]).matching(folded(typed))

    assert texts(found) == ["baby weighing"]


def test_the_middle_of_a_word_leads_to_nothing():
    assert Beginnings([phrase("baby weighing")]).matching("eigh") == []


def test_labels_come_before_other_words_and_each_suggestion_once():
    known = Beginnings(
        [
            phrase("tongue tie", "feeding clinic", rank=1),
            phrase("feeding clinic"),
            phrase("tongue", "tongues", rank=0),
        ]
    )

    assert texts(known.matching("tongue")) == ["tongues", "feeding clinic"]
    assert texts(known.matching("tongue t")) == ["feeding clinic"]


def test_no_more_than_eight_are_offered_and_places_keep_room():
    many = Beginnings([phrase(f"play {number}") for number in range(30)])
    towns = Beginnings([phrase(f"Playford {number}", kind=Kind.TOWN) for number in range(5)])

    found = together(many, towns, "play")

    assert [one.kind for one in found] == [Kind.CONCEPT] * (MOST - 3) + [Kind.TOWN] * 3


def test_a_word_that_most_centres_share_offers_no_centre():
    centres = Beginnings([phrase(f"{number} Children’s Centre", kind=Kind.CENTRE) for number in range(30)])

    assert texts(together(Beginnings([phrase("children’s centre")]), centres, "child")) == [
        "children’s centre"
    ]


@pytest.mark.parametrize(
    ("language", "typed", "offered"),
    [
        ("en", "wei", "baby weighing"),
        ("pl", "waż", "ważenie niemowląt"),
        ("pl", "waz", "ważenie niemowląt"),
        ("pl", "weigh", "ważenie niemowląt"),
        ("ar", "وزن", "وزن الرضيع"),
        ("ar", "الرضيع", "وزن الرضيع"),
        ("ar", "رضيع", "وزن الرضيع"),
        ("ur", "وزن", "بچے کا وزن کرنا"),
        ("xx", "wei", "baby weighing"),
    ],
)
def test_what_families_look_for_is_offered_in_their_language(runtime, language, typed, offered):
    found = runtime.suggest(typed, language=language)

    assert offered in texts(found)
    assert {one.language for one in found} == {language if language in LOCALES else "en"}


@pytest.mark.parametrize("language", LOCALES)
def test_every_label_leads_to_its_concept(runtime, language):
    labels = {folded(label(key, language)): label(key, language) for key in concepts()}

    lost = [
        text
        for text in labels.values()
        if folded(text) not in _offered(runtime.suggest(text, language=language))
    ]

    assert not lost


def _offered(found):
    return [folded(one.text) for one in found]


@pytest.mark.parametrize("typed", ["", " ", "b", "ب", "!", "\0", "\u202e", "*", "b" * 10_000, "zzzz"])
def test_too_little_and_nonsense_offer_nothing(runtime, typed):
    assert runtime.suggest(typed, language="en") == []


def test_a_sensitive_topic_waits_until_somebody_has_nearly_typed_it(runtime):
    assert "domestic abuse support" not in texts(runtime.suggest("dom", language="en"))
    assert "domestic abuse support" in texts(runtime.suggest("dome", language="en"))
    assert not [one for language in LOCALES for one in to_begin_with(language) if one.sensitive]


def test_misspellings_are_not_offered(runtime):
    assert runtime.suggest("plagro", language="en") == []


def test_towns_and_centres_are_offered_after_what_to_look_for(database, runtime):
    with database.unit_of_work() as db:
        add_centre(db, name="Babbling Brook Children’s Centre", town="Babworth")
        add_centre(db, name="The Mill", town="Babworth")
    runtime.index.rebuild(runtime.database, now=clock.now())

    found = runtime.suggest("bab", language="en")

    assert [one.kind for one in found] == [Kind.CONCEPT] * 6 + [Kind.TOWN, Kind.CENTRE]
    assert found[-1] == Suggestion(
        Kind.CENTRE, "Babbling Brook Children’s Centre", slug=found[-1].slug, town="Babworth"
    )


def test_what_a_listing_is_called_or_somebody_searched_is_never_offered(database, runtime, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Zebra Crossing Club")
    runtime.index.rebuild(runtime.database, now=clock.now())

    find("zebra")

    assert runtime.suggest("zeb", language="en") == []


def test_a_new_centre_is_offered_with_the_next_generation(database, runtime):
    before = runtime.suggest("quill", language="en")
    with database.unit_of_work() as db:
        add_centre(db, name="Quillgate Family Room")
        add_activity(db)
    runtime.index.rebuild(runtime.database, now=clock.now())
    runtime.engine.look()  # now, not in a fifth of a second

    after = runtime.suggest("quill", language="en")

    assert (texts(before), texts(after)) == ([], ["Quillgate Family Room"])
