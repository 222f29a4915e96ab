"""Who may use which route, on whose things. Every route of the staff pages has a row; a new one needs one.

`may` says who is let in, and `of` on what: an object of one's own centre (or one's own), one of a centre of
another cluster, or none at all. Somebody not in `may` is refused as such (403); somebody in it finds what is
not hers just as she finds what does not exist (404). Strangers are asked to sign in.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from directory.accounts import kept_forms
from directory.accounts.models import Membership, SignIn
from directory.contacts import audiences, broadcasts, canned, handovers, inbox
from directory.contacts.following import follow
from directory.contacts.models import Incoming
from directory.contacts.people import find_or_make
from directory.imports.handing_in import Sender, hand_in
from directory.imports.models import HandedIn
from directory.listings.bulk_plan import Item
from directory.listings.models import Activity, BulkChange, ClosedFor, Closure, Occurrence, OccurrenceStatus
from directory.places.models import Centre, Council, Venue
from directory.reports.actions import report
from directory.reports.models import Wrong
from directory.upkeep.models import UnhideRequest
from tests.builders import NOW, add_activity, add_council, add_venue
from tests.staff_site import FOREIGN, OWN, Person, StaffSite

MISSING: dict[str, int | UUID] = {"uuid": UUID(int=7)}  # of a file; any other is this number
MISSING_NUMBER = 2**31 - 1

# People, and the centre they are at: B is the foreign one.
PEOPLE = {
    "volunteer": ("volunteer", OWN),
    "worker": ("worker", OWN),
    "manager of A": ("manager", OWN),
    "manager of B": ("manager", FOREIGN),
    "lead": ("lead", None),
    "council": ("council", None),
    "reporter": ("reporter", None),
}
EVERYBODY = frozenset(PEOPLE)
EDITORS = EVERYBODY - {"volunteer", "reporter"}
MANAGERS = EDITORS - {"worker"}
COUNCIL = frozenset({"council"})
SEES_FIGURES = MANAGERS | {"reporter"}
EXPORTERS = EDITORS | {"reporter"}


ANSWER = (("answer", "not-ours"), ("newest", "1000000"), ("version", "1"))  # to what a parent reported
LISTING = "/staff/listings/{listing}"


Numbers = dict[str, int] | dict[str, UUID] | dict[str, str]  # what stands in an address, by name


@dataclass(frozen=True)
class Row:
    """One route. `path` has `{id}` where an object's number stands, and `{…}` for what belongs to it.

    `form` is what is sent.
    """

    path: str
    may: frozenset[str] | str  # people; or "everyone" without signing in, or "arriving" between two steps
    of: str = ""  # what the object is, in OBJECTS; nothing where the route has none
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()


ROWS: dict[str, list[Row]] = {
    # Getting in
    "staff.sign_in": [Row("/staff/sign-in", "everyone"), Row("/staff/sign-in", "everyone", method="POST")],
    "staff.sign_out": [Row("/staff/sign-out", "everyone", method="POST")],
    "staff.forgotten": [
        Row("/staff/forgotten", "everyone"),
        Row("/staff/forgotten", "everyone", method="POST"),
    ],
    "staff.forgotten_sent": [Row("/staff/forgotten/sent", "everyone")],
    "staff.join": [Row("/staff/join/x", "link"), Row("/staff/join/x", "link", method="POST")],
    "staff.reset": [Row("/staff/reset/x", "link"), Row("/staff/reset/x", "link", method="POST")],
    "staff.new_email": [Row("/staff/new-email/x", "link")],
    "staff.confirm_new_email": [Row("/staff/new-email/x", "link", method="POST")],
    "staff.code": [Row("/staff/code", "arriving"), Row("/staff/code", "arriving", method="POST")],
    "staff.phone": [Row("/staff/phone", "arriving"), Row("/staff/phone", "arriving", method="POST")],
    "staff.phone_svg": [Row("/staff/phone.svg", "arriving")],
    # Everybody's own
    "staff.today": [Row("/staff/", EVERYBODY)],
    "staff.more": [Row("/staff/more", EVERYBODY)],
    "staff.kept": [Row("/staff/kept/{id}", EVERYBODY, of="kept form")],
    "staff.forget_kept": [Row("/staff/kept/{id}/forget", EVERYBODY, of="kept form", method="POST")],
    "staff.account": [Row("/staff/account", EVERYBODY)],
    "staff.account_password": [
        Row("/staff/account/password", EVERYBODY),
        Row("/staff/account/password", EVERYBODY, method="POST"),
    ],
    "staff.account_email": [
        Row("/staff/account/email", EVERYBODY),
        Row("/staff/account/email", EVERYBODY, method="POST"),
    ],
    "staff.account_phone": [
        Row("/staff/account/phone", EVERYBODY),
        Row("/staff/account/phone", EVERYBODY, method="POST"),
    ],
    "staff.account_codes": [
        Row("/staff/account/codes", EVERYBODY),
        Row("/staff/account/codes", EVERYBODY, method="POST"),
    ],
    "staff.end_sign_in": [Row("/staff/account/sign-ins/{id}/end", EVERYBODY, of="sign-in", method="POST")],
    "staff.sign_out_everywhere": [Row("/staff/account/sign-out-everywhere", EVERYBODY, method="POST")],
    # People and accounts
    "staff.workers": [Row("/staff/workers", MANAGERS)],
    "staff.invite": [
        Row("/staff/workers/invite", MANAGERS),
        Row("/staff/workers/invite", MANAGERS, method="POST"),
    ],
    "staff.worker": [
        Row("/staff/workers/{id}", MANAGERS, of="worker"),
        Row("/staff/workers/{id}", MANAGERS, of="worker", method="POST"),
    ],
    "staff.take_role": [Row("/staff/workers/{id}/roles/{role}/take", MANAGERS, of="worker", method="POST")],
    "staff.close_account": [Row("/staff/workers/{id}/close", MANAGERS, of="worker", method="POST")],
    "staff.open_account": [Row("/staff/workers/{id}/open", MANAGERS, of="worker", method="POST")],
    "staff.invite_again": [Row("/staff/workers/{id}/invite-again", MANAGERS, of="worker", method="POST")],
    "staff.take_phone": [Row("/staff/workers/{id}/take-phone", MANAGERS, of="worker", method="POST")],
    "staff.sign_out_worker": [Row("/staff/workers/{id}/sign-out", MANAGERS, of="worker", method="POST")],
    # Places and the calendar
    "staff.places": [Row("/staff/places", MANAGERS)],
    "staff.centre_place": [
        Row("/staff/places/centres/{id}", MANAGERS, of="centre"),
        Row("/staff/places/centres/{id}", MANAGERS, of="centre", method="POST"),
    ],
    "staff.new_venue": [
        Row("/staff/places/venues/new", MANAGERS),
        Row("/staff/places/venues/new", MANAGERS, method="POST"),
    ],
    "staff.venue_place": [
        Row("/staff/places/venues/{id}", MANAGERS, of="hidden venue"),
        Row("/staff/places/venues/{id}", MANAGERS, of="hidden venue", method="POST"),
    ],
    "staff.hide_venue": [Row("/staff/places/venues/{id}/hide", MANAGERS, of="hidden venue", method="POST")],
    "staff.ask_to_show_venue": [
        Row("/staff/places/venues/{id}/ask-to-show", MANAGERS, of="hidden venue", method="POST")
    ],
    "staff.show_venue": [
        Row("/staff/places/venues/{id}/show", COUNCIL, of="hidden venue, asked for by another", method="POST")
    ],
    "staff.keep_venue_hidden": [
        Row("/staff/places/venues/{id}/keep-hidden", MANAGERS, of="hidden venue", method="POST")
    ],
    "staff.council_calendar_page": [Row("/staff/places/calendar", COUNCIL)],
    "staff.change_council_terms": [Row("/staff/places/calendar/terms", COUNCIL, method="POST")],
    "staff.fill_in_holidays": [Row("/staff/places/calendar/holidays/fill", COUNCIL, method="POST")],
    "staff.add_holiday": [Row("/staff/places/calendar/holidays/add", COUNCIL, method="POST")],
    "staff.remove_holiday": [Row("/staff/places/calendar/holidays/remove", COUNCIL, method="POST")],
    # When sessions are on
    "staff.when": [Row(f"{LISTING}/when", EDITORS, of="listing")],
    "staff.new_time": [
        Row(f"{LISTING}/when/new", EDITORS, of="listing"),
        Row(f"{LISTING}/when/new", EDITORS, of="listing", method="POST"),
    ],
    "staff.edit_time": [
        Row(f"{LISTING}/when/{{schedule}}", EDITORS, of="listing"),
        Row(f"{LISTING}/when/{{schedule}}", EDITORS, of="listing", method="POST"),
    ],
    "staff.drop_time": [Row(f"{LISTING}/when/{{schedule}}/drop", EDITORS, of="listing", method="POST")],
    "staff.unskip_date": [Row(f"{LISTING}/when/{{schedule}}/unskip", EDITORS, of="listing", method="POST")],
    "staff.skip_date": [Row(f"{LISTING}/dates/{{date}}/skip", EDITORS, of="listing", method="POST")],
    "staff.add_date": [
        Row(f"{LISTING}/dates/add", EDITORS, of="listing"),
        Row(f"{LISTING}/dates/add", EDITORS, of="listing", method="POST"),
    ],
    "staff.cancel_date": [
        Row(f"{LISTING}/dates/{{date}}/cancel", EDITORS, of="listing"),
        Row(f"{LISTING}/dates/{{date}}/cancel", EDITORS, of="listing", method="POST"),
    ],
    "staff.restore_date": [Row(f"{LISTING}/dates/{{date}}/restore", EDITORS, of="listing", method="POST")],
    "staff.move_date": [
        Row(f"{LISTING}/dates/{{date}}/move", EDITORS, of="listing"),
        Row(f"{LISTING}/dates/{{date}}/move", EDITORS, of="listing", method="POST"),
    ],
    "staff.late_date": [
        Row(f"{LISTING}/dates/{{date}}/late", EDITORS, of="listing"),
        Row(f"{LISTING}/dates/{{date}}/late", EDITORS, of="listing", method="POST"),
    ],
    "staff.calendar": [Row("/staff/calendar", MANAGERS), Row("/staff/calendar", MANAGERS, method="POST")],
    "staff.reopen_days": [Row("/staff/calendar/{id}/open", MANAGERS, of="closing days", method="POST")],
    "staff.bulk": [Row("/staff/bulk", EDITORS)],
    "staff.bulk_term": [Row("/staff/bulk/term", EDITORS), Row("/staff/bulk/term", EDITORS, method="POST")],
    "staff.bulk_venue": [Row("/staff/bulk/venue", EDITORS), Row("/staff/bulk/venue", EDITORS, method="POST")],
    "staff.undo_bulk": [Row("/staff/bulk/{id}/undo", EDITORS, of="bulk change", method="POST")],
    # What is to be checked, was reported, and is to be translated
    "staff.check": [Row("/staff/check", EDITORS)],
    "staff.check_one": [Row("/staff/check/{listing}", EDITORS, of="listing", method="POST")],
    "staff.check_interval": [Row("/staff/check/every", COUNCIL, method="POST")],
    "staff.reports": [Row("/staff/reports", EDITORS)],
    "staff.answer_report": [
        Row("/staff/reports/{listing}/when", EDITORS, of="listing with a report", method="POST", form=ANSWER)
    ],
    "staff.languages": [Row(f"{LISTING}/languages", EDITORS, of="listing")],
    "staff.language": [Row(f"{LISTING}/languages/pl", EDITORS, of="listing")],
    "staff.save_language": [Row(f"{LISTING}/languages/pl", EDITORS, of="listing", method="POST")],
    "staff.language_still_right": [
        Row(f"{LISTING}/languages/pl/still-right", EDITORS, of="listing", method="POST")
    ],
    "staff.language_from_template": [
        Row(f"{LISTING}/languages/pl/template", EDITORS, of="listing", method="POST")
    ],
    "staff.language_by_machine": [
        Row(f"{LISTING}/languages/pl/machine", EDITORS, of="listing", method="POST")
    ],
    "staff.translations": [Row("/staff/translations", EDITORS)],
    # Families who write to us
    "staff.families": [Row("/staff/families", EDITORS)],
    "staff.family": [Row("/staff/families/{id}", EDITORS, of="hand-over")],
    "staff.answer_family": [
        Row("/staff/families/{id}/answer", EDITORS, of="hand-over", method="POST", form=(("text", "Yes"),))
    ],
    "staff.claim_family": [Row("/staff/families/{id}/claim", EDITORS, of="hand-over", method="POST")],
    "staff.close_family": [Row("/staff/families/{id}/close", EDITORS, of="hand-over", method="POST")],
    "staff.ready_answers": [Row("/staff/families/answers", EDITORS)],
    "staff.new_ready_answer": [
        Row("/staff/families/answers/new", MANAGERS),
        Row("/staff/families/answers/new", MANAGERS, method="POST"),
    ],
    "staff.ready_answer": [
        Row("/staff/families/answers/{key}", MANAGERS, of="ready answer"),
        Row("/staff/families/answers/{key}", MANAGERS, of="ready answer", method="POST"),
    ],
    "staff.remove_ready_answer": [
        Row("/staff/families/answers/{key}/remove", MANAGERS, of="ready answer", method="POST")
    ],
    # Messages to followers
    "staff.broadcasts": [Row("/staff/broadcasts", MANAGERS)],
    "staff.broadcast_to_centre": [
        Row("/staff/broadcasts/to/centre/{id}", MANAGERS, of="centre"),
        Row("/staff/broadcasts/to/centre/{id}", MANAGERS, of="centre", method="POST"),
    ],
    "staff.broadcast_to_session": [
        Row("/staff/broadcasts/to/session/{id}", MANAGERS, of="followed session"),
        Row("/staff/broadcasts/to/session/{id}", MANAGERS, of="followed session", method="POST"),
    ],
    "staff.broadcast": [Row("/staff/broadcasts/{id}", MANAGERS, of="message")],
    "staff.take_back_broadcast": [
        Row("/staff/broadcasts/{id}/take-back", MANAGERS, of="message", method="POST")
    ],
    # How the chat is
    "staff.chat": [Row("/staff/chat", MANAGERS)],
    "staff.try_again": [Row("/staff/chat/{id}/again", MANAGERS, of="given up", method="POST")],
    "staff.let_go": [Row("/staff/chat/{id}/let-go", MANAGERS, of="given up", method="POST")],
    # Files in and out
    "staff.imports": [Row("/staff/imports", MANAGERS), Row("/staff/imports", MANAGERS, method="POST")],
    "staff.import_template": [Row("/staff/imports/template.csv", MANAGERS)],
    "staff.import_file": [Row("/staff/imports/{uuid}", MANAGERS, of="file")],
    "staff.keep_import": [Row("/staff/imports/{uuid}/keep", MANAGERS, of="file", method="POST")],
    "staff.undo_import": [Row("/staff/imports/{uuid}/undo", MANAGERS, of="file", method="POST")],
    "staff.throw_import_away": [Row("/staff/imports/{uuid}/throw-away", MANAGERS, of="file", method="POST")],
    "staff.export": [Row("/staff/export", EXPORTERS)],
    "staff.export_all": [Row("/staff/export/listings.csv", EXPORTERS)],
    "staff.export_table": [Row("/staff/export/{id}.csv", EXPORTERS, of="centre")],
    "staff.export_calendar": [Row("/staff/export/{id}.ics", EXPORTERS, of="centre")],
    # What families looked for; help
    "staff.unmet": [Row("/staff/unmet", SEES_FIGURES)],
    "staff.unmet_file": [Row("/staff/unmet.csv", SEES_FIGURES)],
    "staff.guide": [Row("/staff/guide", EVERYBODY)],
    # A centre's listings
    "staff.listings": [Row("/staff/listings", EDITORS)],
    "staff.new_listing": [Row("/staff/listings/new", EDITORS)],
    "staff.begin_listing": [Row("/staff/listings/new", EDITORS, method="POST")],
    "staff.listing": [Row(LISTING, EDITORS, of="listing")],
    "staff.section": [Row(f"{LISTING}/what", EDITORS, of="listing")],
    "staff.save": [Row(f"{LISTING}/what", EDITORS, of="listing", method="POST")],
    "staff.publish_listing": [Row(f"{LISTING}/publish", EDITORS, of="listing", method="POST")],
    "staff.withdraw_listing": [Row(f"{LISTING}/withdraw", EDITORS, of="listing", method="POST")],
    "staff.bring_listing_back": [Row(f"{LISTING}/bring-back", EDITORS, of="listing", method="POST")],
    "staff.copy_listing": [Row(f"{LISTING}/copy", EDITORS, of="listing", method="POST")],
    "staff.preview_listing": [Row(f"{LISTING}/preview", EDITORS, of="listing")],
    "staff.listing_history": [Row(f"{LISTING}/history", EDITORS, of="listing")],
    "staff.restore_listing": [Row(f"{LISTING}/restore", EDITORS, of="listing", method="POST")],
}


def at_centre(
    make: Callable[[StaffSite, str], Numbers],
) -> Callable[[StaffSite, Person, str], Numbers]:
    """What belongs to a centre: `make` gives the numbers in the address of one at that centre."""
    return lambda site, person, centre: make(site, centre)


def _worker(site: StaffSite, centre: str) -> Numbers:
    worker = site.add_worker("volunteer", centre=centre)
    with site.runtime.database.read() as db:
        role = db.scalars(select(Membership.id).where(Membership.worker_id == worker.id)).one()
    return {"id": worker.id, "role": role}


def _centre(site: StaffSite, centre: str) -> Numbers:
    return {"id": site.centre(centre)}


def _listing(site: StaffSite, centre: str) -> Numbers:
    """A session that is on again soon: its own number, and those of a date and of the time it came from."""
    soon = (
        select(
            Activity.id.label("listing"),
            Occurrence.id.label("date"),
            Occurrence.schedule_id.label("schedule"),
        )
        .join(Occurrence)
        .join(Centre, Centre.id == Activity.centre_id)
        .where(Centre.external_id == centre, Occurrence.starts_at > NOW + timedelta(days=2))
        .where(Occurrence.schedule_id.is_not(None), Occurrence.status == OccurrenceStatus.SCHEDULED)
        .order_by(Occurrence.starts_at)
    )
    with site.runtime.database.read() as db:
        return dict(db.execute(soon).mappings().first() or {})


def _reported(site: StaffSite, centre: str) -> Numbers:
    """A session of which a parent said that its time is wrong."""
    numbers = _listing(site, centre)
    with site.runtime.database.unit_of_work() as db:
        report(db, int(numbers["listing"]), what=Wrong.WHEN, language="en", now=NOW)
    return numbers


def _file(site: StaffSite, centre: str) -> dict[str, UUID]:
    """A calendar that somebody has handed in for the centre, and nobody has looked at yet."""
    number = site.centre(centre)
    with site.runtime.database.unit_of_work() as db:
        db.execute(delete(HandedIn))  # only so many may wait
        council = db.get_one(Centre, number).council_id
        sender = Sender(worker_id=1, council_id=council, name="Zuzanna", centres=[number])
        told = {"centre_id": number, "type_key": "stay-and-play", "now": NOW}
        return {"uuid": hand_in(db, b"BEGIN:VCALENDAR", name="ours.ics", sender=sender, **told)}


def _handover(site: StaffSite, centre: str) -> Numbers:
    """A family that asks about a session of the centre."""
    listing = int(_listing(site, centre)["listing"])
    with site.runtime.database.unit_of_work() as db:
        contact = find_or_make(db, channel="web", address=f"family {uuid4()}", now=NOW)
        asked = handovers.open(db, contact, text="Is it on?", activity_id=listing, came_from={}, now=NOW)
        return {"id": asked.id}


def _followed(site: StaffSite, centre: str) -> Numbers:
    """A session of the centre that a family follows, in a place that everybody may be told of."""
    number = site.centre(centre)
    with site.runtime.database.unit_of_work() as db:
        at = db.get_one(Centre, number)
        session = add_activity(db, centre=at, venue=add_venue(db, council=at.council))
        contact = find_or_make(db, channel="web", address="a family", now=NOW)
        follow(db, contact, what="session", target=session.id, now=NOW)
        return {"id": session.id}


def _message(site: StaffSite, centre: str) -> Numbers:
    """A message to those who follow the centre: one family does."""
    number = site.centre(centre)
    with site.runtime.database.unit_of_work() as db:
        contact = find_or_make(db, channel="web", address="a family", now=NOW)
        follow(db, contact, what="centre", target=number, now=NOW)
        audience = audiences.of_centre(db, number)
        told = {"number": uuid4(), "confirmed": None, "who": "Zuzanna", "now": NOW}
        return {"id": broadcasts.write(db, audience, {"en": "Bring a towel."}, **told)}


def _closing_days(site: StaffSite, centre: str) -> Numbers:
    number = site.centre(centre)
    with site.runtime.database.unit_of_work() as db:
        council = db.get_one(Centre, number).council_id
        day = NOW.date() + timedelta(days=200)
        closure = Closure(
            council_id=council, centre_id=number, first_day=day, last_day=day, reason=next(iter(ClosedFor))
        )
        db.add(closure)
        db.flush()
        return {"id": closure.id}


def _bulk_change(site: StaffSite, centre: str) -> Numbers:
    """Something done to many sessions at once, of which one is at the centre."""
    listing = _listing(site, centre)["listing"]
    with site.runtime.database.unit_of_work() as db:
        venue = db.get_one(Activity, listing).venue_id
        item = Item(listing, "Stay and play", "activity", listing, "venue_id", venue, venue)
        change = BulkChange(at=NOW, who="Zuzanna", kind="venue", items=[asdict(item)], dates=[])
        db.add(change)
        db.flush()
        return {"id": change.id}


def _hidden_venue(site: StaffSite, person: Person, centre: str) -> Numbers:
    """A centre's own building, hidden; she has asked for it to be shown."""
    return _asked_for(site, centre, by=person.worker.id if person.worker else site.add_worker().id)


