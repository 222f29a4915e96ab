"""Words that mean the same at every step. Only a message that is such a word, and nothing else, is one."""

_NAMES = "stop help menu language person privacy emergency find saved settings data delete yes no"
COMMANDS = tuple(_NAMES.split(" "))


def command_in(text: str, language: str) -> str | None:
    """The command that a message is, if it is one."""
    said = text.strip().lstrip("/").partition("@")[0].lower()
    return said if said in COMMANDS else None
