"""Cards as templates show them: every phrase worked out, so that a template only puts them in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from directory import clock
from directory.listings import wording
from directory.listings.cards import ActivityCard, Said, Where
from directory.listings.queries import Entry
from directory.listings.wording import Tag
from directory.places.queries import CentreCard
from directory.places.wording import opening
from directory.reports.models import Answer
from directory.reports.queries import AnswerCard
from directory.search.find import Result
from directory.words import Words, labels, phrases


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


def results(words: Words, found: Iterable[Result], now: datetime) -> list[ResultView]:
    wall = clock.london(now)
    return [result(words, one, wall) for one in found]


def result(words: Words, found: Result, wall: datetime) -> ResultView:
    card, hit = found.activity, found.hit
    return ResultView(
        listing=listing(words, card),
        when=wording.when(words, card, hit.starts_at, hit.ends_at, wall),
        late=phrases.late(words, hit.late_minutes) if hit.late_minutes else "",
        cancelled=wording.cancelled(words, hit.cancelled_at, wall),
        miles=words.miles(hit.km) if hit.km is not None else "",
    )


@lru_cache(maxsize=10_000)
def listing(words: Words, card: ActivityCard) -> ListingView:
    """A card's view, made once: cards are told apart as objects, and a change makes a new one."""
    href = f"/{words.code}/session/{card.slug}"
    return ListingView(href, card.name, card.summary, wording.where(words, card), wording.tags(words, card))


def centre(words: Words, card: CentreCard, km: float | None, wall: datetime) -> CentreView:
    return CentreView(card, opening(words, card, wall), words.miles(km) if km is not None else "")


def entry(words: Words, one: Entry) -> dict[str, object]:
    """One line of a timetable."""
    return {
        "href": f"/{words.code}/session/{one.activity.slug}",
        "times": phrases.times(words, one.date.starts, one.date.ends),
        "name": one.activity.name,
        "who": words.all_of(wording.who_for(words, one.activity)),
        "cost": phrases.cost(words, one.activity.cost, one.activity.cost_pence),
        "access": words.gettext(labels.ACCESS[one.activity.access]),
        "building": one.activity.where.building if one.activity.where else "",
        "cancelled": one.date.status == "cancelled",
        "moved": one.date.status == "moved",
        "reason": wording.why(words, one.date.reason),
        "late": wording.late(words, one.date),
    }


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
