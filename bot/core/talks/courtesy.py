"""A greeting, thanks, a thumb up: answered as one would, and not searched for."""

from bot.core.global_words import command_in
from bot.core.screen import Screen
from bot.core.screens import find as screens
from bot.core.talk import Talk, Turn
from bot.core.ways import list_and_menu
from directory.search.analysis import tokens

GREETING = "hello"
THANKS = "thanks"
ANSWERS = ("yes", "no")  # to nothing that we asked


def courtesy_in(text: str, language: str) -> str:
    """Which courtesy a whole message is; empty for anything else. A message without a word is thanks."""
    said = command_in(text, language) or ("" if tokens(text) else THANKS)
    return said if said in (GREETING, THANKS, *ANSWERS) else ""


def answered(talk: Talk, courtesy: str) -> Turn:
    """Whatever she was asked before is still asked."""
    words = talk.words
    if courtesy == THANKS:
        said = words.gettext("You are welcome. Write whenever you like.")
        ways = list_and_menu(words, screens.back_to_list(talk.memory))
        return talk.aside(Screen("thanks", (said,), (ways,), words.spoken))
    return talk.aside(screens.start(words, words.gettext("Hello!") if courtesy == GREETING else ""))
