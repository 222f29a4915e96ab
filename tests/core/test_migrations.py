"""Databases move from one Doorstep to the next, and back, with what is in them: SQLite and PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, table, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directory import schema
from directory.db import Database
from directory.errors import DatabaseTooNew
from directory.listings.actions import Outcome
from directory.listings.dates import cancel_date, materialise_all
from directory.listings.models import Activity, Change, Cost, Occurrence, Reason
from directory.settings import HERE
from tests.builders import NOW, TODAY, a_draft, a_slot, add_centre, add_council, keep, occurrences, outcome_of

# What a council already has at each step, written as it was stored then. A new step adds its own.
AT_STEP = {
    "0001": (
        "INSERT INTO council (id, uuid, key, name, brand, languages, review_days)"
        " VALUES (1, '0c0ffee0000040008000000000000001', 'hexshire', 'Hexshire', 'family hub',"
        " '[\"en\"]', 90)",
        "INSERT INTO cluster (id, uuid, council_id, key, name)"
        " VALUES (1, '0c0ffee0000040008000000000000002', 1, 'north', 'Hexbury North')",
        "INSERT INTO centre (id, uuid, slug, council_id, cluster_id, name, kind, street, town, features, bus)"
        " VALUES (1, '0c0ffee0000040008000000000000003', 'little-acorns', 1, 1, 'Little Acorns', 'hub',"
        " '2 Orchard Road', 'Hexbury', '[\"step-free\"]', '')",
        "INSERT INTO opening_hours (id, centre_id, weekday, opens, closes)"
        " VALUES (1, 1, 0, '09:00:00.000000', '16:30:00.000000')",
        "INSERT INTO venue (id, uuid, council_id, centre_id, name, kind, street, town, features, bus, hidden)"
        " VALUES (1, '0c0ffee0000040008000000000000004', 1, 1, 'Little Acorns', 'centre', '2 Orchard Road',"
        " 'Hexbury', '[]', '', FALSE)",
        "INSERT INTO postcode (postcode, lat, lng) VALUES ('QX12AB', 51.4, 0.5)",
        "INSERT INTO outcode (outcode, lat, lng, postcodes) VALUES ('QX1', 51.4, 0.5, 1)",
        "INSERT INTO area (lsoa, name, deprivation_decile, children_by_age)"
        " VALUES ('E01999999', 'Hexbury 001A', 2, '[31, 28, 30, 27, 33]')",
    ),
    "0002": (
        "INSERT INTO term (id, council_id, name, first_day, last_day)"
        " VALUES (1, 1, 'Autumn', '2026-09-03', '2026-10-23')",
        "INSERT INTO bank_holiday (council_id, day, name) VALUES (1, '2026-12-25', 'Christmas Day')",
        "INSERT INTO activity (id, uuid, slug, centre_id, venue_id, delivery, type_key, name, summary,"
        " description, themes, youngest_months, oldest_months, pregnancy, adults, cost, cost_note, offer,"
        " access, languages, features, organisations, status, version, text_version)"
        " VALUES (1, '0c0ffee0000040008000000000000005', 'stay-and-play', 1, 1, 'in-person',"
        " 'stay-and-play', 'Stay and play', '', '', '[]', 0, 59, FALSE, FALSE, 'free', '', 'universal',"
        " 'open', '[\"en\"]', '[]', '[]', 'published', 1, 1)",
        'INSERT INTO activity_text (activity_id, language, name, summary, description, "by", reviewed,'
        " source_version) VALUES (1, 'pl', 'Zabawa', '', '', 'person', TRUE, 1)",
        "INSERT INTO schedule (id, activity_id, rule, first_day, starts, minutes, term_time_only,"
        " on_bank_holidays, extra_days, skipped_days)"
        " VALUES (1, 1, 'FREQ=WEEKLY;BYDAY=TU', '2026-09-01', '10:00:00.000000', 90, FALSE, FALSE, '[]',"
        " '[]')",
        "INSERT INTO occurrence (id, uuid, activity_id, schedule_id, rule_day, starts_at, ends_at,"
        " wall_start, status, reason) VALUES (1, '0c0ffee0000040008000000000000006', 1, 1, '2026-12-01',"
        " '2026-12-01 10:00:00.000000', '2026-12-01 11:30:00.000000', '2026-12-01 10:00:00.000000',"
        " 'cancelled', 'weather')",
        'INSERT INTO change (id, at, who, "table", "row", field)'
        " VALUES (1, '2026-11-24 09:00:00.000000', 'Amina', 'activity', 1, 'name')",
        "INSERT INTO stale_listing (id, activity_id) VALUES (1, 1)",
    ),
    "0003": ("UPDATE activity SET concepts = '[\"weighing\"]'",),
    "0004": (
        "INSERT INTO closure (id, council_id, centre_id, first_day, last_day, reason)"
        " VALUES (1, 1, 1, '2026-12-24', '2027-01-01', 'closed_holiday')",
        "INSERT INTO bulk_change (id, uuid, at, who, kind, items, dates)"
        " VALUES (1, '0c0ffee0000040008000000000000007', '2026-11-24 09:00:00.000000', 'Amina', 'venue',"
        " '[]', '[]')",
    ),
    "0005": (
        "INSERT INTO worker (id, uuid, council_id, name, email, active, added_at)"
        " VALUES (1, '0c0ffee0000040008000000000000007', 1, 'Amina', 'amina@hexshire.example', TRUE,"
        " '2026-11-24 09:00:00.000000')",
        "INSERT INTO membership (id, worker_id, role, centre_id) VALUES (1, 1, 'manager', 1)",
        "INSERT INTO sign_in (id, worker_id, token, device, proven, began_at, seen_at)"
        " VALUES (1, 1, 'ab12', 'Chrome, Android', TRUE, '2026-11-24 09:00:00.000000',"
        " '2026-11-24 09:05:00.000000')",
        "INSERT INTO kept_form (id, worker_id, path, fields, kept_at)"
        " VALUES (1, 1, '/staff/', 'sealed', '2026-11-24 09:00:00.000000')",
        "INSERT INTO ticket (id, worker_id, kind, token, expires_at)"
        " VALUES (1, 1, 'invitation', 'cd34', '2026-11-26 09:00:00.000000')",
        "INSERT INTO recovery_code (id, worker_id, mark) VALUES (1, 1, 'ef56')",
        "INSERT INTO attempt (id, mark, at) VALUES (1, 'ab78', '2026-11-24 09:00:00.000000')",
        'INSERT INTO mail (id, uuid, "to", subject, text, written_at, attempts)'
        " VALUES (1, '0c0ffee0000040008000000000000008', 'amina@hexshire.example', 'Welcome', 'sealed',"
        " '2026-11-24 09:00:00.000000', 0)",
    ),
    "0006": (),  # adds no table
    "0007": (
        "INSERT INTO listing_views (activity_id, day, views) VALUES (1, '2026-11-24', 12)",
        "INSERT INTO check_reminder (id, activity_id, due_on, step, sent_at)"
        " VALUES (1, 1, '2026-11-20', 'keeper', '2026-11-20 09:00:00.000000')",
        "INSERT INTO wrong_report (id, activity_id, what, words, language, at, answer, answered_by,"
        " answered_at) VALUES (1, 1, 'not-on', 'Nobody was there.', 'pl', '2026-11-20 09:00:00.000000',"
        " 'put-right', 'Amina', '2026-11-24 09:00:00.000000')",
    ),
    "0008": (
        "INSERT INTO unmet_need (week, need, language, outcode, times)"
        " VALUES ('2026-11-23', 'baby-yoga', 'pl', 'QX1', 7)",
        "INSERT INTO wish (id, sent_at, language, words, outcode, town)"
        " VALUES (1, '2026-11-24 09:00:00.000000', 'en', 'a group for twins', 'QX1', '')",
    ),
    "0009": (
        "INSERT INTO unhide_request (venue_id, worker_id, asked_by, asked_at)"
        " VALUES (1, 1, 'Amina', '2026-11-24 09:00:00.000000')",
    ),
    "0010": (
        "INSERT INTO handed_in (id, uuid, council_id, worker_id, who, at, name, kind, centres, stage, tries)"
        " VALUES (1, '0c0ffee0000040008000000000000009', 1, 1, 'Amina', '2026-11-24 09:00:00.000000',"
        " 'autumn.csv', 'table', '[1]', 'to-check', 0)",
    ),
    "0011": (
        "INSERT INTO contact (id, uuid, channel, mark, address, language, status, talk, about, created_at,"
        " heard_at) VALUES (1, '0c0ffee0000040008000000000000020', 'telegram', 'ab12', 'sealed', 'pl',"
        " 'active', 'sealed', 'sealed', '2026-11-24 09:00:00.000000', '2026-11-24 09:00:00.000000')",
        "INSERT INTO inbox (id, uuid, channel, external_id, mark, place, address, event, status, attempts,"
        " received_at, due_at, fault) VALUES (1, '0c0ffee0000040008000000000000021', 'telegram',"
        " '70001', 'ab12',"
        " 70001, 'sealed', 'sealed', 'new', 0, '2026-11-24 09:00:00.000000',"
        " '2026-11-24 09:00:00.000000', '')",
        "INSERT INTO outbox (id, uuid, source, contact_id, channel, mark, address, message, kind, urgency,"
        " status, attempts, written_at, due_at, good_until, external_id, fault)"
        " VALUES (1, '0c0ffee0000040008000000000000022', 'in:1:0', 1, 'telegram', 'ab12', 'sealed', 'sealed',"
        " 'reply', 0, 'queued', 0, '2026-11-24 09:00:00.000000', '2026-11-24 09:00:00.000000',"
        " '2026-12-01 10:00:00.000000', '', '')",
        "INSERT INTO saved (contact_id, activity_id, at) VALUES (1, 1, '2026-11-24 09:00:00.000000')",
        "INSERT INTO follow (id, uuid, contact_id, what, activity_id, query, seen_up_to, looked_at, at)"
        " VALUES (1, '0c0ffee0000040008000000000000023', 1, 'session', 1, '', 0,"
        " '2026-11-24 09:00:00.000000', '2026-11-24 09:00:00.000000')",
        "INSERT INTO reminder (id, contact_id, activity_id, date, starts_at, minutes_before, due_at)"
        " VALUES (1, 1, 1, '0c0ffee0000040008000000000000026', '2026-12-01 10:00:00.000000', 120,"
        " '2026-12-01 08:00:00.000000')",
        "INSERT INTO handover (id, uuid, contact_id, council_id, centre_id, language, came_from, opened_at)"
        " VALUES (1, '0c0ffee0000040008000000000000024', 1, 1, 1, 'pl', 'sealed',"
        " '2026-11-24 09:00:00.000000')",
        "INSERT INTO handover_line (id, uuid, handover_id, who, text, at)"
        " VALUES (1, '0c0ffee0000040008000000000000025', 1, '', 'sealed', '2026-11-24 09:00:00.000000')",
        "INSERT INTO broadcast (id, uuid, council_id, centre_id, texts, people, who, written_at, goes_at)"
        " VALUES (1, '0c0ffee0000040008000000000000026', 1, 1, 'sealed', 3, 'Amina',"
        " '2026-11-24 09:00:00.000000', '2026-11-24 09:00:00.000000')",
        "INSERT INTO canned_answer (id, council_id, key, language, text)"
        " VALUES (1, 1, 'thanks', 'en', 'Thank you.')",
        "INSERT INTO chat_count (day, what, sort, times) VALUES ('2026-11-24', 'crisis', 'danger', 1)",
        "INSERT INTO date_news (id, activity_id, date, starts_at, status)"
        " VALUES (1, 1, '0c0ffee0000040008000000000000026', '2026-12-01 10:00:00.000000', 'scheduled')",
    ),
}
SCRIPTS = ScriptDirectory(str(HERE / "directory" / "migrations"))
STEPS = [step.revision for step in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, without a table."""
    on_postgres = request.param == "PostgreSQL"
    url = request.getfixturevalue("postgres_url") if on_postgres else f"sqlite:///{tmp_path / 'doorstep.db'}"
    database = Database(url)
    yield database.engine
    database.close()


