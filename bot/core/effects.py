"""What should happen because of a turn. Data here; done by `bot/deeds.py` with the turn."""

from dataclasses import dataclass

from directory.unmet.counting import Need


class Effect:
    """Something to be done for this contact."""


@dataclass(frozen=True)
class Save(Effect):
    """Keep a listing among hers, or (`kept` false) no longer."""

    activity_id: int
    kept: bool = True


@dataclass(frozen=True)
class Remind(Effect):
    """Tell her so many minutes before a date (by its uuid) begins; 24 hours means the evening before."""

    activity_id: int
    date: str
    minutes_before: int


@dataclass(frozen=True)
class ForgetReminder(Effect):
    """No reminder for this date any more."""

    date: str


@dataclass(frozen=True)
class Follow(Effect):
    """Tell her when something changes: of a `session` or a `centre` (by number), or a `search`.

    `query` is the search as an address of the site has it: `q=baby+massage&near=QX1+2AB&age=7`
    (`directory.search.request.write` and `read`).
    """

    what: str
    target: int | None = None
    query: str = ""


@dataclass(frozen=True)
class Unfollow(Effect):
    follow_id: int


@dataclass(frozen=True)
class AskPerson(Effect):
    """Hand over to a person; `text` is what she wants to say, `activity_id` what it is about, if anything."""

    text: str
    activity_id: int | None = None


@dataclass(frozen=True)
class TellPerson(Effect):
    """One more line for the person she talks with."""

    text: str


@dataclass(frozen=True)
class LeavePerson(Effect):
    """She does not want to wait for a person any more."""


@dataclass(frozen=True)
class Report(Effect):
    """Something is wrong with a listing (`what` is a value of `reports.models.Wrong`)."""

    activity_id: int
    what: str
    text: str = ""


@dataclass(frozen=True)
class StopMessages(Effect):
    """Nothing unasked any more: no reminders, no news, no broadcasts."""


@dataclass(frozen=True)
class ResumeMessages(Effect):
    pass


@dataclass(frozen=True)
class DeleteEverything(Effect):
    """All we have of her goes, now. What the same turn shows is still sent."""


@dataclass(frozen=True)
class Unmet(Effect):
    """A search found nothing: what it was about is counted, and nothing of whom or in what words."""

    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Count(Effect):
    """One more of something, without who or what was said: `crisis`, say, and of which sort."""

    what: str
    sort: str = ""
