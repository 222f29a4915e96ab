"""What is near a worker's centres."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.places.geography import Spot
from directory.places.models import Centre, Outcode
from directory.places.postcodes import parse
from directory.search.filters import kilometres

NEAR_KM = 8.0  # five miles


@dataclass(frozen=True)
class Area:
    """The outcodes of and around some centres, and their towns in lower case."""

    outcodes: frozenset[str]
    towns: frozenset[str]


def area_of(db: Session, centre_ids: Collection[int]) -> Area:
    """Where these centres are: their own outcodes, and those whose middle is no more than five miles away."""
    query = select(Centre.postcode, Centre.town, Centre.lat, Centre.lng)
    centres = db.execute(query.where(Centre.id.in_(list(centre_ids)))).all()
    outcodes = {postcode.outcode for row in centres if (postcode := parse(row.postcode or ""))}
    known = db.execute(select(Outcode.outcode, Outcode.lat, Outcode.lng)).all()
    lat, lng = (np.array([row[at] for row in known], np.float64) for at in (1, 2))
    for row in centres:
        if known and row.lat is not None:
            near = kilometres(lat, lng, Spot(row.lat, row.lng)) <= NEAR_KM
            outcodes |= {found.outcode for found, is_near in zip(known, near, strict=True) if is_near}
    return Area(frozenset(outcodes), frozenset(row.town.lower() for row in centres if row.town))
