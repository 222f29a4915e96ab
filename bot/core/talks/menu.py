"""The menu: the way out of everything."""

from dataclasses import replace

from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go, press, rows
from bot.core.talk import Talk, TalkKind, Turn
from directory.words import N_

# What stands on it, two to a row: label and global word.
ENTRIES = (
    (N_("🔎 Find something"), "find"),
    (N_("Saved sessions"), "saved"),
    (N_("Talk to a person"), "person"),
    (N_("Help now"), "emergency"),
    (N_("Settings"), "settings"),
    (N_("Language"), "language"),
    (N_("Your privacy"), "privacy"),
    (N_("How this works"), "help"),
)


def open_menu(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return shown(talk)


def shown(talk: Talk, said: str = "", name: str = "menu") -> Turn:
    words = talk.words
    asked = words.gettext(
        "What would you like? You can also just write it: “swimming for my baby on Saturday”."
    )
    screen = Screen(name, (said, asked) if said else (asked,), _choices(talk), words.spoken)
    turn = talk.show(screen)
    # An apology is nowhere to come back to.
    return replace(turn, talk=replace(turn.talk, shown={}))


def lost(talk: Talk, event: Event) -> Turn:
    """For a button that means nothing any more, or a talk that we no longer understand ourselves."""
    if event.kind is Kind.PRESS:
        said = talk.words.gettext("Sorry, that button is an old one and does nothing any more.")
    else:
        said = talk.words.gettext("Sorry, I have lost my place. Please ask me once more.")
    return shown(talk, said, "lost")


def gone(talk: Talk) -> Turn:
    """For a session or centre that is there no longer."""
    return shown(
        talk, talk.words.gettext("Sorry, that is no longer here: it has ended or was taken out."), "gone"
    )


def failed(talk: Talk) -> Turn:
    """For what we could not answer, however often we tried: she is at the menu, whatever step it was."""
    said = talk.words.gettext("Sorry, something went wrong here and we could not answer you.")
    return shown(talk, said, "failed")


def _choices(talk: Talk) -> tuple[tuple[Choice, ...], ...]:
    words = talk.words
    entries = rows(*(Choice(words.gettext(label), go(command)) for label, command in ENTRIES), wide=2)
    if not talk.with_person:
        return entries
    return ((Choice(words.gettext("I do not need a person any more"), press("person", "leave")),), *entries)


TALK = TalkKind("menu", commands={"menu": open_menu})
