"""The rooms a talk may ask, for one contact, over the open directory."""

import json
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from bot.core.rooms import FollowCard, PersonCard, ReminderCard
from directory import clock
from directory.contacts import following, my_data, reaching, reminding
from directory.contacts.models import Contact
from directory.errors import NotFound
from directory.listings.cards import ActivityCard, ActivityPage
from directory.listings.queries import Entry, activity_cards, activity_page_by_number, timetable
from directory.places.geography import Spot
from directory.places.queries import CentreCard, cards_of, spot_for
from directory.runtime import Runtime
from directory.search.find import Page, find
from directory.search.request import Request


class DirectoryRooms:
    """Everything in one transaction: that of the turn."""

    def __init__(self, runtime: Runtime, db: Session, contact: Contact, now: datetime) -> None:
        self._runtime, self._db, self._contact = runtime, db, contact
        self.now = now
        self.wall = clock.london(now)
        self.site = runtime.settings.address

    def find(self, request: Request, language: str) -> Page:
        rooms = self._runtime
        return find(
            self._db, rooms.engine, rooms.cards, rooms.centres, request, language=language, now=self.now
        )

    def spot(self, text: str) -> Spot | None:
        return spot_for(self._db, text)

    def session(self, activity_id: int, language: str) -> ActivityPage:
        return activity_page_by_number(self._db, activity_id, language, now=self.now)

    def centre(self, centre_id: int) -> CentreCard:
        found = cards_of(self._db, [centre_id])
        if not found:
            raise NotFound(f"centre {centre_id}")
        return found[0]

    def week(self, centre_id: int, language: str) -> list[Entry]:
        first = self.wall.date()
        days = timetable(self._db, centre_id, language, first=first, until=first + timedelta(days=7))
        return [entry for entries in days.values() for entry in entries if entry.date.ends > self.wall]

    def saved(self, language: str) -> list[ActivityCard]:
        ids = self._saved_ids
        cards = activity_cards(self._db, ids, language)
        return [cards[id_] for id_ in ids if id_ in cards]

    def is_saved(self, activity_id: int) -> bool:
        return activity_id in self._saved_ids

    @cached_property
    def _saved_ids(self) -> list[int]:
        return following.saved_ids(self._db, self._contact.id)

    def follows(self, language: str) -> list[FollowCard]:
        return following.follows(self._db, self._contact, language)

    def reminders(self, language: str) -> list[ReminderCard]:
        return reminding.waiting(self._db, self._contact.id, language, self.now)

    def person(self, activity_id: int | None, language: str) -> PersonCard:
        return reaching.person(self._db, self._contact.id, activity_id, now=self.now)

    def my_data(self, language: str) -> str:
        return json.dumps(my_data.all_of(self._db, self._contact), ensure_ascii=False, indent=2)
