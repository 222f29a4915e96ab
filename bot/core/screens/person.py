"""Asking for a person: who would answer and when, and that this is no emergency service."""

from bot.core.screen import Choice, Screen, go, isolated, press
from bot.core.screens.session import call
from bot.core.ways import carry_on, menu_choice
from directory.contacts.reaching import PersonCard
from directory.places.wording import hours_in_short
from directory.words import Words


def ask(words: Words, person: PersonCard, said: str = "") -> Screen:
    """Who it would be, their hours, and what she wants to say."""
    text = (
        said,
        words.gettext(
            "I can pass a message to people who work at %(name)s. They answer here.",
            name=isolated(person.name),
        ),
        "\n".join((_now(words, person), *hours_in_short(words, person.hours))),
        words.gettext("This is not an emergency service. If somebody is in danger, ring 999 now."),
        words.gettext("What would you like to say? Please write no child’s name."),
    )
    phone = ((call(words, person.phone),),) if person.phone else ()
    help_now = (Choice(words.gettext("Help now"), go("emergency")),)
    choices = (*phone, help_now, (carry_on(words), menu_choice(words)))
    return Screen("person", tuple(filter(None, text)), choices, words.spoken)


def nobody(words: Words) -> Screen:
    """This copy serves no council yet."""
    text = (words.gettext("Sorry, there is nobody here yet to pass you on to."),)
    choices = ((Choice(words.gettext("Help now"), go("emergency")), menu_choice(words)),)
    return Screen("person-nobody", text, choices, words.spoken)


def passed_on(words: Words, person: PersonCard) -> Screen:
    """It is theirs now, and the bot is silent."""
    text = (
        words.gettext("I have passed it on. From now on they read what you write, and I am quiet."),
        _now(words, person),
        words.gettext("This is not an emergency service. If somebody is in danger, ring 999 now."),
    )
    return Screen("person-told", text, (_leave(words),), words.spoken)


def already(words: Words) -> Screen:
    text = (words.gettext("You are with a person already. Just write: they read it."),)
    return Screen("person-already", text, (_leave(words),), words.spoken)


def _leave(words: Words) -> tuple[Choice, ...]:
    return (Choice(words.gettext("I do not need a person any more"), press("person", "leave")),)


def _now(words: Words, person: PersonCard) -> str:
    """What to expect: an answer soon, or when they are back."""
    if person.closed_today:
        return words.gettext("They are closed today, and answer when they are back.")
    if person.open_now:
        return words.gettext("They are there now, and answer as soon as they can.")
    if person.hours:
        return words.gettext("They are not there now, and answer when they are back.")
    return words.gettext("They answer as soon as they can. It may take a day or two.")
