"""Mail goes out over SMTP as it was written: once if all goes well, and again if not."""

import datetime as dt
import logging
import ssl
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from directory.db import keys_of
from directory.post.actions import PURPOSE, forget_old, take_next, write
from directory.post.models import Mail
from directory.post.sending import send_due
from directory.settings import MailServer, Settings
from tests.builders import NOW

AMINA = "amina@hexshire.example"
TEXT = "Hello Amina,\n\nZażółć gęślą jaźń: https://hub.example/staff/join/" + "x" * 900 + "\n"


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data=tmp_path, database_url="", mail_from="Hexshire <hub@hexshire.example>")


def through(settings: Settings, office, **details) -> Settings:
    server = MailServer("localhost", office.port, **{"tls": False} | details)
    return replace(settings, mail_server=server)


def owe(database, *, to=AMINA, subject="Welcome – witamy", text=TEXT) -> None:
    with database.unit_of_work() as db:
        write(db, to=to, subject=subject, text=text, now=NOW)


def kept(database) -> Mail:
    with database.read() as db:
        return db.scalars(select(Mail)).one()


def test_a_mail_arrives_as_it_was_written_and_once(database, settings, open_post_office):
    office = open_post_office()
    owe(database)

    sent = [send_due(database, through(settings, office), NOW) for _ in range(2)]

    (mail,) = office.mails
    assert sent == [1, 0]
    assert office.recipients == [AMINA]
    assert (mail["Subject"], mail["To"]) == ("Welcome – witamy", AMINA)
    assert mail["From"] == "Hexshire <hub@hexshire.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{kept(database).uuid}@hexshire.example>"
    assert mail.get_content().replace("\r\n", "\n") == TEXT


def test_what_is_in_a_mail_cannot_be_read_in_the_database_and_is_gone_once_it_is_sent(
    database, settings, open_post_office
):
    owe(database)
    before = kept(database).text

    send_due(database, through(settings, open_post_office()), NOW)

    assert "join" not in before
    assert (kept(database).text, kept(database).sent_at) == ("", NOW)


def half_an_invitation(db) -> None:
    write(db, to=AMINA, subject="Welcome", text=TEXT, now=NOW)
    raise LookupError("her role could not be given")


def test_nothing_goes_out_for_what_was_not_done_after_all(database, settings, open_post_office):
    office = open_post_office()
    with pytest.raises(LookupError), database.unit_of_work() as db:
        half_an_invitation(db)

    send_due(database, through(settings, office), NOW)

    assert office.mails == []


def test_a_subject_cannot_smuggle_in_another_recipient(database, settings, open_post_office):
    office = open_post_office()
    owe(database, subject="Welcome\r\nBcc: everybody@evil.example")

    send_due(database, through(settings, office), NOW)

    assert office.recipients == [AMINA]
    assert office.mails[0]["Bcc"] is None


def test_a_server_that_is_away_is_asked_again_later_and_the_mail_arrives(
    database, settings, open_post_office
):
    owe(database)
    away = replace(settings, mail_server=MailServer("localhost", 9, tls=False))
    office = open_post_office()

    at_once = send_due(database, away, NOW)
    too_soon = send_due(database, through(settings, office), NOW + timedelta(minutes=1))
    later = send_due(database, through(settings, office), NOW + timedelta(minutes=3))

    assert (at_once, too_soon, later) == (0, 0, 1)
    assert len(office.mails) == 1


def test_a_server_that_stays_away_is_given_up_after_a_day(database, settings):
    owe(database)
    away = replace(settings, mail_server=MailServer("localhost", 9, tls=False))

    now = NOW
    while now < NOW + timedelta(hours=26):
        send_due(database, away, now)
        now += timedelta(minutes=30)

    mail = kept(database)
    assert (mail.due_at, mail.sent_at, mail.text) == (None, None, "")
    assert mail.attempts < 40


