"""From the staff page that cancels a date to the message a parent reads, through every door on the way."""

from itertools import count

import pytest
from sqlalchemy import select

from bot.turning import take_turn
from bot.work import CHORES
from directory import clock
from directory.contacts import inbox, people
from directory.contacts.messages import Message, message_from
from directory.contacts.models import Contact, Outgoing
from directory.contacts.sealing import unseal
from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Status
from directory.listings.single_dates import seen
from directory.places.models import Centre
from directory.words import words_for
from tests.builders import NOW
from tests.staff_site import OWN, Person, StaffSite


class Parent:
    """Somebody who writes to the bot."""

    def __init__(self, site: StaffSite, channel: str, language: str) -> None:
        self.runtime, self.channel, self.numbers = site.runtime, channel, count()
        with self.runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel=channel, address="7001", now=NOW)
            contact.language = language
            self.id = contact.id

    def does(self, **event: str) -> None:
        number = next(self.numbers)
        with self.runtime.database.unit_of_work() as db:
            inbox.receive(
                db,
                channel=self.channel,
                external_id=f"{self.channel}:{number}",
                address="7001",
                place=number,
                event=event,
                now=clock.now(),
            )
        assert take_turn(self.runtime, now=clock.now())

    def heard(self) -> list[Message]:
        with self.runtime.database.read() as db:
            hers = select(Outgoing).where(Outgoing.contact_id == self.id).order_by(Outgoing.id)
            return [message_from(unseal(db, row.message, row=row.uuid)) for row in db.scalars(hers)]


def bot_works(site: StaffSite) -> None:
    site.runtime.index.catch_up(site.runtime.database, now=clock.now())
    for chore in CHORES:
        chore.deed(site.runtime)


@pytest.fixture
def tomorrow(staff_site: StaffSite) -> tuple[int, Occurrence]:
    """A session of the workers' own centre, and its first date after today."""
    with staff_site.runtime.database.read() as db:
        found = db.execute(
            select(Activity.id, Occurrence)
            .join(Occurrence, Occurrence.activity_id == Activity.id)
            .join(Centre, Centre.id == Activity.centre_id)
            .where(Centre.external_id == OWN, Activity.status == Status.PUBLISHED)
            .where(Occurrence.status == OccurrenceStatus.SCHEDULED)
            .where(Occurrence.starts_at > NOW.replace(hour=23), Activity.type_key == "stay-and-play")
            .order_by(Occurrence.starts_at)
        )
        listing, one = found.first()
        return listing, one


def cancels(amina: Person, listing: int, one: Occurrence) -> None:
    path = f"/staff/listings/{listing}/dates/{one.id}/cancel?from=today"
    assert amina.submit(path, seen=seen(one), reason="staff_ill").status_code == 303


@pytest.mark.parametrize("language", ["en", "pl", "ar"])
@pytest.mark.parametrize("channel", ["telegram", "web", "terminal"])
def test_a_parent_is_told_of_a_cancellation_made_on_the_staff_pages(
    staff_site, signed_in, tomorrow, channel, language
):
    listing, one = tomorrow
    maria = Parent(staff_site, channel, language)
    maria.does(kind="press", press=f"remind.set.{listing}.{one.uuid}.1440")
    maria.does(kind="press", press=f"follow.session.{listing}")
    words = words_for(language)

    cancels(signed_in("worker"), listing, one)
    bot_works(staff_site)

    *_, said = maria.heard()
    assert said.screen == "news"
    assert words.day(clock.london(one.starts_at).date()) in said.text
    assert words.gettext("A member of staff is ill.") in said.text
    assert words.gettext("This is on, too: %(name)s", name="").split(":")[0] in said.text

    # Neither again, nor reminded of what is off.
    with clock.frozen(one.starts_at):
        bot_works(staff_site)
    assert maria.heard()[-1] == said

    # “1” is the first button of what she has just read.
    maria.does(kind="text", text="1")
    assert maria.heard()[-1].screen == "session"


def test_who_said_stop_is_told_nothing_and_who_comes_back_is_told_again(staff_site, signed_in, tomorrow):
    listing, one = tomorrow
    maria = Parent(staff_site, "web", "en")
    maria.does(kind="press", press=f"follow.session.{listing}")
    maria.does(kind="press", press="stop.messages")
    before = len(maria.heard())

    cancels(signed_in("worker"), listing, one)
    bot_works(staff_site)
    assert len(maria.heard()) == before

    maria.does(kind="press", press="stop.resume")
    amina = signed_in("worker")
    with staff_site.runtime.database.read() as db:
        one = db.get_one(Occurrence, one.id)
    path = f"/staff/listings/{listing}/dates/{one.id}/restore?from=today"
    assert amina.submit("/staff/", path, seen=seen(one)).status_code == 303
    bot_works(staff_site)
    assert maria.heard()[-1].text.startswith("On after all:")


def test_who_had_everything_deleted_is_told_nothing(staff_site, signed_in, tomorrow):
    listing, one = tomorrow
    maria = Parent(staff_site, "telegram", "en")
    maria.does(kind="press", press=f"follow.session.{listing}")
    with staff_site.runtime.database.unit_of_work() as db:
        people.delete_everything(db, db.get_one(Contact, maria.id))

    cancels(signed_in("worker"), listing, one)
    bot_works(staff_site)

    with staff_site.runtime.database.read() as db:
        assert not db.scalars(select(Outgoing)).all()
