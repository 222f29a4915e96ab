"""What the bot shows, as data: meaning, never markup. Each channel makes of it what it can."""

from dataclasses import dataclass

MOST_BYTES = 64  # of a button's data: Telegram takes no more


@dataclass(frozen=True)
class Choice:
    """One thing to tap: `press` comes back to us, or `url` opens (also `tel:`). Never both.

    `short` is the label where a channel has room for twenty letters only.
    """

    label: str
    press: str = ""
    url: str = ""
    short: str = ""

    def __post_init__(self) -> None:
        if bool(self.press) == bool(self.url):
            raise ValueError("a choice either comes back to us or opens an address")
        if len(self.press.encode()) > MOST_BYTES:
            raise ValueError(f"{self.press} is more than a button carries")


@dataclass(frozen=True)
class Pin:
    """A point on a map, with what stands there."""

    lat: float
    lng: float
    title: str
    address: str


@dataclass(frozen=True)
class Attached:
    """A file to take away."""

    name: str
    text: str


@dataclass(frozen=True)
class Screen:
    """One message: paragraphs of plain words, and rows of choices under it.

    `name` tells scripts and people which one it is. `language` is what its sentences are really in.
    `asks_place` wants the phone's own position offered. `fresh` never takes the place of the message whose
    button was pressed: it is new, and should be seen.
    """

    name: str
    text: tuple[str, ...]
    choices: tuple[tuple[Choice, ...], ...] = ()
    language: str = "en"
    pin: Pin | None = None
    attached: Attached | None = None
    asks_place: bool = False
    fresh: bool = False

    @property
    def pressable(self) -> tuple[tuple[str, str], ...]:
        """Label and press of every choice that comes back to us, in order."""
        return tuple((each.label, each.press) for row in self.choices for each in row if each.press)


def press(*parts: object) -> str:
    """A button's data: `press("session", "show", 12)` is `session.show.12`."""
    return ".".join(str(part) for part in parts)


def rows(*choices: Choice, wide: int = 1) -> tuple[tuple[Choice, ...], ...]:
    """Choices in rows of so many."""
    return tuple(choices[at : at + wide] for at in range(0, len(choices), wide))


def go(command: str) -> str:
    """The press that does what a global word does: `go("menu")`."""
    return press("go", command)


def isolated(text: str) -> str:
    """A name or address to stand within a sentence, whichever way each of the two is written."""
    return f"\u2068{text}\u2069"


def lines_apart(text: str) -> str:
    """Lines of another language than the rest of a screen, each in its own direction."""
    return "\n".join(isolated(line) for line in text.split("\n"))
