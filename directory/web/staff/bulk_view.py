"""What a change to many sessions says: each from what to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import g

from directory import clock
from directory.listings.bulk import items_of
from directory.listings.bulk_plan import BulkPlan, Item
from directory.listings.models import BulkChange
from directory.words import N_

FIELDS = {
    "first_day": N_("First day: %(before)s becomes %(after)s"),
    "last_day": N_("Last day: %(before)s becomes %(after)s"),
    "venue_id": N_("Place: %(before)s becomes %(after)s"),
}
KINDS = {"term": N_("A term’s dates moved"), "venue": N_("A place changed")}


@dataclass(frozen=True)
class BulkLine:
    """One session and all that would change about it."""

    activity_id: int
    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class DoneLine:
    """One change that was made; `undone` says by whom it was taken back."""

    id: int
    what: str
    when: str
    who: str
    names: str
    undone: str


def plan_lines(plan: BulkPlan | None, venues: Mapping[int, str] | None = None) -> list[BulkLine]:
    """What a plan would change, session by session."""
    by_session: dict[int, list[Item]] = {}
    for item in plan.items if plan else ():
        by_session.setdefault(item.activity_id, []).append(item)
    return [
        BulkLine(key, items[0].name, tuple(_said(item, venues or {}) for item in items))
        for key, items in by_session.items()
    ]


def done_line(change: BulkChange) -> DoneLine:
    at = clock.london(change.at)
    return DoneLine(
        id=change.id,
        what=g.words.gettext(KINDS[change.kind]),
        when=f"{g.words.brief_day(at.date())}, {g.words.time(at.time())}",
        who=change.who,
        names=g.words.all_of(_names(items_of(change))),
        undone=change.undone_by or "",
    )


def _names(items: Iterable[Item], most: int = 5) -> list[str]:
    names = list(dict.fromkeys(item.name for item in items))
    more = len(names) - most
    return names if more < 2 else [*names[:most], g.words.ngettext("%(num)s more", "%(num)s more", more)]


def _said(item: Item, venues: Mapping[int, str]) -> str:
    before, after = (_value(value, venues) for value in (item.before, item.after))
    return str(g.words.gettext(FIELDS[item.field], before=before, after=after))


def _value(value: str | int | None, venues: Mapping[int, str]) -> str:
    if isinstance(value, int):
        return venues.get(value, "")
    return str(g.words.full_day(date.fromisoformat(value))) if value else ""
