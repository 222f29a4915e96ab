"""Families who write to us: seen by whoever may answer, answered once, nothing lost on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory import clock
from directory.contacts import handovers, people
from directory.contacts.messages import message_from
from directory.contacts.models import Contact, ContactStatus, Handover, Incoming, Outgoing, OutgoingStatus
from directory.contacts.sealing import unseal
from directory.listings.models import Activity, Status
from directory.places.models import Centre
from tests.staff_site import FOREIGN, OWN


@pytest.fixture
def writes(staff_site):
    """`writes("Czy mogę?", language="pl")`: a family asks about a session; the number of its hand-over."""

    def written(text="Can I bring twins?", centre=OWN, language="pl", address="4422"):
        with staff_site.runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel="telegram", address=address, now=clock.now())
            contact.language = language
            about_id = session_of(db, centre) if centre else None
            asked = {"text": text, "activity_id": about_id, "came_from": {}, "now": clock.now()}
            return handovers.open(db, contact, **asked).id

    return written


def session_of(db, centre):
    at = select(Activity.id).join(Centre, Centre.id == Activity.centre_id).order_by(Activity.id)
    return db.scalars(at.where(Centre.external_id == centre, Activity.status == Status.PUBLISHED)).first()


def one(staff_site, table):
    with staff_site.runtime.database.read() as db:
        return db.scalars(select(table)).one()


def owed(staff_site):
    with staff_site.runtime.database.read() as db:
        rows = db.scalars(select(Outgoing).order_by(Outgoing.id)).all()
        return [message_from(unseal(db, row.message, row=row.uuid)).text for row in rows]


def answer(person, handover, text, **fields):
    page = f"/staff/families/{handover}"
    shown = {each.attrs["name"]: each.attrs.get("value", "") for each in person.look(page).all("input")}
    token = shown.get("csrf_token") or person.token("/staff/more")
    sent = {"csrf_token": token, "number": shown.get("number", ""), "do": "send", "text": text}
    return person.post(f"{page}/answer", data=sent | fields)


# What is seen


def test_a_family_that_waits_is_seen_with_its_language_words_and_session_and_no_name(signed_in, writes):
    number = writes("هل يمكنني إحضار التوأم؟", language="ar")
    with clock.frozen(clock.now() + timedelta(minutes=12)):
        page = signed_in().look("/staff/families")

    link = next(link for link in page.all("a") if link.attrs["href"] == f"/staff/families/{number}")
    assert link.text.startswith("A parent (Arabic) about “")
    quote = page.one("blockquote")
    assert (quote.text, quote.attrs["dir"], quote.attrs["lang"]) == ("هل يمكنني إحضار التوأم؟", "auto", "ar")
    assert "Waits for 12 minutes." in page.text
    assert "1 family waits for an answer." in page.text
    assert "4422" not in page.text


def test_the_first_page_says_before_all_else_who_waits_and_for_how_long(signed_in, writes):
    writes()
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        writes(address="4423")
    with clock.frozen(clock.now() + timedelta(minutes=12)):
        page = signed_in().look("/staff/")

    assert "2 families wait for an answer, the first for 12 minutes." in page.text
    assert next(page.all("h2")).text == "Families writing to us"


def test_volunteers_hear_nothing_of_families(signed_in, writes):
    writes()

    assert "Families" not in signed_in("volunteer").look("/staff/").text


def test_another_centres_families_are_not_there(signed_in, writes):
    number = writes("A secret of theirs", centre=FOREIGN)
    amina = signed_in()

    assert "secret" not in amina.look("/staff/families").text
    assert amina.get(f"/staff/families/{number}").status_code == 404


def test_what_is_of_no_centre_is_seen_by_all_who_answer(signed_in, writes):
    writes("Anybody there?", centre=None)

    page = signed_in(centre=FOREIGN).look("/staff/families")

    assert "Anybody there?" in page.text
    assert "No centre: whoever comes to it first" in page.text


def test_ones_own_and_those_that_ended_have_lists_of_their_own(staff_site, signed_in, writes):
    mine, ended = writes("One of mine"), writes("An old one", address="4423")
    writes("A new one", address="4424")
    amina = signed_in()
    answer(amina, mine, "Yes")
    amina.submit(f"/staff/families/{ended}", to=f"/staff/families/{ended}/close")

    def quotes(show):
        return [each.text for each in amina.look(f"/staff/families?show={show}").all("blockquote")]

    assert quotes("open") == ["A new one", "One of mine"]
    assert quotes("mine") == ["One of mine"]
    assert quotes("closed") == ["An old one"]
    assert "Nobody had answered." in amina.look("/staff/families?show=closed").text


# Answering


def test_an_answer_is_sent_and_shown_with_what_becomes_of_it(staff_site, signed_in, writes):
    number, amina = writes(), signed_in()

    sent = answer(amina, number, "Yes, bring both.")

    assert (sent.status_code, sent.location) == (303, f"/staff/families/{number}#last")
    assert owed(staff_site) == ["Amina:\nYes, bring both."]
    page = amina.look(f"/staff/families/{number}")
    assert "Yes, bring both." in page.text
    assert "on its way" in page.text
    assert "You answer." in page.text
    assert "Has an answer." in page.text


def test_the_same_form_sent_twice_is_one_answer(staff_site, signed_in, writes):
    number, amina = writes(), signed_in()
    form = "0c0ffee0-0000-4000-8000-000000000001"

    for _ in range(2):
        assert answer(amina, number, "Yes", number=form).status_code == 303

    assert owed(staff_site) == ["Amina:\nYes"]


def test_what_did_not_arrive_is_said(staff_site, signed_in, writes):
    number, amina = writes(), signed_in()
    answer(amina, number, "Yes")
    with staff_site.runtime.database.unit_of_work() as db:
        db.scalars(select(Outgoing)).one().status = OutgoingStatus.HELD
        db.scalars(select(Contact)).one().status = ContactStatus.BLOCKED

    page = amina.look(f"/staff/families/{number}")

    assert "did not reach the family" in page.text
    assert "This family has blocked the bot." in page.text


@pytest.mark.parametrize(
    ("said", "told"),
    [("", "Write your answer first."), ("a" * 2001, "An answer has at most 2,000 letters.")],
)
def test_an_answer_that_cannot_be_sent_is_kept(staff_site, signed_in, writes, said, told):
    number, amina = writes(), signed_in()

    refused = answer(amina, number, said)

    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert told in page
    assert said in page
    assert "<title>Error:" in page
    assert owed(staff_site) == []


def test_who_is_second_is_told_who_has_it_and_keeps_what_she_wrote(staff_site, signed_in, writes):
    number = writes()
    amina, zuzanna = signed_in(), signed_in("manager")
    answer(zuzanna, number, "Yes")

    refused = answer(amina, number, "No, one at a time")

    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert "Your answer was not sent" in page
    assert "Zuzanna answers this family." in page
    assert "No, one at a time" in page
    assert len(owed(staff_site)) == 1


def test_another_can_take_over(staff_site, signed_in, writes):
    number = writes()
    answer(signed_in("manager"), number, "Yes")
    amina = signed_in()
    page = f"/staff/families/{number}"
    assert not list(amina.look(page).all("textarea"))

    amina.submit(page, to=f"{page}/claim")
    assert one(staff_site, Handover).claimed_by != amina.worker.id
    assert "Zuzanna answers this family already." in amina.look(page).text

    amina.submit(page, to=f"{page}/claim", take_over="1")
    assert one(staff_site, Handover).claimed_by == amina.worker.id
    assert answer(amina, number, "I go on with it").status_code == 303


def test_what_was_written_to_somebody_who_has_gone_back_to_the_bot_can_be_read(staff_site, signed_in, writes):
    number, amina = writes(), signed_in()
    amina.submit(f"/staff/families/{number}", to=f"/staff/families/{number}/claim")
    with staff_site.runtime.database.unit_of_work() as db:
        handovers.leave(db, db.scalars(select(Contact)).one(), now=clock.now())

    refused = answer(amina, number, "Yes, bring both.")

    assert refused.status_code == 409
    assert "Yes, bring both." in refused.get_data(as_text=True)
    assert owed(staff_site) == []


def test_closing_gives_the_family_back_to_the_bot(staff_site, signed_in, writes):
    number, amina = writes(), signed_in()
    page = f"/staff/families/{number}"
    token = amina.token(page)

    amina.post(f"{page}/close", data={"csrf_token": token})

    assert one(staff_site, Incoming).external_id.startswith("handover:")
    assert "Closed. The family is back with the bot" in amina.look("/staff/families").text
    assert not list(amina.look(page).all("textarea"))
    amina.post(f"{page}/close", data={"csrf_token": token})
    assert "This has ended meanwhile." in amina.look("/staff/families").text


# Ready answers


def test_a_ready_answer_in_the_familys_language_is_put_under_what_was_typed_without_a_script(
    staff_site, signed_in, writes
):
    number, amina = writes(language="pl"), signed_in()

    page = answer(amina, number, "Cześć!", do="put-in", ready="just-come").get_data(as_text=True)

    assert "Cześć!\nNie trzeba rezerwować." in page
    assert owed(staff_site) == []


def test_what_is_not_there_in_her_language_says_so(signed_in, writes):
    number = writes(language="so")

    options = [option.text for option in signed_in().look(f"/staff/families/{number}").all("option")]

    assert options
    assert all(option.endswith("(in English)") for option in options)


def test_a_manager_changes_adds_and_takes_away_ready_answers(signed_in):
    zuzanna, amina = signed_in("manager"), signed_in()
    page = "/staff/families/answers"

    zuzanna.submit(f"{page}/just-come", text_en="Just come in.", text_pl="Proszę wejść.")
    zuzanna.submit(f"{page}/new", text_en="The car park is behind us.", text_pl="")
    zuzanna.submit(f"{page}/hello", to=f"{page}/hello/remove")

    shown = [each.text for each in amina.look(page).all("p") if each.attrs.get("class") == "typed"]
    assert "Just come in." in shown
    assert shown[-1] == "The car park is behind us."
    assert not [each for each in shown if each.startswith("Hello")]
    assert "Change it" not in amina.look(page).text


@pytest.mark.parametrize(("english", "told"), [("", "Write the answer in English"), ("a" * 1001, "1,000")])
def test_a_ready_answer_that_nobody_could_use_is_refused_and_kept(signed_in, english, told):
    zuzanna = signed_in("manager")

    page = zuzanna.submit("/staff/families/answers/new", text_en=english, text_pl="Dzień dobry").get_data(
        as_text=True
    )

    assert told in page
    assert "Dzień dobry" in page
