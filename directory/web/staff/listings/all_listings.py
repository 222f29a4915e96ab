"""All listings of her centres, searched and narrowed down."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.roles import Deed
from directory.listings.models import Status
from directory.listings.own_listings import Wanted, centre_names, own_listings
from directory.web.audience import for_workers
from directory.web.paths import number_in
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.words import N_

SIZE, MOST_PAGES = 50, 1000
TO_CHECK = "check"
SHOW = {
    "": N_("All, but those taken away"),
    "draft": N_("Drafts"),
    "published": N_("What families see"),
    TO_CHECK: N_("To be checked"),
    "withdrawn": N_("Taken away"),
}


@staff.get("/listings")
@for_workers(Deed.EDIT_LISTINGS)
def listings() -> ResponseReturnValue:
    now, wanted = clock.now(), _wanted()
    page = min(max(1, number_in(request.args, "page")), MOST_PAGES)
    centre_ids = g.worker.centres(Deed.EDIT_LISTINGS)
    with runtime().database.read() as db:
        found, total = own_listings(db, centre_ids, wanted, now=now, page=page, size=SIZE)
        centres = centre_names(db, centre_ids)
    return render_template(
        "staff/listings/all.html",
        found=found,
        total=total,
        page=page,
        pages=-(-total // SIZE),
        centres=centres,
        wanted=wanted,
        show=_shown(),
        shows=SHOW,
        asked={name: text for name, text in request.args.items() if name != "page"},
    )


def _wanted() -> Wanted:
    show = _shown()
    return Wanted(
        text=request.args.get("q", "").replace("\0", "").strip()[:80],
        centre_id=number_in(request.args, "centre") or None,
        state=Status(show) if show in set(Status) else None,
        to_check=show == TO_CHECK,
    )


def _shown() -> str:
    show = request.args.get("show", "")
    return show if show in SHOW else ""