def _venue_of_two(site: StaffSite, person: Person, centre: str) -> Numbers:
    """The same; somebody else has asked."""
    return _asked_for(site, centre, by=site.add_worker("manager").id)


def _asked_for(site: StaffSite, centre: str, *, by: int) -> Numbers:
    with site.runtime.database.unit_of_work() as db:
        at = select(Venue).join(Centre, Centre.id == Venue.centre_id).where(Centre.external_id == centre)
        venue = db.scalars(at).one()
        venue.hidden = True
        db.merge(UnhideRequest(venue_id=venue.id, worker_id=by, asked_by="Zuzanna", asked_at=NOW))
        return {"id": venue.id}


def _given_up(site: StaffSite, person: Person, place: str) -> Numbers:
    """Something the bot failed over; or something that has been answered, and is nobody's to try again."""
    with site.runtime.database.unit_of_work() as db:
        told = {"external_id": str(uuid4()), "address": str(uuid4()), "place": 1, "event": {}, "now": NOW}
        inbox.receive(db, channel="web", **told)
        number = db.scalars(select(Incoming.id).order_by(Incoming.id.desc())).first() or 0
        for _ in range(inbox.MOST_ATTEMPTS):
            inbox.note_failed(db, number, fault="KeyError", now=NOW)
        if place != "mine":
            inbox.let_go(db, number)
        return {"id": number}


