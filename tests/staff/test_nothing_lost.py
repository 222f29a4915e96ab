"""What somebody typed is there again: when her sign-in had run out, and when the form's token had."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from directory.accounts import kept_forms, passwords
from directory.accounts.models import KeptForm, SignIn
from directory.web.audience import for_everyone, for_workers
from directory.web.posting import takes_up_to
from tests.builders import NOW
from tests.site import Element
from tests.staff_site import Person, StaffSite

PASSWORD = "three wrens on a gate"
SENT = {"name": "Stay & <play>", "day": ["tue", "wed"], "new_password": "six wrens in a hedge"}
KEPT = [("name", "Stay & <play>"), ("day", "tue"), ("day", "wed")]


@pytest.fixture
def site(staff_site: StaffSite) -> StaffSite:
    """The site, with two forms that say what they were sent: for staff, and for families."""

    def form() -> ResponseReturnValue:
        page = (
            '<form><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form><p>{{ sent }}</p>'
        )
        return render_template_string(page, sent=list(request.form.items(multi=True)))

    for address, view in {
        "/staff/form": for_workers()(form),
        "/staff/large-form": takes_up_to(2**20)(for_workers()(form)),
        "/en/form": for_everyone(form),
    }.items():
        staff_site.app.add_url_rule(address, address, view, methods=["GET", "POST"])
    return staff_site


@pytest.fixture
def amina(site: StaffSite) -> Person:
    worker = site.add_worker(
        "volunteer", email="amina@wrenshire.example", password=passwords.hashed(PASSWORD)
    )
    person = site.stranger()
    person.set_cookie("staff", site.cookie_of(worker.id))
    return person


def offered(page: Element) -> list[tuple[str, str]]:
    """What the button “Send it again” would send."""
    (form,) = [form for form in page.all("form") if form.attrs.get("class") == "panel"]
    fields = [(each.attrs["name"], each.attrs["value"]) for each in form.all("input")]
    return [field for field in fields if field[0] != "csrf_token"]


@pytest.fixture
def too_late(site: StaffSite, amina: Person) -> Callable[[], str]:
    """She types until she is signed out, and sends. Returns where she is led."""

    def sent() -> str:
        token = amina.token("/en/form")
        with site.runtime.database.unit_of_work() as db:
            db.execute(update(SignIn).values(began_at=NOW - timedelta(hours=13)))
        return str(amina.post("/staff/form?part=what", data={"csrf_token": token, **SENT}).location)

    return sent


def test_who_was_signed_out_while_typing_signs_in_and_finds_her_text(amina, too_late):
    where = too_late()
    sign_in_page = amina.look(where)

    answer = amina.submit(where, email="amina@wrenshire.example", password=PASSWORD)
    page = amina.look(answer.location)

    (form,) = [form for form in page.all("form") if form.attrs.get("class") == "panel"]
    assert "what you typed is there" in sign_in_page.text
    assert form.attrs["action"] == "/staff/form?part=what"
    assert offered(page) == KEPT
    assert "nothing is lost" in page.text


def test_her_text_can_be_sent_with_one_button(amina, too_late):
    answer = amina.submit(too_late(), email="amina@wrenshire.example", password=PASSWORD)
    token = amina.token(answer.location)

    sent = amina.post("/staff/form?part=what", data=MultiDict([*KEPT, ("csrf_token", token)]))

    assert sent.status_code == 200
    assert "Stay &amp; &lt;play&gt;" in sent.get_data(as_text=True)


def test_nobody_else_finds_her_text(site, amina, too_late):
    too_late()

    assert site.signed_in("council").get("/staff/kept/1").status_code == 404
    assert site.signed_in("council").submit("/staff/more", "/staff/kept/1/forget").status_code == 404
    assert site.stranger().get("/staff/kept/1").status_code == 303


def test_what_is_kept_cannot_be_read_in_the_database_and_holds_no_password(site, amina, too_late):
    too_late()

    with site.runtime.database.read() as db:
        kept = db.scalars(select(KeptForm)).one()
        assert "play" not in kept.fields
        assert list(kept_forms.kept_form(db, kept.worker_id, kept.id).fields) == KEPT


def test_what_is_kept_can_be_thrown_away_and_is_after_a_day(site, amina, too_late):
    too_late()
    too_late()
    amina.submit("/staff/sign-in", email="amina@wrenshire.example", password=PASSWORD)

    amina.submit("/staff/more", "/staff/kept/1/forget")

    database = site.runtime.database
    with database.read() as db:
        assert db.scalars(select(KeptForm.id)).all() == [2]
    with database.unit_of_work() as db:
        kept_forms.forget_old(db, now=NOW + timedelta(days=1, seconds=1))
    with database.read() as db:
        assert db.scalars(select(KeptForm.id)).all() == []


def test_of_one_person_five_forms_are_kept_and_no_more(site, amina, too_late):
    for _ in range(7):
        too_late()

    with site.runtime.database.read() as db:
        assert db.scalars(select(KeptForm.id)).all() == [3, 4, 5, 6, 7]


def test_a_stranger_fills_no_table_and_still_sees_what_she_typed(site):
    stranger = site.stranger()
    token = stranger.token("/staff/sign-in")

    answer = stranger.post("/staff/form", data={"csrf_token": token, **SENT})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Stay &amp; &lt;play&gt;" in page
    assert "six wrens" not in page
    with site.runtime.database.read() as db:
        assert db.scalars(select(KeptForm.id)).all() == []


def test_a_script_is_told_so_in_its_own_words(site):
    answer = site.stranger().get("/staff/form", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json) == (401, {"signed_in": False, "sign_in": "/staff/sign-in"})


# A form without a good token


@pytest.mark.parametrize("address", ["/en/form", "/staff/form"])
@pytest.mark.parametrize("token", ["", "made-up", None])
def test_without_a_good_token_nothing_is_done_and_the_text_is_offered_again(amina, address, token):
    answer = amina.post(address, data=SENT | ({} if token is None else {"csrf_token": token}))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Nothing was changed." in page
    assert 'value="Stay &amp; &lt;play&gt;"' in page
    assert page.count('name="day"') == 2
    assert "six wrens" not in page
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("sign", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_made_her_browser_send_is_not_offered_again(amina, sign):
    answer = amina.post("/staff/form", data=SENT, headers=sign)

    assert answer.status_code == 400
    assert "Stay" not in answer.get_data(as_text=True)


def test_public_pages_set_no_cookie_until_there_is_a_form(site):
    parent = site.stranger()

    without, with_form = parent.get("/en/"), parent.get("/en/form")

    assert "Set-Cookie" not in without.headers
    assert without.headers["Cache-Control"] == "no-cache"
    assert with_form.headers["Set-Cookie"].startswith("form=")
    assert with_form.headers["Cache-Control"] == "no-store"


# How much


def test_more_than_64_kb_is_refused_unless_the_page_takes_it(amina):
    token, much = amina.token("/staff/form"), "x" * 70_000

    ordinary = amina.post("/staff/form", data={"csrf_token": token, "name": much})
    large = amina.post("/staff/large-form", data={"csrf_token": token, "name": much})

    assert (ordinary.status_code, large.status_code) == (413, 200)


def test_too_many_fields_are_refused(amina):
    token = amina.token("/staff/form")

    answer = amina.post("/staff/form", data={"csrf_token": token, **{f"f{n}": "x" for n in range(500)}})

    assert answer.status_code == 413


@pytest.mark.parametrize("field", [{"name": "a\0b"}, {"na\0me": "ab"}])
def test_a_character_that_no_database_keeps_is_refused(amina, field):
    answer = amina.post("/staff/form", data={"csrf_token": amina.token("/staff/form"), **field})

    assert answer.status_code == 400
