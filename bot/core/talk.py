"""Where a conversation stands, and what a turn makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from bot.core.effects import Effect
from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.screen import Screen
from directory.locales import SOURCE
from directory.words import Words, words_for

VERSION = 1  # of what `Talk` means; another version's is begun anew, with an apology


@dataclass(frozen=True)
class About:
    """What she told us so that answers suit her better. All of it may be empty.

    `ages` are her children's in months as they were on `ages_on` (an ISO date); they grow from then on.
    `near` is a postcode or a town. Quiet hours are whole hours of London's clock.
    """

    ages: tuple[int, ...] = ()
    ages_on: str = ""
    near: str = ""
    quiet_from: int = 21
    quiet_until: int = 7


@dataclass(frozen=True)
class Talk:
    """Where one conversation stands.

    `language` is empty until she has chosen. `step` names what we asked last (`find.where`): her next words
    are the answer to it; empty when nothing is asked, and words are a search. `memory` is what the step needs
    to know (plain JSON). `offered` are labels and presses of the last screen, so that “2”, or a label typed,
    is as good as a tap. `shown` is what she did that brought up what she sees, with the step and memory it
    met (the engine keeps it): done again, it shows the same, in whatever language.
    `with_person`: a member of staff has taken over and the bot is silent; `left_at` is what was `shown` when
    she asked for one.
    """

    language: str = ""
    step: str = ""
    memory: Mapping[str, Any] = field(default_factory=dict)
    offered: tuple[tuple[str, str], ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
    left_at: Mapping[str, Any] = field(default_factory=dict)
    about: About = About()
    with_person: bool = False
    stopped: bool = False
    version: int = VERSION

    @property
    def words(self) -> Words:
        return words_for(self.language or SOURCE)

    def show(self, screen: Screen, *effects: Effect) -> "Turn":
        """Show this; nothing is asked."""
        return Turn(replace(self, step="", memory={}, offered=screen.pressable), (screen,), effects)

    def ask(self, screen: Screen, step: str, *effects: Effect, **memory: Any) -> "Turn":
        """Show this, and take her next words as the answer to it."""
        talk = replace(self, step=step, memory=memory, offered=screen.pressable)
        return Turn(talk, (screen,), effects)

    def aside(self, screen: Screen, *effects: Effect) -> "Turn":
        """Show this in between: what was asked before is still asked."""
        return Turn(replace(self, offered=screen.pressable), (screen,), effects)

    def again(self, said: str = "", *effects: Effect) -> "Turn":
        """Show once more where she was, with these words above it."""
        return Turn(self, effects=effects, again=True, said=said)

    def knowing(self, **about: Any) -> "Talk":
        """The same talk with something more known about her."""
        return replace(self, about=replace(self.about, **about))


@dataclass(frozen=True)
class Turn:
    """What one event comes to: the talk as it now stands, what to show, what to do.

    Then comes `onward`, as if she had just done it; or, `again`, where she was, with `said` above it.
    """

    talk: Talk
    screens: tuple[Screen, ...] = ()
    effects: tuple[Effect, ...] = ()
    onward: Event | None = None
    again: bool = False
    said: str = ""

    def then(self, *effects: Effect) -> "Turn":
        return replace(self, effects=(*self.effects, *effects))


# A step of a talk. It is pure: all it may ask is in `rooms`.
Step = Callable[[Talk, Event, Rooms], Turn]


class Unknown(Exception):
    """Something pressed or waited for means nothing any more: an old button, a step of another version."""


@dataclass(frozen=True)
class TalkKind:
    """One kind of talk, as `bot/core/talks/__init__.py` lists them.

    `name` begins its presses and steps. `presses` by what follows the name (`show` for `session.show.12`);
    the rest of the press is for the step to read (`arguments`, `number`). `steps` by name, for words that
    answer it. `commands` by global word (`find`): see `content/bot/`; a button `go("find")` does the same.
    `links` by what a deep link begins with (`s` for `s_12`); the step reads `event.argument`.
    `answers` by kind of event, where nothing waits: one talk says what becomes of free text, another of a
    voice note.
    `numeric` are steps that want a number for an answer: there “2” is not the second choice.
    After a `detour` she comes back to where she was (`Talk.again`).
    """

    name: str
    presses: Mapping[str, Step] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    commands: Mapping[str, Step] = field(default_factory=dict)
    links: Mapping[str, Step] = field(default_factory=dict)
    answers: Mapping[Kind, Step] = field(default_factory=dict)
    numeric: frozenset[str] = frozenset()
    detour: bool = False


MOST = 2_147_483_647  # what a database takes for a number


def arguments(event: Event) -> list[str]:
    """What a press carries after its talk and deed: `session.show.12` carries `["12"]`."""
    return event.press.split(".")[2:]


def date_named(event: Event, at: int = 0) -> str:
    """The uuid of a date that a press carries in this place. Raises Unknown."""
    try:
        return str(UUID(arguments(event)[at]))
    except (IndexError, ValueError):
        raise Unknown(event.press) from None


def number(event: Event, at: int = 0) -> int:
    """The number that a press carries in this place, or a deep link (`s_12`). Raises Unknown."""
    said = arguments(event)[at:] if event.press else event.argument.split("_")[1 + at :]
    if not said or not (said[0].isascii() and said[0].isdigit()) or int(said[0][:11]) > MOST:
        raise Unknown(event.press or event.argument)
    return int(said[0])
