"""Telling people what is new at the centres they follow, and of the searches they have us repeat."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core.screens import notices
from bot.core.screens.notices import New
from bot.telling.owing import AT_A_TIME, Notice, owe
from directory import clock
from directory.contacts import new_listings
from directory.contacts.models import Contact, Owing
from directory.contacts.new_listings import Watch
from directory.listings.queries import activity_cards
from directory.runtime import Runtime
from directory.search.request import read
from directory.words import words_for

MOST_PAGES = 40  # of a search: what comes later hardly answers it
NEW_FOR = timedelta(days=2)  # so long is it worth a message


def look_again(runtime: Runtime, now: datetime) -> int:
    """Look for some of those for whom nobody has today, by day. Returns how many were told of something."""
    if not new_listings.is_good_time(now):
        return 0
    with runtime.database.read() as db:
        contact_ids = new_listings.whose_turn(db, now=now, most=AT_A_TIME)
        if not contact_ids:
            return 0
        watched = new_listings.watches(db, contact_ids, now=now)
        found = [
            notice
            for contact in db.scalars(select(Contact).where(Contact.id.in_(contact_ids)))
            if (notice := _notice(runtime, db, contact, watched[contact.id], now))
        ]
    with runtime.database.unit_of_work() as db:
        told = sum(owe(db, notice, now) for notice in found)
        looked = [watch.follow_id for those in watched.values() for watch in those]
        new_listings.note_looked(db, looked, now=now)
    return told


def _notice(
    runtime: Runtime, db: Session, contact: Contact, watched: list[Watch], now: datetime
) -> Notice | None:
    """All that is new for her, as one message; of a sensitive topic we never write first."""
    ids = dict.fromkeys(
        number for watch in watched for number in _answers(runtime, watch, contact.language, now)
    )
    cards = activity_cards(db, list(ids), contact.language)
    shown = [cards[number] for number in ids if number in cards and not cards[number].sensitive]
    if not shown:
        return None
    dates = new_listings.next_dates(db, [card.id for card in shown], now=now)
    until = now + NEW_FOR
    return Notice(
        contact.id,
        notices.something_new(words_for(contact.language), [New(card, dates.get(card.id)) for card in shown]),
        Owing.NEWS,
        f"new:{contact.id}:{clock.london(now).date()}",
        good_until=until,
        needed_by=until,
    )


def _answers(runtime: Runtime, watch: Watch, language: str, now: datetime) -> Iterator[int]:
    """The new ones of a centre, or those that a search finds, the best first."""
    if watch.centre_id is not None:
        yield from sorted(watch.new)
        return
    if not (watch.new and watch.query):
        return
    request, left = read(parse_qs(watch.query))[0], set(watch.new)
    for number in range(1, MOST_PAGES + 1):
        page = runtime.find(replace(request, page=number), language=language, now=now)
        for result in page.results if page.total else ():
            if result.activity.id in left:
                left.remove(result.activity.id)
                yield result.activity.id
        if number >= page.pages or not left:
            return
