"""Telling people of dates that have changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.core.screens import notices
from bot.core.screens.notices import Instead, Told
from bot.telling.instead import something_instead
from bot.telling.owing import Notice, owe_all
from directory.contacts import date_changes
from directory.contacts.date_changes import Listener, ListingChange, What
from directory.contacts.models import Owing
from directory.listings.cards import ActivityCard
from directory.runtime import Runtime
from directory.words import words_for


def tell_news(runtime: Runtime, now: datetime) -> int:
    """Tell those who follow them of dates that changed. Returns how many messages."""
    with runtime.database.read() as db:
        if not date_changes.anything_new(db):
            return 0
    with runtime.database.unit_of_work() as db:
        batches = date_changes.take_up(db)
    return sum(_tell_batch(runtime, batch, now) for batch in batches)


def _tell_batch(runtime: Runtime, batch: int, now: datetime) -> int:
    with runtime.database.unit_of_work() as db:
        date_changes.keep_reminders(db, batch, now=now)
    with runtime.database.read() as db:
        listeners = date_changes.listeners(db, batch)
        changes = date_changes.changes_in(db, batch, listeners, now=now)
        news = _News(runtime, db, changes, now) if changes else None
        hers = [news.notice(one, batch) for one in listeners] if news else []
    told = owe_all(runtime.database, filter(None, hers), now)
    with runtime.database.unit_of_work() as db:
        date_changes.note_told(db, batch)
    return told


class _News:
    """Turns changes into messages. Each listing is read once in each language."""

    def __init__(
        self, runtime: Runtime, db: Session, changes: Sequence[ListingChange], now: datetime
    ) -> None:
        self._runtime, self._db, self._changes, self._now = runtime, db, changes, now
        self._cards: dict[str, dict[int, ActivityCard]] = {}
        self._instead: dict[tuple[int, str], Instead | None] = {}

    def notice(self, listener: Listener, batch: int) -> Notice | None:
        """Her message; None where nothing of it is for her."""
        hers = date_changes.heard_by(listener, self._changes)
        if not hers:
            return None
        language = listener.language
        if language not in self._cards:
            self._cards[language] = date_changes.cards_of(self._db, self._changes, language)
        told = [Told(self._cards[language][one.activity_id], one) for one in hers]
        dates = [date for one in hers for date in one.dates]
        return Notice(
            listener.contact_id,
            notices.changed(words_for(language), told, self._something_instead(told, language)),
            Owing.NEWS,
            f"news:{batch}:{listener.contact_id}",
            good_until=max(one.matters_until for one in dates),
            needed_by=min(one.needed_by(self._now) for one in dates),
        )

    def _something_instead(self, told: Sequence[Told], language: str) -> Instead | None:
        """Where one session alone is off, and its topic may be spoken of."""
        off = [date for one in told for date in one.change.dates if date.what is What.OFF]
        if len(told) != 1 or not off or told[0].card.sensitive:
            return None
        key = (told[0].card.id, language)
        if key not in self._instead:
            self._instead[key] = something_instead(
                self._runtime, self._db, told[0], off[0].was, language, self._now
            )
        return self._instead[key]
