"""Somebody who writes to the bot, for tests: through the real inbox, turn and outbox, on any channel.

amina = Chat(runtime, "telegram", "4411", language="pl")
amina.says("baby massage")
amina.taps("Remind me")
assert "Baby massage" in amina.last.text
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.turning import take_turn
from directory import clock
from directory.contacts import inbox
from directory.contacts.messages import Message, message_from
from directory.contacts.models import Contact, Outgoing
from directory.contacts.sealing import mark_of, unseal
from directory.runtime import Runtime

_numbers = count(1)


@dataclass
class Chat:
    """One person on one channel. `language` is that of her device."""

    runtime: Runtime
    channel: str = "telegram"
    address: str = "4411"
    language: str = "en"
    _seen: set[UUID] = field(default_factory=set)

    def does(self, kind: str, **event: Any) -> list[Message]:
        """One thing she does, answered; returns what the bot says to it."""
        self.sends(kind, **event)
        while take_turn(self.runtime, now=clock.now()):
            pass
        return self.hears()

    def sends(self, kind: str, number: int | None = None, **event: Any) -> bool:
        """One thing she does, which only arrives."""
        number = number or next(_numbers)
        with self.runtime.database.unit_of_work() as db:
            return inbox.receive(
                db,
                channel=self.channel,
                external_id=str(number),
                address=self.address,
                place=number,
                event={"kind": kind, "language": self.language, **event},
                now=clock.now(),
            )

    def says(self, text: str) -> list[Message]:
        return self.does("text", text=text)

    def starts(self, argument: str = "") -> list[Message]:
        return self.does("start", argument=argument)

    def taps(self, label: str, *, of: Message | None = None) -> list[Message]:
        """Tap the first button of the last message (or of this one) whose label holds these words."""
        buttons = [button for row in (of or self.last).buttons for button in row if button.press]
        pressed = next(button for button in buttons if label in button.label)
        return self.does("press", press=pressed.press)

    def hears(self) -> list[Message]:
        """What the bot has said since she last listened."""
        new = [(id_, message) for id_, message in self._messages() if id_ not in self._seen]
        self._seen.update(id_ for id_, _ in new)
        return [message for _, message in new]

    @property
    def last(self) -> Message:
        return self._messages()[-1][1]

    @property
    def contact(self) -> Contact | None:
        with self.runtime.database.read() as db:
            return db.scalars(select(Contact).where(Contact.mark == self._mark(db))).first()

    def _messages(self) -> list[tuple[UUID, Message]]:
        with self.runtime.database.read() as db:
            rows = db.scalars(
                select(Outgoing).where(Outgoing.mark == self._mark(db)).order_by(Outgoing.id)
            ).all()
            return [
                (row.uuid, message_from(unseal(db, row.message, row=row.uuid))) for row in rows if row.message
            ]

    def _mark(self, db: Any) -> str:
        return mark_of(db, self.channel, self.address)
