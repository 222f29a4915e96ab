"""The only door from a talk to the directory: what a step may ask. `bot/directory_rooms.py` answers."""

from datetime import datetime
from typing import Protocol

from directory.contacts.following import FollowCard as FollowCard
from directory.contacts.reaching import PersonCard as PersonCard
from directory.contacts.reminding import ReminderCard as ReminderCard
from directory.listings.cards import ActivityCard, ActivityPage
from directory.listings.queries import Entry
from directory.places.geography import Spot
from directory.places.queries import CentreCard
from directory.search.find import Page
from directory.search.request import Request


class Rooms(Protocol):
    """What is true now, for this contact."""

    @property
    def now(self) -> datetime:
        """The moment of this turn (UTC)."""

    @property
    def wall(self) -> datetime:
        """The same on London's clocks."""

    @property
    def site(self) -> str:
        """Where the site is, without a slash at the end."""

    def find(self, request: Request, language: str) -> Page:
        """Answer a question (`directory.search.find`)."""

    def spot(self, text: str) -> Spot | None:
        """The place that a postcode or a town stands for."""

    def session(self, activity_id: int, language: str) -> ActivityPage:
        """Raises NotFound where there is none, or none to be shown."""

    def centre(self, centre_id: int) -> CentreCard:
        """Raises NotFound."""

    def week(self, centre_id: int, language: str) -> list[Entry]:
        """What a centre puts on from now until this time next week, soonest first."""

    def saved(self, language: str) -> list[ActivityCard]:
        """The listings she keeps, the last one first; those that are no longer shown are left out."""

    def is_saved(self, activity_id: int) -> bool: ...

    def follows(self, language: str) -> list[FollowCard]: ...

    def reminders(self, language: str) -> list[ReminderCard]:
        """Those still to come, soonest first."""

    def person(self, activity_id: int | None, language: str) -> PersonCard:
        """Whom a hand-over would reach."""

    def my_data(self, language: str) -> str:
        """Everything we hold of her, as JSON text to take away."""
