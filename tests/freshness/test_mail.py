"""A reminder on its whole way: due, written into the outbox, and handed to a real mail server, once."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy import select

from directory.listings.models import Activity
from directory.runtime import open_runtime
from directory.settings import MailServer
from directory.worker import remind_to_check, send_mail
from tests.builders import TODAY
from tests.site import sample_runtime
from tests.staff_site import staff_site

__all__ = ["sample_runtime", "staff_site"]  # fixtures: tests ask for them by name


class Letterbox(Message):
    """Keeps what was delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[str, str, str]] = []

    def handle_message(self, message) -> None:
        letter = message_from_bytes(message.as_bytes(), policy=policy.default)
        self.letters.append((letter["To"], letter["Subject"], letter.get_body().get_content()))


@pytest.fixture
def post_office() -> Iterator[tuple[Letterbox, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


def test_a_manager_gets_one_mail_about_all_that_is_due(staff_site, post_office):
    box, port = post_office
    zuzanna = staff_site.add_worker("manager")
    with staff_site.runtime.database.unit_of_work() as db:
        for activity in db.scalars(select(Activity)):
            due = activity.centre_id == staff_site.centre()
            activity.review_by = TODAY + timedelta(days=-1 if due else 30)
    settings = replace(staff_site.runtime.settings, mail_server=MailServer("127.0.0.1", port, tls=False))
    runtime = open_runtime(settings)

    for _ in range(3):  # the worker comes round again and again, also after a restart
        remind_to_check(runtime)
        send_mail(runtime)

    ((to, subject, text),) = box.letters
    assert to == zuzanna.email
    assert subject.endswith("sessions to check")
    assert f"{settings.address}/staff/check" in text
