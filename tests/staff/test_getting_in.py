"""Coming in with a password, and leaving: what works, what does not, and what nobody can find out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory import clock
from directory.accounts import passwords
from directory.accounts.models import Attempt, SignIn
from tests.builders import NOW
from tests.staff_site import StaffSite, own_site

PASSWORD = "three wrens on a gate"
SIGN_IN = "/staff/sign-in"


@pytest.fixture
def amina(staff_site: StaffSite):
    """A volunteer with a password, who is not signed in."""
    return staff_site.add_worker(
        "volunteer", email="amina@wrenshire.example", password=passwords.hashed(PASSWORD)
    )


def sign_in(site: StaffSite, person=None, *, email="amina@wrenshire.example", password=PASSWORD, to=SIGN_IN):
    person = person or site.stranger()
    return person, person.submit(SIGN_IN, to, email=email, password=password)


def test_with_mail_and_password_she_is_on_the_first_page(staff_site, amina):
    person, answer = sign_in(staff_site, email=" Amina@Wrenshire.example ")

    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert "Signed in as Vera." in person.look("/staff/").text


def test_she_comes_to_the_page_she_wanted(staff_site, amina):
    stranger = staff_site.stranger()
    asked = stranger.get("/staff/more?from=mail")

    _, answer = sign_in(staff_site, stranger, to=asked.location)

    assert asked.location == "/staff/sign-in?next=/staff/more?from%3Dmail"
    assert answer.location == "/staff/more?from=mail"


def test_the_cookie_cannot_be_read_by_scripts_and_ends_with_the_browser(staff_site, amina):
    _, answer = sign_in(staff_site)

    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("staff=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_over_https_the_cookie_is_for_this_host_alone(sample_runtime, tmp_path):
    with own_site(sample_runtime, tmp_path / "site", public_url="https://hub.example") as site:
        site.add_worker("volunteer", email="amina@wrenshire.example", password=passwords.hashed(PASSWORD))
        person = site.stranger()
        page = person.get(SIGN_IN, base_url="https://hub.example")
        token = page.get_data(as_text=True).split('name="csrf_token" type="hidden" value="')[1].split('"')[0]

        answer = person.post(
            SIGN_IN,
            base_url="https://hub.example",
            data={"csrf_token": token, "email": "amina@wrenshire.example", "password": PASSWORD},
        )

    names = {each.split("=")[0]: each for each in answer.headers.getlist("Set-Cookie")}
    assert answer.status_code == 303
    assert {"__Host-staff"} <= set(names)
    assert "; Secure;" in names["__Host-staff"]
    assert "Path=/" in names["__Host-staff"]
    assert "Domain" not in names["__Host-staff"]
    assert page.headers["Set-Cookie"].startswith("__Host-form=")


@pytest.mark.parametrize(
    ("email", "password"),
    [("amina@wrenshire.example", "three wrens on a fence"), ("nobody@wrenshire.example", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_mail_get_the_same_answer(staff_site, amina, email, password):
    _, answer = sign_in(staff_site, email=email, password=password)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<title>Error: Sign in – Doorstep for staff</title>" in page
    assert "This email and this password do not belong together" in page
    assert password not in page
    assert "staff=" not in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("details", [{"active": False}, {"password": None}])
def test_who_has_left_or_not_taken_up_her_invitation_does_not_get_in(staff_site, details):
    usual = {"email": "amina@wrenshire.example", "password": passwords.hashed(PASSWORD)}
    staff_site.add_worker("volunteer", **usual | details)

    _, answer = sign_in(staff_site)

    assert "do not belong together" in answer.get_data(as_text=True)


def test_an_empty_form_says_what_to_enter_and_keeps_the_mail(staff_site):
    page = (
        staff_site.stranger()
        .submit(SIGN_IN, email="amina@wrenshire.example", password="")
        .get_data(as_text=True)
    )

    assert page.count("Enter your password.") == 2  # in the summary, and at the field
    assert 'value="amina@wrenshire.example"' in page


# Leaving


def test_a_copied_cookie_is_dead_after_signing_out(staff_site, amina):
    person, _ = sign_in(staff_site)
    copy = staff_site.stranger()
    copy.set_cookie("staff", person.get_cookie("staff").value)
    worked_before = copy.get("/staff/").status_code

    person.submit("/staff/more", "/staff/sign-out")

    assert worked_before == 200
    assert copy.get("/staff/").location.startswith(SIGN_IN)
    assert person.get("/staff/").location.startswith(SIGN_IN)


def test_each_sign_in_has_a_new_token_of_which_only_a_mark_is_stored(staff_site, amina):
    person = staff_site.stranger()
    person.set_cookie("staff", "a-token-somebody-planted")

    first, _ = sign_in(staff_site, person)
    token = first.get_cookie("staff").value
    second, _ = sign_in(staff_site)

    with staff_site.runtime.database.read() as db:
        stored = db.scalars(select(SignIn.token)).all()
    assert len({token, second.get_cookie("staff").value, "a-token-somebody-planted"}) == 3
    assert len(token) >= 43  # 256 bits
    assert token not in stored


@pytest.mark.parametrize(
    ("pauses", "in_or_out"),
    [([29], "in"), ([31], "out"), ([25] * 28, "in"), ([25] * 29, "out")],
    ids=["29 minutes idle", "31 minutes idle", "busy for 11:40", "busy for 12:05"],
)
def test_she_is_signed_out_after_half_an_hour_idle_or_twelve_hours(signed_in, pauses, in_or_out):
    amina, now = signed_in(), NOW

    for pause in pauses:
        now += timedelta(minutes=pause)
        with clock.frozen(now):
            answer = amina.get("/staff/")

    assert answer.status_code == (200 if in_or_out == "in" else 303)


def test_looking_at_pages_writes_down_that_she_was_seen_once_a_minute_at_most(staff_site, signed_in):
    amina = signed_in()

    for seconds in (10, 59, 60, 90):
        with clock.frozen(NOW + timedelta(seconds=seconds)):
            amina.get("/staff/")

    with staff_site.runtime.database.read() as db:
        assert db.scalars(select(SignIn.seen_at)).one() == NOW + timedelta(seconds=60)


# Too many tries


def test_after_five_wrong_passwords_the_sixth_waits_even_if_it_is_right_and_after_a_restart(
    staff_site, amina
):
    for _ in range(5):
        sign_in(staff_site, password="wrong")
    _, sixth = sign_in(staff_site)
    staff_site.restart()
    _, after_restart = sign_in(staff_site)
    with clock.frozen(NOW + timedelta(seconds=61)):
        _, a_minute_later = sign_in(staff_site)

    assert (sixth.status_code, after_restart.status_code, a_minute_later.status_code) == (429, 429, 303)


def test_after_twenty_wrong_passwords_in_an_hour_she_waits_longer(staff_site, amina):
    now = NOW
    for _ in range(20):
        now += timedelta(seconds=61)
        with clock.frozen(now):
            sign_in(staff_site, password="wrong")

    with clock.frozen(now + timedelta(seconds=61)):
        _, soon = sign_in(staff_site)
    with clock.frozen(now + timedelta(hours=1)):
        _, later = sign_in(staff_site)

    assert (soon.status_code, later.status_code) == (429, 303)


def test_one_address_cannot_try_many_accounts(staff_site, amina):
    answers = [sign_in(staff_site, email=f"{n}@wrenshire.example")[1].status_code for n in range(31)]

    assert answers == [200] * 30 + [429]


def test_signing_in_well_forgets_the_slips_before(staff_site, amina):
    for _ in range(3):
        for _ in range(4):
            sign_in(staff_site, password="wrong")
        _, answer = sign_in(staff_site)

    assert answer.status_code == 303


def test_neither_mail_nor_network_address_is_written_down_by_a_try(staff_site, amina):
    sign_in(staff_site, email="somebody@private.example", password="wrong")

    with staff_site.runtime.database.read() as db:
        marks = db.scalars(select(Attempt.mark)).all()
    raw = (staff_site.runtime.settings.data / "doorstep.db-wal").read_bytes()
    assert len(marks) == 2
    assert b"somebody@private.example" not in raw
    assert b"127.0.0.1" not in raw
