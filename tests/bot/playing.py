"""Scripts played against the sample council, all of it real but the channel; and nothing is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import deeds
from bot.core.effects import DeleteEverything
from bot.core.engine import take
from bot.core.event import Event, Kind
from bot.core.talk import Talk, Turn
from bot.directory_rooms import DirectoryRooms
from bot.turning import keep, talk_of
from directory import clock
from directory.contacts import following, handovers, people
from directory.contacts.models import Contact
from directory.listings.models import Activity
from directory.places.models import Centre
from directory.runtime import Runtime
from tests.bot.scripting import Script
from tests.site import sample_slugs

STOP = Event(Kind.TEXT, text="/stop")
CARRY_ON = Event(Kind.PRESS, press="go.carry-on")
LANGUAGE = Event(Kind.PRESS, press="go.language")


class Parent:
    """Somebody who talks with the bot; `talk` is where that stands."""

    def __init__(self, runtime: Runtime, db: Session, hint: str) -> None:
        self.runtime, self.db, self.hint = runtime, db, hint
        self.contact = self._comes()
        self.talk = Talk()

    def is_as(self, given: Mapping[str, object], numbers: Mapping[str, int], language: str) -> None:
        """What was so before the script begins."""
        now = clock.now()
        self.contact.language = language
        for name in given.get("saved", ()):
            following.save(self.db, self.contact.id, numbers.get(name, name), kept=True, now=now)
        if given.get("with_person"):
            handovers.open(self.db, self.contact, text="Hello", activity_id=None, came_from={}, now=now)
        if about := given.get("about"):
            people.keep_about(self.db, self.contact, about)
        self.talk = talk_of(self.db, self.contact)

    def does(self, event: Event) -> Turn:
        """One turn, and what it makes happen."""
        if event.kind is Kind.RETURNED:  # staff have closed it
            handovers.leave(self.db, self.contact, now=clock.now())
            self.talk = talk_of(self.db, self.contact, returned=True)
        turn = self.would(event)
        if any(isinstance(effect, DeleteEverything) for effect in turn.effects):
            people.delete_everything(self.db, self.contact)
            self.contact = self._comes()
        else:
            for effect in turn.effects:
                deeds.do(effect, self.db, self.contact, self.talk, clock.now())
            keep(self.db, self.contact, turn.talk)
        self.talk = talk_of(self.db, self.contact)
        return turn

    def would(self, event: Event, talk: Talk | None = None) -> Turn:
        """What would come of it, at another point of the talk perhaps; nothing happens."""
        return take(talk or self.talk, replace(event, language=self.hint), self.rooms)

    @property
    def rooms(self) -> DirectoryRooms:
        """What is true for her now."""
        return DirectoryRooms(self.runtime, self.db, self.contact, clock.now())

    def _comes(self) -> Contact:
        return people.find_or_make(self.db, channel="terminal", address="script", now=clock.now())


class House:
    """The sample council, open for parents to come in."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.numbers = _numbers(runtime)

    @contextmanager
    def parent(self, script: Script, language: str | None = None) -> Iterator[Parent]:
        """The parent of a script at its beginning, in another language perhaps. What she does is undone."""
        with self.runtime.database.read() as db:
            parent = Parent(self.runtime, db, language or script.hint)
            parent.is_as(script.given, self.numbers, script.language and (language or script.language))
            yield parent
            db.rollback()


def _numbers(runtime: Runtime) -> Mapping[str, int]:
    """The number of each listing that scripts speak of, and of the centre."""
    slugs = sample_slugs(runtime)
    with runtime.database.read() as db:
        listings = {slug: id_ for id_, slug in db.execute(select(Activity.id, Activity.slug))}
        centre = db.scalars(select(Centre.id).where(Centre.slug == slugs["centre"])).one()
    return {**{name: listings[slug] for name, slug in slugs.items() if slug in listings}, "centre": centre}
