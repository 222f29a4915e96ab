"""One question in, one page of answers out: the same for the site, the bot and whoever asks next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from directory import clock
from directory.listings.cards import ActivityCard
from directory.listings.queries import activity_cards, school_terms
from directory.places import postcodes
from directory.places.geography import Spot
from directory.places.queries import CentreCard, spot_for
from directory.search.analysis import fold, indexed, tokens
from directory.search.centres import Centres
from directory.search.concepts import concepts
from directory.search.engine import NO_INDEX, NOTHING, Engine, Hit, Hits, Sought
from directory.search.facets import Counts
from directory.search.reader import How, read_question
from directory.search.reading import Likely, Reading, Slip
from directory.search.relax import CLOSE_ENOUGH, Relaxed, relaxations
from directory.search.request import Request
from directory.search.school import SchoolYear

PAGE_SIZE = 15
RELAXED_SHOWN = 5
MOST_WORDS = 12
HOME_LANGUAGE = "home-language"
CENTRES_SHOWN = 5


@dataclass(frozen=True)
class Result:
    """One answer: the listing, and when and how far."""

    activity: ActivityCard
    hit: Hit


@dataclass(frozen=True)
class Page:
    """One page of answers.

    `asked` is the question as it came; `request` is it as understood, what its words say put into their
    fields; `unknown_place` is one we do not know.
    Of `total`, the last `placeless` have no place to be near to. When nothing was found, `relaxed` lists
    what would help, and `results` are those of the first of them. `centres` come with their distance in km.
    `slips` are words taken for others, those of the listings' own text among them.
    `answered` and `sought` are what the results were really looked up by, in the index's `generation`.
    """

    asked: Request
    request: Request
    reading: Reading
    total: int
    placeless: int
    results: list[Result]
    facets: Counts
    all_words: bool
    centres: list[tuple[CentreCard, float]]
    relaxed: list[Relaxed]
    answered: Request
    sought: Sought
    generation: int
    unknown_place: str = ""
    slips: tuple[Slip, ...] = ()
    size: int = PAGE_SIZE

    @property
    def wants_centres(self) -> bool:
        return self.reading.wants_centre

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
        if generation == NO_INDEX:
            return activity_cards(db, ids, language)
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
    asked: Request,
    *,
    language: str,
    now: datetime,
) -> Page:
    """Answer one question."""

    def held(word: str) -> bool:
        return engine.count(Request(), Sought((indexed(word),), exact=True), now=now)[0] > 0

    today = clock.london(now).date()
    request, reading, unknown = understood(db, asked, held, language=language, today=today)
    sought = Sought(indexed_words(reading), about(reading), exact=asked.exact)
    generation = engine.generation
    hits = engine.search(request, sought, now=now, size=PAGE_SIZE)
    if reading.pieces and not sought.concepts and not (hits.total and hits.all_words):
        # Hardly any of the words lead anywhere; what else was said does.
        sought = NOTHING
        hits = replace(engine.search(request, sought, now=now, size=PAGE_SIZE), all_words=False)
    remote = not hits.total or (reading.is_definite and hits.closeness < CLOSE_ENOUGH)
    relaxed = relaxations(engine, request, sought, now=now) if remote else []
    if relaxed and hits.total:
        hits = replace(hits, total=0, placeless=0, page=())
    shown, answered = hits.page, request
    if relaxed:
        answered, sought = relaxed[0].request, NOTHING if relaxed[0].field == "text" else sought
        shown = engine.search(answered, sought, now=now, size=RELAXED_SHOWN, facets=False).page
    by_id = cards.get(db, [hit.activity_id for hit in shown], language, generation)
    return Page(
        asked=asked,
        request=request,
        reading=reading,
        total=hits.total,
        placeless=hits.placeless,
        results=[Result(by_id[hit.activity_id], hit) for hit in shown if hit.activity_id in by_id],
        facets=hits.facets,
        all_words=hits.all_words or all(piece.field == "concept" for piece in reading.about),
        centres=_near(db, centres, request, reading, generation),
        relaxed=relaxed,
        answered=answered,
        sought=sought,
        generation=generation,
        unknown_place=unknown,
        slips=told(reading, hits, [name for card in by_id.values() for name in _names(card)]),
    )


def understood(
    db: Session, asked: Request, held: Callable[[str], bool], *, language: str, today: date
) -> tuple[Request, Reading, str]:
    """The question with what its words say put into their fields, its place worked out, and a place unknown.

    A place named in its own box goes before one named in the text; a word after “in” that is no place of
    ours stays a word to look up. Words that a listing holds (`held`) are no slips.
    """
    how = How(exact=asked.exact)
    reading = read_question(asked.text, language, today, how)
    if reading.of_school:
        how = replace(how, school=SchoolYear(school_terms(db)))
        reading = read_question(asked.text, language, today, how)
    if names := frozenset(fold(slip.typed) for slip in reading.slips if held(slip.typed)):
        how = replace(how, literal=names)
        reading = read_question(asked.text, language, today, how)
    spot, unknown = asked.spot, ""
    if asked.near:
        spot = spot_for(db, asked.near) or _spot_meant(db, asked.near)
        unknown = "" if spot else asked.near
    elif not asked.spot:
        while reading.place and not (spot := _spot_named(db, reading)):
            if _is_surely_a_place(reading, held):
                unknown = reading.place
                break
            how = replace(how, no_places=how.no_places | {reading.place})
            reading = read_question(asked.text, language, today, how)
    return replace(filled(asked, reading), spot=spot), reading, unknown


def _spot_named(db: Session, reading: Reading) -> Spot | None:
    """The place a question names. Where it hardly names one, only a town of just this name is: Reading, say.

    Half a word of a centre's name names none: “me” is not Meadow.
    """
    spot = spot_for(db, reading.place)
    if spot is None or postcodes.parse(reading.place):
        return spot
    label, name = spot.label.lower(), " ".join(reading.place.lower().split())
    first_words = reading.place_likely is not Likely.HARDLY and label.startswith(f"{name} ")
    return spot if label == name or first_words else None


def _is_surely_a_place(reading: Reading, held: Callable[[str], bool]) -> bool:
    """Whether a place that we do not know is one all the same: not the words of a listing, a building's."""
    if postcodes.parse(reading.place):
        return True
    words = [token.typed for token in tokens(reading.place)]
    return reading.place_likely is Likely.SURELY and not any(map(held, words))


