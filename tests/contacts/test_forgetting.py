"""What has had its time is forgotten: not sooner, and not much later."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.contacts import inbox
from directory.contacts.forgetting import forget_old
from directory.contacts.models import Contact, Incoming, IncomingStatus
from tests.builders import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("channel", "lasts"), [("web", DAY), ("telegram", 730 * DAY), ("terminal", 730 * DAY)]
)
def test_somebody_long_silent_is_forgotten(db, add_contact, owe_her, channel, lasts):
    her = add_contact("70001", channel)
    owe_her(her, "Hello")

    forget_old(db, now=NOW + lasts)
    assert db.scalars(select(Contact)).all() == [her]
    forget_old(db, now=NOW + lasts + HOUR)
    assert db.scalars(select(Contact)).all() == []


@pytest.mark.parametrize(
    ("status", "lasts"),
    [(IncomingStatus.DONE, 2 * DAY), (IncomingStatus.DEAD, 30 * DAY), (IncomingStatus.NEW, None)],
)
def test_what_arrived_is_forgotten_once_it_is_over(db, status, lasts):
    arrived = {"channel": "telegram", "external_id": "1", "address": "70001", "place": 1}
    inbox.receive(db, **arrived, event={"kind": "text", "text": "Hello"}, now=NOW)
    db.scalars(select(Incoming)).one().status = status

    forget_old(db, now=NOW + (lasts or 300 * DAY))
    assert len(db.scalars(select(Incoming)).all()) == 1
    forget_old(db, now=NOW + (lasts or 300 * DAY) + HOUR)
    assert len(db.scalars(select(Incoming)).all()) == (status is IncomingStatus.NEW)
