"""Listings as families see them: frozen plain values, safe outside the database and safe to show.

A card never carries what may not be shown: of a hidden place neither where nor when, nor which centre.
"""

from dataclasses import dataclass
from datetime import date, datetime

from directory import clock
from directory.listings import patterns
from directory.listings.models import (
    Activity,
    ActivityText,
    Occurrence,
    OccurrenceStatus,
    TextState,
    text_state,
)
from directory.listings.session_types import SessionType
from directory.listings.slots import slot_of
from directory.listings.timetable import Slot
from directory.locales import SOURCE


@dataclass(frozen=True)
class Said:
    """Words, and the language they are really in: English where there is no translation."""

    text: str
    language: str = SOURCE
    by_machine: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Where:
    """A place that may be shown. `building` is empty when it is the centre's own."""

    centre: str
    centre_id: int
    centre_slug: str
    building: str
    street: str
    town: str
    postcode: str | None
    lat: float | None
    lng: float | None
    features: tuple[str, ...]
    bus: str


@dataclass(frozen=True, eq=False)
class ActivityCard:
    """A listing in a list. `where` is None when its place may not be shown; then one rings `phone`."""

    id: int
    uuid: str
    slug: str
    name: Said
    summary: Said
    where: Where | None
    phone: str | None
    delivery: str
    youngest_months: int | None
    oldest_months: int | None
    pregnancy: bool
    adults: bool
    cost: str
    cost_pence: int | None
    offer: str
    access: str
    themes: tuple[str, ...]
    spoken: tuple[str, ...]
    sensitive: bool
    assured_on: date | None


@dataclass(frozen=True)
class SlotCard:
    """One slot as words can tell it: its pattern if it is a usual one, and London clock times."""

    pattern: patterns.Pattern | None
    starts: datetime
    ends: datetime
    term_time_only: bool
    on_bank_holidays: bool
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class DateCard:
    """One date to come, in London time. `reason` says why it is off or moved; it may be a closure's.

    `uuid` stays, whatever happens to it.
    """

    starts: datetime
    ends: datetime
    status: str
    reason: str | None
    uuid: str
    late_minutes: int | None = None


@dataclass(frozen=True)
class ActivityPage:
    """Everything a listing's own page shows."""

    card: ActivityCard
    description: Said
    arrival: Said
    bring: Said
    features: tuple[str, ...]
    cost_note: str
    book_phone: str | None
    book_url: str | None
    capacity: int | None
    organisations: tuple[str, ...]
    programme: str | None
    slots: tuple[SlotCard, ...]
    dates: tuple[DateCard, ...]
    long_unchecked: bool


def may_show_place(activity: Activity, kind: SessionType | None) -> bool:
    """Whether anything may say where and when: false if the venue is hidden, or the kind always is."""
    return not activity.place_is_hidden and not (kind and kind.venue_hidden)


def card(activity: Activity, kind: SessionType | None, language: str) -> ActivityCard:
    text = _usable(activity, language)
    shown = may_show_place(activity, kind)
    council = activity.centre.council
    return ActivityCard(
        id=activity.id,
        uuid=str(activity.uuid),
        slug=activity.slug,
        name=_said(activity.name, text, text.name if text else ""),
        summary=_said(activity.summary, text, text.summary if text else ""),
        where=_where(activity) if shown else None,
        phone=(activity.centre.phone or council.phone) if shown else council.phone,
        delivery=activity.delivery.value,
        youngest_months=activity.youngest_months,
        oldest_months=activity.oldest_months,
        pregnancy=activity.pregnancy,
        adults=activity.adults,
        cost=activity.cost.value,
        cost_pence=activity.cost_pence,
        offer=activity.offer.value,
        access=activity.access.value,
        themes=tuple(activity.themes),
        spoken=tuple(activity.languages),
        sensitive=bool(kind and kind.sensitive) or not shown,
        assured_on=activity.assured_on,
    )


def page(
    activity: Activity, kind: SessionType | None, language: str, dates: list[Occurrence], *, today: date
) -> ActivityPage:
    text = _usable(activity, language)
    shown = may_show_place(activity, kind)
    return ActivityPage(
        card=card(activity, kind, language),
        description=_said(activity.description, text, text.description if text else ""),
        arrival=_of_kind(kind.arrival if kind else {}, language),
        bring=_of_kind(kind.bring if kind else {}, language),
        features=tuple(activity.features),
        cost_note=activity.cost_note,
        book_phone=activity.book_phone if shown else None,
        book_url=activity.book_url if shown else None,
        capacity=activity.capacity,
        organisations=tuple(activity.organisations) if shown else (),
        programme=activity.programme,
        slots=tuple(slot_card(slot_of(schedule)) for schedule in activity.schedules) if shown else (),
        dates=tuple(date_card(occurrence) for occurrence in dates) if shown else (),
        long_unchecked=activity.is_long_unchecked(today),
    )


def date_card(occurrence: Occurrence) -> DateCard:
    cancelled = occurrence.status is OccurrenceStatus.CANCELLED
    reason = occurrence.reason or (occurrence.closure.reason if cancelled and occurrence.closure else None)
    return DateCard(
        starts=clock.london(occurrence.starts_at),
        ends=clock.london(occurrence.ends_at),
        status=occurrence.status.value,
        reason=reason.value if reason else None,
        uuid=str(occurrence.uuid),
        late_minutes=None if cancelled else occurrence.late_minutes,
    )


def _usable(activity: Activity, language: str) -> ActivityText | None:
    """The translation to show, if there is one that still says what the English says."""
    text = next((text for text in activity.texts if text.language == language), None)
    state = text_state(text, text_version=activity.text_version)
    return text if state in (TextState.CURRENT, TextState.MACHINE) else None


def _said(english: str, text: ActivityText | None, translated: str) -> Said:
    if text is None or not translated:
        return Said(english)
    machine = text_state(text, text_version=text.source_version) is TextState.MACHINE
    return Said(translated, text.language, by_machine=machine)


def _of_kind(by_language: object, language: str) -> Said:
    words = by_language if isinstance(by_language, dict) else {}
    return Said(words[language], language) if words.get(language) else Said(words.get(SOURCE, ""))


def _where(activity: Activity) -> Where:
    centre, venue = activity.centre, activity.venue
    place = venue or centre
    return Where(
        centre=centre.name,
        centre_id=centre.id,
        centre_slug=centre.slug,
        building=venue.name if venue and venue.centre_id != centre.id else "",
        street=place.street,
        town=place.town,
        postcode=place.postcode,
        lat=place.lat,
        lng=place.lng,
        features=tuple(place.features),
        bus=place.bus,
    )


def slot_card(slot: Slot) -> SlotCard:
    starts = datetime.combine(slot.first_day, slot.starts)
    return SlotCard(
        pattern=patterns.from_rule(slot.rule),
        starts=starts,
        ends=datetime.combine(slot.first_day, slot.ends),
        term_time_only=slot.term_time_only,
        on_bank_holidays=slot.on_bank_holidays,
        first_day=slot.first_day,
        last_day=slot.last_day,
    )
