"""One listing on one page: its sections, each with a form and a button of its own."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.editing import save_section
from directory.listings.models import Status
from directory.listings.own_listings import OwnListingPage, centre_names, own_listing, rooms
from directory.listings.refusals import ListingWrong, SectionChanged
from directory.listings.sections import SECTIONS, Section, Where
from directory.listings.session_types import session_types
from directory.web.audience import for_workers
from directory.web.paths import number_in
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.listings import conflict, wording
from directory.web.staff.listings.forms import FORMS, Choices, Offered, SectionForm
from directory.web.staff.listings.view import shown
from directory.web.staff.own import hers, hers_to_change

NAMES = ", ".join(repr(name) for name in SECTIONS)
SECTION = f"/listings/<int:activity_id>/<any({NAMES}):name>"


@staff.get("/listings/<int:activity_id>")
@for_workers(Deed.EDIT_LISTINGS)
def listing(activity_id: int) -> ResponseReturnValue:
    with runtime().database.read() as db:
        page, forms = _opened(db, activity_id)
    wanted = {wording.section_with(one.field) for one in page.missing if page.status == "draft"}
    return shown(page, forms, opened=wanted, saved=request.args.get("saved", ""))


@staff.get(SECTION)
@for_workers(Deed.EDIT_LISTINGS)
def section(activity_id: int, name: str) -> ResponseReturnValue:
    """The page with one section open: where a reload, or a link kept somewhere, leads to."""
    with runtime().database.read() as db:
        page, forms = _opened(db, activity_id)
    return shown(page, forms, opened={name})


@staff.post(SECTION)
@for_workers(Deed.EDIT_LISTINGS)
def save(activity_id: int, name: str) -> ResponseReturnValue:
    with runtime().database.read() as db:
        page, forms = _opened(db, activity_id)
        form = FORMS[name]()
        form.choose_from(_choices(db, page))
    if not form.validate():
        return shown(page, forms | {name: form}, opened={name}, wrong=name, seen=_seen()), 422
    try:
        with runtime().database.unit_of_work() as db:
            _save(db, activity_id, form.section(), minor=bool(form.data.get("minor")))
    except ListingWrong as refused:
        for one in refused.broken:
            form[one.field].errors = [wording.fault(g.words, one)]
        return shown(page, forms | {name: form}, opened={name}, wrong=name, seen=_seen()), 422
    except SectionChanged as changed:
        with runtime().database.read() as db:
            return conflict.choice(db, page, name, changed), 409
    # What comes next stands at the top for a draft, and beside the section for what families see already.
    anchor = None if page.status == Status.DRAFT else name
    return redirect(url_for(".listing", activity_id=activity_id, saved=name, _anchor=anchor), 303)


def _save(db: Session, activity_id: int, wanted: Section, *, minor: bool) -> None:
    activity = hers_to_change(db, activity_id)
    if isinstance(wanted, Where) and not g.worker.may(Deed.EDIT_LISTINGS, wanted.centre_id):
        raise NotFound(f"centre {wanted.centre_id}")
    save_section(
        db,
        activity,
        wanted,
        seen=_seen(),
        minor=minor,
        leave=conflict.left_to_them(),
        who=g.worker.name,
        now=clock.now(),
    )


def _seen() -> int:
    """The last change she had seen when she opened the form."""
    return number_in(request.form, "seen")


def _opened(db: Session, activity_id: int) -> tuple[OwnListingPage, dict[str, SectionForm]]:
    hers(db, activity_id)
    page = own_listing(db, activity_id, now=clock.now())
    choices = _choices(db, page)
    return page, {name: form.showing(page.sections[name], choices) for name, form in FORMS.items()}


def _choices(db: Session, page: OwnListingPage) -> Choices:
    where = page.sections["where"]
    current = where.venue_id if isinstance(where, Where) else None
    found = rooms(db, page.centre_id, kind=session_types().get(page.type_key), current=current)
    centres = centre_names(db, g.worker.centres(Deed.EDIT_LISTINGS))
    return Offered(g.words, page.sections).choices(
        rooms=[(str(room.id), _room(room.name, room.town, hidden=room.hidden)) for room in found],
        centres=[(str(number), name) for number, name in centres.items()],
    )


def _room(name: str, town: str, *, hidden: bool) -> str:
    called = name if town in name else f"{name}, {town}"
    return g.words.gettext("%(venue)s (hidden)", venue=called) if hidden else called
