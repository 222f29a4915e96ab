"""What is kept and why, everything we hold as a file, and deleting all of it: at once, with one more tap."""

from bot.core.effects import DeleteEverything
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Attached, Choice, Screen, go, press
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.ways import carry_on, menu_choice
from directory.words import Words


def explain(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext(
            "I keep only what I need to answer you: how to reach this chat, your language, your settings,"
            " and what you saved, follow or want to be reminded of. It is locked with a key."
        ),
        words.gettext(
            "Of what you write I keep your last question, so that you can go back to it. What you write to a"
            " person is kept for three months after that talk has ended. Nobody else reads along."
        ),
        words.gettext(
            "What I answer is emptied after two days. Everything goes by itself two years after your last"
            " message, or sooner."
        ),
        words.gettext(
            "I never ask for your name or your child’s name. The app you write with can read along, and has"
            " its own rules."
        ),
    )
    choices = (
        (Choice(words.gettext("All about privacy"), url=f"{rooms.site}/{words.code}/privacy"),),
        (Choice(words.gettext("What you hold of me"), go("data")),),
        (Choice(words.gettext("Delete everything"), go("delete")),),
        (carry_on(words), menu_choice(words)),
    )
    return talk.aside(Screen("privacy", said, choices, words.spoken))


def my_data(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = words.gettext(
        "Here is everything that we hold of you, as a file. Keep it where only you can read it."
    )
    attached = Attached("doorstep.json", rooms.my_data(talk.language))
    screen = Screen("my-data", (said,), _ways(words), words.spoken, attached=attached, fresh=True)
    return talk.aside(screen)


def ask_delete(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext("Shall I delete everything that we hold of you?"),
        words.gettext(
            "What you saved, your reminders and your settings go at once. Nobody can bring them back."
        ),
    )
    choices = (
        (Choice(words.gettext("Yes, delete everything"), press("privacy", "delete", "yes")),),
        (Choice(words.gettext("No, keep it"), press("privacy", "keep", "no")),),
    )
    return talk.aside(Screen("delete", said, choices, words.spoken))


def delete(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = (
        words.gettext("Done. Everything that we held of you is deleted."),
        words.gettext(
            "You can still see these messages here: your app keeps them, and you can delete them there."
        ),
        words.gettext("If you write again, we begin anew. All the best to you."),
    )
    screen = Screen("farewell", said, (), words.spoken, fresh=True)
    return Turn(Talk(), (screen,), (DeleteEverything(),))


def keep(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return talk.again(talk.words.gettext("Good. Everything is still here."))


def _ways(words: Words) -> tuple[tuple[Choice, ...], ...]:
    return (
        (Choice(words.gettext("Delete everything"), go("delete")),),
        (carry_on(words), menu_choice(words)),
    )


TALK = TalkKind(
    "privacy",
    presses={"delete": delete, "keep": keep},
    commands={"privacy": explain, "data": my_data, "delete": ask_delete},
    detour=True,
)
