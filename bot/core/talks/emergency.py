"""Help now: whom to ring, one tap each. Nothing is asked, nothing is kept."""

from bot.core.crisis import crisis_screen
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.talk import Talk, TalkKind, Turn


def help_now(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return talk.aside(crisis_screen("emergency", talk.words))


TALK = TalkKind("emergency", commands={"emergency": help_now}, detour=True)
