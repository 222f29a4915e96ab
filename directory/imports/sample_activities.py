"""Make drafts of the sample's activities, and cancel or move the dates that it says."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.imports.cells import feature, language, length, price
from directory.imports.known_places import AWAY
from directory.imports.sample_files import SOURCE, Entry, day, only, times
from directory.listings.dates import cancel_date, move_date
from directory.listings.drafts import Draft, Words
from directory.listings.kinds import draft_of_kind
from directory.listings.models import (
    Access,
    Activity,
    Cost,
    Delivery,
    Occurrence,
    OccurrenceStatus,
    Reason,
)
from directory.listings.patterns import from_words
from directory.listings.session_types import SessionType
from directory.listings.timetable import Slot
from directory.places.models import Centre, Venue

WHO = "sample content"
_REVIEWED_EVERY = timedelta(days=90)
_COMING = ("next", "second", "third")
_ACTIVITY = {
    *("key", "type", "centre", "at", "when", "name", "summary", "words", "ages", "cost", "cost_note"),
    *("access", "book", "languages", "features", "places", "with", "programme", "cancelled", "moved"),
    "checked_days_ago",
}
_SLOT = {
    *("repeats", "day", "which", "date", "time", "from", "until", "term_time", "skip", "extra"),
    "bank_holidays",
}


class Drafts:
    """What is needed to make drafts of entries: the sample's places, and the kinds of session."""

    def __init__(self, db: Session, today: date, kinds: Mapping[str, SessionType]) -> None:
        self._today, self._kinds = today, kinds
        self._centres = _ids(db, Centre)
        self._venues = _ids(db, Venue)
        checked = select(Activity.external_id, Activity.assured_on).where(Activity.source == SOURCE)
        self._checked = {key: checked_on for key, checked_on in db.execute(checked) if checked_on}
        self._seen: set[str] = set()

    def draft(self, entry: Entry) -> Draft:
        only(entry, _ACTIVITY)
        if entry["key"] in self._seen:
            raise ValueError("the key is there twice")
        self._seen.add(entry["key"])
        kind, at = self._kinds[entry["type"]], entry.get("at", f"centre-{entry['centre']}")
        checked = self._checked.get(entry["key"]) or self._today - timedelta(days=entry["checked_days_ago"])
        said = {
            "source": SOURCE,
            "external_id": entry["key"],
            "centre_id": self._centres[entry["centre"]],
            "venue_id": None if at in AWAY else self._venues[at],
            "delivery": AWAY.get(at, Delivery.IN_PERSON),
            "slots": tuple(_slot(when) for when in entry.get("when", [])),
            "words": _own_words(entry),
            "assured_on": checked,
            "review_by": checked + _REVIEWED_EVERY,
        }
        return draft_of_kind(kind, said | _said(entry))


def _ids(db: Session, kind: type[Centre] | type[Venue]) -> dict[str, int]:
    found = db.execute(select(kind.external_id, kind.id).where(kind.source == SOURCE))
    return {key: number for key, number in found if key}


def _own_words(entry: Entry) -> dict[str, Words]:
    return {
        code: Words(name=words["name"], summary=words.get("summary", ""))
        for code, words in entry.get("words", {}).items()
    }


def _said(entry: Entry) -> dict[str, Any]:
    """What an entry says of its own, apart from its words, places and times."""
    cost, pence = price(str(entry.get("cost", Cost.UNKNOWN)))
    book, programme = entry.get("book", {}), entry.get("programme", {})
    said = {field: entry[field] for field in ("name", "summary") if field in entry}
    said |= {
        "cost": cost,
        "cost_pence": pence,
        "cost_note": entry.get("cost_note", ""),
        "book_phone": book.get("phone"),
        "book_url": book.get("url"),
        "languages": tuple(language(code) for code in entry.get("languages", [])),
        "features": tuple(feature(name) for name in entry.get("features", [])),
        "capacity": entry.get("places"),
        "organisations": tuple(entry.get("with", [])),
        "programme": programme.get("name"),
        "programme_validated": programme.get("validated"),
    }
    if "access" in entry:
        said["access"] = Access(entry["access"])
    if "ages" in entry:
        said |= {"youngest_months": entry["ages"]["from"], "oldest_months": entry["ages"]["to"]}
        if said["youngest_months"] > said["oldest_months"]:
            raise ValueError("the youngest is older than the oldest")
    return said


def _slot(when: Entry) -> Slot:
    only(when, _SLOT)
    once = when["repeats"] == "once"
    starts, ends = times(when["time"])
    pattern = from_words(when["repeats"], day=when.get("day", ""), which=when.get("which", ""))
    until = when.get("date") if once else when.get("until")
    return Slot(
        rule=pattern.rule(),
        first_day=day(when["date"] if once else when["from"]),
        last_day=None if until is None else day(until),
        starts=starts,
        minutes=length(starts, ends),
        term_time_only=when.get("term_time", False),
        on_bank_holidays=when.get("bank_holidays", False),
        extra_days=frozenset(map(day, when.get("extra", []))),
        skipped_days=frozenset(map(day, when.get("skip", []))),
    )


def change_dates(db: Session, draft: Draft, entry: Entry, now: datetime) -> None:
    """Cancel or move the coming dates that an entry names, as far as there are so many."""
    coming = (
        db.scalars(
            select(Occurrence)
            .join(Activity, Activity.id == Occurrence.activity_id)
            .where(Activity.source == SOURCE, Activity.external_id == draft.external_id)
            .where(Occurrence.status == OccurrenceStatus.SCHEDULED, Occurrence.starts_at >= now)
            .order_by(Occurrence.starts_at)
            .limit(len(_COMING))
        ).all()
        if "cancelled" in entry or "moved" in entry
        else []
    )
    for change in entry.get("cancelled", []):
        reason = Reason(change["reason"])
        for occurrence in _one(coming, change["date"]):
            cancel_date(db, occurrence, reason=reason, who=WHO, now=now)
    for change in entry.get("moved", []):
        starts, ends = times(change["to"])
        reason = Reason(change["reason"])
        for occurrence in _one(coming, change["date"]):
            same_day = occurrence.rule_day
            slot = Slot(rule="", first_day=same_day, starts=starts, minutes=length(starts, ends))
            move_date(db, occurrence, day=same_day, slot=slot, reason=reason, who=WHO, now=now)


def _one(coming: Sequence[Occurrence], which: str) -> Sequence[Occurrence]:
    place = _COMING.index(which)
    return coming[place : place + 1]
