"""Passwords: argon2id, and never more than a few at once, as each takes memory and time on purpose."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.errors import DirectoryError

AT_ONCE = 4
PATIENCE = 5  # seconds that somebody waits for her turn

# OWASP's password storage cheat sheet, second of its equal choices: 19 MiB, two passes.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)

# What is checked where there is no such account, so that this takes as long as a wrong password.
NOBODY = _hasher.hash("nobody has this password")


class TooBusy(DirectoryError):
    """Too many people are signing in at this moment."""


def hashed(password: str) -> str:
    with _a_place():
        return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password; without a stored one, no, after as long as it takes to find out."""
    with _a_place():
        try:
            return _hasher.verify(stored or NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


@contextmanager
def _a_place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE):
        raise TooBusy
    try:
        yield
    finally:
        _places.release()
