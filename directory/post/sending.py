"""Handing mail over: to the mail server, or into a folder where there is none."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from directory.db import Database
from directory.post import actions
from directory.post.actions import Letter
from directory.settings import MailServer, Settings

AT_ONCE = 50  # mails in one go, so that other chores get their turn
TIMEOUT = 20  # seconds

log = logging.getLogger(__name__)


def send_due(database: Database, settings: Settings, now: datetime) -> int:
    """Send what waits. Returns how many went out. A mail is never sent from within a transaction."""
    sent = 0
    for _ in range(AT_ONCE):
        with database.unit_of_work() as db:
            letter = actions.take_next(db, now=now)
        if letter is None:
            break
        sent += _send(database, settings, letter, now)
    return sent


def _send(database: Database, settings: Settings, letter: Letter, now: datetime) -> bool:
    message = _message(letter, settings.mail_from, now)
    hand_over: Callable[[], None] = (
        (lambda: _to_server(server, message))
        if (server := settings.mail_server)
        else (lambda: _into_folder(settings, letter, message))
    )
    try:
        hand_over()
    except (OSError, smtplib.SMTPException) as error:
        with database.unit_of_work() as db:
            given_up = actions.note_refused(db, letter, now=now, for_good=_is_final(error))
        what = "was given up" if given_up else "is tried again later"
        log.warning("mail %s could not be sent (%s) and %s", letter.id, type(error).__name__, what)
        return False
    with database.unit_of_work() as db:
        actions.note_sent(db, letter, now=now)
    return True


def _message(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = format_datetime(now)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{letter.uuid}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # nobody's holiday reply should come back
    message.set_content(letter.text)
    return message


def _to_server(server: MailServer, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        if server.tls
        else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    ) as smtp:
        smtp.ehlo()
        if not server.tls and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.name and not isinstance(smtp.sock, ssl.SSLSocket):
            raise smtplib.SMTPException("the server offers no TLS, so it gets no password")
        if server.name:
            smtp.login(server.name, server.password)
        smtp.send_message(message)


def _into_folder(settings: Settings, letter: Letter, message: EmailMessage) -> None:
    settings.mails.mkdir(mode=0o700, exist_ok=True)
    message.set_content(letter.text, cte="8bit")  # so that a link in it can be copied in one piece
    path = settings.mails / f"{letter.id:06}.eml"
    path.touch(mode=0o600)
    path.write_bytes(message.as_bytes())
    log.warning("SMTP_URL is not set, so this mail was not sent but put here: %s", path)


def _is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server knows no such recipient."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )
