from datetime import date, time

import pytest
from sqlalchemy import func, select

from directory.db import Database
from directory.imports.activity_template import COLUMNS, template
from directory.imports.plan import Plan, WrongFile
from directory.listings.models import Activity, Cost, Delivery, Occurrence, Schedule, Status
from directory.listings.session_types import session_types
from directory.places.models import Venue

from .conftest import BringIn

USUAL = {
    "key": "tuesdays",
    "type": "stay-and-play",
    "centre": "riverside",
    "repeats": "weekly",
    "day": "tuesday",
    "start": "9:30",
    "end": "11:00",
    "from": "2026-09-08",
}


def table(*rows: dict[str, str], mark: str = ",") -> str:
    lines = [
        mark.join(COLUMNS),
        *(mark.join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def said(plan: Plan) -> list[tuple[int, str]]:
    return [(note.row, note.column) for note in plan.refused]


def test_the_template_can_be_brought_in(database: Database, bring_in_activities: BringIn):
    plan = bring_in_activities(template().replace("riverside-childrens-centre", "riverside"))

    assert (plan.added, plan.refused) == (2, ())
    with database.read() as db:
        first, second = db.scalars(select(Activity).order_by(Activity.id))
        assert (first.name, first.source, first.status) == ("Stay and play", "csv", Status.PUBLISHED)
        assert (first.cost, len(first.schedules)) == (Cost.FREE, 2)
        assert first.assured_on == date(2026, 9, 1)
        assert (second.name, second.cost_pence, second.languages) == (
            "Baby massage for dads",
            200,
            ["pl", "ro"],
        )
        assert (second.youngest_months, second.oldest_months, second.capacity) == (1, 8, 10)
        assert second.venue.name == "Ashmarsh Library"


def test_an_empty_cell_means_what_is_usual_for_this_kind(database: Database, bring_in_activities: BringIn):
    bring_in_activities(table(USUAL))

    with database.read() as db:
        activity = db.scalars(select(Activity)).one()
        assert activity.themes == ["U1", "U2"]
        assert (activity.youngest_months, activity.oldest_months) == (0, 59)
        assert activity.cost is Cost.UNKNOWN
        assert {text.language for text in activity.texts} == {"pl", "ar"}
        assert activity.venue.name == "Riverside Children's Centre"


def test_own_words_do_not_come_with_the_usual_translations(database: Database, bring_in_activities: BringIn):
    bring_in_activities(table(USUAL | {"name": "Messy Tuesdays"}))

    with database.read() as db:
        assert db.scalars(select(Activity)).one().texts == []


def test_an_own_summary_leaves_the_usual_name_translated_and_the_summary_to_be_written(
    database: Database, bring_in_activities: BringIn
):
    bring_in_activities(table(USUAL | {"summary": "Toys, and a song at the end."}))

    with database.read() as db:
        texts = db.scalars(select(Activity)).one().texts
        names = {text.language: text.name for text in texts}
        assert names["pl"] == session_types()["stay-and-play"].name["pl"]
        assert {text.summary for text in texts} == {""}


def test_bringing_in_the_same_activities_again_changes_nothing(
    database: Database, bring_in_activities: BringIn
):
    monthly = {"key": "tuesdays", "repeats": "monthly", "which": "last", "day": "sat", "start": "10am"}
    rows = (USUAL, monthly | {"end": "11.30am", "from": "01/09/2026"})
    bring_in_activities(table(*rows))

    plan = bring_in_activities(table(*rows))

    assert (plan.added, plan.changed, plan.unchanged) == (0, 0, 1)
    with database.read() as db:
        rules = db.scalars(select(Schedule.rule).order_by(Schedule.id)).all()
        assert rules == ["FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1SA"]


def test_a_changed_cell_changes_the_activity(database: Database, bring_in_activities: BringIn):
    bring_in_activities(table(USUAL))

    plan = bring_in_activities(table(USUAL | {"cost": "donation", "end": "11:15"}))

    assert plan.changed == 1
    assert "cost, slots" in plan.changes[0].sentence


def test_a_dry_run_keeps_no_activity(database: Database, bring_in_activities: BringIn):
    plan = bring_in_activities(table(USUAL), commit=False)

    assert plan.added == 1
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(Activity)) == 0


def test_every_problem_of_every_row_is_told_and_nothing_is_kept(
    database: Database, bring_in_activities: BringIn
):
    bad = USUAL | {
        "key": "b",
        "type": "stay-and-ply",
        "cost": "cheap",
        "start": "25:00",
        "languages": "polish",
    }

    plan = bring_in_activities(table(USUAL, bad, USUAL | {"key": "", "cost": "free"}))

    assert said(plan) == [(3, "type"), (3, "start"), (3, "cost"), (3, "languages"), (4, "key")]
    assert "do you mean stay-and-play?" in plan.refused[0].sentence
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(Activity)) == 0


