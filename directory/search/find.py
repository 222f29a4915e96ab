"""One question in, one page of answers out: the same for the site, the bot and whoever asks next."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from directory.listings.cards import ActivityCard
from directory.listings.queries import activity_cards
from directory.places.queries import CentreCard, spot_for
from directory.search.centres import Centres
from directory.search.engine import Engine, Hit
from directory.search.facets import Counts
from directory.search.reader import Reading, read_question, searched_words
from directory.search.relax import Relaxed, relaxations
from directory.search.request import Request

PAGE_SIZE = 15
CENTRES_SHOWN = 5


@dataclass(frozen=True)
class Result:
    """One answer: the listing, and when and how far."""

    activity: ActivityCard
    hit: Hit


@dataclass(frozen=True)
class Page:
    """One page of answers.

    `request` is the question as understood, its place filled in; `unknown_place` is one we do not know.
    Of `total`, the last `placeless` have no place to be near to. When nothing was found, `relaxed` lists
    what would help, and `results` are those of the first of them. `centres` come with their distance in km.
    """

    request: Request
    total: int
    placeless: int
    results: list[Result]
    facets: Counts
    all_words: bool
    centres: list[tuple[CentreCard, float]]
    relaxed: list[Relaxed]
    unknown_place: str = ""
    wants_centres: bool = False
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def placed_on_page(self) -> int:
        """How many results on this page have a place; those after them do not."""
        before = (self.request.page - 1) * self.size
        return max(0, min(len(self.results), self.total - self.placeless - before))


class Cards:
    """Cards by language and listing, kept for one generation of the index: a change makes a new one."""

    def __init__(self) -> None:
        self._generation = -1
        self._kept: dict[tuple[str, int], ActivityCard] = {}

    def get(self, db: Session, ids: list[int], language: str, generation: int) -> dict[int, ActivityCard]:
        if generation != self._generation or len(self._kept) > 20_000:
            self._generation, self._kept = generation, {}
        kept = self._kept
        missing = [id_ for id_ in ids if (language, id_) not in kept]
        for id_, card in activity_cards(db, missing, language).items():
            kept[language, id_] = card
        return {id_: kept[language, id_] for id_ in ids if (language, id_) in kept}


def find(
    db: Session,
    engine: Engine,
    cards: Cards,
    centres: Centres,
    request: Request,
    *,
    language: str,
    now: datetime,
) -> Page:
    """Answer one question."""
    request, reading, unknown = understood(db, request)
    words = searched_words(reading.rest)
    generation = engine.generation
    hits = engine.search(request, words, now=now, size=PAGE_SIZE)
    relaxed = relaxations(engine, request, words, now=now) if not hits.total else []
    shown = hits.page
    if relaxed:
        first = relaxed[0]
        shown = engine.search(first.request, words if first.field != "text" else [], now=now, size=5).page
    by_id = cards.get(db, [hit.activity_id for hit in shown], language, generation)
    return Page(
        request=request,
        total=hits.total,
        placeless=hits.placeless,
        results=[Result(by_id[hit.activity_id], hit) for hit in shown if hit.activity_id in by_id],
        facets=hits.facets,
        all_words=hits.all_words,
        centres=_near(db, centres, request, reading, generation),
        relaxed=relaxed,
        unknown_place=unknown,
        wants_centres=reading.wants_centre,
    )


def understood(db: Session, request: Request) -> tuple[Request, Reading, str]:
    """The request with its place worked out, what its text asks for, and a place we do not know.

    A place named in its own box goes before one named in the text; a word after “near” or “in” that is
    no place of ours stays a word to look up.
    """
    reading = read_question(request.text)
    if request.near:
        spot = spot_for(db, request.near)
        return replace(request, spot=spot), reading, "" if spot else request.near
    if request.spot or not reading.place:
        return request, reading, ""
    spot = spot_for(db, reading.place)
    if spot is None:
        return request, read_question(request.text, places=False), _postcode_only(reading)
    return replace(request, spot=spot), reading, ""


def _postcode_only(reading: Reading) -> str:
    return reading.place if any(character.isdigit() for character in reading.place) else ""


def _near(
    db: Session, centres: Centres, request: Request, reading: Reading, generation: int
) -> list[tuple[CentreCard, float]]:
    """The nearest centres: several when centres were asked for, else the one to ring."""
    if request.spot is None:
        return []
    most = CENTRES_SHOWN if reading.wants_centre else 1
    return centres.nearest(db, request.spot, most=most, generation=generation)