def _spot_meant(db: Session, text: str) -> Spot | None:
    """The place of a postcode in which letters and digits were typed for each other."""
    postcode = postcodes.meant(text)
    return spot_for(db, str(postcode)) if postcode else None


def told(reading: Reading, hits: Hits, names: Sequence[str]) -> tuple[Slip, ...]:
    """The words taken for others: those read as another, and those that only the listings' text has.

    Of the listings' words only the stems are known; the `names` of what was found show them whole.
    """
    read = {slip.start: slip for slip in reading.slips}
    taken = dict(hits.corrected)
    whole = {indexed(token.typed): token.typed for name in names for token in tokens(name)}
    for token in tokens(reading.text) if taken else ():
        other = taken.get(indexed(token.typed))
        if other and token.word in reading.unknown and token.start not in read:
            read[token.start] = Slip(token.start, token.end, token.typed, whole.get(other, other).lower())
    return tuple(read[start] for start in sorted(read))


def _names(card: ActivityCard) -> Iterator[str]:
    yield card.name.text
    if card.where:
        yield from (card.where.centre, card.where.building, card.where.town)


def filled(asked: Request, reading: Reading) -> Request:
    """A request with what its words say added; what was chosen in a field goes before what was said."""
    said: dict[str, object] = {}
    for name in ("days", "parts", "costs", "access", "delivery", "spoken", "features", "ages"):
        if not getattr(asked, name) and (values := reading.values(name)):
            said[name] = values
    if not (asked.since or asked.until) and reading.values("since"):
        said["since"], said["until"] = reading.values("since")[0], reading.values("until")[0]
    said["ages_mentioned"] = asked.ages_mentioned or ("ages" in said and bool(reading.concepts))
    return replace(asked, **said)  # type: ignore[arg-type]


def about(reading: Reading) -> tuple[tuple[tuple[str, float], ...], ...]:
    """The concepts of a question, other readings of the same words together, definite ones first.

    Asking for a language asks for the groups held in it, too.
    """
    groups: list[tuple[frozenset[int], list[tuple[str, float]]]] = []
    for match in (*reading.concepts, *reading.implied):
        same = (group for words, group in groups if words <= match.words or match.words <= words)
        group = next(same, None)
        if group is None:
            groups.append((match.words, group := []))
        group.append((match.concept, match.score))
    groups.sort(key=lambda group: all(concepts()[key].broad for key, _ in group[1]))
    if reading.values("spoken") and reading.values("spoken") != ("bsl",):
        groups.append((frozenset(), [(HOME_LANGUAGE, 0.6)]))
    return tuple(tuple(group) for _, group in groups)


def indexed_words(reading: Reading) -> tuple[str, ...]:
    """The words of a question as the index holds them, each once."""
    return tuple(dict.fromkeys(indexed(word) for word in reading.words))[:MOST_WORDS]


def _near(
    db: Session, centres: Centres, request: Request, reading: Reading, generation: int
) -> list[tuple[CentreCard, float]]:
    """The nearest centres: several when centres were asked for, else the one to ring."""
    if request.spot is None:
        return []
    most = CENTRES_SHOWN if reading.wants_centre else 1
    return centres.nearest(db, request.spot, most=most, generation=generation)
