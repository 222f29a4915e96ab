"""What somebody could go to whose session is off."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core.screens.notices import Instead, Told
from directory import clock
from directory.listings.models import Occurrence, OccurrenceStatus
from directory.places.geography import Spot
from directory.runtime import Runtime
from directory.search.request import Age, Request

NEAR = 10  # miles
WEEK = timedelta(days=6)


def something_instead(
    runtime: Runtime, db: Session, told: Told, was: datetime, language: str, now: datetime
) -> Instead | None:
    """Near there: the same kind or else for the same ages, that day or else in the week from then."""
    card, day = told.card, was.date()
    here = card.where
    if here is None or day < clock.london(now).date():
        return None
    spot = Spot(here.lat, here.lng) if here.lat is not None and here.lng is not None else None
    near = Request(spot=spot, within=NEAR if spot else None, since=day, until=day)
    same_kind = replace(near, kinds=(told.change.type_key,))
    for_same = replace(near, themes=card.themes, pregnant=card.pregnancy, adults=card.adults)
    if card.youngest_months is not None and card.oldest_months is not None:
        for_same = replace(for_same, ages=(Age(card.youngest_months, card.oldest_months),))
    for request in (same_kind, for_same):
        for asked in (
            replace(request, sort="nearest" if spot else "soonest"),
            replace(request, until=day + WEEK, sort="soonest"),
        ):
            if found := _first_that_is_on(runtime, db, asked, card.id, language, now):
                return found
    return None


def _first_that_is_on(
    runtime: Runtime, db: Session, request: Request, but: int, language: str, now: datetime
) -> Instead | None:
    """The index may be a moment behind: what it says is on is looked up."""
    page = runtime.find(request, language=language, now=now)
    for result in page.results if page.total else ():
        card, hit = result.activity, result.hit
        if card.id == but or card.sensitive or hit.starts_at is None or hit.ends_at is None:
            continue
        on = select(Occurrence.id).where(
            Occurrence.activity_id == card.id,
            Occurrence.starts_at == hit.starts_at,
            Occurrence.status != OccurrenceStatus.CANCELLED,
        )
        if hit.starts_at > now and db.scalar(on) is not None:
            return Instead(card, clock.london(hit.starts_at), clock.london(hit.ends_at), hit.km)
    return None
