"""A secret key gives way to another: nothing is lost meanwhile, and afterwards the former opens nothing."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import String, select

from directory import rekeying
from directory.accounts import kept_forms, second_factor
from directory.accounts.models import Worker
from directory.commands.rekeying import rekey
from directory.contacts import inbox, people
from directory.contacts.messages import Message
from directory.contacts.models import Contact, Follow, Followed, Handover, HandoverLine, Incoming, Owing
from directory.contacts.outbox import owe
from directory.contacts.sealing import seal, unseal
from directory.contacts.taking import take_due
from directory.db import Base, Database
from directory.keys import Keys
from directory.post.actions import take_next, write
from tests.builders import NOW, add_centre

FORMER, OURS = "the former secret key of these tests", "the new secret key, made today"
SECRET = "of Amina and nobody else"


@pytest.fixture
def opened(database):
    """`opened(OURS, FORMER)`: the same database with other keys."""
    more: list[Database] = []

    def with_keys(*keys: str) -> Database:
        more.append(Database(str(database.engine.url), Keys(*keys)))
        return more[-1]

    yield with_keys
    for each in more:
        each.close()


@pytest.fixture
def worker_id(opened) -> int:
    """A worker, a contact and all that is kept sealed of them, with the former key."""
    with opened(FORMER).unit_of_work() as db:
        centre = add_centre(db)
        worker = Worker(council_id=centre.council_id, name="Amina", email="a@hexshire.example", added_at=NOW)
        db.add(worker)
        db.flush()
        second_factor.prepare(db, worker.id)
        kept_forms.keep(db, worker.id, path="/staff", fields=[("name", SECRET)], now=NOW)
        write(db, to="a@hexshire.example", subject="Hello", text=SECRET, now=NOW)
        her = people.find_or_make(db, channel="telegram", address="70001", now=NOW)
        people.keep_talk(db, her, {"memory": SECRET})
        people.keep_about(db, her, {"near": SECRET})
        arrived = {"channel": "telegram", "external_id": "1", "address": "70001", "place": 1}
        inbox.receive(db, **arrived, event={"kind": "text", "text": SECRET}, now=NOW)
        owe(db, her, Message(SECRET), kind=Owing.REPLY, source="in:1:0", now=NOW)
        row = uuid4()
        query = seal(db, SECRET, row=row)
        db.add(Follow(uuid=row, contact_id=her.id, what=Followed.SEARCH, query=query, at=NOW, looked_at=NOW))
        row = uuid4()
        told = {"council_id": centre.council_id, "language": "en", "opened_at": NOW}
        handover = Handover(uuid=row, contact_id=her.id, came_from=seal(db, SECRET, row=row), **told)
        row = uuid4()
        handover.lines.append(HandoverLine(uuid=row, text=seal(db, SECRET, row=row), at=NOW))
        db.add(handover)
        return worker.id


def everything(db, worker_id: int) -> list[object]:
    """All that is sealed, opened."""
    her, handover = db.scalars(select(Contact)).one(), db.scalars(select(Handover)).one()
    (due,) = take_due(db, channels={"telegram": None}, now=NOW, most=9)
    arrived, letter, follow = (
        inbox.take_next(db, now=NOW),
        take_next(db, now=NOW),
        db.scalars(select(Follow)).one(),
    )
    return [
        second_factor.secret_to_show(db, worker_id)[0],
        kept_forms.kept_form(db, worker_id, 1).fields[0][1],
        letter.text,
        (people.address_of(db, her), people.talk_of(db, her)["memory"], people.about(db, her)["near"]),
        (arrived.address, arrived.event["text"], arrived.mark == her.mark),
        (due.address, due.message.text, due.mark == her.mark),
        unseal(db, follow.query, row=follow.uuid),
        unseal(db, handover.came_from, row=handover.uuid),
        unseal(db, handover.lines[0].text, row=handover.lines[0].uuid),
    ]


def all_sealed(db) -> set[str]:
    """Whatever looks sealed, in any column of any table."""
    columns = [column for table in Base.metadata.tables.values() for column in table.c]
    texts = [column for column in columns if isinstance(column.type, String)]
    values = {str(value) for column in texts for value in db.scalars(select(column))}
    return {value for value in values if re.fullmatch(r"(?![0-9a-f]{64}$)[\w-]{40,}=*", value)}  # no marks


def test_both_keys_open_everything_and_then_ours_alone(opened, worker_id, database):
    with opened(FORMER).unit_of_work() as db:
        before, values = everything(db, worker_id), all_sealed(db)
        db.rollback()
    with opened(OURS, FORMER).unit_of_work() as db:
        assert everything(db, worker_id) == before
        db.rollback()

    tallies = list(rekeying.renew(opened(OURS, FORMER)))
    database.scrub()

    assert (tallies[-1].renewed, tallies[-1].broken) == (len(values), 0)
    with opened(OURS).unit_of_work() as db:
        assert everything(db, worker_id) == before
        db.rollback()
    raw = b"".join(
        path.read_bytes() for path in Path(database.engine.url.database or "").parent.glob("doorstep.db*")
    )
    assert not [value for value in values if value.encode() in raw]


def test_a_second_time_there_is_nothing_to_do(opened, worker_id):
    list(rekeying.renew(opened(OURS, FORMER)))

    *_, again = rekeying.renew(opened(OURS, FORMER))

    assert again.renewed == 0
    with opened(OURS).read() as db:
        assert again.looked_at == rekeying.how_many(db)


def test_cut_short_it_goes_on_where_it_was(opened, worker_id, monkeypatch):
    monkeypatch.setattr(rekeying, "AT_ONCE", 1)
    keys = opened(OURS, FORMER)
    for _ in zip(range(5), rekeying.renew(keys), strict=False):
        pass
    with keys.unit_of_work() as db:
        assert len(everything(db, worker_id)) == 9
        db.rollback()

    list(rekeying.renew(keys))

    with opened(OURS).unit_of_work() as db:
        assert len(everything(db, worker_id)) == 9
        db.rollback()


def test_somebody_who_writes_meanwhile_is_known_again(opened, worker_id):
    with opened(OURS, FORMER).unit_of_work() as db:
        her = people.find_or_make(db, channel="telegram", address="70001", now=NOW)

        assert people.talk_of(db, her) == {"memory": SECRET}
        assert [row.mark for row in db.scalars(select(Incoming))] == [her.mark]
        assert len(db.scalars(select(Contact)).all()) == 1


def test_recovery_codes_of_the_former_key_work_as_long_as_it_is_there(opened, worker_id):
    with opened(FORMER).unit_of_work() as db:
        codes = second_factor.new_recovery_codes(db, worker_id)
        db.get_one(Worker, worker_id).totp_count = 1

    with opened(OURS, FORMER).unit_of_work() as db:
        second_factor.prove(db, worker_id, codes[0], now=NOW)
    with opened(OURS).unit_of_work() as db, pytest.raises(second_factor.CodeWrong):
        second_factor.prove(db, worker_id, codes[1], now=NOW)


def test_the_command_says_when_the_former_key_is_needed_no_longer(tmp_path, monkeypatch):
    keys = {"DOORSTEP_SECRET_KEY": "one-Qx7mZ2kV9pLr4TnYb8Wc3Hd6Jf1GsA", "DOORSTEP_FORMER_SECRET_KEY": ""}
    for name, value in (keys | {"DOORSTEP_DATA": str(tmp_path / "data")}).items():
        monkeypatch.setenv(name, value)
    assert CliRunner().invoke(rekey).exit_code == 2
    monkeypatch.setenv("DOORSTEP_FORMER_SECRET_KEY", keys["DOORSTEP_SECRET_KEY"])
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "two-Qx7mZ2kV9pLr4TnYb8Wc3Hd6Jf1GsA")

    done = CliRunner().invoke(rekey)

    assert done.exit_code == 0
    assert "needed no longer" in done.output


def test_whoever_seals_something_new_puts_it_among_what_is_sealed_anew():
    """These modules seal, each into columns that are in `rekeying.SEALED`."""
    seals = {
        path.stem
        for path in Path("directory").rglob("*.py")
        if re.search(r"\bseal\(db|\.seal\(", path.read_text())
    }

    ours = {"demo", "kept_forms", "second_factor", "actions"}
    assert seals == ours | {"following", "handovers", "inbox", "outbox", "people", "sealing", "keys"}
