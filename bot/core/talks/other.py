"""What we cannot read: voice notes, photos, stickers. Answered kindly, and nothing is lost over it."""

from collections.abc import Mapping

from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.ways import menu_choice
from directory.words import N_

WHAT: Mapping[str, str] = {
    "voice": N_("Sorry, I cannot listen to voice messages. Could you write it in a few words?"),
    "photo": N_("Sorry, I cannot see pictures. Could you write it in a few words?"),
    "sticker": N_("Thank you! I only understand words, though. What are you looking for?"),
}
ANYTHING = N_("Sorry, I only understand words. Could you write it in a few words?")
TO_PERSON = N_("Only words get through to the person you are talking with. Could you write it?")


def unread(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = words.gettext(TO_PERSON if talk.with_person else WHAT.get(event.what, ANYTHING))
    choices = ((Choice(words.gettext("Talk to a person"), go("person")), menu_choice(words)),)
    return talk.aside(Screen("unread", (said,), () if talk.with_person else choices, words.spoken))


TALK = TalkKind("other", answers={Kind.OTHER: unread, Kind.EDITED: unread}, detour=True)
