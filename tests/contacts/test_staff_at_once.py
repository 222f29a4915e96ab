"""Several workers and several of staff at the same time, on both databases: once is once."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from directory.accounts.cards import WorkerCard, worker_card
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import Role
from directory.contacts import audiences, broadcast_cards, broadcasts, handover_cards, handovers
from directory.contacts.following import follow
from directory.contacts.handovers import SomebodyElseHasIt
from directory.contacts.models import Broadcast, Handover, HandoverLine, Incoming, Outgoing
from directory.contacts.staff_mail import tell_staff
from directory.db import Database
from directory.post.models import Mail
from tests.builders import NOW, add_activity, add_centre, add_council
from tests.contacts.conftest import new_contact
from tests.contacts.test_outbox_at_once import all_together, shared

__all__ = ["shared"]  # a fixture: tests ask for it by name

PEOPLE = 20
SITE = "https://doorstep.example"


def a_family_asks(shared: Database, staff: int = 1) -> tuple[int, list[WorkerCard]]:
    """The number of its hand-over, and those who may answer."""
    with shared.unit_of_work() as db:
        centre = add_centre(db, council=add_council(db))
        workers = [
            Worker(
                council_id=centre.council_id,
                name=f"Worker {number}",
                email=f"{number}@hexshire.example",
                added_at=NOW,
                memberships=[Membership(role=Role.WORKER, centre_id=centre.id)],
            )
            for number in range(staff)
        ]
        db.add_all(workers)
        db.flush()
        about = add_activity(db, centre=centre)
        asked = handovers.open(
            db, new_contact(db), text="Twins?", activity_id=about.id, came_from={}, now=NOW
        )
        return asked.id, [worker_card(db, worker.id) for worker in workers]


def everything(shared: Database, table: type) -> list:
    with shared.read() as db:
        return list(db.scalars(select(table)))


def test_of_many_who_answer_one_does(shared):
    number, staff = a_family_asks(shared, staff=4)
    waiting, outcome = list(staff), list[str]()

    def answer() -> None:
        worker = waiting.pop()
        try:
            with shared.unit_of_work() as db:
                handovers.answer(db, number, worker, "Yes", now=NOW)
            outcome.append("answered")
        except SomebodyElseHasIt:
            outcome.append("was second")

    all_together(answer)

    assert Counter(outcome) == {"answered": 1, "was second": 3}
    assert len(everything(shared, Outgoing)) == 1
    assert len(everything(shared, HandoverLine)) == 2
    with shared.read() as db:
        (card,) = handover_cards.open_ones(db, staff[0])
        assert [line.fate for line in card.lines] == ["", "queued"]


def test_closed_twice_at_once_she_is_given_back_once(shared):
    number, (amina,) = a_family_asks(shared)

    def close() -> None:
        try:
            with shared.unit_of_work() as db:
                handovers.close(db, number, amina, now=NOW)
        except handovers.HandoverClosed:
            pass

    all_together(close)

    assert len(everything(shared, Incoming)) == 1


def test_staff_are_told_once_by_many_workers(shared):
    a_family_asks(shared)

    def tell() -> None:
        with shared.unit_of_work() as db:
            tell_staff(db, site=SITE, now=NOW)

    all_together(tell)

    assert len(everything(shared, Mail)) == 1


def test_what_nobody_goes_on_with_is_given_back_and_forgotten(shared):
    a_family_asks(shared)

    with shared.unit_of_work() as db:
        handovers.forget_old(db, now=NOW + timedelta(days=4))
    assert len(everything(shared, Incoming)) == 1
    with shared.unit_of_work() as db:
        handovers.forget_old(db, now=NOW + timedelta(days=100))
    assert everything(shared, Handover) == []


def test_many_workers_owe_a_message_to_each_follower_once(shared):
    with shared.unit_of_work() as db:
        centre = add_centre(db, council=add_council(db))
        for number in range(PEOPLE):
            follow(db, new_contact(db, str(number)), what="centre", target=centre.id, now=NOW)
        audience = audiences.of_centre(db, centre.id)
        told = {"number": uuid4(), "confirmed": None, "who": "Zuzanna", "now": NOW}
        number = broadcasts.write(db, audience, {"en": "A new slide!"}, **told)
        centre_id = centre.id
    due = NOW + broadcasts.WAITS

    def queue() -> None:
        more = True
        while more:
            with shared.unit_of_work() as db:
                more = broadcasts.queue_due(db, now=due, most=3)

    all_together(queue)

    assert len({row.contact_id for row in everything(shared, Outgoing)}) == PEOPLE
    assert len(everything(shared, Outgoing)) == PEOPLE
    assert everything(shared, Broadcast)[0].queued_at == due
    with shared.read() as db:
        assert broadcast_cards.broadcast_card(db, number, {centre_id}).fates == {"queued": PEOPLE}
        assert [one.people for one in broadcast_cards.whom_to_write_to(db, {centre_id})] == [PEOPLE]
