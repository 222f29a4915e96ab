"""Who answers what, in which order; and that nothing anybody can do leaves her without an answer."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.abilities import ABILITIES
from bot.core import keeping
from bot.core.effects import Count, TellPerson
from bot.core.event import Event, Kind
from bot.core.fitting import fit, length
from bot.core.talk import Talk
from bot.core.talks import COMMANDS, PRESSES, STEPS
from tests.bot.channels import WHATSAPP
from tests.bot.playing import House, Parent
from tests.bot.scripting import Script, seen, way_out

NOBODY_YET = Script("", "somebody new", ())
ENGLISH = Script("", "somebody who speaks English", (), language="en")


def text(said: str) -> Event:
    return Event(Kind.TEXT, text=said)


def press(data: str) -> Event:
    return Event(Kind.PRESS, press=data)


@pytest.fixture
def parent(house: House) -> Iterator[Parent]:
    with house.parent(ENGLISH) as parent:
        yield parent


def test_a_cry_for_help_is_heard_before_anything_else_and_nothing_of_it_is_kept(parent):
    parent.does(press("settings.place"))
    before = parent.talk

    turn = parent.does(text("my husband hits me"))

    assert seen(turn) == ["crisis-abuse"]
    assert turn.effects == (Count("crisis", "abuse"),)
    assert "husband" not in str(keeping.packed(parent.talk))
    assert parent.talk == replace(before, offered=parent.talk.offered)


def test_somebody_new_who_cries_for_help_is_answered_in_the_language_of_her_words(house):
    with house.parent(NOBODY_YET) as parent:
        turn = parent.does(text("mąż mnie bije"))

        assert seen(turn) == ["crisis-abuse"]
        assert turn.screens[0].language == "pl"
        assert parent.talk.language == ""


def test_a_person_she_is_with_hears_her_cry_for_help_too(house):
    with house.parent(replace(ENGLISH, given={"with_person": True})) as parent:
        turn = parent.does(text("my husband hits me"))

        assert seen(turn) == ["crisis-abuse"]
        assert turn.effects == (Count("crisis", "abuse"), TellPerson("my husband hits me"))


def test_numbers_and_labels_of_what_was_offered_are_as_good_as_a_tap(parent):
    parent.does(text("menu"))

    for said in ("6", "6.", " ٦ ", "Language", "language", "LANGUAGE!"):
        assert seen(parent.would(text(said))) == ["language"], said
    assert seen(parent.would(text("99"))) == ["nothing"]


def test_yes_and_no_answer_what_was_asked_and_are_no_search_elsewhere(parent):
    parent.does(text("delete"))

    assert seen(parent.would(text("yes"))) == ["farewell"]
    assert seen(parent.would(text("no"))) == ["menu"]
    assert seen(parent.would(text("yes"), replace(parent.talk, offered=()))) == ["find"]


def test_a_number_is_an_age_where_ages_are_asked(parent):
    parent.does(press("settings.children"))

    parent.does(text("2"))

    assert parent.talk.about.ages == (2,)


def test_of_where_she_is_and_what_she_wrote_no_more_is_kept_than_a_search_needs(parent):
    parent.does(Event(Kind.PLACE, lat=53.9961234, lng=2.2114321))
    assert (parent.talk.shown["event"]["lat"], parent.talk.shown["event"]["lng"]) == (53.996, 2.211)

    parent.does(text("baby massage " * 300))
    assert len(parent.talk.shown["event"]["text"]) == 500


def test_the_ages_of_children_grow(parent):
    parent.does(press("settings.age.24"))

    later = parent.talk.knowing(ages_on="2026-08-20")  # she told us three months ago, say

    assert "2 years and 2 years" not in str(parent.would(press("settings.overview"), later).screens)
    assert "2 years" in str(parent.would(press("settings.overview"), later).screens)
    assert parent.would(press("settings.age.26"), later).talk.about.ages == (27, 26)


def test_a_talk_of_another_version_begins_anew_with_an_apology_and_keeps_what_she_told_us(parent):
    old = {**keeping.packed(parent.talk), "version": 0, "step": "find.somewhere"}
    talk = keeping.unpacked(old, asdict(replace(parent.talk.about, near="Hexbury")), language="en")

    turn = parent.would(text("half past ten"), talk)

    assert seen(turn) == ["lost"]
    assert turn.talk.about.near == "Hexbury"
    assert way_out(turn)
    assert seen(parent.would(text("baby massage"), turn.talk)) == ["found"]
    assert seen(parent.would(text("stop"), talk)) == ["stop"]


@pytest.mark.parametrize("step", STEPS)
def test_a_question_that_has_lost_its_memory_still_gets_an_answer(parent, step):
    """As after an upgrade in which a step came to need more than it had put away."""
    for event in (text("Hexbury"), text(""), Event(Kind.PLACE, lat=53.996, lng=2.211)):
        assert way_out(parent.would(event, replace(parent.talk, step=step, memory={})))


def test_a_listing_that_is_gone_is_told_so(parent):
    assert seen(parent.does(press("session.show.2147483647"))) == ["gone"]
    assert seen(parent.does(Event(Kind.START, argument="s_99999"))) == ["gone"]


def test_every_press_and_step_is_claimed_once_and_every_global_word_is_answered():
    answered = {
        "stop",
        "help",
        "menu",
        "language",
        "privacy",
        "emergency",
        "find",
        "settings",
        "data",
        "delete",
    }

    assert answered <= set(COMMANDS)
    assert all(name.count(".") == 1 for name in (*PRESSES, *STEPS))


arguments = st.sampled_from(["", ".0", ".1", ".-1", ".x", ".é", "..", ".99999999999", ".1.1", ".2026-02-31"])
presses = st.builds(str.__add__, st.sampled_from([*PRESSES, "go.menu", "go.", "go", "x.y", "."]), arguments)
events = st.one_of(
    st.builds(
        text, st.text(max_size=60) | st.sampled_from(["/start", "/start s_x", "2", "0", "-1", "/", "?"])
    ),
    st.builds(press, presses | st.text(max_size=20)),
    st.builds(lambda said: Event(Kind.START, argument=said), st.from_regex(r"[scfx]_[0-9a-z]{0,3}")),
    st.builds(lambda lat, lng: Event(Kind.PLACE, lat=lat, lng=lng), st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(lambda kind: Event(kind), st.sampled_from([Kind.OTHER, Kind.EDITED, Kind.RETURNED, Kind.TEXT])),
)


@settings(max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(events, min_size=1, max_size=6), st.sampled_from(["", "en", "ar"]))
def test_whatever_comes_she_is_answered_and_can_go_on(house, coming, language):
    with house.parent(Script("", "anybody", (), language=language)) as parent:
        talk = parent.talk
        for event in coming:
            turn = parent.would(event, talk)
            talk = turn.talk

            assert way_out(turn), event
            assert len(turn.screens) <= 2
            assert put_away_and_taken_up(talk) == talk
            assert_fits(turn)


def put_away_and_taken_up(talk: Talk) -> Talk:
    packed, about = json.loads(json.dumps([keeping.packed(talk), keeping.about_packed(talk.about)]))
    contact = {name: getattr(talk, name) for name in ("language", "stopped", "with_person")}
    return keeping.unpacked(packed, about, **contact)


def assert_fits(turn) -> None:
    """Every channel can show it, the one that can do little too."""
    for screen in turn.screens:
        for abilities in (*ABILITIES.values(), WHATSAPP):
            for message in fit(screen, abilities):
                buttons = [button for row in message.buttons for button in row]
                assert message.text
                assert length(message.text) <= abilities.text
                assert len(buttons) <= max(abilities.buttons, abilities.listed)
                most = abilities.label if len(buttons) <= abilities.buttons else abilities.listed_label
                assert all(
                    button.label and len(button.label) <= max(most, abilities.listed_label)
                    for button in buttons
                )
                assert all(len(button.press.encode()) <= 64 for button in buttons)
