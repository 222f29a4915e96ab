"""Every kind of talk there is. To add one, read `ADDING.md` beside this file."""

from collections.abc import Mapping

from bot.core.talk import Step, TalkKind
from bot.core.talks import (
    centre,
    crisis,
    emergency,
    find,
    follow,
    hello,
    how,
    language,
    menu,
    other,
    person,
    privacy,
    remind,
    saved,
    session,
    settings,
    stop,
    wrong,
)

TALKS: tuple[TalkKind, ...] = (
    hello.TALK,
    menu.TALK,
    find.TALK,
    session.TALK,
    centre.TALK,
    remind.TALK,
    follow.TALK,
    saved.TALK,
    wrong.TALK,
    person.TALK,
    how.TALK,
    emergency.TALK,
    crisis.TALK,
    language.TALK,
    stop.TALK,
    settings.TALK,
    privacy.TALK,
    other.TALK,
)


def _all(pairs: list[tuple[str, Step]]) -> Mapping[str, Step]:
    """One table of many, in which nothing is there twice."""
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"claimed by two talks: {sorted({name for name in names if names.count(name) > 1})}")
    return table


PRESSES = _all([(f"{talk.name}.{deed}", step) for talk in TALKS for deed, step in talk.presses.items()])
STEPS = _all([(f"{talk.name}.{name}", step) for talk in TALKS for name, step in talk.steps.items()])
COMMANDS = _all([pair for talk in TALKS for pair in talk.commands.items()])
LINKS = _all([pair for talk in TALKS for pair in talk.links.items()])
ANSWERS: Mapping[str, Step] = _all([pair for talk in TALKS for pair in talk.answers.items()])
NUMERIC = frozenset(f"{talk.name}.{name}" for talk in TALKS for name in talk.numeric)
DETOURS = frozenset(
    step
    for talk in TALKS
    if talk.detour
    for table in (talk.presses, talk.steps, talk.commands, talk.links, talk.answers)
    for step in table.values()
)
