"""Conversations as data: `scripts/*.yml`, what a parent does and what she should see.

    name: a parent finds what fits
    language: en            # the one she has chosen; leave it out for somebody new, and say `hint: pl-PL`
    given:                  # what was so before; all of it may be left out
      saved: [ordinary]     # listings by the names of `LISTINGS`, or by number
      with_person: true
    steps:
      - parent: baby massage        # she writes
        screen: found               # the name of the last screen she then sees; `none` for silence
        shows: [Baby massage]       # words in it, in the language of the script
        choices: [find.more]        # presses it offers, as they begin
        effects: [Count]            # what it makes happen, by name; `[]` for nothing
      - press: session.show         # she taps the first button that begins so; `session.show#2` the second
      - place: [53.996, 2.211]      # she shares where she is
      - start: s_{ordinary}         # she comes by a link
      - event: {kind: other, what: voice}
      - tap: session.show.{ordinary}    # she taps a button of an earlier message

`screens: [welcome, found]` instead of `screen` where there are two. `twice: name` is the screen after the
same step once more, where it is another one; `twice: any` where it does not matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.core.event import Event, event_from
from bot.core.screen import Screen
from bot.core.talk import Talk, Turn

SCRIPTS = Path(__file__).parent / "scripts"
WAYS = ("parent", "press", "tap", "place", "start", "event")
CHECKS = ("screen", "screens", "shows", "hides", "choices", "effects", "twice")


@dataclass(frozen=True)
class Step:
    """One thing she does, and what should come of it."""

    way: str
    said: Any
    expects: Mapping[str, Any]

    @property
    def screens(self) -> list[str] | None:
        """The names of the screens that should come; None where the script does not say."""
        if "screens" in self.expects:
            return list(self.expects["screens"])
        name = self.expects.get("screen")
        return None if name is None else [] if name == "none" else [name]

    def event(self, talk: Talk, slugs: Mapping[str, int]) -> Event:
        """What she does, where the talk stands now."""
        if self.way == "parent":
            return event_from({"kind": "text", "text": str(self.said).format_map(slugs)})
        if self.way == "press":
            return event_from({"kind": "press", "press": offered(talk, self.said.format_map(slugs))})
        if self.way == "tap":
            return event_from({"kind": "press", "press": self.said.format_map(slugs)})
        if self.way == "place":
            return event_from({"kind": "place", "lat": self.said[0], "lng": self.said[1]})
        if self.way == "start":
            return event_from({"kind": "start", "argument": str(self.said or "").format_map(slugs)})
        return event_from(self.said)


@dataclass(frozen=True)
class Script:
    """One conversation."""

    file: str
    name: str
    steps: tuple[Step, ...]
    language: str = ""
    hint: str = "en-GB"
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.file.removesuffix(".yml")


def scripts() -> list[Script]:
    """Every conversation there is, by the name of its file."""
    return [_script(path) for path in sorted(SCRIPTS.glob("*.yml"))]


def _script(path: Path) -> Script:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    steps = tuple(_step(path, each) for each in said.pop("steps"))
    return Script(file=path.name, steps=steps, **said)


def _step(path: Path, said: dict[str, Any]) -> Step:
    (way,) = [way for way in WAYS if way in said]
    expects = {name: value for name, value in said.items() if name != way}
    if wrong := set(expects) - set(CHECKS):
        raise ValueError(f"{path.name}: a step cannot say {wrong}")
    return Step(way, said[way], expects)


def offered(talk: Talk, begins: str) -> str:
    """The press of what was offered last that begins so: `session.show`, or the second: `session.show#2`."""
    begins, _, which = begins.partition("#")
    found = [press for _, press in talk.offered if f"{press}.".startswith(f"{begins}.")]
    assert len(found) >= int(which or 1), (
        f"{begins} is not offered, but {[press for _, press in talk.offered]}"
    )
    return found[int(which or 1) - 1]


def seen(turn: Turn) -> list[str]:
    return [screen.name for screen in turn.screens]


def plain(screen: Screen) -> str:
    """Its words, without the marks that hold names together."""
    return "\n".join(screen.text).replace("\u2068", "").replace("\u2069", "")


def check(step: Step, turn: Turn, *, words: bool) -> None:
    """Whether the turn is what the script says; its `words` only in the language it was written for."""
    if step.screens is not None:
        assert seen(turn) == step.screens, f"{step.way} {step.said!r}: {seen(turn)}"
    presses = [press for screen in turn.screens for _, press in screen.pressable]
    for begins in step.expects.get("choices", ()):
        assert any(f"{press}.".startswith(f"{begins}.") for press in presses), (begins, presses)
    if "effects" in step.expects:
        assert [type(effect).__name__ for effect in turn.effects] == step.expects["effects"]
    if words:
        text = "\n".join(map(plain, turn.screens))
        for part in step.expects.get("shows", ()):
            assert part in text, f"{part!r} is not in {text!r}"
        for part in step.expects.get("hides", ()):
            assert part not in text, f"{part!r} is in {text!r}"


def way_out(turn: Turn) -> bool:
    """Whether she can go on from here: with a tap, by answering, or because a person is to speak."""
    if turn.talk.with_person:
        return True
    return any(turn.talk.offered or turn.talk.step or screen.name == "farewell" for screen in turn.screens)