def test_one_bad_address_holds_up_nobody(database, settings, open_post_office):
    office = open_post_office()
    office.refuses = {AMINA: "550 no such person"}
    owe(database)
    owe(database, to="zuzanna@hexshire.example")

    assert send_due(database, through(settings, office), NOW) == 1
    assert send_due(database, through(settings, office), NOW + timedelta(hours=2)) == 0
    assert office.recipients == ["zuzanna@hexshire.example"]


def test_a_server_that_is_busy_is_not_taken_for_one_that_refuses(database, settings, open_post_office):
    office = open_post_office()
    office.refuses = {AMINA: "451 later please"}
    owe(database)

    first = send_due(database, through(settings, office), NOW)
    office.refuses = {}
    second = send_due(database, through(settings, office), NOW + timedelta(minutes=3))

    assert (first, second) == (0, 1)


def test_a_mail_that_we_forgot_we_sent_is_known_as_the_same(database, settings, open_post_office):
    """Killed between handing it over and noting so, the worker hands it over again."""
    office = open_post_office()
    owe(database)
    send_due(database, through(settings, office), NOW)
    with database.unit_of_work() as db:
        mail = db.scalars(select(Mail)).one()
        mail.text = keys_of(db).seal(PURPOSE, TEXT, bound_to=str(mail.uuid))
        mail.sent_at, mail.due_at = None, NOW

    send_due(database, through(settings, office), NOW)

    assert len({mail["Message-ID"] for mail in office.mails}) == 1
    assert len(office.mails) == 2


def test_two_that_send_at_once_do_not_both_take_a_mail(database):
    owe(database)

    with database.unit_of_work() as db:
        first = take_next(db, now=NOW)
    with database.unit_of_work() as db:
        second = take_next(db, now=NOW)

    assert (first is None, second) == (False, None)


def test_what_was_sent_is_forgotten_after_a_week(database, settings, open_post_office):
    owe(database)
    send_due(database, through(settings, open_post_office()), NOW)

    left = []
    for days in (6, 8):
        with database.unit_of_work() as db:
            forget_old(db, now=NOW + timedelta(days=days))
        with database.read() as db:
            left.append(len(db.scalars(select(Mail.id)).all()))

    assert left == [1, 0]


# With a password, over TLS


@pytest.fixture
def certificate(tmp_path, monkeypatch) -> ssl.SSLContext:
    """A server's certificate for localhost, which this machine trusts for the time of the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (tmp_path / "cert.pem").write_bytes(signed.public_bytes(pem))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context


def test_name_and_password_are_given_once_the_line_is_sealed(
    database, settings, open_post_office, certificate
):
    office = open_post_office(tls=certificate, password="s@fe")
    owe(database)

    wrong = send_due(database, through(settings, office, name="hub", password="no"), NOW)
    right = send_due(
        database, through(settings, office, name="hub", password="s@fe"), NOW + timedelta(hours=1)
    )

    assert (wrong, right, len(office.mails)) == (0, 1, 1)


def test_a_password_is_never_sent_over_an_open_line(database, settings, open_post_office):
    office = open_post_office()
    owe(database)

    assert send_due(database, through(settings, office, name="hub", password="s@fe"), NOW) == 0
    assert office.mails == []


def test_a_server_nobody_vouches_for_gets_nothing(
    database, settings, open_post_office, certificate, monkeypatch
):
    office = open_post_office(tls=certificate)
    monkeypatch.delenv("SSL_CERT_FILE")
    owe(database)

    assert send_due(database, through(settings, office), NOW) == 0


# Without a mail server


def test_without_a_server_mail_lies_in_a_folder_for_us_alone_and_the_worker_says_where(
    database, settings, caplog
):
    owe(database)

    with caplog.at_level(logging.WARNING):
        send_due(database, settings, NOW)

    (path,) = settings.mails.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["To"] == AMINA
    assert mail.get_content() == TEXT
    assert "x" * 900 in path.read_text(encoding="utf-8")
    assert (settings.mails.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert f"SMTP_URL is not set, so this mail was not sent but put here: {path}" in caplog.text
    assert AMINA not in caplog.text
