"""How this works: what one can write, in a few lines."""

from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.ways import carry_on, menu_choice


def explain(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext(
            "Write what you look for in your own words: “messy play for a two-year-old on Friday”."
        ),
        words.gettext(
            "Tap a button to see more, save a session or be reminded."
            " You can also type its number or its words."
        ),
        words.gettext(
            "At any time you can write: menu, language, person, privacy, stop, delete. In danger, ring 999."
        ),
    )
    choices = (
        (Choice(words.gettext("Talk to a person"), go("person")),),
        (Choice(words.gettext("Help now"), go("emergency")),),
        (carry_on(words), menu_choice(words)),
    )
    return talk.aside(Screen("help", said, choices, words.spoken))


def back(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return talk.again()


TALK = TalkKind("how", commands={"help": explain, "carry-on": back}, detour=True)
