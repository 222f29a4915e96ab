"""Logs that tell what went wrong and where, and nothing that anybody wrote, or who she is."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

# What a library logs about an address it asked could hold the token.
TALKATIVE = ("httpx", "httpcore", "telegram", "sqlalchemy")


class Discreet(logging.Formatter):
    """Of an error it gives the name and the way it came, not what it says: that may hold somebody's words."""

    def formatException(  # noqa: N802 — the library's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "\n".join(_told(error) for error in _with_causes(ei[1]))


def set_up() -> None:
    """Log to standard error, discreetly, for as long as this process lives."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    way = "".join(traceback.format_tb(error.__traceback__))
    return f"{way}{type(error).__module__}.{type(error).__qualname__}"