@pytest.fixture
def full(engine: Engine) -> Engine:
    """A database brought up step by step, given something at each."""
    for step in STEPS:
        schema.upgrade(engine, to=step)
        add_rows(engine, step)
    return engine


def add_rows(engine: Engine, step: str) -> None:
    with engine.begin() as connection:
        for statement in AT_STEP[step]:
            connection.exec_driver_sql(statement)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(text("*")).select_from(table(name)))), key=str)
            for name in tables(engine)
        }


# Up, down, up


def test_every_step_is_tried_with_something_stored():
    assert list(AT_STEP) == STEPS


def test_after_all_steps_the_database_is_what_the_models_say(full):
    with full.connect() as connection:
        found = schema.differences(connection)

    assert found == []


def test_every_table_has_been_through_the_steps_with_a_row_in_it(full):
    found = contents(full)

    assert {table: len(rows) for table, rows in found.items()} == dict.fromkeys(tables(full), 1)


def test_what_was_stored_at_an_early_step_reads_well_at_the_last(full):
    with Database(full.url.render_as_string(hide_password=False)).read() as db:
        activity = db.scalars(select(Activity)).one()
        occurrence = db.scalars(select(Occurrence)).one()

        assert (activity.centre.council.brand, activity.centre.features) == ("family hub", ["step-free"])
        assert (activity.texts[0].name, activity.place_is_hidden) == ("Zabawa", False)
        assert occurrence.reason is Reason.WEATHER


