"""When nothing is found: which one thing, taken out of the question, would help."""

from dataclasses import dataclass
from datetime import datetime

from directory.search.engine import NOTHING, Engine, Sought
from directory.search.request import Request

# In this order a parent gives way most easily: first how far and when, last what for.
ORDER = (
    "within",
    "parts",
    "days",
    "since",
    "until",
    "features",
    "costs",
    "access",
    "delivery",
    "spoken",
    "offers",
    "themes",
    "kinds",
    "pregnant",
    "adults",
    "ages",
    "text",
)


# Answers that are only remotely about what was asked are as good as none.
CLOSE_ENOUGH = 0.55


@dataclass(frozen=True)
class Relaxed:
    """The question without one of its fields, and how many answers that has."""

    field: str
    request: Request
    total: int


def relaxations(engine: Engine, request: Request, sought: Sought, *, now: datetime) -> list[Relaxed]:
    """Each single thing that can be taken out so that something is found, the easiest to give up first."""
    helpful = []
    for name in ORDER:
        if not getattr(request, name) or (name == "until" and request.since):
            continue
        relaxed = request.without(name)
        total, close = engine.count(relaxed, NOTHING if name == "text" else sought, now=now)
        if total and close >= CLOSE_ENOUGH:
            helpful.append(Relaxed(name, relaxed, total))
    return helpful
