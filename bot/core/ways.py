"""Choices that many screens offer, so that there is always a way out."""

from bot.core.screen import Choice, go
from directory.words import Words


def menu_choice(words: Words) -> Choice:
    return Choice(words.gettext("Menu"), go("menu"))


def carry_on(words: Words) -> Choice:
    """Back to where she was."""
    return Choice(words.gettext("Carry on"), go("carry-on"))
