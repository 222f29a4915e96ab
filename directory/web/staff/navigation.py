"""The way around the staff pages. A feature adds a line; only those see it who may use it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g

from directory.accounts.roles import Deed
from directory.words import N_


@dataclass(frozen=True)
class Way:
    """One entry: where to, in what words, for whom, and the path of its drawing (24 by 24).

    At most four are `docked`, at the thumb's reach; the rest are on the page “More”.
    """

    endpoint: str
    label: str
    deed: Deed | None
    shape: str = ""
    docked: bool = False


WAYS = [
    Way(
        "staff.today",
        N_("Today"),
        Deed.SEE_TODAY,
        "M5 5h14v15H5zM5 9.5h14M9 3v4M15 3v4M9 14l2 2 4-4",
        docked=True,
    ),
    Way("staff.check", N_("To check"), Deed.EDIT_LISTINGS),
    Way("staff.reports", N_("What parents reported"), Deed.ANSWER_REPORTS),
    Way("staff.translations", N_("Translations"), Deed.TRANSLATE),
    Way("staff.imports", N_("Bring listings in"), Deed.IMPORT),
    Way("staff.export", N_("Take listings away"), Deed.EXPORT),
    Way(
        "staff.listings",
        N_("Listings"),
        Deed.EDIT_LISTINGS,
        "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
        docked=True,
    ),
    Way(
        "staff.families",
        N_("Families"),
        Deed.ANSWER_FAMILIES,
        "M4 5h16v11H11l-4 4v-4H4zM8 9h8M8 12.5h5",
        docked=True,
    ),
    Way("staff.places", N_("Places"), Deed.EDIT_PLACES),
    Way("staff.broadcasts", N_("Messages to followers"), Deed.SEND_BROADCASTS),
    Way("staff.chat", N_("How the chat is"), Deed.KEEP_CHAT),
    Way("staff.unmet", N_("Looked for and not found"), Deed.SEE_FIGURES),
    Way("staff.guide", N_("Ten minutes to know Doorstep"), None),
    Way("staff.workers", N_("People and accounts"), Deed.MANAGE_WORKERS),
    Way("staff.account", N_("Your account"), None),
]
MORE = Way("staff.more", N_("More"), None, "M5 7h14M5 12h14M5 17h14", docked=True)


def navigation(*, docked: bool) -> Iterator[Way]:
    """The ways this worker may go: those at the thumb's reach (“More” last), or the others."""
    worker = g.get("worker")
    if worker is None:
        return
    for way in (*WAYS, MORE):
        if way.docked == docked and (way.deed is None or worker.may(way.deed)):
            yield way
