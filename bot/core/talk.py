"""Where a conversation stands, and what a turn makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.effects import Effect
from bot.core.event import Event
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
    is as good as a tap. `with_person`: a member of staff has taken over and the bot is silent.
    """

    language: str = ""
    step: str = ""
    memory: Mapping[str, Any] = field(default_factory=dict)
    offered: tuple[tuple[str, str], ...] = ()
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

    def knowing(self, **about: Any) -> "Talk":
        """The same talk with something more known about her."""
        return replace(self, about=replace(self.about, **about))


@dataclass(frozen=True)
class Turn:
    """What one event comes to: the talk as it now stands, what to show, what to do."""

    talk: Talk
    screens: tuple[Screen, ...] = ()
    effects: tuple[Effect, ...] = ()

    def then(self, *effects: Effect) -> "Turn":
        return replace(self, effects=(*self.effects, *effects))


# A step of a talk. It is pure: all it may ask is in `rooms`.
Step = Callable[[Talk, Event, Rooms], Turn]


@dataclass(frozen=True)
class TalkKind:
    """One kind of talk, as `bot/core/talks/__init__.py` lists them.

    `name` begins its presses and steps. `presses` by what follows the name (`show` for `session.show.12`);
    the rest of the press is for the step to read (`arguments`). `steps` by name, for words that answer it.
    `commands` by global word (`find`): see `content/bot/words/`.
    """

    name: str
    presses: Mapping[str, Step] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    commands: Mapping[str, Step] = field(default_factory=dict)


def arguments(event: Event) -> list[str]:
    """What a press carries after its talk and deed: `session.show.12` carries `["12"]`."""
    return event.press.split(".")[2:]
