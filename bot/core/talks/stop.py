"""Stop: three choices, none of them hidden. Until she has chosen, nothing is lost."""

from dataclasses import replace

from bot.core.effects import ResumeMessages, StopMessages
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go, press
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.ways import menu_choice


def ask(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext("What should stop?"),
        words.gettext("If you stop messages, I still answer when you write, and never write first."),
    )
    choices = (
        (Choice(words.gettext("Stop messages"), press("stop", "messages")),),
        (Choice(words.gettext("Delete everything"), go("delete")),),
        (Choice(words.gettext("Carry on"), go("carry-on")),),
    )
    return talk.aside(Screen("stop", said, choices, words.spoken))


def stop_messages(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext("Done. I write nothing unasked any more: no reminders and no news."),
        words.gettext("What you saved is still here. Write whenever you like."),
    )
    choices = (
        (Choice(words.gettext("Send messages again"), press("stop", "resume")),),
        (Choice(words.gettext("Carry on"), go("carry-on")), menu_choice(words)),
    )
    screen = Screen("stopped", said, choices, words.spoken)
    return replace(talk, stopped=True).aside(screen, StopMessages())


def resume(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("Good. Reminders and news come again.")
    return replace(talk, stopped=False).again(said, ResumeMessages())


TALK = TalkKind("stop", {"messages": stop_messages, "resume": resume}, commands={"stop": ask}, detour=True)
