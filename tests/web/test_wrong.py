"""“This is wrong”: a parent says so in two taps, without an account, and hears when it is put right."""

import logging

import pytest
from sqlalchemy import select

from directory import clock
from directory.listings.models import Activity
from directory.reports.actions import answer
from directory.reports.models import Answer, Wrong, WrongReport
from tests.builders import NOW
from tests.site import every_translation, read_html
from tests.staff_site import own_site


@pytest.fixture
def own(sample_runtime, tmp_path):
    with own_site(sample_runtime, tmp_path / "site") as opened:
        yield opened


@pytest.fixture
def page(addresses) -> str:
    return f"/en{addresses['an ordinary session']}"


def reports(own) -> list[WrongReport]:
    with own.runtime.database.read() as db:
        return list(db.scalars(select(WrongReport).order_by(WrongReport.id)))


def tells(parent, page, **fields):
    return parent.submit(f"{page}/wrong", **fields)


@every_translation
def test_every_listing_leads_to_the_form_which_offers_what_may_be_wrong_as_buttons(site, addresses, language):
    page = f"/{language}{addresses['an ordinary session']}"
    (way,) = [
        link for link in read_html(site.get(page).text).all("a") if link.attrs["href"].endswith("/wrong")
    ]

    form = read_html(site.get(way.attrs["href"]).text).one("form")

    assert [button.attrs["value"] for button in form.all("button")] == [each.value for each in Wrong]
    assert form.attrs["action"] == way.attrs["href"]


@every_translation
def test_the_form_says_what_it_is_not_for_and_whom_to_ring_instead(site, addresses, language):
    page = read_html(site.get(f"/{language}{addresses['what is wrong']}").text).one("main")

    assert [link for link in page.all("a") if link.attrs["href"] == f"/{language}/help-now"]


def test_one_button_is_enough(own, page):
    parent = own.stranger()

    sent = tells(parent, page, what="not-on")

    (one,) = reports(own)
    assert (one.what, one.words, one.language, one.at) == (Wrong.NOT_ON, "", "en", NOW)
    assert (sent.status_code, sent.location) == (303, f"{page}/wrong/thanks")
    assert parent.get(sent.location).status_code == 200


def test_a_few_words_may_be_added(own, addresses):
    tells(own.stranger(), f"/pl{addresses['an ordinary session']}", what="when", words="Zaczyna się o 10.")

    (one,) = reports(own)
    assert (one.words, one.language) == ("Zaczyna się o 10.", "pl")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "It was shut."}, "Tap what is wrong."),
        ({"what": "the smell", "words": "It was shut."}, "Tap what is wrong."),
        ({"what": "other", "words": "It was shut." * 50}, "Write it in fewer words."),
    ],
)
def test_what_cannot_be_taken_says_what_to_do_and_keeps_what_was_typed(own, page, fields, sentence):
    shown = read_html(tells(own.stranger(), page, **fields).text)

    assert sentence in shown.text
    assert shown.one("title").text.startswith("Error:")
    assert shown.one("textarea").text == fields["words"]
    assert reports(own) == []


def test_without_our_token_nothing_is_taken(own, page):
    sent = own.stranger().post(f"{page}/wrong", data={"what": "cost"})

    assert sent.status_code == 400
    assert reports(own) == []


def test_one_address_may_tell_thirty_times_an_hour(own, page):
    parent = own.stranger()
    token = parent.token(f"{page}/wrong")

    statuses = [
        parent.post(f"{page}/wrong", data={"csrf_token": token, "what": "cost"}).status_code
        for _ in range(31)
    ]

    assert statuses == [303] * 30 + [429]


@pytest.mark.parametrize("which", ["a session on a sensitive topic", "a session at a hidden place"])
def test_on_a_sensitive_topic_no_copy_stays_and_there_is_a_way_out(own, addresses, which):
    parent, page = own.stranger(), f"/en{addresses[which]}"

    sent = tells(parent, page, what="when")

    assert len(reports(own)) == 1
    for address in (f"{page}/wrong", sent.location):
        shown = parent.get(address)
        assert shown.headers["Cache-Control"] == "no-store"
        assert "data-exit" in shown.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_of_what_is_not_public_nothing_can_be_told(own, method):
    with own.runtime.database.read() as db:
        slug = db.scalars(select(Activity.slug).where(Activity.type_key == "supervised-contact")).first()

    for address in (f"/en/session/{slug}/wrong", "/en/session/nothing/wrong"):
        token = own.stranger().token("/en/tell-us")
        assert getattr(own.stranger(), method)(address, data={"csrf_token": token}).status_code in (400, 404)
    assert reports(own) == []


def test_a_hidden_places_form_says_neither_where_nor_when(own, addresses):
    with own.runtime.database.read() as db:
        slug = addresses["a session at a hidden place"].rsplit("/", 1)[1]
        activity = db.scalars(select(Activity).where(Activity.slug == slug)).one()
        places = {activity.centre.name, activity.centre.town, activity.venue.name, activity.venue.town}

    for page in ("wrong", "wrong/thanks"):
        shown = read_html(own.stranger().get(f"/en/session/{slug}/{page}").text).text
        assert not [place for place in places if place in shown]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Answer.PUT_RIGHT, "We put it right on 24 November 2026."),
        (Answer.IS_RIGHT, "We looked on 24 November 2026: it is right."),
        (Answer.NOT_OURS, None),
    ],
)
def test_families_hear_what_became_of_it(own, page, given, sentence):
    parent = own.stranger()
    tells(parent, page, what="when")
    assert "Somebody told us" not in parent.get(page).text

    answered(own, given)

    shown = parent.look(page).text
    assert (sentence or "Somebody told us") in shown if sentence else "Somebody told us" not in shown


def test_on_a_sensitive_topic_nobody_hears_that_anybody_wrote(own, addresses):
    page = f"/en{addresses['a session on a sensitive topic']}"
    tells(own.stranger(), page, what="when")
    answered(own, Answer.PUT_RIGHT)

    assert "Somebody told us" not in own.stranger().get(page).text


def test_what_a_parent_writes_is_in_no_log_and_no_address(own, page, caplog):
    with caplog.at_level(logging.DEBUG):
        sent = tells(own.stranger(), page, what="other", words="marmalade")

    assert "marmalade" not in caplog.text
    assert "marmalade" not in sent.location


def test_opening_a_listing_is_counted_in_memory_and_asking_for_its_head_is_not(own, page):
    parent = own.stranger()
    for _ in range(3):
        parent.get(page)
    parent.head(page)
    parent.get(f"{page}/wrong")

    views = own.app.extensions["doorstep"].views

    assert views.write_down(own.runtime.database) == 3


def answered(own, given: Answer) -> None:
    (one,) = reports(own)
    with own.runtime.database.unit_of_work() as db:
        answer(db, one.activity_id, one.what, newest=one.id, given=given, who="Amina", now=clock.now())
