"""What nobody can learn by trying: who has an account. And what happens when everybody comes at once."""

import threading
import time
from statistics import median

import pytest

from directory import clock
from directory.accounts import passwords
from directory.accounts.passwords import AT_ONCE, TooBusy
from directory.web.security import HEADERS
from tests.builders import NOW
from tests.staff_site import StaffSite

TRIES = 25


def test_an_unknown_mail_takes_as_long_as_a_wrong_password(staff_site: StaffSite):
    """R5: less than 15 ms apart, in the middle of many tries; in turns, so that noise hits both."""
    for n in range(TRIES):
        staff_site.add_worker(
            "volunteer", email=f"known{n}@wrenshire.example", password=passwords.hashed("x" * 12)
        )
    stranger = staff_site.stranger()
    token = stranger.token("/staff/sign-in")
    took: dict[str, list[float]] = {"known": [], "unknown": []}

    for n in range(TRIES):
        for kind, times in took.items():
            with clock.frozen(NOW.replace(hour=10 + n // 10, minute=n % 10 * 5)):
                form = {
                    "csrf_token": token,
                    "email": f"{kind}{n}@wrenshire.example",
                    "password": "a wrong one",
                }
                began = time.perf_counter()
                answer = stranger.post("/staff/sign-in", data=form)
                times.append(time.perf_counter() - began)
            assert answer.status_code == 200

    assert abs(median(took["known"]) - median(took["unknown"])) < 0.015


def test_no_more_than_a_few_passwords_are_checked_at_once(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    with_places = [passwords._places.acquire(blocking=False) for _ in range(AT_ONCE)]

    try:
        with pytest.raises(TooBusy):
            passwords.matches(None, "a password")
    finally:
        for _ in with_places:
            passwords._places.release()

    assert passwords.matches(passwords.hashed("a password"), "a password")


def test_who_comes_when_all_places_are_taken_is_asked_to_wait(staff_site, monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    for _ in range(AT_ONCE):
        passwords._places.acquire()

    try:
        answer = staff_site.stranger().submit("/staff/sign-in", email="a@b.example", password="a password")
    finally:
        for _ in range(AT_ONCE):
            passwords._places.release()

    assert answer.status_code == 503
    assert "Many people are here at this moment" in answer.get_data(as_text=True)


def test_many_tries_at_the_same_moment_are_not_more_than_are_allowed(staff_site):
    """The try is counted before the password is checked: ten at once gain nothing."""
    staff_site.add_worker("volunteer", email="amina@wrenshire.example", password=passwords.hashed("x" * 12))
    people = [staff_site.stranger() for _ in range(10)]
    tokens = [person.token("/staff/sign-in") for person in people]
    answers: list[int] = []

    def try_it(person, token) -> None:
        form = {"csrf_token": token, "email": "amina@wrenshire.example", "password": "wrong wrong wrong"}
        answers.append(person.post("/staff/sign-in", data=form).status_code)

    threads = [threading.Thread(target=try_it, args=pair) for pair in zip(people, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200] * 5 + [429] * 5


@pytest.mark.parametrize("page", ["/staff/", "/staff/account", "/staff/workers", "/staff/nothing"])
def test_pages_for_staff_carry_exactly_these_headers(signed_in, page):
    answer = signed_in("council").get(page)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_try_of_one_password_is_hashed_with_argon2id():
    assert passwords.hashed("three wrens on a gate").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
