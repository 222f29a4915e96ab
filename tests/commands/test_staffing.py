"""The first account, from a terminal; and the log-ins that `run` prints for trying it."""

import sqlite3

import pytest

from tests.commands.test_commands import ask, data, end, running

__all__ = ["data"]  # a fixture: tests ask for it by name

KEY = "Fzt3-Kq0vW8_bXyL5nRj2MdPcA7uHsEg"
CARYS = ("--name", "Carys", "--email", "carys@wrenshire.example")


def test_the_first_account_is_invited_with_a_link_where_no_mail_goes_out(data):
    done = ask(data, "add-worker", *CARYS, "--role", "council")

    assert done.returncode == 0, done.stderr
    assert "SMTP_URL is not set, so no mail goes out." in done.stdout
    assert "http://localhost:8000/staff/join/" in done.stdout


def test_where_mail_goes_out_no_link_is_printed(data):
    mail = {"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "hub@hexshire.example"}

    done = ask(
        data, "add-worker", "--name", "M", "--email", "m@wrenshire.example", "--role", "council", **mail
    )

    assert done.stdout == "M is invited: the worker sends the mail.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--role", "manager"), "A manager needs --centre."),
        (("--role", "lead", "--cluster", "nowhere"), "there is no cluster “nowhere”"),
        (("--role", "manager", "--centre", "nowhere"), "there is no centre “nowhere”"),
        (("--role", "council", "--centre", "nowhere"), "A council is for all."),
        (("--role", "council", "--council", "hexshire"), "There is: wrenshire."),
        (("--role", "queen"), "queen"),
        (("--role", "council", "--email", "carys at home"), "this is no email address"),
        (("--role", "council", "--email", "x@demo.invalid"), "this is no email address"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(data, words, says):
    name = () if "--email" in words else ("--email", "somebody@wrenshire.example")

    done = ask(data, "add-worker", "--name", "Somebody", *name, *words)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_run_prints_how_to_try_the_staff_pages_and_they_work(data):
    with running(data) as (process, _):
        _, output = end(process)

    assert "For staff: http://localhost:" in output
    assert output.count("@demo.invalid") == 6
    assert "trying it at home" in output


def test_where_families_come_nothing_of_the_kind_is_there(data):
    public = {"PUBLIC_URL": "https://hub.example", "DOORSTEP_SECRET_KEY": KEY}

    done = ask(data, "setup", **public)

    assert done.returncode == 0, done.stderr
    with sqlite3.connect(data / "doorstep.db") as db:
        assert db.execute("SELECT count(*) FROM worker WHERE email LIKE '%@demo.invalid'").fetchone() == (0,)


def test_where_families_come_a_secret_key_is_asked_for_before_anything_is_done(data):
    done = ask(data, "run", PUBLIC_URL="https://hub.example")

    assert done.returncode == 2
    assert done.stderr.startswith("DOORSTEP_SECRET_KEY must be set where PUBLIC_URL is: make one with")
    assert len(done.stderr.splitlines()) == 1
