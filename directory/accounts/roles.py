"""Which role may do which deed. Where (at which centres) is for `cards.WorkerCard` to say."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at a centre, a cluster or the whole council, from least to most trusted."""

    VOLUNTEER = "volunteer"
    REPORTER = "reporter"
    WORKER = "worker"
    MANAGER = "manager"
    LEAD = "lead"
    COUNCIL = "council"


class Deed(StrEnum):
    """Something a worker can do. Routes name the one they need."""

    SEE_TODAY = "see-today"
    EDIT_LISTINGS = "edit-listings"
    PUBLISH_LISTINGS = "publish-listings"
    CHANGE_DATES = "change-dates"
    TRANSLATE = "translate"
    ANSWER_REPORTS = "answer-reports"
    ANSWER_FAMILIES = "answer-families"
    EDIT_PLACES = "edit-places"
    UNHIDE_VENUE = "unhide-venue"
    EDIT_CALENDAR = "edit-calendar"
    IMPORT = "import"
    EXPORT = "export"
    SEE_HISTORY = "see-history"
    SEE_FIGURES = "see-figures"
    MANAGE_WORKERS = "manage-workers"
    SEND_BROADCASTS = "send-broadcasts"
    KEEP_CHAT = "keep-chat"


_VOLUNTEER = frozenset({Deed.SEE_TODAY})
_WORKER = _VOLUNTEER | {
    Deed.EDIT_LISTINGS,
    Deed.PUBLISH_LISTINGS,
    Deed.CHANGE_DATES,
    Deed.TRANSLATE,
    Deed.ANSWER_REPORTS,
    Deed.ANSWER_FAMILIES,
    Deed.EXPORT,
    Deed.SEE_HISTORY,
}
_MANAGER = _WORKER | {
    Deed.EDIT_PLACES,
    Deed.EDIT_CALENDAR,
    Deed.IMPORT,
    Deed.SEE_FIGURES,
    Deed.MANAGE_WORKERS,
    Deed.SEND_BROADCASTS,
    Deed.KEEP_CHAT,
}

DEEDS: dict[Role, frozenset[Deed]] = {
    Role.VOLUNTEER: _VOLUNTEER,
    Role.REPORTER: frozenset({Deed.SEE_TODAY, Deed.SEE_FIGURES, Deed.EXPORT}),
    Role.WORKER: _WORKER,
    Role.MANAGER: _MANAGER,
    Role.LEAD: _MANAGER,
    Role.COUNCIL: _MANAGER | {Deed.UNHIDE_VENUE},
}

# A volunteer and a reporter see no personal data; everybody else proves herself twice.
SECOND_FACTOR = frozenset({Role.WORKER, Role.MANAGER, Role.LEAD, Role.COUNCIL})

_RANK = {role: rank for rank, role in enumerate(Role)}


def highest(roles: frozenset[Role]) -> Role | None:
    return max(roles, key=_RANK.__getitem__, default=None)


def may_give(giver: Role, given: Role) -> bool:
    """Whether one who has the first role may give the second: never more than she has herself."""
    return (
        Deed.MANAGE_WORKERS in DEEDS[giver] and DEEDS[given] <= DEEDS[giver] and _RANK[given] <= _RANK[giver]
    )
