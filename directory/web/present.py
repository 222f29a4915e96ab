"""Cards as templates show them: every phrase worked out, so that a template only puts them in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from directory import clock
from directory.listings.cards import ActivityCard, DateCard, Said, SlotCard, Where
from directory.listings.queries import Entry
from directory.places.queries import CentreCard, Opening
from directory.reports.models import Answer
from directory.reports.queries import AnswerCard
from directory.search.find import Result
from directory.words import N_, Words, labels, phrases

_REASONS = labels.REASON | labels.CLOSED_FOR

BY_MACHINE = N_("(translated by a machine)")


@dataclass(frozen=True)
class Tag:
    """A short fact on a card; `kind` picks its colour."""

    text: str
    kind: str = ""


@dataclass(frozen=True, eq=False)
class ListingView:
    """What a listing says in any list. Told apart as objects: there is one for each card."""

    href: str
    name: Said
    summary: Said
    where: str
    tags: Sequence[Tag]


@dataclass(frozen=True)
class ResultView:
    """One listing in a list of answers: itself, and when and how far for this question."""

    listing: ListingView
    when: str
    late: str
    cancelled: str
    miles: str


@dataclass(frozen=True)
class CentreView:
    """A centre in a list: its facts, whether it is open, and how far it is if a place was named."""

    card: CentreCard
    open: str
    miles: str


@dataclass(frozen=True)
class DateView:
    """One date to come. `late` is empty unless it begins later than planned."""

    when: str
    status: str
    reason: str
    late: str


def results(words: Words, found: Iterable[Result], now: datetime) -> list[ResultView]:
    wall = clock.london(now)
    return [result(words, one, wall) for one in found]


def result(words: Words, found: Result, wall: datetime) -> ResultView:
    card, hit = found.activity, found.hit
    return ResultView(
        listing=listing(words, card),
        when=_when(words, card, hit.starts_at, hit.ends_at, wall),
        late=phrases.late(words, hit.late_minutes) if hit.late_minutes else "",
        cancelled=_cancelled(words, hit.cancelled_at, wall),
        miles=words.miles(hit.km) if hit.km is not None else "",
    )


@lru_cache(maxsize=10_000)
def listing(words: Words, card: ActivityCard) -> ListingView:
    """A card's view, made once: cards are told apart as objects, and a change makes a new one."""
    href = f"/{words.code}/session/{card.slug}"
    return ListingView(href, card.name, card.summary, where(words, card), tags(words, card))


def _when(
    words: Words, card: ActivityCard, starts: datetime | None, ends: datetime | None, wall: datetime
) -> str:
    if starts and ends:
        return phrases.when(words, clock.london(starts), clock.london(ends), wall, brief=True)
    if card.where is None:
        return words.gettext("Ring to hear where and when")
    if card.access == "open":
        return words.gettext("No dates known yet")
    return words.gettext("Times agreed with each family")


def _cancelled(words: Words, at: datetime | None, wall: datetime) -> str:
    if at is None:
        return ""
    day = phrases.near_day(words, clock.london(at).date(), wall.date())
    return words.gettext("Cancelled: %(day)s", day=day)


def where(words: Words, card: ActivityCard) -> str:
    """Where it happens, in few words; for a place that may not be shown, that one rings."""
    if card.delivery != "in-person":
        return words.gettext(labels.DELIVERY[card.delivery])
    if card.where is None:
        return words.gettext("We tell you the place when you ring")
    parts = [card.where.building or card.where.centre, card.where.town]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def tags(words: Words, card: ActivityCard) -> list[Tag]:
    """What decides whether one may come: what it costs, for whom it is, how to get in, what is spoken."""
    free = "sun" if card.cost in ("free", "donation") else ""
    found = [Tag(phrases.cost(words, card.cost, card.cost_pence), free)]
    found += [Tag(label) for label in who_for(words, card)]
    found.append(Tag(words.gettext(labels.ACCESS[card.access])))
    found += [Tag(spoken(words, code), "talk") for code in card.spoken[:2]]
    return found


def who_for(words: Words, card: ActivityCard) -> list[str]:
    return phrases.who_for(
        words,
        youngest=card.youngest_months,
        oldest=card.oldest_months,
        pregnancy=card.pregnancy,
        adults=card.adults,
    )


def spoken(words: Words, code: str) -> str:
    return words.gettext("%(language)s spoken", language=words.language(code))


def dates(words: Words, coming: Iterable[DateCard], now: datetime) -> list[DateView]:
    wall = clock.london(now)
    return [
        DateView(
            when=phrases.when(words, date_.starts, date_.ends, wall),
            status=date_.status,
            reason=why(words, date_.reason),
            late=late(words, date_),
        )
        for date_ in coming
    ]


