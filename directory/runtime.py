"""Puts settings, database and index together. Both doors and every command start here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from directory import clock, schema
from directory.accounts import demo
from directory.db import Database
from directory.freshness.views import Seen, add_views
from directory.keys import Keys
from directory.places.geography import Spot
from directory.places.queries import CentreCard
from directory.search.centres import Centres
from directory.search.concepts import read_also
from directory.search.engine import Explained
from directory.search.find import Cards, Page, find
from directory.search.index import IndexFolder
from directory.search.request import Request
from directory.search.suggest import Suggestion, Suggestions
from directory.search.whoosh_engine import WhooshEngine
from directory.settings import Settings, from_environment, private, with_secret_key, writable
from directory.tally import Tally
from directory.unmet.actions import add_counts
from directory.unmet.counting import Need


@dataclass
class Runtime:
    """One copy of Doorstep, open and ready."""

    settings: Settings
    database: Database
    index: IndexFolder
    engine: WhooshEngine
    cards: Cards = field(default_factory=Cards)
    centres: Centres = field(default_factory=Centres)
    suggestions: Suggestions = field(default_factory=Suggestions)
    unmet: Tally[Need] = field(default_factory=lambda: Tally(add_counts))
    views: Tally[Seen] = field(default_factory=lambda: Tally(add_views))

    def find(self, request: Request, *, language: str, now: datetime | None = None) -> Page:
        """Answer one question (see `directory.search.find`)."""
        with self.database.read() as db:
            return find(
                db, self.engine, self.cards, self.centres, request, language=language, now=now or clock.now()
            )

    def suggest(self, text: str, *, language: str) -> list[Suggestion]:
        """What to offer somebody who has typed this (see `directory.search.suggest`)."""
        with self.database.read() as db:
            return self.suggestions.get(db, text, language, self.engine.generation)

    def explain(self, page: Page, *, now: datetime | None = None) -> Mapping[int, Explained]:
        """Why each result of a page comes where it does, by the number of its listing."""
        ids = [result.activity.id for result in page.results]
        return self.engine.explain(page.answered, page.sought, now=now or clock.now(), activity_ids=ids)

    def centres_near(self, spot: Spot, *, most: int) -> list[tuple[CentreCard, float]]:
        """The nearest centres, nearest first, each with its distance in km."""
        with self.database.read() as db:
            return self.centres.nearest(db, spot, most=most, generation=self.engine.generation)


def open_runtime(settings: Settings | None = None) -> Runtime:
    """Open the database, its tables brought up to date, and the index, with a council's own concepts."""
    settings = settings or from_environment()
    read_also(settings.concepts)
    writable(settings.data)
    settings = with_secret_key(settings)
    database = Database(settings.database_url, Keys(settings.secret_key, settings.former_secret_key))
    schema.upgrade(database.engine)
    if settings.public_url:
        private(settings.data)
        with database.unit_of_work() as db:
            demo.remove(db)
    folder = IndexFolder(settings.index)
    return Runtime(settings, database, folder, WhooshEngine(folder, database))
