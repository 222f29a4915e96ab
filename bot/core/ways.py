"""Choices that many screens offer, so that there is always a way out."""

from bot.core.screen import Choice, go
from directory.words import Words


def menu_choice(words: Words) -> Choice:
    return Choice(words.gettext("Menu"), go("menu"))


def list_and_menu(words: Words, back: str) -> tuple[Choice, ...]:
    """Back to her list, if she has one (`back` is the press that shows it), and the menu."""
    list_ = (Choice(words.gettext("Back to the list"), back),) if back else ()
    return (*list_, menu_choice(words))


def carry_on(words: Words) -> Choice:
    """Back to where she was."""
    return Choice(words.gettext("Carry on"), go("carry-on"))
