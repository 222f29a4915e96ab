"""What we write to those who keep listings. In English for now, as all that only staff read."""

from collections.abc import Sequence
from datetime import date

from directory.freshness.models import Step
from directory.locales import SOURCE
from directory.words import words_for

MOST_NAMED = 15


def subject(due: int) -> str:
    return words_for(SOURCE).ngettext("%(num)s session to check", "%(num)s sessions to check", due)


def text(step: Step, name: str, due: Sequence[tuple[str, str, date | None]], *, site: str) -> str:
    """A mail about listings that are due: the name of each, its centre, and when it was checked."""
    words = words_for(SOURCE)
    why = {
        Step.KEEPER: words.gettext(
            "Families rely on what Doorstep says, and it is time that somebody looks at these:"
        ),
        Step.MANAGER: words.gettext(
            "A week ago these were to be checked, and nobody has come to it yet. Perhaps you can, "
            "or know who could:"
        ),
    }
    lines = [f"* {listing}, {centre} ({_checked(day)})" for listing, centre, day in due[:MOST_NAMED]]
    if (more := len(due) - MOST_NAMED) > 0:
        lines.append(words.ngettext("and %(num)s more", "and %(num)s more", more))
    return "\n\n".join(
        (
            words.gettext("Hello %(name)s,", name=name),
            why[step],
            "\n".join(lines),
            words.gettext("Where all of it is still right, that is one tap:") + f"\n{site}/staff/check",
            words.gettext("You get no second mail about the same ones."),
        )
    )


def _checked(day: date | None) -> str:
    words = words_for(SOURCE)
    if day is None:
        return words.gettext("never checked")
    return words.gettext("checked on %(day)s", day=words.full_day(day))
