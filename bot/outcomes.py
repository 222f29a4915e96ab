"""What came of trying to send one message, whichever channel tried."""

from dataclasses import dataclass
from typing import Protocol

from directory.contacts.messages import Message


@dataclass(frozen=True)
class Delivered:
    """The channel has it. `external_id` is its name for the message, by which it can be changed later."""

    external_id: str = ""


@dataclass(frozen=True)
class Later:
    """Not now: try again in so many seconds, all that this channel sends (`whole_channel`) or this alone.

    `perhaps_delivered`: no answer came, so it may have arrived; sent again, it may arrive twice.
    """

    seconds: float
    reason: str
    whole_channel: bool = False
    perhaps_delivered: bool = False


@dataclass(frozen=True)
class Refused:
    """Nothing reaches this person any more: she blocked us, or is gone. Never tried again."""

    reason: str


@dataclass(frozen=True)
class Wrong:
    """The channel does not take this message, and never will: a fault of ours."""

    reason: str


Outcome = Delivered | Later | Refused | Wrong


class Channel(Protocol):
    """A way out for messages. `reason`s hold no personal words: they may be logged."""

    async def send(self, message: Message, address: str) -> Outcome:
        """Send one message; never raises for what the channel answers, or when it does not."""

    async def close(self) -> None:
        """Let go of open connections."""