def why(words: Words, reason: str | None) -> str:
    """Why a date is off or moved: the centre's reason for this date, or for being closed."""
    return words.gettext(_REASONS[reason]) if reason else ""


def late(words: Words, one: DateCard) -> str:
    return phrases.late(words, one.late_minutes) if one.late_minutes else ""


def slot(words: Words, one: SlotCard, today: date | None = None) -> str:
    """“Every Tuesday, 10am to 11:30am, in school term time”; empty where only the dates can tell.

    With `today`, the first day is said only while it is still to come.
    """
    if one.pattern is None:
        return ""
    rhythm = phrases.rhythm(words, one.pattern.repeats, one.pattern.weekdays, one.pattern.which)
    if not rhythm:
        return ""
    return phrases.schedule(
        words,
        rhythm,
        phrases.times(words, one.starts, one.ends),
        term_time_only=one.term_time_only,
        on_bank_holidays=one.on_bank_holidays,
        first_day=one.first_day if today is None or one.first_day > today else None,
        last_day=one.last_day,
    )


def slots(words: Words, those: Iterable[SlotCard], today: date) -> list[str]:
    """Slots as families read them: those that are over, or only dates can tell, are left out."""
    told = (slot(words, one, today) for one in those if one.last_day is None or one.last_day >= today)
    return [text for text in told if text]


def features(words: Words, keys: Iterable[str]) -> list[str]:
    return [words.gettext(labels.FEATURE[key]) for key in labels.FEATURE if key in set(keys)]


def opening(words: Words, card: CentreCard, wall: datetime) -> str:
    """Whether a centre is open: now and until when, later today, or not today."""
    for hours in card.open_on(wall.weekday()):
        if hours.opens <= wall.time() < hours.closes:
            return words.gettext("Open now, until %(time)s", time=words.time(hours.closes))
        if wall.time() < hours.opens:
            return words.gettext("Opens today at %(time)s", time=words.time(hours.opens))
    return words.gettext("Closed now") if card.hours else words.gettext("Ring to ask when it is open")


def centre(words: Words, card: CentreCard, km: float | None, wall: datetime) -> CentreView:
    return CentreView(card, opening(words, card, wall), words.miles(km) if km is not None else "")


def opening_hours(words: Words, hours: Sequence[Opening]) -> list[tuple[int, str, str]]:
    """Day by day: the number of the weekday, its name, and the hours, or that it is closed."""
    table = []
    for weekday in range(7):
        spans = [
            words.gettext("%(start)s to %(end)s", start=words.time(one.opens), end=words.time(one.closes))
            for one in hours
            if one.weekday == weekday
        ]
        table.append((weekday, words.weekday(weekday), words.all_of(spans) or words.gettext("Closed")))
    return table


def entry(words: Words, one: Entry) -> dict[str, object]:
    """One line of a timetable."""
    return {
        "href": f"/{words.code}/session/{one.activity.slug}",
        "times": phrases.times(words, one.date.starts, one.date.ends),
        "name": one.activity.name,
        "who": words.all_of(who_for(words, one.activity)),
        "cost": phrases.cost(words, one.activity.cost, one.activity.cost_pence),
        "access": words.gettext(labels.ACCESS[one.activity.access]),
        "building": one.activity.where.building if one.activity.where else "",
        "cancelled": one.date.status == "cancelled",
        "moved": one.date.status == "moved",
        "reason": why(words, one.date.reason),
        "late": late(words, one.date),
    }


def checked(words: Words, day: date | None) -> str:
    if day is None:
        return words.gettext("Nobody has checked this yet. Please ring before you go.")
    return words.gettext("Checked on %(day)s", day=words.full_day(day))


def told(words: Words, said: Said) -> str:
    """Words of a listing where there is nothing but text, with whether a machine wrote them."""
    return f"{said.text} {words.gettext(BY_MACHINE)}" if said.by_machine else said.text


def answered(words: Words, answer: AnswerCard) -> str:
    """What a centre has done about what a parent reported."""
    day = words.full_day(clock.london(answer.at).date())
    if answer.answer is Answer.PUT_RIGHT:
        return words.gettext(
            "Somebody told us that something here was wrong. We put it right on %(day)s.", day=day
        )
    return words.gettext(
        "Somebody told us that something here was wrong. We looked on %(day)s: it is right.", day=day
    )


def map_links(place: Where | CentreCard, name: str) -> dict[str, str]:
    """Addresses that open a place in the phone's own map, and in a browser."""
    if place.lat is None or place.lng is None:
        return {}
    position = f"{place.lat:.5f},{place.lng:.5f}"
    return {
        "geo": f"geo:{position}?q={position}",
        "position": position,
        "web": f"https://www.openstreetmap.org/?mlat={place.lat:.5f}&mlon={place.lng:.5f}#map=16/{place.lat:.5f}/{place.lng:.5f}",
    }
