"""How many listings carry each concept, and what says so: for editors, and for whoever asks why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.listings.models import Activity, Status
from directory.listings.session_types import session_types
from directory.search.entry import Why, concepts_why


@dataclass
class Carried:
    """The listings that carry one concept: all of them, and by what says it; one may have several reasons."""

    listings: int = 0
    why: Counter[Why] = field(default_factory=Counter)


def carried(db: Session) -> Mapping[str, Carried]:
    """What public listings are about, wider concepts included, by concept."""
    columns = (Activity.type_key, Activity.name, Activity.features, Activity.concepts)
    found: dict[str, Carried] = {}
    for kind, name, features, chosen in db.execute(
        select(*columns).where(Activity.status == Status.PUBLISHED)
    ):
        known = session_types().get(kind)
        if known is not None and not known.listed:
            continue
        reasons = concepts_why(kind, name, features=features, chosen=chosen)
        for key in set().union(*reasons.values()):
            one = found.setdefault(key, Carried())
            one.listings += 1
            one.why.update(why for why, said in reasons.items() if key in said)
    return found
