"""Keep what a centre offers, from a CSV file that anybody can write in a spreadsheet.

One row is one slot: rows with the same key are one activity, and the words need to stand only in the first.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.imports.activity_template import COLUMNS, SHAPE, SLOT_COLUMNS, template
from directory.imports.cells import (
    Cells,
    access,
    at_most,
    day,
    feature,
    language,
    listed,
    price,
    whole_number,
    yes_or_no,
)
from directory.imports.known_places import AWAY, CentreFound, KnownPlaces
from directory.imports.plan import Findings, Plan, Progress
from directory.imports.putting_right import one_phone, web_address
from directory.imports.slot_cells import read_slot
from directory.imports.tables import Row, read_table
from directory.listings.actions import Outcome, keep_activity
from directory.listings.calendars import calendar_of
from directory.listings.drafting import draft_of
from directory.listings.drafts import Draft
from directory.listings.kinds import draft_of_kind, kind_called
from directory.listings.models import Activity
from directory.listings.session_types import SessionType, session_types
from directory.listings.timetable import Slot, days

__all__ = ["SHAPE", "keep_activities", "template"]

SOURCE, WHO = "csv", "import activities"
NO_VENUE = "none"
Remember = Callable[[Draft, Draft | None], None]
"""Told each draft that was kept, and what its listing was before; None if it is new."""


def keep_activities(
    db: Session,
    content: bytes,
    *,
    now: datetime,
    today: date,
    progress: Progress = lambda done, of: None,
    who: str = WHO,
    within: Collection[int] | None = None,
    remember: Remember = lambda kept, before: None,
) -> Plan:
    """Keep every activity of a file in the template's form. Raises WrongFile for another file.

    Every problem of every row is told, not only the first. With `within`, only listings of these centres
    may be added or changed.
    """
    findings = Findings()
    reading = _Reading(db, today, session_types(), findings, within)
    activities: dict[str, list[Row]] = {}
    for row in read_table(content, SHAPE, findings):
        if row["key"]:
            activities.setdefault(row["key"], []).append(row)
        else:
            findings.refuse(row.number, "give every activity a key of its own.", "key")
    for done, (key, rows) in enumerate(activities.items(), start=1):
        if found := reading.draft(key, rows):
            draft, before = found
            outcome, fields = keep_activity(db, draft, who=who, now=now)
            if outcome is not Outcome.UNCHANGED:
                remember(draft, before)
            findings.count(outcome, rows[0].number, draft.name, fields)
        progress(done, len(activities))
    return findings.plan()


class _Reading:
    """What is needed to make drafts of rows: the places and kinds of session we know, and what day it is."""

    def __init__(
        self,
        db: Session,
        today: date,
        types: Mapping[str, SessionType],
        findings: Findings,
        within: Collection[int] | None,
    ) -> None:
        self._db, self._today, self._types, self._findings = db, today, types, findings
        self._within = within
        self._places = KnownPlaces(db)

    def draft(self, key: str, rows: list[Row]) -> tuple[Draft, Draft | None] | None:
        """The activity that these rows describe, and what it is now; None when anything was refused."""
        before = len(self._findings.refused)
        cells = Cells(_merged(rows, self._findings), rows[0].number, self._findings)
        cells.read("key", at_most(120))
        kind = cells.needed("type", lambda text: kind_called(text, self._types))
        centre = cells.needed("centre", self._places.centre)
        stored = self._stored(key)
        self._refuse_others(cells, centre, stored)
        slots = self._slots(rows, centre, stored.slots if stored else ())
        said = _said(cells, self._today)
        if kind and centre:
            said["venue_id"] = self._venue(cells, kind, centre)
        if not kind or not centre or len(self._findings.refused) > before:
            return None
        if checked := said.get("assured_on"):
            said["review_by"] = checked + timedelta(days=centre.review_days)
        said |= {"source": SOURCE, "external_id": key, "centre_id": centre.id, "slots": slots}
        return (_as_it_was(stored, kind, said) if stored else draft_of_kind(kind, said)), stored

    def _stored(self, key: str) -> Draft | None:
        """The listing this key stands for. One of another source has it before its own key, with a colon."""
        source, _, rest = key.partition(":")
        for external_id, of in ((key, SOURCE), (rest, source)):
            found = self._db.scalars(
                select(Activity)
                .where(Activity.source == of, Activity.external_id == external_id)
                .options(selectinload(Activity.texts), selectinload(Activity.schedules))
            ).first()
            if found is not None:
                return draft_of(found)
        return None

    def _refuse_others(self, cells: Cells, centre: CentreFound | None, stored: Draft | None) -> None:
        """Nobody brings in what is another centre's, or takes it away from there."""
        if self._within is None:
            return
        if centre and centre.id not in self._within:
            cells.refuse("centre", "this is not one of your centres.")
        elif stored and stored.centre_id not in self._within:
            cells.refuse("key", "another centre has a listing with this key: choose another.")

    def _venue(self, cells: Cells, kind: SessionType, centre: CentreFound) -> int | None:
        if cells.text("venue").lower() in (*AWAY, NO_VENUE):
            return None
        try:
            venue = self._places.venue(cells.text("venue"), centre)
        except ValueError as error:
            cells.refuse("venue", str(error))
            return None
        if kind.venue_hidden and not venue.hidden:
            cells.refuse("venue", f"“{kind.key}” keeps people safe, so it needs a venue that is hidden.")
        return venue.id

    def _slots(
        self, rows: list[Row], centre: CentreFound | None, stored: Collection[Slot]
    ) -> tuple[Slot, ...]:
        slots: dict[Slot, int] = {}
        for row in rows:
            before = len(self._findings.refused)
            cells = Cells({c: (row.number, row[c]) for c in SLOT_COLUMNS}, row.number, self._findings)
            # No slot at all is no mistake: some times are agreed with each family.
            slot = read_slot(cells) if any(map(cells.text, SLOT_COLUMNS)) else None
            if not slot or not centre or len(self._findings.refused) > before:
                continue
            if slot in slots:
                self._findings.refuse(row.number, f"it is the same slot as row {slots[slot]}.")
            elif slot not in stored and not self._has_dates_left(slot, centre):
                column = "date" if row["date"] else "until" if row["until"] else "from"
                cells.refuse(column, "no dates are left from today on: correct the days or remove the row.")
            slots[slot] = row.number
        return tuple(slots)

    def _has_dates_left(self, slot: Slot, centre: CentreFound) -> bool:
        year_on = max(self._today, slot.first_day) + timedelta(days=366)
        until = max(slot.last_day or year_on, *slot.extra_days, slot.first_day)
        return bool(days(slot, calendar_of(self._db, centre.id), since=self._today, until=until))