def _ready_answer(site: StaffSite, person: Person, place: str) -> Numbers:
    """An answer of her council's own; or of another council's."""
    with site.runtime.database.unit_of_work() as db:
        ours = select(Council.id).where(Council.key == "wrenshire")
        council = db.scalars(ours).one() if place == "mine" else add_council(db, name=f"Other {uuid4()}").id
        return {"key": canned.add(db, council, {"en": f"The car park {uuid4()}"})}


def _kept_form(site: StaffSite, person: Person, centre: str) -> Numbers:
    worker = _whose(site, person, centre)
    with site.runtime.database.unit_of_work() as db:
        return {"id": kept_forms.keep(db, worker, path="/staff/", fields=[], now=NOW)}


def _sign_in(site: StaffSite, person: Person, centre: str) -> Numbers:
    worker = _whose(site, person, centre)
    site.cookie_of(worker)
    with site.runtime.database.read() as db:
        newest = select(SignIn.id).where(SignIn.worker_id == worker).order_by(SignIn.id.desc())
        return {"id": db.scalars(newest).first() or 0}


def _whose(site: StaffSite, person: Person, centre: str) -> int:
    """Her own number where something of one's own is asked for; else somebody else's."""
    return person.worker.id if person.worker and centre == "mine" else site.add_worker("volunteer").id


