"""A talk put away between two turns, and taken up again: plain JSON."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from bot.core.talk import VERSION, About, Talk

OUTDATED = "outdated"  # the step of a talk that an earlier version of us put away: no talk has it


def packed(talk: Talk) -> dict[str, Any]:
    """What a talk needs to be taken up again, apart from what the contact itself holds."""
    return {
        "step": talk.step,
        "memory": dict(talk.memory),
        "offered": [list(each) for each in talk.offered],
        "shown": dict(talk.shown),
        "left_at": dict(talk.left_at),
        "version": talk.version,
    }


def unpacked(put_away: Mapping[str, Any], about: Mapping[str, Any], **contact: Any) -> Talk:
    """The talk as it was put away; one of another version is at no step we know, which the engine tells."""
    known = about_from(about)
    if not put_away:
        return Talk(about=known, **contact)
    if put_away.get("version") != VERSION:
        return Talk(about=known, step=OUTDATED, **contact)
    return Talk(
        about=known,
        step=put_away["step"],
        memory=put_away["memory"],
        offered=tuple((label, press) for label, press in put_away["offered"]),
        shown=put_away["shown"],
        left_at=put_away.get("left_at", {}),
        **contact,
    )


def about_from(known: Mapping[str, Any]) -> About:
    """What is known of her; fields that we no longer have are passed over."""
    ours = {field.name for field in fields(About)}
    values = {name: value for name, value in known.items() if name in ours}
    return About(**{**values, "ages": tuple(values.get("ages", ()))})


def about_packed(about: About) -> dict[str, Any]:
    return asdict(about)
