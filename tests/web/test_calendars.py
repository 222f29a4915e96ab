"""Dates in calendars: readable by any, the same ones again tomorrow, and nothing that must stay hidden."""

from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from directory import clock
from directory.listings.models import Activity, Occurrence
from directory.listings.session_types import session_types
from directory.words import words_for
from tests.builders import NOW
from tests.site import every_language, read_html


def file(site, address) -> Calendar:
    response = site.get(address)
    assert response.status_code == 200, address
    assert response.content_type == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.data)


def events(calendar: Calendar) -> list[Event]:
    return list(calendar.walk("VEVENT"))


@pytest.fixture
def ordinary(addresses) -> str:
    return f"/en{addresses['an ordinary session']}.ics"


@pytest.fixture
def centre(addresses) -> str:
    return f"/en{addresses['a centre']}.ics"


def test_a_session_has_all_its_dates_to_come(site, ordinary, sample_runtime):
    slug = ordinary.rpartition("/")[2].removesuffix(".ics")
    with sample_runtime.database.read() as db:
        query = select(Occurrence.uuid).join(Activity, Activity.id == Occurrence.activity_id)
        wanted = set(db.scalars(query.where(Activity.slug == slug, Occurrence.ends_at > NOW)))

    found = events(file(site, ordinary))

    assert len(found) > 4
    assert {UUID(str(event["uid"])) for event in found} == wanted


def test_an_event_says_what_when_and_where(site, ordinary):
    page = read_html(site.get(ordinary.removesuffix(".ics")).text)

    event = events(file(site, ordinary))[0]

    assert event["summary"] == page.one("h1").text
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.start < event.end
    assert next(page.all("address")).text.replace("\u00a0", " ") == event["location"]
    assert str(event["url"]).endswith(ordinary.removesuffix(".ics"))
    assert "Free" in event["description"]


def test_a_group_at_ten_stays_at_ten_when_the_clocks_change(site, ordinary):
    found = events(file(site, ordinary))

    assert {event.start.utcoffset() for event in found} == {timedelta(0), timedelta(hours=1)}
    assert len({event.start.time() for event in found}) == 1


def test_the_zone_is_in_the_file(site, ordinary):
    (zone,) = file(site, ordinary).walk("VTIMEZONE")

    assert zone["tzid"] == "Europe/London"


def test_a_cancelled_date_stays_and_says_that_it_is(site, addresses):
    found = events(file(site, f"/en{addresses['a session with a cancelled date']}.ics"))

    off = [event for event in found if event["status"] == "CANCELLED"]
    on = [event for event in found if event["status"] == "CONFIRMED"]

    assert off
    assert on
    assert all(event["summary"].startswith("Cancelled: ") and event["sequence"] == 1 for event in off)
    assert not [event for event in on if "Cancelled" in event["summary"]]


def test_a_centre_has_the_dates_of_its_sessions(site, centre):
    found = events(file(site, centre))

    assert len({event["summary"] for event in found}) > 3
    assert len({str(event["uid"]) for event in found}) == len(found)
    assert max(event.start for event in found) < NOW + timedelta(days=92)


def test_a_date_is_the_same_one_in_both(site, ordinary, sample_runtime):
    slug = ordinary.rpartition("/")[2].removesuffix(".ics")
    with sample_runtime.database.read() as db:
        centre = db.scalars(select(Activity).where(Activity.slug == slug)).one().centre.slug

    of_session = {str(event["uid"]) for event in events(file(site, ordinary))}
    of_centre = {str(event["uid"]) for event in events(file(site, f"/en/centre/{centre}.ics"))}

    assert of_session & of_centre


def test_tomorrow_the_dates_are_the_same_ones(site, centre):
    today = {str(event["uid"]): event.start for event in events(file(site, centre))}
    with clock.frozen(NOW + timedelta(days=1)):
        tomorrow = {str(event["uid"]): event.start for event in events(file(site, centre))}

    assert len(today.keys() & tomorrow.keys()) > len(today) / 2
    assert all(today[uid] == tomorrow[uid] for uid in today.keys() & tomorrow.keys())


@every_language
def test_words_are_in_the_language_of_the_address(site, addresses, language):
    calendar = file(site, f"/{language}{addresses['a session with a cancelled date']}.ics")
    page = read_html(site.get(f"/{language}{addresses['a session with a cancelled date']}").text)
    words = words_for(language)

    on = next(event for event in events(calendar) if event["status"] == "CONFIRMED")
    off = next(event for event in events(calendar) if event["status"] == "CANCELLED")

    assert on["summary"] == page.one("h1").text
    assert off["summary"] == words.gettext("Cancelled: %(name)s", name=on["summary"])
    assert on["summary"].params["LANGUAGE"] == next(page.one("h1").texts())[1].language


def test_lines_are_folded_and_end_as_the_standard_says(site, centre):
    content = site.get(centre).data

    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_an_unchanged_calendar_is_not_sent_again(site, centre):
    first = site.get(centre)

    again = site.get(centre, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers


def test_scripts_of_any_site_may_read_it(site, ordinary, centre):
    for address in (ordinary, centre):
        assert site.get(address).headers["Access-Control-Allow-Origin"] == "*"
        assert site.get(address).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_its_file_has_a_plain_name(site, ordinary):
    slug = ordinary.rpartition("/")[2]

    assert site.get(ordinary).headers["Content-Disposition"] == f'inline; filename="{slug}"'


def test_pages_offer_it(site, ordinary, centre):
    session, place = (site.get(address.removesuffix(".ics")).text for address in (ordinary, centre))

    assert f'href="{ordinary}"' in session
    assert f'href="{centre}"' in place
    assert f"webcal://localhost:8000{centre}" in place


@every_language
def test_there_is_none_on_a_sensitive_topic(site, sample_runtime, language):
    kinds = [kind.key for kind in session_types().values() if kind.sensitive]
    with sample_runtime.database.read() as db:
        slugs = list(db.scalars(select(Activity.slug).where(Activity.type_key.in_(kinds))))

    for slug in slugs:
        assert site.get(f"/{language}/session/{slug}.ics").status_code == 404
        assert ".ics" not in site.get(f"/{language}/session/{slug}").text


def test_no_centre_tells_of_a_sensitive_one(site, sample_runtime):
    kinds = [kind.key for kind in session_types().values() if kind.sensitive]
    with sample_runtime.database.read() as db:
        found = db.scalars(select(Activity).where(Activity.type_key.in_(kinds))).all()
        sensitive = {(activity.slug, activity.centre.slug) for activity in found}

    assert sensitive
    for slug, centre in sensitive:
        assert slug not in site.get(f"/en/centre/{centre}.ics").text


@pytest.mark.parametrize("address", ["/en/session/nothing.ics", "/en/centre/nothing.ics", "/xx/centre/a.ics"])
def test_what_is_not_there_is_not_found(site, address):
    assert site.get(address).status_code == 404
