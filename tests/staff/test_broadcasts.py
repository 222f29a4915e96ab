"""Writing to those who follow: first seen as they will, confirmed where they are many, taken back in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory import clock
from directory.contacts import broadcasts, people
from directory.contacts.following import follow
from directory.contacts.models import Broadcast, Outgoing, OutgoingStatus
from directory.places.models import Venue
from directory.runtime import open_runtime
from directory.worker import send_broadcasts
from tests.staff_site import FOREIGN, OWN

TEXTS = {"text_en": "Bring a towel tomorrow.", "text_pl": "Proszę jutro zabrać ręcznik."}


@pytest.fixture
def followers(staff_site):
    """`followers(63)`: so many follow a centre; its page to write to them."""

    def follow_it(number=1, centre=OWN):
        centre_id = staff_site.centre(centre)
        with staff_site.runtime.database.unit_of_work() as db:
            for each in range(number):
                contact = people.find_or_make(db, channel="telegram", address=str(each), now=clock.now())
                follow(db, contact, what="centre", target=centre_id, now=clock.now())
        return f"/staff/broadcasts/to/centre/{centre_id}"

    return follow_it


def written(staff_site):
    with staff_site.runtime.database.read() as db:
        return db.scalars(select(Broadcast)).all()


def owed(staff_site):
    with staff_site.runtime.database.read() as db:
        return db.scalars(select(Outgoing)).all()


def look(person, page, **texts):
    return person.submit(page, do="look", **texts or TEXTS)


def send(person, page, **fields):
    number = "0c0ffee0-0000-4000-8000-000000000001"
    sent = {"csrf_token": person.token("/staff/more"), "do": "send", "number": number}
    return person.post(page, data=sent | TEXTS | fields)


def test_it_is_seen_in_each_language_before_anything_is_sent(staff_site, signed_in, followers):
    page = look(signed_in("manager"), followers(6)).get_data(as_text=True)

    assert "6 people who follow" in page
    assert "Bring a towel tomorrow." in page
    assert "Proszę jutro zabrać ręcznik." in page
    assert written(staff_site) == []


def test_then_it_waits_two_minutes_and_goes_out_once(staff_site, signed_in, followers):
    zuzanna, page = signed_in("manager"), followers(6)

    sent = send(zuzanna, page)
    assert send(zuzanna, page).location == sent.location

    assert "It goes in 120 seconds." in zuzanna.look(sent.location).text
    runtime = open_runtime(staff_site.runtime.settings)
    send_broadcasts(runtime)
    assert owed(staff_site) == []
    with clock.frozen(clock.now() + broadcasts.WAITS):
        send_broadcasts(runtime)
        send_broadcasts(runtime)
        assert "It is on its way." in zuzanna.look(sent.location).text
    assert len(owed(staff_site)) == 6
    runtime.database.close()


def test_afterwards_it_says_what_became_of_it(staff_site, signed_in, followers):
    zuzanna = signed_in("manager")
    address = send(zuzanna, followers(7)).location
    with clock.frozen(clock.now() + broadcasts.WAITS):
        with staff_site.runtime.database.unit_of_work() as db:
            while broadcasts.queue_due(db, now=clock.now()):
                pass
            for at, row in enumerate(db.scalars(select(Outgoing).order_by(Outgoing.id))):
                row.status = OutgoingStatus.HELD if at == 0 else OutgoingStatus.SENT

        page = zuzanna.look(address)

    assert "It has gone out." in page.text
    assert [each.text for each in page.one("dl").all("dd")] == ["6", "1"]


def test_of_a_few_people_no_number_is_told(staff_site, signed_in, followers):
    zuzanna, page = signed_in("manager"), followers(2)

    assert "Fewer than 6 people who follow" in look(zuzanna, page).get_data(as_text=True)
    address = send(zuzanna, page).location
    with clock.frozen(clock.now() + broadcasts.WAITS):
        with staff_site.runtime.database.unit_of_work() as db:
            while broadcasts.queue_due(db, now=clock.now()):
                pass
        shown = zuzanna.look(address)
    assert not list(shown.all("dl"))
    assert "fewer than 6 people" in shown.text
    assert "fewer than 6 people" in zuzanna.look("/staff/broadcasts").text


@pytest.mark.parametrize("typed", ["", "50", "fifty-one", "9" * 30])
def test_above_fifty_their_number_is_typed(staff_site, signed_in, followers, typed):
    zuzanna, page = signed_in("manager"), followers(51)

    refused = send(zuzanna, page, count=typed).get_data(as_text=True)

    assert "Type 51, the number of people who get it." in refused
    assert "Proszę jutro zabrać ręcznik." in refused
    assert written(staff_site) == []
    assert send(zuzanna, page, count="51").status_code == 303


def test_it_is_taken_back_in_time_and_not_later(staff_site, signed_in, followers):
    zuzanna = signed_in("manager")
    address = send(zuzanna, followers()).location
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        zuzanna.submit(address, to=f"{address}/take-back")

        assert "Taken back. Nobody got it." in zuzanna.look(address).text
        assert written(staff_site)[0].taken_back_at == clock.now()
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        zuzanna.post(f"{address}/take-back", data={"csrf_token": zuzanna.token("/staff/more")})
        assert "It is too late to take it back." in zuzanna.look(address).text


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"text_en": "", "text_pl": "Cześć"}, "Write it in English"),
        ({"text_en": "Hello", "text_pl": "a" * 1501}, "at most 1,500 letters"),
    ],
)
def test_what_cannot_be_sent_is_kept_and_said(staff_site, signed_in, followers, texts, told):
    page = look(signed_in("manager"), followers(), **texts).get_data(as_text=True)

    assert told in page
    assert all(text in page for text in texts.values())
    assert "<title>Error:" in page


def test_a_quiet_place_is_not_named(staff_site, signed_in, followers):
    page = followers()
    with staff_site.runtime.database.unit_of_work() as db:
        venue = db.scalars(select(Venue).where(Venue.centre_id.is_(None))).first()
        venue.hidden = True
        name = venue.name

    refused = look(signed_in("manager"), page, text_en=f"See you at {name}!").get_data(as_text=True)

    assert "is kept quiet to keep families safe" in refused


def test_one_can_go_back_and_change_it(signed_in, followers):
    page = signed_in("manager").submit(followers(), do="back", **TEXTS).get_data(as_text=True)

    assert "Proszę jutro zabrać ręcznik." in page
    assert "See it as they will" in page


def test_where_nobody_follows_there_is_nobody_to_write_to(staff_site, signed_in):
    zuzanna = signed_in("manager")

    answer = zuzanna.get(f"/staff/broadcasts/to/centre/{staff_site.centre()}")

    assert answer.status_code == 303
    assert "so there is nobody to write to" in zuzanna.look("/staff/broadcasts").text


def test_another_centres_followers_are_not_hers_to_write_to(staff_site, signed_in, followers):
    page = followers(centre=FOREIGN)
    zuzanna = signed_in("manager")

    assert zuzanna.get(page).status_code == 404
    assert send(zuzanna, page).status_code == 404
    assert written(staff_site) == []
    assert page not in str(zuzanna.get("/staff/broadcasts").get_data(as_text=True))