def _as_it_was(stored: Draft, kind: SessionType, said: dict[str, Any]) -> Draft:
    """A draft for a listing that is here already: what the columns do not speak of stays as it is.

    So does what is empty in both: an empty cell means what is usual only where something stands now.
    """
    same_kind = stored.type_key == kind.key
    kept = {"source", "external_id", "programme", "programme_validated", "status"}
    kept |= {"themes", "offer"} if same_kind else set()
    kept |= {name for name, value in vars(stored).items() if not value and name not in said}
    if _digits(said.get("book_phone")) == _digits(stored.book_phone):
        kept.add("book_phone")  # the same number, written another way
    if said.get("assured_on") == stored.assured_on:
        kept.add("review_by")
    whole = said | {name: getattr(stored, name) for name in kept}
    return replace(draft_of_kind(kind, whole), words=stored.words)


def _digits(phone: str | None) -> str:
    return "".join(filter(str.isdigit, phone or ""))


def _merged(rows: list[Row], findings: Findings) -> dict[str, tuple[int, str]]:
    """What the rows of one activity say together, each with the row that says it first."""
    merged: dict[str, tuple[int, str]] = {}
    for row in rows:
        for column in COLUMNS:
            if column in SLOT_COLUMNS or not row[column]:
                continue
            first, said = merged.setdefault(column, (row.number, row[column]))
            if said != row[column]:
                contradiction = (
                    f"“{row[column][:40]}” contradicts “{said[:40]}” in row {first}, of the same key."
                )
                findings.refuse(row.number, contradiction, column)
    return merged


def _said(cells: Cells, today: date) -> dict[str, Any]:
    """Everything but the place and the slots, as far as the cells say it."""
    cost, cost_pence = cells.read("cost", price) or (None, None)
    youngest = cells.read("youngest_months", whole_number(0, 300))
    oldest = cells.read("oldest_months", whole_number(0, 300))
    if bool(cells.text("youngest_months")) != bool(cells.text("oldest_months")):
        cells.refuse("youngest_months", "give both ages, the youngest and the oldest.")
    elif youngest is not None and oldest is not None and youngest > oldest:
        cells.refuse("youngest_months", f"{youngest} months is older than {oldest} months.")
    said = {
        "name": cells.read("name", at_most(120)),
        "summary": cells.read("summary", at_most(400)),
        "description": cells.read("description", str),
        "delivery": AWAY.get(cells.text("venue").lower()),
        "youngest_months": youngest,
        "oldest_months": oldest,
        "pregnancy": cells.read("pregnancy", yes_or_no),
        "adults": cells.read("adults", yes_or_no),
        "cost": cost,
        "cost_pence": cost_pence,
        "cost_note": cells.read("cost_note", at_most(200)),
        "access": cells.read("access", access),
        "book_phone": cells.read("book_phone", one_phone),
        "book_url": cells.read("book_url", web_address),
        "languages": cells.read("languages", lambda text: listed(text, language)),
        "features": cells.read("features", lambda text: listed(text, feature)),
        "capacity": cells.read("places", whole_number(1, 10_000)),
        "organisations": cells.read("organisations", lambda text: listed(text, at_most(200), r"[;|\n]")),
        "assured_on": cells.read("checked_on", lambda text: _not_after(today, day(text))),
    }
    return {name: value for name, value in said.items() if value is not None}


def _not_after(today: date, found: date) -> date:
    if found > today:
        raise ValueError(f"{found} is still to come.")
    return found
