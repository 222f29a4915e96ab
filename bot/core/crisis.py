"""When somebody writes that she or a child is in danger: fixed words and numbers, before all else."""

from bot.core.screen import Screen
from directory.words import Words


def crisis_in(text: str) -> str | None:
    """The sort of crisis that a message speaks of, if it does."""
    return None


def crisis_screen(sort: str, words: Words) -> Screen:
    return Screen(f"crisis-{sort}", ("999",), language=words.spoken)
