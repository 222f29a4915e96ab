import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from directory import clock
from directory.db import Database
from directory.errors import ContentWrong
from directory.imports.plan import Plan, carry_out
from directory.imports.sample import FOLDER, load
from directory.listings.models import (
    Activity,
    ActivityText,
    BankHoliday,
    Change,
    Occurrence,
    OccurrenceStatus,
    StaleListing,
    Status,
)
from directory.listings.session_types import session_types
from directory.places.models import Centre, Outcode, Venue

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the sample is not written yet")


def load_sample(database: Database, folder: Path = FOLDER) -> Plan:
    today, now = clock.today(), clock.now()
    return carry_out(database, lambda db: load(db, today=today, now=now, folder=folder), commit=True)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "sample")


def rewrite(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_whole_sample_is_loaded_and_loading_it_again_changes_nothing(database: Database):
    first = load_sample(database)
    with database.unit_of_work() as db:
        activities = db.scalars(select(Activity)).all()
        assert len(activities) >= 500
        assert {activity.type_key for activity in activities} == set(session_types())
        assert db.scalar(select(func.count()).select_from(Centre).where(Centre.lat.is_(None))) == 0
        assert db.scalar(select(func.count()).select_from(Venue).where(Venue.hidden)) == 2
        assert db.scalar(select(func.count()).select_from(Outcode)) >= 18
        cancelled = select(func.count()).where(Occurrence.status == OccurrenceStatus.CANCELLED)
        moved = select(func.count()).where(Occurrence.status == OccurrenceStatus.MOVED)
        counts = db.scalar(cancelled), db.scalar(moved)
        db.query(StaleListing).delete()

    second = load_sample(database)

    assert first.added > 600
    assert (second.added, second.changed) == (0, 0)
    with database.read() as db:
        assert min(counts) > 0
        assert (db.scalar(cancelled), db.scalar(moved)) == counts
        assert db.scalar(select(func.count()).select_from(StaleListing)) == 0


def test_the_sample_grows_old_like_real_listings(database: Database):
    load_sample(database)

    with clock.frozen(clock.now() + timedelta(days=30)):
        plan = load_sample(database)

    assert (plan.added, plan.changed) == (0, 0)


def test_translations_come_from_the_kind_of_session_unless_the_entry_has_its_own(database: Database):
    load_sample(database)

    with database.read() as db:
        polish = select(ActivityText).join(ActivityText.activity).where(ActivityText.language == "pl")
        usual = db.scalars(polish.where(Activity.external_id == "riverside-midwife-clinic")).one()
        own = db.scalars(polish.where(Activity.external_id == "riverside-ferry-road")).one()
        assert usual.name == session_types()["midwife-clinic"].name["pl"]
        assert (own.name, own.reviewed) == ("Zabawa przy Ferry Road", False)


def test_what_is_never_public_stays_a_draft(database: Database):
    load_sample(database)

    with database.read() as db:
        status = select(Activity.status).where(Activity.type_key == "supervised-contact").distinct()
        assert db.scalars(status).all() == [Status.DRAFT]


def test_a_changed_entry_changes_its_activity_alone(database: Database, copied: Path):
    load_sample(database, copied)
    rewrite(copied / "activities" / "ashmarsh.yaml", "cost: free", "cost: donation")

    plan = load_sample(database, copied)

    assert (plan.added, plan.changed) == (0, 1)
    with database.read() as db:
        assert db.scalars(select(Change.field).where(Change.table == "activity")).all() == ["cost"]


def test_a_bank_holiday_that_gets_another_name_is_still_a_bank_holiday(database: Database, copied: Path):
    load_sample(database, copied)
    rewrite(copied / "council.yaml", "name: Christmas Day}", "name: Christmas}")

    load_sample(database, copied)

    with database.read() as db:
        named = select(BankHoliday.day).where(BankHoliday.name == "Christmas")
        assert len(db.scalars(named).all()) == 1


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("activities/ashmarsh.yaml", "type: midwife-clinic", "type: midwives"),
        ("activities/ashmarsh.yaml", "centre: riverside", "centre: seaside"),
        ("activities/ashmarsh.yaml", "repeats: weekly", "repeats: hourly"),
        ("activities/ashmarsh.yaml", "cost: free", "costs: free"),
        ("activities/ashmarsh.yaml", "from: 2025-09-08", "from: soon"),
        ("activities/ashmarsh.yaml", "09:00-12:30", "09:00"),
        ("activities/ashmarsh.yaml", "key: riverside-ferry-road", "key: riverside-midwife-clinic"),
        ("places.yaml", "postcode: QX1 2AB", "postcode: QX1 9ZZ"),
        ("places.yaml", "kind: hub", "kind: palace"),
        ("places.yaml", "cluster: ashmarsh", "cluster: moon"),
        ("places.yaml", "features: [step_free", "features: [helicopter_pad, step_free"),
        ("council.yaml", "from: 2025-09-03", "from: 3 September"),
        ("council.yaml", "  brand:", "  brandy:"),
        ("postcodes.csv", "53.99923", "north"),
    ],
)
def test_a_slip_in_the_sample_is_told_with_file_and_entry(
    database: Database, copied: Path, file: str, before: str, after: str
):
    rewrite(copied / file, before, after)

    with pytest.raises(ContentWrong, match=Path(file).name):
        load_sample(database, copied)
