"""What the bot says unasked: once, in time, in her language, and never more than may be said."""

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from bot import telling
from bot.abilities import ABILITIES
from bot.core import keeping
from bot.core.talk import Talk
from bot.telling.owing import owe
from directory import clock
from directory.contacts import following, people, reminding
from directory.contacts.messages import message_from
from directory.contacts.models import Contact, ContactStatus, Follow, Outgoing, OutgoingStatus, Owing
from directory.contacts.sealing import unseal
from directory.contacts.taking import hand_out
from directory.imports.undoing import Way, go_back
from directory.listings.actions import keep_activity
from directory.listings.bulk import apply, undo
from directory.listings.bulk_plan import BulkPlan, Item
from directory.listings.closing import Scope, close, reopen
from directory.listings.dates import cancel_date, move_date, restore_date, run_late
from directory.listings.models import (
    Activity,
    BulkChange,
    ClosedFor,
    Closure,
    DateNews,
    Occurrence,
    Reason,
    Status,
)
from directory.listings.publishing import publish, withdraw
from directory.listings.schedules import change_slots, set_slot, skip_day, times_seen, unskip_day
from directory.listings.session_types import session_types
from directory.listings.slots import schedule_of, slot_of
from directory.places.models import Centre
from directory.runtime import open_runtime
from directory.settings import Settings
from tests.bot.channels import WHATSAPP
from tests.builders import NOW, a_draft, a_slot, add_activity, add_centre, add_venue

GRACE = {"who": "Grace", "now": NOW}
NEXT = date(2026, 12, 1)  # next Tuesday


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