def test_going_up_when_already_there_changes_nothing(full):
    before = contents(full)

    schema.upgrade(full)

    assert contents(full) == before


def test_going_from_listings_back_to_places_keeps_the_places(full):
    before = contents(full)

    schema.downgrade(full, to="0001")

    after = contents(full)
    assert after == {table: before[table] for table in after}
    assert {"council", "centre", "venue", "postcode"} <= set(after)
    assert "activity" not in after


def test_listings_can_come_back_after_going_back_to_places(full):
    before = contents(full)

    schema.downgrade(full, to="0001")
    for step in STEPS[1:]:
        schema.upgrade(full, to=step)
        add_rows(full, step)

    assert contents(full) == before


def test_all_the_way_down_leaves_nothing_and_up_again_is_as_new(full):
    schema.downgrade(full, to="base")
    at_the_bottom = tables(full)

    schema.upgrade(full)

    with full.connect() as connection:
        assert at_the_bottom == set()
        assert schema.stands_at(connection) == schema.newest() == STEPS[-1]
        assert schema.differences(connection) == []


def test_an_empty_database_stands_nowhere(engine):
    with engine.connect() as connection:
        assert schema.stands_at(connection) is None


def test_a_database_from_a_later_doorstep_is_refused_and_left_alone(full):
    before = contents(full)
    with full.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2031'"))

    with pytest.raises(DatabaseTooNew, match=r"later Doorstep .*2031"):
        schema.upgrade(full)

    assert contents(full) == before


