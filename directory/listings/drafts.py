"""A listing as somebody hands it to us, before it is stored: plain values, checked by `actions`."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel import Locale

from directory.listings.models import Access, Cost, Delivery, Offer, Status
from directory.listings.timetable import Slot

# What a session itself may offer; the key of each is in `words/labels.py`.
FEATURES = (
    *("siblings_welcome", "childminders_welcome", "creche", "interpreter", "refreshments"),
    *("send_friendly", "quiet_room", "outdoors", "step_free", "buggy_parking"),
)


@cache
def known_languages() -> frozenset[str]:
    """The codes of all languages that may be spoken, as Unicode has them; `bsl` is British Sign Language."""
    return frozenset(Locale("en").languages) | {"bsl"}


@dataclass(frozen=True)
class Words:
    """A listing's words in one language."""

    name: str
    summary: str = ""
    description: str = ""
    reviewed: bool = False


@dataclass(frozen=True)
class Draft:
    """Everything about an activity that its owner says. (`source`, `external_id`) is what makes it the same.

    Ages are whole months, both ends included. `cost_pence` goes with `Cost.PRICE` and nothing else.
    """

    source: str
    external_id: str
    type_key: str
    centre_id: int
    venue_id: int | None
    name: str
    summary: str = ""
    description: str = ""
    delivery: Delivery = Delivery.IN_PERSON
    themes: tuple[str, ...] = ()
    youngest_months: int | None = None
    oldest_months: int | None = None
    pregnancy: bool = False
    adults: bool = False
    cost: Cost = Cost.UNKNOWN
    cost_pence: int | None = None
    cost_note: str = ""
    offer: Offer = Offer.UNIVERSAL
    access: Access = Access.OPEN
    book_phone: str | None = None
    book_url: str | None = None
    languages: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    capacity: int | None = None
    organisations: tuple[str, ...] = ()
    programme: str | None = None
    programme_validated: bool | None = None
    status: Status = Status.PUBLISHED
    assured_on: date | None = None
    review_by: date | None = None
    slots: tuple[Slot, ...] = ()
    words: dict[str, Words] = field(default_factory=dict)