@pytest.fixture
def runtime(request, empty_database_file, tmp_path):
    """A small council, to write in; on SQLite, unless the test asks for both."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(empty_database_file, tmp_path / "doorstep.db")
        url = f"sqlite:///{tmp_path / 'doorstep.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    runtime = open_runtime(Settings(data=tmp_path, database_url=url))
    yield runtime
    runtime.database.close()


on_both = pytest.mark.parametrize("runtime", ["sqlite", "postgresql"], indirect=True)


class Town:
    """A centre with a group on Tuesdays at ten, and people who follow it."""

    def __init__(self, runtime):
        self.runtime = runtime
        with runtime.database.unit_of_work() as db:
            self.centre = add_centre(db).id
            self.group = add_activity(db).id

    def add(self, **details) -> int:
        with self.runtime.database.unit_of_work() as db:
            return add_activity(db, **details).id

    def person(self, address="7001", language="en", *, channel="telegram", **follows) -> int:
        """Somebody who follows these: session=, centre=, search=; or has saved= one."""
        with self.runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel=channel, address=address, now=NOW)
            contact.language = language
            for what, target in follows.items():
                if what == "saved":
                    following.save(db, contact.id, target, True, NOW)
                elif what == "search":
                    following.follow(db, contact, what=what, query=target, now=NOW)
                else:
                    following.follow(db, contact, what=what, target=target, now=NOW)
            return contact.id

    def date(self, db, day=NEXT, activity=None) -> Occurrence:
        query = select(Occurrence).where(
            Occurrence.activity_id == (activity or self.group), Occurrence.rule_day == day
        )
        return db.scalars(query).one()

    def remind(self, contact_id, minutes, day=NEXT, now=NOW):
        with self.runtime.database.unit_of_work() as db:
            one = self.date(db, day)
            reminding.remind(
                db,
                contact_id,
                activity_id=one.activity_id,
                date=str(one.uuid),
                minutes_before=minutes,
                now=now,
            )

    def cancel(self, day=NEXT, reason=Reason.STAFF_ILL, activity=None):
        with self.runtime.database.unit_of_work() as db:
            cancel_date(db, self.date(db, day, activity), reason=reason, **GRACE)

    @contextmanager
    def work(self):
        """What staff do."""
        with self.runtime.database.unit_of_work() as db:
            yield db

    def tell(self, now=NOW) -> int:
        with clock.frozen(now):
            self.runtime.index.catch_up(self.runtime.database, now=now)
            return telling.tell_news(self.runtime, now)

    def send_reminders(self, at: str) -> int:
        return telling.send_reminders(self.runtime, wall(at))

    def look_again(self, at: str) -> int:
        now = wall(at)
        self.runtime.index.catch_up(self.runtime.database, now=now)
        return telling.look_again(self.runtime, now)

    def owed(self, contact_id):
        """Every message owed to her, oldest first: as the channel gets it."""
        with self.runtime.database.read() as db:
            rows = self.rows(db, contact_id)
            return [message_from(unseal(db, row.message, row=row.uuid)) for row in rows]

    def rows(self, db, contact_id) -> list[Outgoing]:
        mine = select(Outgoing).where(Outgoing.contact_id == contact_id)
        return list(db.scalars(mine.order_by(Outgoing.id)))

    def all_owed(self) -> int:
        with self.runtime.database.read() as db:
            return db.scalar(select(func.count()).select_from(Outgoing))

    def texts(self, contact_id):
        return [one.text.replace("\u2068", "").replace("\u2069", "") for one in self.owed(contact_id)]

    def presses(self, contact_id):
        """What the buttons of the last message do."""
        return [button.press for row in self.owed(contact_id)[-1].buttons for button in row]


@pytest.fixture
def town(runtime):
    return Town(runtime)


@on_both
def test_a_cancelled_date_is_told_with_the_reason_and_what_there_is_instead(town):
    maria = town.person(session=town.group)
    songs = town.add(name="Songs", slots=(a_slot(starts="14:00"),))

    town.cancel()
    assert town.tell() == 1

    assert town.texts(maria) == [
        "Cancelled: Stay and play\n"
        "Tuesday 1 December, 10am\n"
        "A member of staff is ill.\n"
        "Little Acorns Children’s Centre, Hexbury\n"
        "Next time: Tuesday 8 December, 10am\n\n"
        "This is on, too: Songs\n"
        "Tuesday 1 December, 2pm to 3:30pm\n"
        "Little Acorns Children’s Centre, Hexbury · very near"
    ]
    assert town.presses(maria) == [
        f"session.show.{town.group}",
        f"session.show.{songs}",
        "go.stop",
        "go.menu",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", ["Odwołane: Stay and play", "Wtorek 1 grudnia, 10:00", "Ktoś z zespołu choruje."]),
        ("ar", ["ملغاة: Stay and play", "الثلاثاء 1 ديسمبر، 10:00 ص", "هناك حالة مرض بين الموظفين."]),
    ],
)
def test_everybody_is_told_in_her_language(town, language, said):
    parent = town.person(language=language, session=town.group)

    town.cancel()
    town.tell()

    assert town.texts(parent)[0].splitlines()[:3] == said
    assert town.owed(parent)[0].language == language


@on_both
def test_who_follows_keeps_or_is_to_be_reminded_is_told_once_and_nobody_else(town):
    other = town.add(name="Songs", slots=(a_slot(starts="14:00"),))
    follows = town.person("1", session=town.group, saved=town.group, centre=town.centre)
    keeps = town.person("2", saved=town.group)
    of_centre = town.person("3", centre=town.centre)
    reminded, of_another_day = town.person("4"), town.person("5")
    town.remind(reminded, 120)
    town.remind(of_another_day, 120, day=date(2026, 12, 8))
    elsewhere = town.person("6", session=other)

    town.cancel()
    assert town.tell() == 4

    told = {one: len(town.texts(one)) for one in (follows, keeps, of_centre, reminded)}
    assert set(told.values()) == {1}
    assert town.texts(of_another_day) == town.texts(elsewhere) == []
    assert town.tell() == 0


def test_a_moved_date_says_when_it_is_now_and_when_it_was(town):
    maria = town.person(session=town.group)

    with town.work() as db:
        slot = a_slot(starts="13:30")
        move_date(db, town.date(db), day=date(2026, 12, 3), slot=slot, reason=Reason.BUILDING, **GRACE)
    town.tell()

    assert town.texts(maria)[0].splitlines() == [
        "New time: Stay and play",
        "Thursday 3 December, 1:30pm",
        "It was: Tuesday 1 December, 10am",
        "There is a problem with the building.",
        "Little Acorns Children’s Centre, Hexbury",
    ]


def test_a_date_that_is_back_on_is_told_to_those_who_heard_it_was_off(town):
    maria = town.person(session=town.group)
    town.cancel()
    town.tell()

    with town.work() as db:
        restore_date(db, town.date(db), **GRACE)
    town.tell()

    assert town.texts(maria)[1].splitlines()[:2] == [
        "On after all: Stay and play",
        "Tuesday 1 December, 10am",
    ]


def test_what_was_cancelled_and_put_back_meanwhile_is_nothing(town):
    maria = town.person(session=town.group)

    town.cancel()
    with town.work() as db:
        restore_date(db, town.date(db), **GRACE)

    assert town.tell() == 0
    assert town.texts(maria) == []
    with town.runtime.database.read() as db:
        assert not db.scalars(select(DateNews)).all()


@on_both
def test_a_day_left_out_by_mistake_and_put_back_later_is_the_same_date_again(town):
    maria = town.person(session=town.group)
    town.remind(maria, 120)
    with town.work() as db:
        activity = db.get_one(Activity, town.group)
        uuid = town.date(db).uuid
        skip_day(db, activity, activity.schedules[0].id, NEXT, version=0, **GRACE)
    town.tell()

    with town.work() as db:
        activity = db.get_one(Activity, town.group)
        version = times_seen(db, activity)
        unskip_day(db, activity, activity.schedules[0].id, NEXT, version=version, **GRACE)
    town.tell()

    assert [text.splitlines()[:2] for text in town.texts(maria)] == [
        ["Cancelled: Stay and play", "Tuesday 1 December, 10am"],
        ["On after all: Stay and play", "Tuesday 1 December, 10am"],
    ]
    with town.runtime.database.read() as db:
        assert town.date(db).uuid == uuid
    assert town.send_reminders("2026-12-01T08:00") == 1
    assert town.tell() == 0


def test_a_late_start_is_told_until_it_has_begun_and_that_it_is_on_time_after_all(town):
    today = date(2026, 11, 24)
    maria = town.person(session=town.group)

    for minutes in (20, None):
        with town.work() as db:
            run_late(db, town.date(db, today), minutes=minutes, **GRACE)
        town.tell(wall("2026-11-24T09:50"))
    with town.work() as db:
        run_late(db, town.date(db, today), minutes=10, **GRACE)
    town.tell(wall("2026-11-24T10:10"))

    assert [text.splitlines()[:3] for text in town.texts(maria)] == [
        ["Stay and play", "Tuesday 24 November, 10am", "Starts about 20 minutes late."],
        ["Stay and play", "Tuesday 24 November, 10am", "Starts on time after all."],
    ]


def test_closing_days_are_one_message_for_all_her_sessions(town):
    songs = town.add(name="Songs", slots=(a_slot(starts="14:00"),))
    maria = town.person(centre=town.centre)

    with town.work() as db:
        scope = Scope(db.get_one(Activity, town.group).centre.council_id)
        closure = close(db, scope, NEXT, date(2027, 1, 5), ClosedFor.TRAINING, **GRACE)
        number = closure.id
    town.tell()

    [said] = town.texts(maria)
    group, of_songs = said.split("\n\n")
    assert group.splitlines() == [
        "Cancelled: Stay and play",
        "• Tuesday 1 December, 10am",
        "• Tuesday 8 December, 10am",
        "• Tuesday 15 December, 10am",
        "• Tuesday 22 December, 10am",
        "and 2 more",
        "The centre is closed while staff are trained.",
        "Little Acorns Children’s Centre, Hexbury",
        "Next time: Tuesday 12 January, 10am",
    ]
    assert of_songs.startswith("Cancelled: Songs\n")
    assert town.presses(maria)[:3] == [
        f"session.show.{town.group}",
        f"session.show.{songs}",
        "find.day.2026-12-01",
    ]

    with town.work() as db:
        reopen(db, db.get_one(Closure, number), **GRACE)
    town.tell()
    assert town.texts(maria)[1].startswith("On after all: Stay and play\n• Tuesday 1 December, 10am\n")


def test_other_times_for_a_whole_slot_are_one_message(town):
    maria = town.person(session=town.group)

    with town.work() as db:
        activity = db.get_one(Activity, town.group)
        set_slot(db, activity, activity.schedules[0].id, a_slot(starts="10:30"), version=0, **GRACE)
    town.tell()

    lines = town.texts(maria)[0].splitlines()
    assert lines[:2] == ["New times: Stay and play", "• Tuesday 24 November, 10:30am"]
    assert "and 23 more" in lines


def test_a_listing_that_is_withdrawn_is_told_by_its_name_and_leads_nowhere(town):
    maria = town.person(session=town.group)

    with town.work() as db:
        withdraw(db, db.get_one(Activity, town.group), **GRACE)
    town.tell()

    assert town.texts(maria)[0].startswith("Stay and play is not on any more.\n")
    assert town.presses(maria) == ["find.day.2026-11-24", "go.stop", "go.menu"]


@on_both
def test_a_bulk_change_is_told_and_its_undoing_too(town):
    ending = town.add(name="Songs", slots=(a_slot(starts="14:00", last_day=date(2026, 12, 8)),))
    maria = town.person(session=ending)
    town.remind(maria, 120)
    with town.work() as db:
        one = town.date(db, date(2026, 12, 8), ending)
        reminding.remind(db, maria, activity_id=ending, date=str(one.uuid), minutes_before=120, now=NOW)
        schedule = db.get_one(Activity, ending).schedules[0].id
    item = Item(ending, "Songs", "schedule", schedule, "last_day", "2026-12-08", "2026-12-01")

    with town.work() as db:
        change = apply(db, BulkPlan("end", (item,)), **GRACE).id
    town.tell()
    with town.work() as db:
        undo(db, db.get_one(BulkChange, change), **GRACE)
    town.tell()

    assert [text.splitlines()[:2] for text in town.texts(maria)] == [
        ["Cancelled: Songs", "Tuesday 8 December, 2pm"],
        ["On after all: Songs", "Tuesday 8 December, 2pm"],
    ]
    assert town.send_reminders("2026-12-08T12:00") == 1  # the reminder lived through it


def test_an_import_undone_takes_nothing_away_from_those_who_keep_it(town):
    with town.work() as db:
        centre = db.get_one(Centre, town.centre)
        draft, unkept = a_draft(centre, external_id="new", name="Songs"), a_draft(centre, external_id="other")
        way = Way()
        for one in (draft, unkept):
            keep_activity(db, one, **GRACE)
            way.remember(one, None)
        steps = way.steps(db)
    maria = town.person(saved=steps[0].activity_id)

    with town.work() as db:
        go_back(db, steps, **GRACE)
    town.tell()

    assert town.texts(maria)[0].startswith("Songs is not on any more.\n")
    with town.runtime.database.read() as db:
        assert db.get_one(Activity, steps[0].activity_id).status is Status.WITHDRAWN
        assert db.get(Activity, steps[1].activity_id) is None


@on_both
def test_a_plan_written_anew_with_the_same_times_is_no_news(town):
    maria = town.person(session=town.group)
    town.remind(maria, 120)

    with town.work() as db:
        activity = db.get_one(Activity, town.group)
        same = schedule_of(slot_of(activity.schedules[0]))
        change_slots(db, activity, lambda: setattr(activity, "schedules", [same]), **GRACE)

    assert town.tell() == 0
    assert town.send_reminders("2026-12-01T08:00") == 1  # of the date that took its place
    assert len(town.texts(maria)) == 1


def test_what_has_been_is_not_told(town):
    maria = town.person(session=town.group)
    town.cancel(date(2026, 11, 24))

    assert town.tell(wall("2026-11-24T12:00")) == 0
    assert town.texts(maria) == []


def test_of_a_hidden_place_nothing_is_told_and_of_a_sensitive_topic_no_name(town):
    kind = next(
        one for one in session_types().values() if one.sensitive and one.listed and not one.venue_hidden
    )
    sensitive = town.add(name="Freedom from fear", type_key=kind.key)
    with town.work() as db:
        hidden = add_activity(db, name="Safe haven", venue=add_venue(db, name="Safe House", hidden=True)).id
    maria = town.person("1", saved=sensitive)
    ewa = town.person("2", saved=hidden, centre=town.centre)

    with town.work() as db:
        scope = Scope(db.get_one(Activity, town.group).centre.council_id)
        close(db, scope, NEXT, NEXT, ClosedFor.TRAINING, **GRACE)
    town.tell()

    assert town.texts(maria) == ["There is news about one of your sessions."]
    assert town.presses(maria) == [f"session.show.{sensitive}", "go.stop", "go.menu"]
    [said] = town.texts(ewa)
    assert said.startswith("Cancelled: Stay and play\n")
    for secret in ("Safe", "Freedom"):
        assert secret not in str(town.owed(ewa)) + str(town.owed(maria))


@pytest.mark.parametrize("status", [ContactStatus.STOPPED, ContactStatus.BLOCKED])
def test_who_wants_nothing_unasked_is_told_nothing(town, status):
    maria = town.person(session=town.group)
    town.remind(maria, 120)
    with town.work() as db:
        db.get_one(Contact, maria).status = status

    town.cancel(date(2026, 12, 8))

    assert town.tell() == 0
    assert town.send_reminders("2026-12-01T08:00") == 0
    assert town.texts(maria) == []


def test_somebody_whose_seal_is_broken_keeps_nobody_else_from_being_told(town):
    broken, maria = town.person("1", session=town.group), town.person("2", session=town.group)
    searching = town.person("3", search="q=baby+massage")
    with town.work() as db:
        contact = db.get_one(Contact, broken)
        contact.address = contact.about = contact.address[:-4] + "AAAA"
        db.scalars(select(Follow).where(Follow.contact_id == searching)).one().query = "broken"
    town.add(name="Baby massage", type_key="baby-massage")

    town.cancel()

    assert town.tell() == 1
    assert len(town.texts(maria)) == 1
    assert town.look_again("2026-11-25T09:00") == 0  # a search that cannot be opened asks for nothing


def test_at_night_news_waits_unless_it_would_come_too_late(town):
    """What begins before her quiet hours are over cannot wait for them to end."""
    early = town.add(name="Breakfast", slots=(a_slot(starts="08:00"),))
    maria, ewa = town.person("1", session=town.group), town.person("2", session=early)
    with town.work() as db:
        for one in (maria, ewa):
            people.keep_about(db, db.get_one(Contact, one), {"quiet_from": 20, "quiet_until": 9})
    night = wall("2026-11-30T22:00")

    town.cancel()
    town.cancel(activity=early)
    town.tell(night)

    with town.work() as db:
        hand_out(db, channels=("telegram",), now=night)
    with town.runtime.database.read() as db:
        assert [row.status for row in town.rows(db, maria)] == [OutgoingStatus.QUEUED]
        assert [row.status for row in town.rows(db, ewa)] == [OutgoingStatus.SENT]


def test_a_number_typed_means_the_choice_of_the_message_she_saw_last(town):
    maria = town.person(session=town.group)
    with town.work() as db:
        talk = Talk(language="en", step="find.where", offered=(("Menu", "go.menu"),))
        people.keep_talk(db, db.get_one(Contact, maria), keeping.packed(talk))

    town.cancel()
    town.tell()

    with town.runtime.database.read() as db:
        kept = people.talk_of(db, db.get_one(Contact, maria))
    assert kept["offered"][0] == ["See the session", f"session.show.{town.group}"]
    assert kept["step"] == "find.where"  # what was asked is still asked


def test_a_channel_that_can_do_little_gets_all_of_it_in_messages_it_can_show(town, monkeypatch):
    monkeypatch.setitem(ABILITIES, "whatsapp", WHATSAPP)
    monkeypatch.setitem(ABILITIES, "pager", replace(WHATSAPP, text=120))
    for number in range(6):
        name = f"A session whose name is really rather long, number {number}"
        town.add(name=name, slots=(a_slot(starts=f"{11 + number}:00"),))
    maria = town.person(channel="whatsapp", centre=town.centre)
    ewa = town.person(channel="pager", centre=town.centre)

    with town.work() as db:
        scope = Scope(db.get_one(Activity, town.group).centre.council_id)
        close(db, scope, NEXT, date(2027, 1, 5), ClosedFor.TRAINING, **GRACE)
    assert town.tell() == 2

    said = town.owed(maria)
    assert all(len(one.text) <= WHATSAPP.text for one in said)
    lines = "\n".join(town.texts(maria)).splitlines()
    assert lines[:2] == ["Cancelled: Stay and play", "Tuesday 1 December, 10am and 5 more"]
    assert lines[-3:] == ["and 2 more", "", "The centre is closed while staff are trained."]
    labels = [button.label for row in said[-1].buttons for button in row]
    assert 0 < len(labels) <= WHATSAPP.listed
    assert all(len(label) <= WHATSAPP.listed_label for label in labels)
    parts = town.owed(ewa)
    assert len(parts) > 2
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert town.tell() == 0


@on_both
def test_a_worker_killed_half_way_tells_the_rest_and_nobody_twice(town, monkeypatch):
    people_ = [town.person(str(number), session=town.group) for number in range(5)]
    town.cancel()
    monkeypatch.setattr("bot.telling.owing.AT_A_TIME", 2)
    owed, killed = [], RuntimeError("killed")

    def owe_until_killed(db, notice, now):
        if len(owed) == 3:
            raise killed
        owed.append(notice.contact_id)
        return owe(db, notice, now)

    with monkeypatch.context() as patch:
        patch.setattr("bot.telling.owing.owe", owe_until_killed)
        with pytest.raises(RuntimeError):
            town.tell()
    assert sum(len(town.texts(one)) for one in people_) == 2  # the transaction it was in left nothing

    town.cancel(date(2026, 12, 8))
    town.tell()

    for one in people_:
        assert [text.splitlines()[1] for text in town.texts(one)] == [
            "Tuesday 1 December, 10am",
            "Tuesday 8 December, 10am",
        ]


AT_WORK = """
import sys
from datetime import datetime
from pathlib import Path
from bot import telling
from bot.abilities import ABILITIES
from bot.telling import owing
from directory.runtime import open_runtime
from directory.settings import Settings

