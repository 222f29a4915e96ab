"""A listing's words in other languages: each stands as its versions say, and nobody's are overwritten."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.listings.drafts import Words
from directory.listings.models import Change, StaleListing, TextState, WrittenBy
from directory.listings.session_types import session_types
from directory.translating.actions import (
    NoName,
    NotFromTemplate,
    TextChanged,
    save_text,
    take_template,
    text_still_right,
)
from directory.translating.queries import english_then, overview, texts_of
from tests.builders import NOW, a_draft, add_activity, add_centre, keep

KIND = session_types()["stay-and-play"]
POLISH = Words("Zabawa", "Zabawki i piosenki.", "")


@pytest.fixture
def activity(db):
    return add_activity(db, summary=KIND.summary["en"])


def text(db, activity, language="pl"):
    return next(one for one in texts_of(db, activity.id).texts if one.language == language)


def saved(db, activity, words=POLISH, language="pl", **details):
    usual = {
        "as_seen": text(db, activity, language).mark,
        "text_version": activity.text_version,
        "who": "Amina",
        "now": NOW,
    }
    save_text(db, activity.id, language, words, **usual | details)
    return text(db, activity, language)


def english_changes(db, activity, **details):
    usual = {"external_id": activity.external_id, "venue_id": activity.venue_id, "summary": activity.summary}
    words = {
        one.language: Words(one.name, one.summary, one.description, one.reviewed) for one in activity.texts
    }
    keep(db, a_draft(activity.centre, **usual | {"words": words} | details))


def test_what_a_person_writes_is_current(db, activity):
    assert text(db, activity).state is TextState.MISSING

    now = saved(db, activity)

    assert (now.state, now.name, now.reviewed, now.by_machine) == (TextState.CURRENT, "Zabawa", False, False)


def test_new_english_words_make_it_outdated_and_a_new_cost_does_not(db, activity):
    saved(db, activity)

    english_changes(db, activity, cost_note="Tea costs 50p")
    assert text(db, activity).state is TextState.CURRENT
    english_changes(db, activity, summary="Now with a slide.")
    assert text(db, activity).state is TextState.OUTDATED


def test_who_brings_it_up_to_date_sees_what_the_english_said_then(db, activity):
    first = activity.summary
    saved(db, activity)
    assert english_then(db, activity.id, "pl") == {}
    english_changes(db, activity, summary="Now with a slide.")
    english_changes(db, activity, summary="Now with two slides.", name="Slide and play")

    assert english_then(db, activity.id, "pl") == {"summary": first, "name": "Stay and play"}

    saved(db, activity)
    assert english_then(db, activity.id, "pl") == {}
    assert english_then(db, activity.id, "ar") == {}


def test_what_was_written_beside_older_english_is_outdated_at_once(db, activity):
    seen = activity.text_version
    english_changes(db, activity, summary="Now with a slide.")

    assert saved(db, activity, text_version=seen).state is TextState.OUTDATED


def test_an_outdated_text_that_still_says_the_same_is_current_by_one_tap(db, activity):
    saved(db, activity)
    english_changes(db, activity, summary="Toys, paint, a song at the end!")

    old = text(db, activity)
    text_still_right(
        db, activity.id, "pl", as_seen=old.mark, text_version=activity.text_version, who="Amina", now=NOW
    )

    now = text(db, activity)
    assert (now.state, now.name, now.reviewed) == (TextState.CURRENT, "Zabawa", True)


def test_what_a_machine_wrote_says_so_until_a_person_has_read_it(db, activity):
    now = saved(db, activity, by=WrittenBy.MACHINE)
    assert (now.state, now.reviewed) == (TextState.MACHINE, False)

    text_still_right(
        db, activity.id, "pl", as_seen=now.mark, text_version=activity.text_version, who="Amina", now=NOW
    )

    assert text(db, activity).state is TextState.CURRENT
    assert text(db, activity).by_machine


def test_the_second_of_two_who_write_overwrites_nothing(db, activity):
    seen = text(db, activity).mark
    saved(db, activity)

    with pytest.raises(TextChanged):
        saved(db, activity, Words("Inne"), as_seen=seen)
    with pytest.raises(TextChanged):
        text_still_right(db, activity.id, "pl", as_seen=seen, text_version=1, who="Amina", now=NOW)

    assert text(db, activity).name == "Zabawa"


def test_no_words_at_all_take_a_translation_out_and_words_without_a_name_are_refused(db, activity):
    saved(db, activity)

    with pytest.raises(NoName):
        saved(db, activity, Words("", "Zabawki"))
    saved(db, activity, Words(""))

    assert text(db, activity).state is TextState.MISSING
    assert activity.texts == []


def test_saving_what_is_there_already_changes_nothing(db, activity):
    saved(db, activity)
    version = activity.version

    saved(db, activity)
    saved(db, activity, Words(""), language="ar")

    assert activity.version == version


def test_who_wrote_what_is_written_down_and_the_search_hears_of_it(db, activity):
    db.query(StaleListing).delete()
    saved(db, activity)
    saved(db, activity, replace(POLISH, name="Zabawy"), who="Zuzanna")
    db.flush()

    changes = db.scalars(select(Change).where(Change.field == "words.pl").order_by(Change.id)).all()
    assert [(one.who, one.before, one.after) for one in changes] == [
        ("Amina", "", "Zabawa\n\nZabawki i piosenki."),
        ("Zuzanna", "Zabawa\n\nZabawki i piosenki.", "Zabawy\n\nZabawki i piosenki."),
    ]
    assert set(db.scalars(select(StaleListing.activity_id))) == {activity.id}


@pytest.mark.parametrize("language", ["en", "xx", ""])
def test_a_language_we_do_not_offer_is_not_found(db, activity, language):
    usual = {"as_seen": "", "text_version": 1, "who": "Amina", "now": NOW}

    with pytest.raises(NotFound):
        save_text(db, activity.id, language, POLISH, **usual)


# The same as in the template


def test_a_listing_in_the_templates_own_words_takes_over_its_translation(db, activity):
    assert text(db, activity, "ar").template

    take_template(db, activity.id, "ar", who="Amina", now=NOW)

    now = text(db, activity, "ar")
    assert (now.name, now.summary, now.state) == (KIND.name["ar"], KIND.summary["ar"], TextState.CURRENT)
    assert not now.template


def test_what_a_listing_says_beyond_the_template_keeps_its_own_translation(db, activity):
    english_changes(db, activity, description="Ring the bell twice.")
    saved(db, activity, Words("Zabawa", "Zabawki.", "Zadzwoń dwa razy."))

    take_template(db, activity.id, "pl", who="Amina", now=NOW)

    now = text(db, activity)
    assert (now.name, now.summary, now.description) == (
        KIND.name["pl"],
        KIND.summary["pl"],
        "Zadzwoń dwa razy.",
    )


def test_a_listing_with_a_name_or_summary_of_its_own_does_not(db):
    own_name = add_activity(db, name="Splash!", summary=KIND.summary["en"])
    own_summary = add_activity(db, summary="Only on the beach.")

    for activity in (own_name, own_summary):
        assert not text(db, activity).template
        with pytest.raises(NotFromTemplate):
            take_template(db, activity.id, "pl", who="Amina", now=NOW)


def test_a_language_the_template_does_not_speak_cannot_be_taken_from_it(db, activity):
    assert not text(db, activity, "so").template
    with pytest.raises(NotFromTemplate):
        take_template(db, activity.id, "so", who="Amina", now=NOW)


# All of a centre


def test_the_overview_says_how_each_listing_stands_in_the_languages_of_its_council(db, activity):
    other = add_centre(db, name="Foxglove")
    add_activity(db, centre=other, name="Theirs", external_id="theirs")
    saved(db, activity)

    (line,) = overview(db, [activity.centre_id])

    assert line.states == (("pl", TextState.CURRENT), ("ar", TextState.MISSING))
    assert not line.is_whole
    saved(db, activity, language="ar")
    assert overview(db, [activity.centre_id])[0].is_whole