def test_rows_with_one_key_may_not_contradict_each_other(bring_in_activities: BringIn):
    plan = bring_in_activities(table(USUAL | {"cost": "free"}, USUAL | {"cost": "£2", "day": "friday"}))

    assert said(plan) == [(3, "cost")]
    assert "“£2” contradicts “free” in row 2" in plan.refused[0].sentence


def test_the_same_slot_twice_is_refused(bring_in_activities: BringIn):
    plan = bring_in_activities(table(USUAL, USUAL))

    assert [note.row for note in plan.refused] == [3]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("type", "swimming lessons for cats"),
        ("centre", "nowhere"),
        ("venue", "Atlantis Hall"),
        ("repeats", "hourly"),
        ("day", "t"),
        ("which", "first"),
        ("date", "2026-09-08"),
        ("start", "noon"),
        ("start", "13pm"),
        ("end", "9:30"),
        ("end", "8:00"),
        ("from", "2026-02-30"),
        ("from", "08/09/26"),
        ("from", "9999-01-01"),
        ("until", "2026-09-01"),
        ("until", "2026-09-10"),
        ("term_time", "perhaps"),
        ("skip", "Christmas"),
        ("extra", "2026-13-01"),
        ("youngest_months", "3"),
        ("adults", "some"),
        ("cost", "0"),
        ("cost", "-2"),
        ("cost", "£1000000"),
        ("cost", "=1+1"),
        ("cost_note", "x" * 201),
        ("name", "x" * 121),
        ("summary", "x" * 401),
        ("key", "x" * 121),
        ("access", "by magic"),
        ("book_phone", "123"),
        ("book_phone", "01634 338833 or 01634 338834"),
        ("book_url", "javascript:alert(1)"),
        ("languages", "klingon"),
        ("features", "swimming_pool"),
        ("places", "0"),
        ("places", "²"),
        ("checked_on", "2026-09-15"),
        ("description", "x" * 4_001),
    ],
)
def test_a_cell_that_makes_no_sense_is_refused_by_row_and_column(
    bring_in_activities: BringIn, column: str, cell: str
):
    plan = bring_in_activities(table(USUAL | {column: cell}))

    assert said(plan) == [(2, column)]
    assert plan.refused[0].sentence.endswith((".", "?"))


def test_ages_out_of_order_and_impossible_ages_are_refused(bring_in_activities: BringIn):
    plan = bring_in_activities(
        table(
            USUAL | {"youngest_months": "12", "oldest_months": "6"},
            USUAL | {"key": "b", "youngest_months": "0", "oldest_months": "9999"},
        )
    )

    assert said(plan) == [(2, "youngest_months"), (3, "oldest_months")]


def test_a_night_may_pass_midnight_but_not_be_longer_than_six_hours(
    database: Database, bring_in_activities: BringIn
):
    night = USUAL | {"repeats": "once", "day": "", "date": "2026-12-31", "from": "", "start": "22:00"}

    kept = bring_in_activities(table(night | {"end": "01:00"}))
    refused = bring_in_activities(table(night | {"key": "long", "end": "04:01"}))

    assert (kept.added, said(refused)) == (1, [(2, "end")])
    with database.read() as db:
        schedule = db.scalars(select(Schedule)).one()
        assert (schedule.starts, schedule.minutes) == (time(22), 180)


def test_a_session_that_happens_once_in_the_past_has_no_dates_left(bring_in_activities: BringIn):
    once = USUAL | {"repeats": "once", "day": "", "from": "", "date": "2026-09-13"}

    assert said(bring_in_activities(table(once))) == [(2, "date")]
    assert said(bring_in_activities(table(once | {"date": "2026-09-20", "day": "monday"}))) == [(2, "day")]


