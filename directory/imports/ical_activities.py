"""Keep what a centre has in its calendar. All begin as drafts: a calendar says too little of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.errors import NotFound
from directory.imports.activities import Remember
from directory.imports.ical_events import CalendarEvent, read_events
from directory.imports.known_places import CentreFound, KnownPlaces, VenueFound
from directory.imports.plan import Findings, Plan, Progress
from directory.listings.actions import Outcome, keep_activity
from directory.listings.calendars import calendar_of
from directory.listings.drafting import draft_of
from directory.listings.drafts import Draft
from directory.listings.kinds import draft_of_kind
from directory.listings.models import Activity, Status
from directory.listings.session_types import SessionType, session_types
from directory.listings.timetable import Slot, days
from directory.places.models import Centre
from directory.search.concepts import concepts, concepts_named

SOURCE = "ical"
ONCE = "FREQ=DAILY;COUNT=1"
MOST_NAME, MOST_SUMMARY = 120, 400


def keep_calendar(
    db: Session,
    content: bytes,
    *,
    centre_id: int,
    type_key: str,
    now: datetime,
    today: date,
    who: str,
    progress: Progress = lambda done, of: None,
    remember: Remember = lambda kept, before: None,
) -> Plan:
    """Keep the events of a calendar file as listings of one centre. Raises WrongFile for another file.

    Events of one name are one listing. An event whose name says no kind of session is of `type_key`; what is
    over is left out and counted. Listings that are here already keep everything but their slots.
    """
    findings = Findings()
    reading = _Reading(db, centre_id, type_key, today, findings)
    named: dict[str, list[CalendarEvent]] = {}
    for event in read_events(content, findings):
        named.setdefault(event.name.lower(), []).append(event)
    for done, events in enumerate(named.values(), 1):
        if found := reading.draft(events):
            draft, before = found
            outcome, changed = keep_activity(db, draft, who=who, now=now)
            if outcome is not Outcome.UNCHANGED:
                remember(draft, before)
            findings.count(outcome, events[0].number, draft.name, changed)
        progress(done, len(named))
    return findings.plan()


class _Reading:
    def __init__(self, db: Session, centre_id: int, type_key: str, today: date, findings: Findings) -> None:
        centre = db.get(Centre, centre_id)
        if centre is None or type_key not in session_types():
            raise NotFound(f"centre {centre_id} or kind {type_key}")
        self._db, self._today, self._findings = db, today, findings
        self._centre = CentreFound(centre.id, centre.council_id, centre.council.review_days)
        self._usual: SessionType = session_types()[type_key]
        self._places = KnownPlaces(db)

    def draft(self, events: Sequence[CalendarEvent]) -> tuple[Draft, Draft | None] | None:
        """The listing these events make, and what it is now; None when all of it is over."""
        slots = tuple(slot for slot in slots_of(events) if self._has_dates_left(slot))
        if not slots:
            self._findings.counts["events that are over"] += len(events)
            return None
        first = events[0]
        own = f"{self._centre.id}/{first.name.lower()}"[:120]
        if (stored := self._stored(own)) is not None:
            return Draft(**{**vars(stored), "slots": slots}), stored
        kind = kind_named(first.name) or self._usual
        venue = self._venue(first, kind)
        if len(first.name) > MOST_NAME:
            self._findings.refuse(first.number, f"its name is longer than {MOST_NAME} letters.", "SUMMARY")
            return None
        said = {
            "source": SOURCE,
            "external_id": own,
            "centre_id": self._centre.id,
            "venue_id": venue.id if venue else None,
            "name": first.name,
            "description": first.about[:4_000],
            "status": Status.DRAFT,
            "slots": slots,
        }
        return draft_of_kind(kind, said), None

    def _stored(self, own: str) -> Draft | None:
        found = self._db.scalars(
            select(Activity)
            .where(Activity.source == SOURCE, Activity.external_id == own)
            .options(selectinload(Activity.texts), selectinload(Activity.schedules))
        ).first()
        return draft_of(found) if found else None

    def _venue(self, event: CalendarEvent, kind: SessionType) -> VenueFound | None:
        """The venue whose name its place begins with; else the centre's own building, and a warning."""
        name = event.place.split(",")[0].strip()
        for called in dict.fromkeys((event.place, name, "")):
            try:
                found = self._places.venue(called, self._centre)
            except ValueError:
                continue
            if called == "" and event.place:
                self._findings.warn(
                    event.number,
                    f"“{event.place[:60]}” is no venue we know: look at where it is.",
                    "LOCATION",
                )
            return None if kind.venue_hidden and not found.hidden else found
        self._findings.warn(event.number, "choose where it is.", "LOCATION")
        return None

    def _has_dates_left(self, slot: Slot) -> bool:
        year_on = max(self._today, slot.first_day) + timedelta(days=366)
        until = max(slot.last_day or year_on, *slot.extra_days, slot.first_day)
        return bool(days(slot, calendar_of(self._db, self._centre.id), since=self._today, until=until))


def kind_named(name: str) -> SessionType | None:
    """The kind of session whose English name an event's name holds, the longest of several.

    What keeps people safe is known by any of its names, so that its place stays hidden.
    """
    kinds = session_types()
    for concept in concepts_named(name):
        types = concepts()[concept].types
        if types and kinds[types[0]].venue_hidden:
            return kinds[types[0]]
    said = name.lower()
    found = [kind for kind in kinds.values() if kind.name["en"].lower() in said]
    return max(found, key=lambda kind: len(kind.name["en"]), default=None)


def slots_of(events: Sequence[CalendarEvent]) -> list[Slot]:
    """The slots that events of one name come to. Single events at one time of day are one slot."""
    slots, single = [], dict[tuple[object, int], set[date]]()
    for event in events:
        if event.rule:
            slots.append(
                Slot(
                    rule=event.rule,
                    first_day=event.first_day,
                    last_day=event.last_day,
                    starts=event.starts,
                    minutes=event.minutes,
                    on_bank_holidays=True,  # the calendar it comes from knew which days it meant
                    extra_days=frozenset(event.extra),
                    skipped_days=frozenset(event.skipped),
                )
            )
        else:
            single.setdefault((event.starts, event.minutes), set()).update(
                {event.first_day, *event.extra} - event.skipped
            )
    for (starts, minutes), on in single.items():
        if on:
            first = min(on)
            slots.append(
                Slot(
                    rule=ONCE,
                    first_day=first,
                    last_day=first,
                    starts=starts,  # type: ignore[arg-type]
                    minutes=minutes,
                    on_bank_holidays=True,
                    extra_days=frozenset(on - {first}),
                )
            )
    return list(dict.fromkeys(slots))
