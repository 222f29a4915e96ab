"""Stop: three choices, none of them hidden. Until she has chosen, nothing is lost."""

from dataclasses import replace

from bot.core.effects import ResumeMessages, StopMessages
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go, press
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.ways import carry_on, menu_choice


def ask(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext("What should stop?"),
        words.gettext("If you stop messages, I still answer when you write, and never write first."),
    )
    choices = (
        (unasked(talk),),
        (Choice(words.gettext("Delete everything"), go("delete")),),
        (carry_on(words),),
    )
    return talk.aside(Screen("stop", said, choices, words.spoken))


def unasked(talk: Talk) -> Choice:
    """No messages any more that she has not asked for, or again."""
    if talk.stopped:
        return Choice(talk.words.gettext("Send messages again"), press("stop", "resume"))
    return Choice(talk.words.gettext("Stop messages"), press("stop", "messages"))


def stop_messages(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words, stopped = talk.words, replace(talk, stopped=True)
    said = (
        words.gettext("Done. I write nothing unasked any more: no reminders and no news."),
        words.gettext("What you saved is still here. Write whenever you like."),
    )
    choices = (
        (unasked(stopped),),
        (carry_on(words), menu_choice(words)),
    )
    screen = Screen("stopped", said, choices, words.spoken)
    return stopped.aside(screen, StopMessages())


def resume(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("Good. Reminders and news come again.")
    return replace(talk, stopped=False).again(said, ResumeMessages())


TALK = TalkKind("stop", {"messages": stop_messages, "resume": resume}, commands={"stop": ask}, detour=True)