def test_things_without_a_place_are_online_by_phone_or_at_home(
    database: Database, bring_in_activities: BringIn
):
    bring_in_activities(table(USUAL | {"venue": "online"}, USUAL | {"key": "b", "venue": "at-home"}))

    with database.read() as db:
        found = db.execute(select(Activity.delivery, Activity.venue_id).order_by(Activity.id)).all()
        assert found == [(Delivery.ONLINE, None), (Delivery.AT_HOME, None)]


def test_an_activity_may_have_no_slots_at_all(bring_in_activities: BringIn):
    plan = bring_in_activities(table({"key": "visits", "type": "stay-and-play", "centre": "20500"}))

    assert plan.added == 1


def test_what_keeps_people_safe_needs_a_hidden_venue(bring_in_activities: BringIn):
    safe = USUAL | {"type": "freedom-programme"}

    assert said(bring_in_activities(table(safe))) == [(2, "venue")]
    assert bring_in_activities(table(safe | {"venue": "The Maple Room"})).added == 1


def test_two_venues_of_one_name_are_not_guessed_between(database: Database, bring_in_activities: BringIn):
    with database.unit_of_work() as db:
        library = db.scalars(select(Venue).where(Venue.name == "Ashmarsh Library")).one()
        db.add(Venue(council_id=library.council_id, name="Ashmarsh Library"))

    plan = bring_in_activities(table(USUAL | {"venue": "ashmarsh library"}))

    assert "2 venues are called" in plan.refused[0].sentence


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_spreadsheets_of_every_habit_are_read(
    database: Database, bring_in_activities: BringIn, mark: str, encoding: str
):
    file = table(USUAL | {"name": "Café £2", "cost": "£2"}, mark=mark).replace("\n", "\r\n").encode(encoding)

    bring_in_activities(file)

    with database.read() as db:
        assert db.execute(select(Activity.name, Activity.cost_pence)).one() == ("Café £2", 200)


def test_the_order_and_case_of_columns_do_not_matter(bring_in_activities: BringIn):
    plan = bring_in_activities("Centre,TYPE,key\n20500,Stay and play,a\n\n,,\n")

    assert (plan.added, plan.refused) == (1, ())


def test_a_formula_is_only_text(database: Database, bring_in_activities: BringIn):
    bring_in_activities(table(USUAL | {"name": "=HYPERLINK('http://evil.example')", "summary": "@SUM(1+1)"}))

    with database.read() as db:
        assert db.scalars(select(Activity.name)).one() == "=HYPERLINK('http://evil.example')"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"key\n1\n",
        b"\x89PNG\r\n\x1a\n\0",
        b"GIF89a,key,type,centre",
        b"key,type,centre\n\0,a,b\n",
        b"key,type,centre\n\x1b[31m,a,b\n",
        b"key,type,centre,wobble\na,b,c,d\n",
        b"key,key,type,centre\na,a,b,c\n",
        b'key,type,centre\n"a,b,c\n',
        b"key,type,centre\n" + b"a,b,c\n" * 5_001,
        b"key,type,centre\n" + b"x" * 1_000_000,
        b"x" * 200_000,
        b'key,type,centre\n"' + b"x" * 200_000 + b'",b,c\n',
    ],
)
def test_a_hostile_file_gets_one_clear_sentence(bring_in_activities: BringIn, content: bytes):
    with pytest.raises(WrongFile, match=r"\.$"):
        bring_in_activities(content)


def test_too_many_cells_are_refused(bring_in_activities: BringIn):
    plan = bring_in_activities("key,type,centre\na,stay-and-play,riverside,and more\n")

    assert [note.row for note in plan.refused] == [2]


def test_dates_are_written_down_at_once(database: Database, bring_in_activities: BringIn):
    bring_in_activities(table(USUAL | {"skip": "2026-09-15; 22/09/2026", "extra": "2026-09-17"}))

    with database.read() as db:
        days = db.scalars(select(Occurrence.rule_day).order_by(Occurrence.rule_day)).all()
        assert days[:3] == [date(2026, 9, 17), date(2026, 9, 29), date(2026, 10, 6)]
