"""What a parent asks for, as a plain value, and the way it stands in an address. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from directory.listings.models import Access, Cost, Delivery, Offer
from directory.listings.session_types import THEMES, session_types
from directory.places.geography import Spot
from directory.words.labels import FEATURE

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
SORTS = ("best", "soonest", "nearest")
SPOKEN = ("pl", "ro", "lt", "pt", "uk", "ru", "bn", "ur", "pa", "ar", "tr", "so", "fr", "es", "cy", "bsl")
MOST_TEXT = 200
MOST_MONTHS = 18 * 12
MOST_AGES = 6
MOST_PAGE = 500


@dataclass(frozen=True, order=True)
class Age:
    """A child's age, or a band of ages, in whole months with both ends included."""

    youngest: int
    oldest: int

    def __str__(self) -> str:
        return str(self.youngest) if self.youngest == self.oldest else f"{self.youngest}-{self.oldest}"


@dataclass(frozen=True)
class Request:
    """One question. Within a field any of the values will do; between fields all must hold.

    The exception is `ages`: one session has to suit all the children. `within` is in miles.
    `ages_mentioned` says that ages came up in the words of the question, or are what we know of her children,
    and were not chosen as a filter: then what is for no child's age in particular suits too. `exact` takes no
    word for another.
    """

    text: str = ""
    exact: bool = False
    near: str = ""
    spot: Spot | None = None
    ages: tuple[Age, ...] = ()
    ages_mentioned: bool = False
    pregnant: bool = False
    adults: bool = False
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    within: int | None = None
    themes: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sort: str = "best"
    page: int = 1

    def without(self, name: str, value: object = None) -> "Request":
        """The same question with one thing taken away: a whole field, or one of its values.

        The first and the last day go together: they are one answer to “when”.
        """
        empty = getattr(Request(), name)
        if value is not None and isinstance(getattr(self, name), tuple):
            empty = tuple(kept for kept in getattr(self, name) if kept != value)
        extra = GONE_TOO.get(name, {})
        return replace(self, **{**extra, name: empty, "page": 1})


# What has no sense any more without the field it hangs on.
NOWHERE = {"near": "", "spot": None, "within": None}
GONE_TOO: Mapping[str, Mapping[str, object]] = {
    "text": {"exact": False},
    "near": NOWHERE,
    "spot": NOWHERE,
    "since": {"until": None},
    "until": {"since": None},
}


@dataclass(frozen=True)
class Unread:
    """Something in the address that makes no sense to us: which field, and what it said."""

    field: str
    said: str


# The name of each list of choices in the address, the field it fills, and what it may say.
CHOICES: Mapping[str, tuple[str, Sequence[str]]] = {
    "day": ("days", WEEKDAYS),
    "part": ("parts", PARTS),
    "theme": ("themes", THEMES),
    "offer": ("offers", tuple(Offer)),
    "cost": ("costs", tuple(Cost)),
    "way": ("access", tuple(Access)),
    "with": ("features", tuple(FEATURE)),
    "speaks": ("spoken", SPOKEN),
    "how": ("delivery", tuple(Delivery)),
}


@dataclass
class _Reading:
    given: Mapping[str, Sequence[str]]
    unread: list[Unread] = field(default_factory=list)

    def one(self, name: str) -> str:
        return next((value.strip() for value in self.given.get(name, ())), "")

    def choices(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        wanted = [value for value in self.given.get(name, ()) if value]
        self.unread += [Unread(name, value[:40]) for value in wanted if value not in allowed]
        return tuple(str(value) for value in allowed if value in wanted)

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        text = self.one(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 6 and lowest <= int(text) <= highest:
            return int(text)
        self.unread.append(Unread(name, text[:40]))
        return None

    def day(self, name: str) -> date | None:
        text = self.one(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.unread.append(Unread(name, text[:40]))
            return None

    def ages(self) -> tuple[Age, ...]:
        found: set[Age] = set()
        for text in self.given.get("age", ()):
            if not text:
                continue
            age = _age(text)
            if age and len(found) < MOST_AGES:
                found.add(age)
            else:
                self.unread.append(Unread("age", text[:40]))
        return tuple(sorted(found))

    def spot(self) -> Spot | None:
        """“Near me”: the browser's own position, given to about 100 metres."""
        try:
            lat, lng = map(float, self.one("here").split(","))
        except ValueError:
            return None
        return Spot(lat, lng) if 49 <= lat <= 61 and -9 <= lng <= 4 else None


def read(given: Mapping[str, Sequence[str]]) -> tuple[Request, list[Unread]]:
    """Read an address. What cannot be read is left out and listed, so that a page can say so kindly."""
    reading = _Reading({name: [clean(value) for value in values] for name, values in given.items()})
    request = Request(
        text=" ".join(reading.one("q").split())[:MOST_TEXT],
        exact=reading.one("exact") == "1",
        near=" ".join(reading.one("near").split())[:80],
        spot=reading.spot(),
        ages=reading.ages(),
        pregnant=reading.one("pregnant") == "1",
        adults=reading.one("adults") == "1",
        since=reading.day("from"),
        until=reading.day("to"),
        within=reading.whole("within", 1, 100),
        kinds=reading.choices("type", tuple(session_types())),
        sort=next(iter(reading.choices("sort", SORTS)), "best"),
        page=reading.whole("page", 1, MOST_PAGE) or 1,
    )
    chosen = {name: reading.choices(param, allowed) for param, (name, allowed) in CHOICES.items()}
    return replace(request, **chosen), reading.unread  # type: ignore[arg-type]


def clean(value: str) -> str:
    """What may be kept of a value: no NUL, which PostgreSQL refuses, and no more than anybody would type."""
    return value.replace("\0", "")[: MOST_TEXT * 2]


def write(request: Request, *, page: int | None = None) -> list[tuple[str, str]]:
    """The address that asks the same again, in one fixed order."""
    pairs: list[tuple[str, object]] = [("q", request.text), ("exact", "1" if request.exact else "")]
    pairs.append(("near", request.near))
    if request.spot and not request.near:
        pairs.append(("here", f"{request.spot.lat:.3f},{request.spot.lng:.3f}"))
    pairs += [("age", age) for age in request.ages]
    pairs += [("pregnant", "1" if request.pregnant else ""), ("adults", "1" if request.adults else "")]
    for param, (name, _) in CHOICES.items():
        pairs += [(param, value) for value in getattr(request, name)]
    pairs += [("type", kind) for kind in request.kinds]
    pairs += [("from", request.since or ""), ("to", request.until or ""), ("within", request.within or "")]
    pairs.append(("sort", "" if request.sort == "best" else request.sort))
    pairs.append(("page", page if page and page > 1 else ""))
    return [(name, str(value)) for name, value in pairs if value]


def _age(text: str) -> Age | None:
    ends = text.split("-") if "-" in text else [text, text]
    if len(ends) != 2 or not all(end.isascii() and end.isdigit() and len(end) < 4 for end in ends):
        return None
    youngest, oldest = map(int, ends)
    return Age(youngest, oldest) if youngest <= oldest <= MOST_MONTHS else None
