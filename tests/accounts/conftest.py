"""People who work at Hexshire, and a real post office on this machine."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from sqlalchemy.orm import Session as Db

from directory.accounts.models import Membership, Worker
from directory.places.models import Centre
from tests.builders import NOW, add_centre


class PostOffice:
    """Takes mail over SMTP, and keeps it. `refuses` says what it answers to a recipient instead of 250."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(  # noqa: N802 — aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.refuses.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def open_post_office() -> Iterator[Callable[..., PostOffice]]:
    """`open_post_office(tls=context, password="…")`: one that listens on loopback until the test is over."""
    controllers: list[Controller] = []

    def opened(*, tls: ssl.SSLContext | None = None, password: str | None = None) -> PostOffice:
        office = PostOffice()
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            office.port = probe.getsockname()[1]

        def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            return AuthResult(success=data.password == (password or "").encode())

        asks = {"authenticator": known, "auth_required": True} if password else {}
        controllers.append(
            Controller(
                office,
                hostname="127.0.0.1",
                port=office.port,
                tls_context=tls,
                require_starttls=bool(tls),
                **asks,
            )
        )
        controllers[-1].start()
        return office

    yield opened
    for controller in controllers:
        controller.stop()


@pytest.fixture
def centre(db: Db) -> Centre:
    return add_centre(db)


@pytest.fixture
def add_worker(db: Db, centre: Centre) -> Callable[..., Worker]:
    """`add_worker("manager")`: somebody with a role at the centre; name and mail address can be said."""

    def added(role: str = "worker", **details: Any) -> Worker:
        usual = {"name": "Amina", "email": "amina@hexshire.example", "added_at": NOW}
        worker = Worker(council_id=centre.council_id, **usual | details)
        worker.memberships = [Membership(role=role, centre_id=centre.id)]
        db.add(worker)
        db.flush()
        return worker

    return added
