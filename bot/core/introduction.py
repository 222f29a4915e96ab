"""What a channel can show of the bot before anybody has written to it: what it is, and its commands."""

from directory.words import Words

Named = tuple[str, str]  # a command without its slash, and what it does


def commands(words: Words) -> tuple[Named, ...]:
    """Those worth a place in a menu; every other word that the bot knows works as well."""
    return (
        ("find", words.gettext("Find something to do")),
        ("saved", words.gettext("What I saved")),
        ("person", words.gettext("Talk to a person")),
        ("emergency", words.gettext("Help now")),
        ("settings", words.gettext("Children's ages, reminders, quiet hours")),
        ("language", words.gettext("Change the language")),
        ("privacy", words.gettext("What is kept of me")),
        ("stop", words.gettext("No more messages, or delete everything")),
        ("help", words.gettext("How this works")),
    )


def description(words: Words) -> str:
    """Shown in an empty chat, above its button to begin: 512 letters at most."""
    return words.gettext(
        "What is on for children under five and their families, near you and in your language.\n\n"
        "Write what you look for: “baby massage”, or “something on Saturday”."
        " I can remind you of a session, and tell you when it changes.\n\n"
        "I am a computer, not a person. If somebody is in danger, ring 999."
    )


def short_description(words: Words) -> str:
    """Shown on the bot's own page and wherever it is passed on: 120 letters at most."""
    return words.gettext("What is on for children under five and their families, in your language.")
