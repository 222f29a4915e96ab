"""Listings as the table in which they can be brought in again, with nothing changed by it."""

import csv
import io
from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory.imports.activities import NO_VENUE, SOURCE
from directory.imports.activity_template import COLUMNS
from directory.imports.formulas import harmless_row
from directory.imports.known_places import AWAY
from directory.listings.cards import may_show_place
from directory.listings.models import Activity, Cost, Delivery, Status
from directory.listings.patterns import WEEKDAYS, WHICH, from_rule
from directory.listings.session_types import session_types
from directory.listings.slots import slot_of
from directory.listings.timetable import Slot

_AWAY = {delivery: word for word, delivery in AWAY.items()}


def exported(db: Session, centre_ids: Collection[int], *, hidden_too: Collection[int]) -> str:
    """Every listing of these centres that is not withdrawn, as CSV, by centre and name.

    What is held at a hidden place, or is of a kind that always is, only of the centres in `hidden_too`.
    """
    lines = io.StringIO()
    table = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for activity in _listings(db, centre_ids):
        kind = session_types().get(activity.type_key)
        if activity.centre_id not in hidden_too and not (
            may_show_place(activity, kind) and kind and kind.listed
        ):
            continue
        for row in _rows(activity):
            table.writerow(dict(zip(row, harmless_row(row.values()), strict=True)))
    return lines.getvalue()


def _listings(db: Session, centre_ids: Collection[int]) -> Iterator[Activity]:
    found = db.scalars(
        select(Activity)
        .where(Activity.centre_id.in_(list(centre_ids)), Activity.status != Status.WITHDRAWN)
        .options(joinedload(Activity.centre), joinedload(Activity.venue), selectinload(Activity.schedules))
    ).all()
    return iter(sorted(found, key=lambda one: (one.centre.name, one.name.lower(), one.id)))


def _rows(activity: Activity) -> Iterator[dict[str, object]]:
    """One row a slot; the first says everything else too."""
    key = key_of(activity)
    slots = [_slot(slot_of(schedule)) for schedule in activity.schedules] or [{}]
    yield {"key": key, **_words(activity), **slots[0]}
    for slot in slots[1:]:
        yield {"key": key, **slot}


def key_of(activity: Activity) -> str:
    """What makes it the same listing when it comes back."""
    own = activity.external_id or ""
    return own if activity.source == SOURCE else f"{activity.source}:{own}"


def _words(activity: Activity) -> dict[str, object]:
    has_ages = activity.youngest_months is not None
    return {
        "type": activity.type_key,
        "name": activity.name,
        "summary": activity.summary,
        "description": activity.description,
        "centre": activity.centre.slug,
        "venue": _venue(activity),
        "youngest_months": activity.youngest_months if has_ages else "",
        "oldest_months": activity.oldest_months if has_ages else "",
        "pregnancy": _yes_or_no(activity.pregnancy),
        "adults": _yes_or_no(activity.adults),
        "cost": _cost(activity),
        "cost_note": activity.cost_note,
        "access": activity.access.value,
        "book_phone": activity.book_phone,
        "book_url": activity.book_url,
        "languages": "; ".join(activity.languages),
        "features": "; ".join(activity.features),
        "places": activity.capacity,
        "organisations": "; ".join(activity.organisations),
        "checked_on": activity.assured_on,
    }


def _venue(activity: Activity) -> str:
    """Its name; nothing for the centre's own building, as that is what an empty cell means."""
    if activity.delivery is not Delivery.IN_PERSON:
        return _AWAY[activity.delivery]
    if activity.venue is None:
        return NO_VENUE
    return "" if activity.venue.centre_id == activity.centre_id else activity.venue.name


def _cost(activity: Activity) -> str:
    if activity.cost is not Cost.PRICE or activity.cost_pence is None:
        return activity.cost.value
    return f"£{activity.cost_pence // 100}.{activity.cost_pence % 100:02d}"


def _slot(slot: Slot) -> dict[str, object]:
    """The cells of one slot, in people's words where they can say it, else with its rule."""
    row: dict[str, object] = {"start": f"{slot.starts:%H:%M}", "end": f"{slot.ends:%H:%M}"}
    row |= {"skip": _listed(slot.skipped_days), "extra": _listed(slot.extra_days)}
    if slot.term_time_only:
        row["term_time"] = "yes"
    pattern = from_rule(slot.rule)
    once = bool(pattern and pattern.repeats == "once" and slot.last_day == slot.first_day)
    if slot.on_bank_holidays != once:
        row["bank_holidays"] = _yes_or_no(slot.on_bank_holidays)
    if once and not slot.term_time_only:
        return row | {"repeats": "once", "date": slot.first_day}
    if once and slot.on_bank_holidays:
        row["bank_holidays"] = "yes"
    row |= {"repeats": slot.rule, "from": slot.first_day, "until": slot.last_day}
    if pattern and not once and len(pattern.weekdays) == 1 and pattern.rule() == slot.rule:
        row |= {"repeats": pattern.repeats, "day": WEEKDAYS[pattern.weekdays[0]]}
        if pattern.which is not None:
            row["which"] = next(word for word, number in WHICH.items() if number == pattern.which)
    return row


def _listed(days: Collection[date]) -> str:
    return "; ".join(map(str, sorted(days)))


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
