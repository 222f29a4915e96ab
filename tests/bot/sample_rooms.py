"""What is true for one parent in the sample council: real listings and search; what she keeps, in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.core import effects
from bot.core.rooms import FollowCard, HandoverCard, ReminderCard
from directory import clock
from directory.errors import NotFound
from directory.listings.cards import ActivityCard, ActivityPage
from directory.listings.models import Activity
from directory.listings.queries import Entry, activity_cards, activity_page, timetable
from directory.places.geography import Spot
from directory.places.models import Centre
from directory.places.queries import CentreCard, cards_of, spot_for
from directory.runtime import Runtime
from directory.search.find import Page
from directory.search.request import Request

SITE = "https://doorstep.example"


@dataclass
class SampleRooms:
    runtime: Runtime
    db: Session
    kept: list[int] = field(default_factory=list)
    reminded: list[effects.Remind] = field(default_factory=list)
    followed: list[effects.Follow] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def wall(self) -> datetime:
        return clock.london(clock.now())

    @property
    def site(self) -> str:
        return SITE

    def find(self, request: Request, language: str) -> Page:
        return self.runtime.find(request, language=language)

    def spot(self, text: str) -> Spot | None:
        return spot_for(self.db, text)

    def session(self, activity_id: int, language: str) -> ActivityPage:
        activity = self.db.get(Activity, activity_id)
        if activity is None:
            raise NotFound(activity_id)
        return activity_page(self.db, activity.slug, language, now=self.now)

    def centre(self, centre_id: int) -> CentreCard:
        if self.db.get(Centre, centre_id) is None:
            raise NotFound(centre_id)
        (card,) = cards_of(self.db, [centre_id])
        return card

    def week(self, centre_id: int, language: str) -> list[Entry]:
        today = self.wall.date()
        days = timetable(self.db, centre_id, language, first=today, until=today.replace(day=today.day + 6))
        return [entry for day in days.values() for entry in day]

    def saved(self, language: str) -> list[ActivityCard]:
        return list(activity_cards(self.db, self.kept, language).values())

    def is_saved(self, activity_id: int) -> bool:
        return activity_id in self.kept

    def follows(self, language: str) -> list[FollowCard]:
        return [
            FollowCard(at, each.what, each.target, each.query, "Something")
            for at, each in enumerate(self.followed, 1)
        ]

    def reminders(self, language: str) -> list[ReminderCard]:
        found = []
        for each in self.reminded:
            page = self.session(each.activity_id, language)
            found += [
                ReminderCard(page.card, date, each.minutes_before)
                for date in page.dates
                if date.uuid == each.date
            ]
        return found

    def person(self, activity_id: int | None, language: str) -> HandoverCard:
        return HandoverCard("Little Acorns", "01632 960123", True, "9 to 5")

    def my_data(self, language: str) -> str:
        return "{}"

    def do(self, effect: effects.Effect) -> None:
        if isinstance(effect, effects.Save):
            self.kept = [each for each in self.kept if each != effect.activity_id]
            self.kept += [effect.activity_id] if effect.kept else []
        elif isinstance(effect, effects.Remind):
            self.reminded.append(effect)
        elif isinstance(effect, effects.ForgetReminder):
            self.reminded = [each for each in self.reminded if each.date != effect.date]
        elif isinstance(effect, effects.Follow):
            self.followed.append(effect)
        elif isinstance(effect, effects.Unfollow):
            self.followed.pop(effect.follow_id - 1)