def test_a_step_that_fails_half_way_leaves_the_database_as_it_was(engine):
    schema.upgrade(engine, to="0001")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE occurrence (id INTEGER)"))  # stands in the way of 0002
    before = tables(engine)

    with pytest.raises(Exception, match="occurrence"):
        schema.upgrade(engine)

    with engine.connect() as connection:
        assert (schema.stands_at(connection), tables(engine)) == ("0001", before)


def test_the_steps_are_one_line_without_branches():
    assert SCRIPTS.get_heads() == [STEPS[-1]]
    assert SCRIPTS.get_bases() == [STEPS[0]]


# The same deeds on both


def a_term_with_a_cancelled_date(database: Database) -> list[tuple[object, ...]]:
    """Keep Zuzanna's three slots a week, cancel one date, correct a time, and say what families see."""
    slots = (
        a_slot("FREQ=WEEKLY;BYDAY=TU", term_time_only=True, skipped_days=frozenset({date(2026, 12, 8)})),
        a_slot("FREQ=MONTHLY;BYDAY=1FR,-1TH", starts="13:15", minutes=45),
        a_slot("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", starts="23:30", extra_days=frozenset({date(2026, 12, 28)})),
    )
    with database.unit_of_work() as db:
        terms = [(date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12))]
        council = add_council(db, terms=terms, bank_holidays=[date(2027, 1, 1), date(2027, 3, 28)])
        draft = a_draft(add_centre(db, council=council), slots=slots)
        activity = keep(db, draft)
    with database.unit_of_work() as db:
        cancel_date(db, occurrences(db, activity)[2], reason=Reason.STAFF_ILL, who="Zuzanna", now=NOW)
        keep(db, replace(draft, slots=(*slots[:2], replace(slots[2], minutes=60))))
        materialise_all(db, today=TODAY)
    with database.read() as db:
        return [
            (found.rule_day, found.starts_at, found.ends_at, found.wall_start, found.status, found.reason)
            for found in occurrences(db, activity)
        ]


def test_postgresql_gives_the_same_dates_as_sqlite(database, postgres_url):
    postgres = Database(postgres_url)
    schema.upgrade(postgres.engine)

    on_postgres = a_term_with_a_cancelled_date(postgres)

    postgres.close()
    assert on_postgres == a_term_with_a_cancelled_date(database)
    assert len(on_postgres) > 30


@pytest.fixture
def current(engine: Engine) -> Iterator[Database]:
    """A database of either kind with all tables and nothing in them."""
    schema.upgrade(engine)
    database = Database(engine.url.render_as_string(hide_password=False))
    yield database
    database.close()


