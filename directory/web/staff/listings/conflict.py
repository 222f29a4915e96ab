"""Two people changed the same thing: both values side by side, and whoever came second chooses."""

from dataclasses import dataclass

from flask import g, render_template, request
from sqlalchemy.orm import Session

from directory import clock
from directory.listings.own_listings import OwnListingPage, centre_names, venue_names
from directory.listings.refusals import Difference, SectionChanged
from directory.listings.sections import TOGETHER
from directory.web.posting import typed
from directory.web.staff.listings import wording

CHOOSE, THEIRS = "choose-", "theirs"


@dataclass(frozen=True)
class Choice:
    """One decision: the field it goes by, and each line of it with what theirs and hers would be."""

    field: str
    lines: tuple[tuple[str, str, str], ...]


def left_to_them() -> set[str]:
    """The fields of which she has said that the other's value is the right one."""
    return {
        name.removeprefix(CHOOSE)
        for name, value in request.form.items()
        if name.startswith(CHOOSE) and value == THEIRS
    }


def choice(db: Session, page: OwnListingPage, name: str, changed: SectionChanged) -> str:
    """The page on which she chooses, with all that she typed on it."""
    places = _places(db, changed)
    kept = [(key, text) for key, text in typed() if key != "seen" and not key.startswith(CHOOSE)]
    return render_template(
        "staff/listings/conflict.html",
        page=page,
        name=name,
        label=wording.SECTIONS[name],
        who=changed.who,
        herself=changed.who == g.worker.name,
        at=clock.london(changed.at),
        seen=changed.seen,
        kept=kept,
        choices=[_choice(group, places) for group in _grouped(changed.differences)],
    )


def _grouped(differences: tuple[Difference, ...]) -> list[list[Difference]]:
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for one in differences:
        kin = next((kin for kin in TOGETHER if one.field in kin), (one.field,))
        groups.setdefault(kin, []).append(one)
    return list(groups.values())


def _choice(group: list[Difference], places: dict[str, dict[int, str]]) -> Choice:
    def said(field: str, held: object) -> str:
        return wording.value(g.words, field, held, places=places)

    lines = tuple(
        (wording.field_name(g.words, one.field), said(one.field, one.theirs), said(one.field, one.yours))
        for one in group
    )
    return Choice(group[0].field, lines)


def _places(db: Session, changed: SectionChanged) -> dict[str, dict[int, str]]:
    held = {one.field: (one.theirs, one.yours) for one in changed.differences}
    numbers = {
        field: [value for value in held.get(field, ()) if isinstance(value, int)]
        for field in ("venue_id", "centre_id")
    }
    return {
        "venue_id": venue_names(db, numbers["venue_id"]),
        "centre_id": centre_names(db, numbers["centre_id"]),
    }
