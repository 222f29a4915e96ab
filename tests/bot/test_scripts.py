"""Every conversation of `scripts/`, as it is written and in every way that lives are lived."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.event import Event, Kind
from bot.core.talk import Talk, Turn
from directory.locales import LOCALES
from tests.bot.playing import CARRY_ON, LANGUAGE, STOP, House, Parent
from tests.bot.scripting import Script, Step, check, scripts, seen, way_out

SCRIPTS = scripts()
every_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)


def played(
    house: House, script: Script, language: str | None = None
) -> Iterator[tuple[Step, Event, Turn, Parent]]:
    """Each step of a script, what it was as an event, what came of it, and the parent after it."""
    with house.parent(script, language) as parent:
        for step in script.steps:
            event = step.event(parent.talk, house.numbers)
            turn = parent.does(event)
            yield step, event, turn, parent


@every_script
def test_a_conversation_goes_as_it_is_written(house, script):
    for step, _, turn, _ in played(house, script):
        check(step, turn, words=True)
        assert way_out(turn), seen(turn)


@every_script
def test_a_conversation_goes_the_same_way_in_every_language(house, script):
    for language in LOCALES:
        for step, _, turn, _ in played(house, script, language):
            check(step, turn, words=False)
            assert all("%(" not in text for screen in turn.screens for text in screen.text)
            assert all(screen.language in LOCALES for screen in turn.screens)


@every_script
def test_a_step_that_comes_twice_does_no_harm(house, script):
    for step, event, turn, parent in played(house, script):
        again = parent.would(event)

        assert way_out(again)
        if event.kind is Kind.PRESS and "twice" not in step.expects:
            assert seen(again)[-1:] == seen(turn)[-1:]
        elif step.expects.get("twice", "any") != "any":
            assert seen(again)[-1] == step.expects["twice"]


@every_script
def test_nothing_is_lost_when_somebody_says_stop_and_thinks_again(house, script):
    for _, _, turn, parent in played(house, script):
        before = parent.talk
        stopped = parent.would(STOP)

        assert seen(stopped) == ["stop"]
        assert_back(parent, stopped.talk, CARRY_ON, before, turn)


@every_script
def test_nothing_is_lost_when_somebody_changes_the_language(house, script):
    for _, _, turn, parent in played(house, script):
        before = parent.talk
        other = "ur" if before.language != "ur" else "pl"
        chosen = parent.would(LANGUAGE)
        if before.language:
            assert seen(chosen) == ["language"]
            tapped = Event(Kind.PRESS, press=f"language.to.{other}")
            assert_back(parent, chosen.talk, tapped, replace(before, language=other), turn)


def assert_back(parent: Parent, talk: Talk, event: Event, before: Talk, turn: Turn) -> None:
    """She is where she was: the same screen, the same question, the same choices."""
    back = parent.would(event, talk)
    assert not back.effects
    if turn.screens and turn.screens[-1].name not in ("lost", "gone", "unread", "farewell"):
        assert seen(back)[-1] == seen(turn)[-1]
        assert [press for _, press in back.talk.offered] == [press for _, press in before.offered]
    assert (back.talk.language, back.talk.step, back.talk.memory, back.talk.about) == (
        before.language,
        before.step,
        before.memory,
        before.about,
    )