# What stands in addresses: how to make one, and whether it belongs to a centre or to a person.
OBJECTS: dict[str, Callable[[StaffSite, Person, str], Numbers]] = {
    "worker": at_centre(_worker),
    "centre": at_centre(_centre),
    "listing": at_centre(_listing),
    "listing with a report": at_centre(_reported),
    "file": at_centre(_file),
    "closing days": at_centre(_closing_days),
    "bulk change": at_centre(_bulk_change),
    "followed session": at_centre(_followed),
    "message": at_centre(_message),
    "hand-over": at_centre(_handover),
    "hidden venue": _hidden_venue,
    "hidden venue, asked for by another": _venue_of_two,
    "given up": _given_up,
    "ready answer": _ready_answer,
    "kept form": _kept_form,
    "sign-in": _sign_in,
}
PERSONAL = {"given up", "kept form", "ready answer", "sign-in"}


def reaches(site: StaffSite, who: str, centre: str) -> bool:
    """Whether somebody's place covers a centre, as the council's tables have it, whatever the code says."""
    role, own = PEOPLE[who]
    if own is not None:
        return own == centre
    with site.runtime.database.read() as db:
        theirs, ours = (
            db.scalars(select(Centre.cluster_id).where(Centre.external_id == key)).one()
            for key in (centre, OWN)
        )
    return role != "lead" or theirs == ours
