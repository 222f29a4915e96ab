"""A machine that translates, if the council has one: LibreTranslate's way of asking, over HTTP.

`POST /translate` with `q`, `source`, `target`, `format` and `api_key` answers `{"translatedText": …}`,
or `{"error": …}` (docs.libretranslate.com). It is asked outside any transaction, as it may take seconds.
"""

import json
import time
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from directory.errors import DirectoryError
from directory.listings.drafts import Words
from directory.locales import SOURCE
from directory.settings import LOOPBACK, Settings
from directory.translating.text import MOST_LETTERS

SECONDS = 15.0  # for all the texts of one listing together: somebody is waiting
MOST_BYTES = 64 * 1024


class Trouble(StrEnum):
    """Why there is no translation."""

    BUSY = "busy"  # 429: later again
    REFUSED = "refused"  # it does not know the language, or us
    BROKEN = "broken"  # an error of its own, or an answer nobody can read
    SILENT = "silent"  # not reached, or not in time


class MachineFailed(DirectoryError):
    """The machine gave no translation. What it said is not passed on: it may repeat the text."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Machine:
    """Where to ask, and with which key."""

    url: str
    key: str = ""
    seconds: float = SECONDS

    def translate(self, english: Words, to: str) -> Words:
        """A listing's English words in another language, read by nobody yet. Raises MachineFailed."""
        until = time.monotonic() + self.seconds
        said = {
            name: self._one(text, to, until) if (text := getattr(english, name)) else ""
            for name in MOST_LETTERS
        }
        if any(len(text) > MOST_LETTERS[name] for name, text in said.items()):
            raise MachineFailed(Trouble.BROKEN)
        return Words(said["name"], said["summary"], said["description"])

    def _one(self, text: str, to: str, until: float) -> str:
        asked: dict[str, str] = {
            "q": text,
            "source": SOURCE,
            "target": to,
            "format": "text",
        }
        if self.key:
            asked["api_key"] = self.key
        request = Request(  # noqa: S310 — settings take https or this machine only
            f"{self.url}/translate",
            data=json.dumps(asked).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with _opener(self.url).open(request, timeout=_left(until)) as answer:
                return _read(_in_time(answer, until))
        except HTTPError as error:
            error.close()
            raise MachineFailed(_of_status(error.code)) from None
        except (OSError, HTTPException):
            raise MachineFailed(Trouble.SILENT) from None


def machine_of(settings: Settings) -> Machine | None:
    """The machine of this Doorstep; None if it has none, as usual."""
    return Machine(settings.translate_url, settings.translate_key) if settings.translate_url else None


class _StayHere(HTTPRedirectHandler):
    """Goes nowhere else: the key and the text are for the address in the settings alone."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def _opener(url: str) -> OpenerDirector:
    here = urlsplit(url).hostname in LOOPBACK
    return build_opener(_StayHere, *([ProxyHandler({})] if here else []))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise MachineFailed(Trouble.SILENT)
    return left


def _in_time(answer: Any, until: float) -> bytes:
    """The whole answer, unless it comes too slowly or is too long."""
    read = b""
    while piece := answer.read1(16 * 1024):
        read += piece
        if len(read) > MOST_BYTES:
            raise MachineFailed(Trouble.BROKEN)
        _left(until)
    return read


def _read(body: bytes) -> str:
    try:
        said = json.loads(body)["translatedText"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MachineFailed(Trouble.BROKEN) from None
    if not isinstance(said, str) or not said.strip() or "\0" in said:
        raise MachineFailed(Trouble.BROKEN)
    return said.strip()


def _of_status(code: int) -> Trouble:
    if code == 429:
        return Trouble.BUSY
    return Trouble.REFUSED if 400 <= code < 500 else Trouble.BROKEN
