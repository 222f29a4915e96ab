"""What tells whether something is still as its editor saw it. Pure."""

from hashlib import sha256


def mark(shown: object) -> str:
    """A short text that two plain values share only if they are the same."""
    return sha256(repr(shown).encode()).hexdigest()[:16]
