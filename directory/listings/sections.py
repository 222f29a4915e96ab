"""A listing in small sections, as staff keep it: plain values, each saved alone. Pure.

The fields of a section are columns of an activity by the same name; every column that staff write stands in
exactly one section. When a session happens is no section: see `schedules.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from directory.listings.models import Access, Activity, Cost, Delivery, Offer


@dataclass(frozen=True)
class What:
    """What happens, in English. Other languages have rows of their own."""

    name: str
    summary: str = ""
    description: str = ""


@dataclass(frozen=True)
class Who:
    """Whom it is for. Ages are whole months, both ends included; both or neither."""

    youngest_months: int | None = None
    oldest_months: int | None = None
    pregnancy: bool = False
    adults: bool = False
    offer: Offer = Offer.UNIVERSAL


@dataclass(frozen=True)
class Where:
    """Whose it is and where it happens. What is not in person has no venue."""

    centre_id: int
    delivery: Delivery = Delivery.IN_PERSON
    venue_id: int | None = None


@dataclass(frozen=True)
class Price:
    """What it costs; pence go with a price and nothing else."""

    cost: Cost = Cost.UNKNOWN
    cost_pence: int | None = None
    cost_note: str = ""


@dataclass(frozen=True)
class GettingIn:
    """How one gets in, and how many can."""

    access: Access = Access.OPEN
    book_phone: str | None = None
    book_url: str | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class Spoken:
    """The languages spoken there, by code."""

    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extras:
    """What is good to know besides, and who runs it together with the centre."""

    features: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    programme: str | None = None


Section: TypeAlias = What | Who | Where | Price | GettingIn | Spoken | Extras

# By the names that addresses and refusals call them.
SECTIONS: Mapping[str, type[Section]] = {
    "what": What,
    "who": Who,
    "where": Where,
    "cost": Price,
    "getting-in": GettingIn,
    "spoken": Spoken,
    "extras": Extras,
}
FIELDS: Mapping[str, str] = {
    field.name: name for name, section in SECTIONS.items() for field in fields(section)
}

# Fields that mean something only together: who changes one of them has decided about all.
TOGETHER = (
    ("youngest_months", "oldest_months"),
    ("centre_id", "delivery", "venue_id"),
    ("cost", "cost_pence"),
)


def section_of(activity: Activity, name: str) -> Section:
    """One section of a listing as it is now."""
    return made_of(name, {field.name: getattr(activity, field.name) for field in fields(SECTIONS[name])})


def made_of(name: str, values: Mapping[str, Any]) -> Section:
    """A section of values as columns hold them: lists become tuples."""
    plain: dict[str, Any] = {key: _plain(value) for key, value in values.items()}
    return SECTIONS[name](**plain)


def columns_of_section(section: Section) -> dict[str, object]:
    """What an activity's columns hold for a section: tuples become lists."""
    plain = {field.name: getattr(section, field.name) for field in fields(section)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


def differing(one: Section, other: Section) -> list[str]:
    """The fields in which two of the same section differ, in their order."""
    return [field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)]


def with_kin(names: Iterable[str]) -> set[str]:
    """Some fields, and those that mean something only together with them."""
    found = set(names)
    return found.union(*(kin for kin in TOGETHER if found & set(kin)))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
