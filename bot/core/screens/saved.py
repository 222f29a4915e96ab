"""What she keeps at hand, is reminded of and is told about, each to open and to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.screen import Choice, Screen, go, isolated, press
from bot.core.ways import menu_choice
from directory.words import N_, Words

KEPT, REMINDED, FOLLOWED = (
    N_("Saved sessions"),
    N_("I remind you of"),
    N_("I write to you when something changes"),
)
SHOWN = 6  # on one screen: each has two buttons


@dataclass(frozen=True)
class Item:
    """One thing of hers: its heading, its name, the press that opens it and the one that takes it away."""

    heading: str
    name: str
    open: str
    away: str
    about: str = ""


def name_of(words: Words, name: str, *, sensitive: bool) -> str:
    """Its name; not of a sensitive one, for who looks over her shoulder at a list."""
    return words.gettext("Session") if sensitive else name


def saved(words: Words, items: Sequence[Item], number: int, said: str = "") -> Screen:
    """One screenful; a number past the last shows the last."""
    if not items:
        return _nothing(words, said)
    screens = -(-len(items) // SHOWN)
    number = min(number, screens)
    shown = items[(number - 1) * SHOWN : number * SHOWN]
    text = [said] if said else []
    for heading, those in groupby(shown, lambda item: item.heading):
        lines = [" · ".join(isolated(part) for part in (item.name, item.about) if part) for item in those]
        text.append("\n".join((words.gettext(heading), *(f"• {line}" for line in lines))))
    choices = [row for item in shown for row in _rows(words, item)]
    if screens > 1:
        text.append(words.gettext("Page %(page)s of %(pages)s", page=number, pages=screens))
        choices.append(_pages(words, number, screens))
    return Screen("saved", tuple(text), (*choices, (menu_choice(words),)), words.spoken)


def _rows(words: Words, item: Item) -> tuple[tuple[Choice, ...], ...]:
    away = words.gettext("Take out: %(name)s", name=item.name)
    return (Choice(item.name, item.open),), (Choice(away, item.away),)


def _pages(words: Words, number: int, screens: int) -> tuple[Choice, ...]:
    earlier = Choice(words.gettext("Earlier page"), press("saved", "page", number - 1))
    later = Choice(words.gettext("Next page"), press("saved", "page", number + 1))
    return (*((earlier,) if number > 1 else ()), *((later,) if number < screens else ()))


def _nothing(words: Words, said: str) -> Screen:
    text = (
        said,
        words.gettext(
            "Nothing is saved here. Open a session and tap “Save”, “Remind me” or “Tell me if it changes”."
        ),
    )
    choices = ((Choice(words.gettext("🔎 Find something"), go("find")), menu_choice(words)),)
    return Screen("saved", tuple(filter(None, text)), choices, words.spoken)
