"""Scripts played against the sample council: one parent, her talk, and what is true for her."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import select

from bot.core.effects import AskPerson, LeavePerson
from bot.core.engine import take
from bot.core.event import Event, Kind
from bot.core.talk import Talk, Turn
from directory.listings.models import Activity
from directory.places.models import Centre
from directory.runtime import Runtime
from tests.bot.sample_rooms import SampleRooms
from tests.bot.scripting import Script
from tests.site import sample_slugs


class Parent:
    """Somebody who talks with the bot: her talk as it stands, and the rooms as they are for her."""

    def __init__(self, rooms: SampleRooms, talk: Talk, hint: str) -> None:
        self.rooms, self.talk, self.hint = rooms, talk, hint

    def does(self, event: Event) -> Turn:
        """One turn, and what it makes happen."""
        turn = self.would(event)
        for effect in turn.effects:
            self.rooms.do(effect)
        self.talk = self.talk_after(turn)
        return turn

    def would(self, event: Event, talk: Talk | None = None) -> Turn:
        """What would come of it, at another point of the talk perhaps; nothing happens."""
        return take(talk or self.talk, replace(event, language=self.hint), self.rooms)

    def talk_after(self, turn: Turn) -> Talk:
        asked = any(isinstance(effect, AskPerson) for effect in turn.effects)
        left = any(isinstance(effect, LeavePerson) for effect in turn.effects)
        return replace(turn.talk, with_person=(turn.talk.with_person or asked) and not left)


class House:
    """The sample council, open for parents to come in."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.numbers = _numbers(runtime)

    @contextmanager
    def parent(self, script: Script, language: str | None = None) -> Iterator[Parent]:
        """The parent of a script, as she is at its beginning; in another language perhaps."""
        given = script.given
        with self.runtime.database.read() as db:
            saved = [self.numbers.get(each, each) for each in given.get("saved", ())]
            talk = Talk(
                language=script.language and (language or script.language),
                with_person=given.get("with_person", False),
            )
            yield Parent(SampleRooms(self.runtime, db, kept=saved), talk, language or script.hint)


def _numbers(runtime: Runtime) -> Mapping[str, int]:
    """The number of each listing that scripts speak of, and of the centre."""
    slugs = sample_slugs(runtime)
    with runtime.database.read() as db:
        listings = {slug: id_ for id_, slug in db.execute(select(Activity.id, Activity.slug))}
        centre = db.scalars(select(Centre.id).where(Centre.slug == slugs["centre"])).one()
    return {**{name: listings[slug] for name, slug in slugs.items() if slug in listings}, "centre": centre}


STOP = Event(Kind.TEXT, text="/stop")
CARRY_ON = Event(Kind.PRESS, press="go.carry-on")
LANGUAGE = Event(Kind.PRESS, press="go.language")
