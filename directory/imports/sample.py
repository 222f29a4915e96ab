"""Load the invented council of `content/sample/`, so that a fresh Doorstep has something to show."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from directory.imports.plan import Findings, Plan
from directory.imports.sample_activities import WHO, Drafts, change_dates
from directory.imports.sample_files import entries, naming
from directory.imports.sample_places import keep_council, keep_places
from directory.imports.sample_postcodes import keep_postcodes
from directory.listings.actions import Outcome, keep_activity
from directory.listings.models import StaleListing
from directory.listings.session_types import session_types
from directory.places.actions import place_positions
from directory.settings import CONTENT

FOLDER = CONTENT / "sample"


def load(
    db: Session,
    *,
    today: date,
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
    folder: Path = FOLDER,
) -> Plan:
    """Load the sample council; loading it again changes nothing but what its files say anew.

    Raises ContentWrong, naming file and entry, when a file is not right. How long ago something was
    checked counts from the day it is first loaded, so that it grows old as real listings do.
    """
    findings = Findings()
    activities = [
        (path, entry) for path in sorted(folder.glob("activities/*.yaml")) for entry in entries(path)
    ]
    keep_postcodes(db, folder / "postcodes.csv", findings)
    council = keep_council(db, folder / "council.yaml", findings)
    keep_places(db, council, folder / "places.yaml", findings)
    place_positions(db)
    if findings.added or findings.changed:
        db.add(StaleListing(activity_id=None))
    drafts = Drafts(db, today, session_types())
    for done, (path, entry) in enumerate(activities, start=1):
        with naming(path, entry):
            draft = drafts.draft(entry)
            outcome, fields = keep_activity(db, draft, who=WHO, now=now)
            findings.count(outcome, 0, draft.name, fields)
            if outcome is Outcome.ADDED:
                change_dates(db, draft, entry, now)
        progress(done)
    return findings.plan()
