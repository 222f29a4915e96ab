"""Help now: whom to ring, one tap each. Nothing is asked, nothing is kept."""

from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen
from bot.core.talk import Talk, TalkKind, Turn
from bot.core.ways import carry_on, menu_choice
from directory.editorial.helplines import Helpline, helplines


def help_now(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    lines = [line for line in helplines(words.spoken) if line.group != "feeding"]
    said = (
        words.gettext("If somebody is in danger or badly hurt, ring 999 now. It is free, day and night."),
        *(f"{line.name}\n{line.about}" for line in lines if not line.urgent),
    )
    choices = tuple((_call(line),) for line in _once(lines))
    ways = ((carry_on(words), menu_choice(words)),)
    return talk.aside(Screen("emergency", said, (*choices, *ways), words.spoken, fresh=True))


def _once(lines: list[Helpline]) -> list[Helpline]:
    """Each number once, under the first name it has."""
    return list({line.tel: line for line in reversed(lines)}.values())[::-1]


def _call(line: Helpline) -> Choice:
    return Choice(
        f"{'💬' if line.sms else '📞'} {line.name}", url=f"{'sms' if line.sms else 'tel'}:{line.tel}"
    )


TALK = TalkKind("emergency", commands={"emergency": help_now}, detour=True)