def test_a_listing_is_added_changed_and_left_alone_alike(current):
    with current.unit_of_work() as db:
        draft = a_draft(add_centre(db))
        priced = replace(draft, cost=Cost.PRICE, cost_pence=250)
        outcomes = [outcome_of(db, each) for each in (draft, draft, priced, priced)]

    assert [outcome for outcome, _ in outcomes] == [
        Outcome.ADDED,
        Outcome.UNCHANGED,
        Outcome.CHANGED,
        Outcome.UNCHANGED,
    ]
    with current.read() as db:
        assert db.scalars(select(Change.at).distinct()).all() == [NOW]


def half_an_import(db: Session) -> None:
    add_centre(db)
    raise LookupError("the next row of the file was wrong")


def test_a_refused_unit_of_work_leaves_nothing_on_either(current):
    with pytest.raises(LookupError), current.unit_of_work() as db:
        half_an_import(db)

    with current.read() as db:
        assert db.execute(text("SELECT count(*) FROM council")).scalar_one() == 0


# What neither database will store


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE activity SET youngest_months = 60", "ck_activity_ages_in_order"),
        ("UPDATE activity SET oldest_months = NULL", "ck_activity_ages_whole"),
        ("UPDATE activity SET youngest_months = NULL", "ck_activity_ages_whole"),
        ("UPDATE activity SET cost = 'price'", "ck_activity_price_has_pence"),
        ("UPDATE activity SET cost_pence = 250", "ck_activity_price_has_pence"),
        ("UPDATE activity SET cost = 'unknown', cost_pence = 0", "ck_activity_price_has_pence"),
        ("UPDATE activity SET cost = 'cheap'", "ck_activity_cost"),
        ("UPDATE activity SET status = 'gone'", "ck_activity_status"),
        ("UPDATE activity SET access = 'knock'", "ck_activity_access"),
        ("UPDATE occurrence SET reason = 'tired'", "ck_occurrence_reason"),
        ("UPDATE occurrence SET ends_at = starts_at", "ck_occurrence_starts_first"),
        ("UPDATE occurrence SET late_minutes = 241", "ck_occurrence_late_for_a_while"),
        ("UPDATE occurrence SET closure_id = 404", "(?i)foreign key"),
        ("UPDATE closure SET last_day = '2026-12-23'", "ck_closure_days_in_order"),
        ("UPDATE closure SET cluster_id = 1", "ck_closure_one_scope"),
        ("UPDATE closure SET reason = 'tired'", "ck_closure_closedfor"),
        ("UPDATE listing_views SET views = 0", "ck_listing_views_happened"),
        ("UPDATE check_reminder SET step = 'nobody'", "ck_check_reminder_step"),
        ("UPDATE wrong_report SET what = 'smell'", "ck_wrong_report_wrong"),
        ("UPDATE wrong_report SET answer = 'never'", "ck_wrong_report_answer"),
        ("UPDATE schedule SET minutes = 0", "ck_schedule_up_to_a_day"),
        ("UPDATE schedule SET minutes = 1441", "ck_schedule_up_to_a_day"),
        ("UPDATE term SET last_day = '2026-09-02'", "ck_term_days_in_order"),
        ("UPDATE opening_hours SET closes = opens", "ck_opening_hours_opens_first"),
        ("UPDATE opening_hours SET weekday = 7", "ck_opening_hours_weekday_known"),
        ("UPDATE centre SET lat = 51.4", "ck_centre_whole_position"),
        ("UPDATE venue SET lng = 0.5", "ck_venue_whole_position"),
        ("UPDATE activity SET centre_id = 404", "(?i)foreign key"),
        ("DELETE FROM centre", "(?i)foreign key"),
        ("UPDATE change SET who = 'Nobody'", "only ever added to"),
        ("DELETE FROM change", "only ever added to"),
    ],
)
def test_what_cannot_be_true_is_refused(full, statement, rule):
    before = contents(full)

    with pytest.raises(IntegrityError, match=rule), full.begin() as connection:
        connection.exec_driver_sql(statement)

    assert contents(full) == before


def test_an_activity_takes_its_dates_and_words_with_it(full):
    with full.begin() as connection:
        connection.execute(text("DELETE FROM activity"))

    left = contents(full)
    assert left["schedule"] == left["occurrence"] == left["activity_text"] == []
    assert len(left["change"]) == 1
