"""What was looked for in vain, for staff: database in, cards out. Small numbers do not come out."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from directory import clock
from directory.unmet.area import Area
from directory.unmet.counting import is_sensitive, monday
from directory.unmet.models import UnmetNeed, Wish

FEWEST_SHOWN = 6  # with fewer in a small place, a figure could point at a family
WISHES_SHOWN = 200


@dataclass(frozen=True)
class NeedCard:
    """How often something was looked for and not found. `times` is None for one to five.

    `languages` are those in which it was asked at least six times, the most frequent first.
    """

    need: str
    times: int | None
    languages: tuple[tuple[str, int], ...]
    sensitive: bool


@dataclass(frozen=True)
class WishCard:
    """What a parent told us, and the day she did."""

    day: date
    language: str
    words: str
    place: str


def needs(db: Session, *, weeks: int, today: date, area: Area | None = None) -> list[NeedCard]:
    """What was looked for in vain in this week and those before, the most frequent first.

    With an area, only what was asked about its outcodes: nothing sensitive, which is counted without place.
    """
    since = monday(today) - timedelta(weeks=weeks - 1)
    query = select(UnmetNeed.need, UnmetNeed.language, func.sum(UnmetNeed.times))
    query = query.where(UnmetNeed.week >= since).group_by(UnmetNeed.need, UnmetNeed.language)
    if area is not None:
        query = query.where(UnmetNeed.outcode.in_(area.outcodes))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for need, language, times in db.execute(query):
        counts[need][language] = int(times)
    cards = [_card(need, languages) for need, languages in counts.items()]
    return sorted(cards, key=lambda card: (-(card.times or 0), card.need))


def _card(need: str, languages: Counter[str]) -> NeedCard:
    total = languages.total()
    shown = tuple((code, times) for code, times in languages.most_common() if times >= FEWEST_SHOWN)
    # One language left out of a total could be reckoned back from it.
    if 0 < total - sum(times for _, times in shown) < FEWEST_SHOWN:
        shown = shown[:-1]
    return NeedCard(need, total if total >= FEWEST_SHOWN else None, shown, is_sensitive(need))


def wishes(db: Session, *, weeks: int, now: datetime, area: Area | None = None) -> list[WishCard]:
    """What parents told us, the newest first; with an area, about its outcodes and towns only."""
    query = select(Wish).where(Wish.sent_at >= now - timedelta(weeks=weeks))
    if area is not None:
        query = query.where(or_(Wish.outcode.in_(area.outcodes), func.lower(Wish.town).in_(area.towns)))
    found = db.scalars(query.order_by(Wish.sent_at.desc(), Wish.id.desc()).limit(WISHES_SHOWN))
    return [
        WishCard(clock.london(wish.sent_at).date(), wish.language, wish.words, wish.outcode or wish.town)
        for wish in found
    ]
