"""After a crisis was heard: the sessions she may have been looking for, one tap away.

The button carries the sort of crisis. What is searched for comes from that alone, never from what she wrote.
"""

from dataclasses import replace

from bot.core.crisis import concept_of, sorts
from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.talk import Talk, TalkKind, Turn, Unknown, arguments
from directory.search.concepts import label


def search(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    sort = (arguments(event) or [""])[0]
    concept = concept_of(sort) if sort in sorts() else None
    if concept is None:
        raise Unknown(event.press)
    asked = Event(Kind.TEXT, text=label(concept, talk.language))
    return Turn(replace(talk, step="", memory={}, offered=()), onward=asked)


TALK = TalkKind("crisis", presses={"search": search})
