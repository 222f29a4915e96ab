"""Every conversation of `scripts/`, as it is written and in every way that lives are lived."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.event import Event, Kind
from bot.core.fitting import fit
from bot.core.talk import Talk, Turn
from bot.core.talks import PRESSES, STEPS
from directory.locales import LOCALES
from tests.bot.channels import WHATSAPP
from tests.bot.playing import CARRY_ON, LANGUAGE, STOP, House, Parent
from tests.bot.scripting import Script, Step, check, scripts, seen, way_out

SCRIPTS = scripts()
NOT_ANSWERED = (Kind.LEFT, Kind.CAME_BACK)
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
    for step, event, turn, _ in played(house, script):
        check(step, turn, words=True)
        assert way_out(turn) or event.kind in NOT_ANSWERED


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

        assert way_out(again) or event.kind in NOT_ANSWERED
        if event.kind is Kind.PRESS and "twice" not in step.expects:
            assert seen(again)[-1:] == seen(turn)[-1:]
        elif step.expects.get("twice", "any") != "any":
            assert seen(again)[-1] == step.expects["twice"]


@every_script
def test_nothing_is_lost_when_somebody_says_stop_and_thinks_again(house, script):
    where = "menu" if script.language else "hello"
    for _, _, turn, parent in played(house, script):
        where = place_of(turn) or where
        stopped = parent.would(STOP)

        assert seen(stopped) == ["stop"]
        assert_back(parent.would(CARRY_ON, stopped.talk), parent.talk, where)


@every_script
def test_nothing_is_lost_when_somebody_changes_the_language(house, script):
    where = "menu" if script.language else "hello"
    for _, _, turn, parent in played(house, script):
        where = place_of(turn) or where
        other = "ur" if parent.talk.language != "ur" else "pl"
        asked = parent.would(LANGUAGE)

        assert seen(asked) == ["language"]
        if parent.talk.language:
            changed = parent.would(Event(Kind.PRESS, press=f"language.to.{other}"), asked.talk)
            assert_back(changed, replace(parent.talk, language=other), where)


@every_script
def test_a_channel_that_can_do_little_has_the_same_conversation(house, script):
    """As in WhatsApp: what has no button there is answered with its number."""
    with house.parent(script) as parent:
        shown: dict[str, str] = {}
        for step in script.steps:
            event = step.event(parent.talk, house.numbers)
            if step.way == "press" and shown.get(event.press):
                event = Event(Kind.TEXT, text=shown[event.press])
            turn = parent.does(event)

            check(step, turn, words=False)
            if turn.screens:
                shown = _numbered(turn)


def _numbered(turn: Turn) -> dict[str, str]:
    """The number of each choice of the last screen that has one and no button, by its press."""
    messages = fit(turn.screens[-1], WHATSAPP)
    if any(message.buttons for message in messages):
        return {}
    text = "\n".join(message.text for message in messages)
    numbered = {
        label: number for number, label in re.findall("^(\\d+)\\. \u2068(.+)\u2069$", text, re.MULTILINE)
    }
    return {press: numbered[label] for label, press in turn.screens[-1].pressable}


# What stands in between: nobody is “there”.
ASIDE = {"stop", "stopped", "help", "language", "privacy", "my-data", "delete", "unread"}


def place_of(turn: Turn) -> str:
    """Where the turn has brought her; empty where it was something in between."""
    name = seen(turn)[-1] if turn.screens else ""
    if name in ASIDE or name.startswith("crisis-"):
        return ""
    return {"lost": "menu", "gone": "menu", "farewell": "hello"}.get(name, name)


def assert_back(back: Turn, before: Talk, where: str) -> None:
    """She is where she was: the same screen, the same question, all she told us."""
    assert (seen(back), back.effects) == ([where], ())
    if before != Talk():  # everything is deleted: nobody is anywhere
        assert back.talk == replace(before, offered=back.talk.offered)
    assert way_out(back)


def test_every_button_and_every_question_of_every_talk_is_in_a_conversation(house):
    pressed, answered = set(), set()
    for script in SCRIPTS:
        with house.parent(script) as parent:
            for step in script.steps:
                answered.add(parent.talk.step if step.way in ("parent", "place") else "")
                event = step.event(parent.talk, house.numbers)
                pressed.add(".".join(event.press.split(".")[:2]))
                parent.does(event)

    assert sorted(set(PRESSES) - pressed) == []
    assert sorted(set(STEPS) - answered) == []
