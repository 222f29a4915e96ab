"""What each way that messages come and go can do. It is declared here, and nowhere guessed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Abilities:
    """What a channel can do.

    `buttons` a message may have, of `label` letters each; above that, a list of `listed` rows of
    `listed_label` letters; above that, numbers in the text. `text` is the most letters of one message.
    `urls` and `calls`: a button may open a page, or ring a number.
    `hours_open`: it lets us write only so long after her last message (None: always).
    `live`: a message is seen as soon as it is in the outbox, so nothing has to be sent.
    """

    buttons: int = 100
    label: int = 64
    listed: int = 0
    listed_label: int = 24
    text: int = 4096
    edits: bool = True
    place: bool = True
    pin: bool = True
    file: bool = True
    urls: bool = True
    calls: bool = True
    hours_open: int | None = None
    live: bool = False


TELEGRAM = Abilities(calls=False)
WEB = Abilities(edits=False, live=True)
TERMINAL = Abilities(edits=False, place=False, live=True)
ABILITIES = {"telegram": TELEGRAM, "web": WEB, "terminal": TERMINAL}
