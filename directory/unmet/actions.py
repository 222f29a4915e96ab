"""Keeping counts, and what parents tell us. Nothing here commits."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from directory import clock
from directory.errors import DirectoryError
from directory.places import postcodes
from directory.search.reader import read_question
from directory.unmet.counting import Need, is_sensitive, monday, names
from directory.unmet.models import MOST_IN_PLACE, MOST_LETTERS, UnmetNeed, Wish

WISHES_KEPT = timedelta(days=183)
COUNTS_KEPT = timedelta(weeks=104)
MOST_WISHES_A_DAY = 500

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_REACHABLE = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|(?<!\w)\+?[0-9][0-9 ()-]{8,}[0-9](?!\w)")


class NothingSaid(DirectoryError):
    """There are no words in it."""


class TooMuchSaid(DirectoryError):
    """The words are more than we keep."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooManyWishes(DirectoryError):
    """So many have come in a day that a person can no longer be behind them all."""


def add_counts(db: Session, counts: Mapping[Need, int]) -> None:
    """Add to what has been counted before."""
    for need, times in counts.items():
        key = {"week": need.week, "need": need.need, "language": need.language, "outcode": need.outcode}
        one_more = update(UnmetNeed).filter_by(**key).values(times=UnmetNeed.times + times)
        if not db.execute(one_more).rowcount:  # type: ignore[attr-defined]
            db.add(UnmetNeed(**key, times=times))
            db.flush()  # the next may be the same, of another process


def keep_wish(db: Session, *, words: str, place: str, language: str, now: datetime) -> Wish:
    """Keep what a parent sent: without phone numbers and mail addresses, and of a postcode its first half.

    Raises NothingSaid, TooMuchSaid or TooManyWishes.
    """
    said = plain(words)
    if not said:
        raise NothingSaid
    if len(said) > MOST_LETTERS:
        raise TooMuchSaid(MOST_LETTERS)
    since = now - timedelta(days=1)
    recent = db.scalar(select(func.count()).select_from(Wish).where(Wish.sent_at > since)) or 0
    if recent >= MOST_WISHES_A_DAY:
        raise TooManyWishes
    wish = Wish(sent_at=now, language=language, words=_REACHABLE.sub("…", said), outcode="", town="")
    reading = read_question(said[:200], language, clock.london(now).date())
    if not any(map(is_sensitive, names(reading))):
        wish.outcode, wish.town = _place(place)
    db.add(wish)
    return wish


def plain(text: str) -> str:
    """Text on one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _place(text: str) -> tuple[str, str]:
    """The outcode or else the town that somebody typed."""
    place = plain(text)[:MOST_IN_PLACE]
    postcode = postcodes.parse(place)
    return (postcode.outcode, "") if postcode else ("", place)


def forget_old(db: Session, *, now: datetime) -> None:
    """Take out wishes after half a year and counts after two years."""
    db.execute(delete(Wish).where(Wish.sent_at < now - WISHES_KEPT))
    oldest = monday(clock.london(now - COUNTS_KEPT).date())
    db.execute(delete(UnmetNeed).where(UnmetNeed.week < oldest))
