"""What people type, made fit to keep."""

import re

# What cannot be seen, and what could turn the direction of the text around it; line breaks stay.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def plain(text: str) -> str:
    """Text without what cannot be seen; lines keep apart, and at most one between two is empty."""
    lines = [" ".join(line.split()) for line in _UNSEEN.sub("", text.replace("\r\n", "\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