owing.AT_A_TIME = 5
data, url, now = sys.argv[1:]
runtime, now = open_runtime(Settings(Path(data), url)), datetime.fromisoformat(now)
telling.tell_news(runtime, now)
telling.send_reminders(runtime, now)
"""


@on_both
def test_killed_again_and_again_everybody_is_told_and_reminded_once(town):
    everybody = [town.person(str(number), session=town.group) for number in range(60)]
    for one in everybody:
        town.remind(one, 120)
    town.cancel(date(2026, 12, 8))
    settings, now = town.runtime.settings, wall("2026-12-01T08:00")
    command = (sys.executable, "-c", AT_WORK, str(settings.data), settings.database_url, now.isoformat())

    for kill in range(4):
        worker = subprocess.Popen(command)
        while worker.poll() is None and town.all_owed() <= kill * 25:
            time.sleep(0.002)
        worker.kill()
        worker.wait()
    assert town.all_owed() < 2 * len(everybody)  # it was killed in the middle
    subprocess.run(command, check=True)

    for one in everybody:
        assert [text.splitlines()[0] for text in town.texts(one)] == [
            "Cancelled: Stay and play",
            "You asked me to remind you: Stay and play",
        ]


def test_a_reminder_says_what_when_and_where(town):
    maria = town.person()
    town.remind(maria, reminding.DAY_BEFORE)

    assert town.send_reminders("2026-11-30T17:59") == 0
    assert town.send_reminders("2026-11-30T18:00") == 1
    assert town.send_reminders("2026-11-30T18:01") == 0

    assert town.texts(maria) == [
        "You asked me to remind you: Stay and play\n\n"
        "Tuesday 1 December, 10am to 11:30am\n\n"
        "Little Acorns Children’s Centre, Hexbury"
    ]
    with town.runtime.database.read() as db:
        [row] = town.rows(db, maria)
        assert (row.kind, row.good_until) == (Owing.REMINDER, wall("2026-12-01T10:00"))


@on_both
def test_a_restart_loses_no_reminder_and_nothing_is_sent_for_the_past(town):
    maria = town.person()
    town.remind(maria, 120)
    town.remind(maria, 120, day=date(2026, 12, 8))

    # Nobody was at work from the evening before until the second one was due.
    assert town.send_reminders("2026-12-08T09:30") == 1

    assert town.texts(maria)[0].splitlines()[2] == "Tuesday 8 December, 10am to 11:30am"


def test_a_cancelled_date_reminds_nobody_until_it_is_on_again(town):
    maria = town.person()
    town.remind(maria, 120)
    town.cancel()
    town.tell()
    assert town.send_reminders("2026-12-01T08:00") == 0

    with town.work() as db:
        restore_date(db, town.date(db), **GRACE)
    town.tell(wall("2026-12-01T08:30"))

    assert town.send_reminders("2026-12-01T08:30") == 1
    assert [text.splitlines()[0] for text in town.texts(maria)] == [
        "Cancelled: Stay and play",
        "On after all: Stay and play",
        "You asked me to remind you: Stay and play",
    ]


@pytest.mark.parametrize("told", [True, False])
def test_a_reminder_moves_with_its_date_whether_or_not_the_news_was_told_yet(town, told):
    maria = town.person()
    town.remind(maria, 120)

    with town.work() as db:
        slot = a_slot(starts="14:00")
        move_date(db, town.date(db), day=date(2026, 12, 3), slot=slot, reason=Reason.OTHER, **GRACE)
    if told:
        town.tell()

    assert town.send_reminders("2026-12-01T08:00") == 0
    assert town.send_reminders("2026-12-03T12:00") == 1


def test_who_was_reminded_is_so_again_when_the_date_moves_on(town):
    maria = town.person()
    town.remind(maria, 120)
    town.send_reminders("2026-12-01T08:00")

    with town.work() as db:
        slot = a_slot(starts="10:00")
        move_date(db, town.date(db), day=date(2026, 12, 3), slot=slot, reason=Reason.OTHER, **GRACE)
    town.tell(wall("2026-12-01T08:30"))

    assert town.send_reminders("2026-12-03T08:00") == 1


def test_a_reminder_of_a_sensitive_topic_says_neither_what_nor_where(town):
    kind = next(
        one for one in session_types().values() if one.sensitive and one.listed and not one.venue_hidden
    )
    sensitive = town.add(name="Freedom from fear", type_key=kind.key)
    maria = town.person()
    with town.work() as db:
        one = town.date(db, activity=sensitive)
        reminding.remind(db, maria, activity_id=sensitive, date=str(one.uuid), minutes_before=120, now=NOW)

    town.send_reminders("2026-12-01T08:00")

    assert town.texts(maria) == ["You asked me to remind you: Tuesday 1 December, 10am."]


def test_a_place_that_was_hidden_meanwhile_is_not_told_by_a_reminder(town):
    maria = town.person()
    town.remind(maria, 120)
    with town.work() as db:
        venue = db.get_one(Activity, town.group).venue
        venue.hidden = True

    assert town.send_reminders("2026-12-01T08:00") == 0
    assert town.texts(maria) == []


@on_both
def test_new_listings_are_told_once_a_day_to_who_follows_the_centre_or_has_a_search_repeated(town):
    of_centre, of_search = town.person("1", centre=town.centre), town.person("2", search="q=baby+massage")
    of_another = town.person("3", search="q=help+with+debt")
    town.add(name="Baby massage", type_key="baby-massage")

    assert town.look_again("2026-11-24T12:00") == 0  # they have only just begun to follow
    assert town.look_again("2026-11-25T08:59") == 0  # too early to write
    assert town.look_again("2026-11-25T09:00") == 2
    assert town.look_again("2026-11-25T12:00") == 0

    for one in (of_centre, of_search):
        assert town.texts(one) == [
            "Something new is on that you may like:\n\n"
            "Baby massage\nTuesday 1 December, 10am\nLittle Acorns Children’s Centre, Hexbury"
        ]
    assert town.texts(of_another) == []
    assert town.look_again("2026-11-26T09:00") == 0  # it is new only once


def test_a_draft_is_new_when_it_is_published(town):
    draft = town.add(name="Baby massage", type_key="baby-massage", status=Status.DRAFT)
    maria = town.person(search="q=baby+massage")
    assert town.look_again("2026-11-25T09:00") == 0

    with town.work() as db:
        publish(db, db.get_one(Activity, draft), who="Grace", now=wall("2026-11-25T10:00"))

    assert town.look_again("2026-11-25T12:00") == 0
    assert town.look_again("2026-11-26T09:00") == 1
    assert town.look_again("2026-11-27T09:00") == 0
    assert len(town.texts(maria)) == 1


def test_nothing_new_is_told_of_a_sensitive_topic(town):
    kind = next(
        one for one in session_types().values() if one.sensitive and one.listed and not one.venue_hidden
    )
    maria = town.person(centre=town.centre)
    town.add(name="Freedom from fear", type_key=kind.key)

    assert town.look_again("2026-11-25T09:00") == 0
    assert town.texts(maria) == []
