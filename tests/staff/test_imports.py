"""Bringing listings in and taking them away, in the browser."""

import csv
import io

import pytest
from icalendar import Calendar
from sqlalchemy import select

from directory import clock
from directory.imports.models import HandedIn
from directory.imports.taking_in import take_in_next
from directory.listings.models import Activity
from directory.places.models import Centre, Venue
from directory.worker import CHORES
from tests.builders import NOW
from tests.staff_site import FOREIGN, OWN

HEADING = "key,type,name,centre,repeats,day,start,end,from"


@pytest.fixture
def slugs(staff_site):
    with staff_site.runtime.database.read() as db:
        return {
            key: db.scalars(select(Centre.slug).where(Centre.external_id == key)).one()
            for key in (OWN, FOREIGN)
        }


@pytest.fixture
def send(staff_site):
    """Hand in a file as a browser does; the answer, and what the worker makes of it at once."""

    def sent(person, content, name="autumn.csv", **fields):
        data = content.encode() if isinstance(content, str) else content
        form = {"csrf_token": person.token("/staff/imports"), "file": (io.BytesIO(data), name), **fields}
        answer = person.post("/staff/imports", data=form, content_type="multipart/form-data")
        work(staff_site)
        return answer

    return sent


def work(staff_site):
    settings = staff_site.runtime.settings
    while take_in_next(staff_site.runtime.database, settings.progress, now=clock.now()):
        pass


def row(slug, key="autumn-1", name="Messy Fridays", day="friday"):
    return f"{key},messy-play,{name},{slug},weekly,{day},10:00,11:00,2026-11-01"


def names(staff_site):
    with staff_site.runtime.database.read() as db:
        return set(db.scalars(select(Activity.name)))


def press(person, page, deed):
    return person.submit("/staff/more", f"{page}/{deed}")


def test_a_table_is_tried_kept_and_undone(staff_site, signed_in, send, slugs):
    zuzanna = signed_in("manager")

    page = send(zuzanna, f"{HEADING}\n{row(slugs[OWN])}\n").location
    told, before = zuzanna.look(page).text, names(staff_site)
    press(zuzanna, page, "keep")
    waiting = zuzanna.get(page)
    work(staff_site)
    kept = names(staff_site)
    press(zuzanna, page, "undo")
    work(staff_site)

    assert "Nothing is kept yet." in told
    assert "New 1" in told
    assert waiting.headers["Refresh"] == "2"
    assert kept - before == {"Messy Fridays"}
    assert names(staff_site) == before
    assert "Undone by Zuzanna" in zuzanna.look(page).text


def test_the_worker_takes_in_what_waits(staff_site, signed_in, slugs):
    zuzanna = signed_in("manager")
    sent = {"csrf_token": zuzanna.token("/staff/imports"), "file": (io.BytesIO(b"nonsense"), "a.csv")}
    page = zuzanna.post("/staff/imports", data=sent, content_type="multipart/form-data").location
    (chore,) = [each for each in CHORES if each.name == "take in files"]

    before = zuzanna.look(page).text
    chore.deed(staff_site.runtime)

    assert "We are reading it." in before
    assert "Could not be read" in zuzanna.look(page).text


def test_problems_are_told_row_by_row_and_nothing_can_be_kept(staff_site, signed_in, send, slugs):
    zuzanna = signed_in("manager")

    page = zuzanna.look(
        send(
            zuzanna, f"{HEADING}\n{row(slugs[OWN], day='someday')}\n{row(slugs[FOREIGN], key='b')}\n"
        ).location
    )

    cells = [[cell.text for cell in each.all("td")] for each in page.one("tbody").all("tr")]
    assert [(number, column) for number, column, _ in cells] == [("2", "day"), ("3", "centre")]
    assert cells[1][2] == "this is not one of your centres."
    assert not [each for each in page.all("button") if each.text == "Keep all of it"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file with something in it."),
        (b"x" * 1_000_001, "This file is larger than 1 MB."),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_at_its_field(signed_in, send, content, sentence):
    answered = send(signed_in("manager"), content).get_data(as_text=True)

    assert "<title>Error: " in answered
    assert sentence in answered
    assert 'href="#file"' in answered


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "This is a picture"),
        (b"PK\x03\x04rest", "an Excel workbook"),
        ((HEADING + "\n" + "a,b,c,d,e,f,g,h,i\n" * 5_001).encode(), "5,000 is the most"),
        (b"BEGIN:VCALENDAR\r\n" * 9_000, "This calendar file is damaged"),
    ],
)
def test_what_is_no_table_is_told_for_what_it_is(signed_in, send, content, sentence):
    zuzanna = signed_in("manager")

    page = zuzanna.look(send(zuzanna, content).location)

    assert sentence in page.text
    assert "Nothing was kept." in page.text


def test_a_file_of_many_megabytes_is_turned_away(signed_in, send):
    assert send(signed_in("manager"), b"x" * 5_000_000).status_code == 413


def test_a_calendar_becomes_drafts_of_the_centre_chosen(staff_site, signed_in, send):
    zuzanna, own = signed_in("manager"), staff_site.centre()
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Knitting circle\r\n"
        "DTSTART:20261201T100000\r\nDTEND:20261201T110000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    page = send(zuzanna, text, "ours.ics", centre=str(own), kind="community-cafe").location
    press(zuzanna, page, "keep")
    work(staff_site)

    with staff_site.runtime.database.read() as db:
        found = db.scalars(select(Activity).where(Activity.name == "Knitting circle")).one()
        assert (found.centre_id, found.type_key, found.status) == (own, "community-cafe", "draft")


def test_a_calendar_for_another_centre_is_not_taken_for_it(staff_site, signed_in, send):
    zuzanna = signed_in("manager")

    send(
        zuzanna,
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        centre=str(staff_site.centre(FOREIGN)),
        kind="nonsense",
    )

    with staff_site.runtime.database.read() as db:
        found = db.scalars(select(HandedIn)).one()
        assert (found.centre_id, found.type_key) == (staff_site.centre(), "stay-and-play")


def test_another_managers_file_is_not_there(staff_site, signed_in, send, slugs):
    page = send(signed_in("manager"), f"{HEADING}\n{row(slugs[OWN])}\n").location
    other = signed_in("manager", centre=FOREIGN)

    assert other.get(page).status_code == 404
    for deed in ("keep", "undo", "throw-away"):
        assert other.submit("/staff/more", f"{page}/{deed}").status_code == 404
    assert page not in other.get("/staff/imports").get_data(as_text=True)


def test_what_is_thrown_away_is_gone(staff_site, signed_in, send, slugs):
    zuzanna = signed_in("manager")
    page = send(zuzanna, f"{HEADING}\n{row(slugs[OWN])}\n").location

    answer = press(zuzanna, page, "throw-away")

    assert answer.location == "/staff/imports"
    assert zuzanna.get(page).status_code == 404


def test_pressing_twice_says_how_it_stands(staff_site, signed_in, send, slugs):
    zuzanna = signed_in("manager")
    page = send(zuzanna, f"{HEADING}\n{row(slugs[OWN])}\n").location
    press(zuzanna, page, "keep")

    again = press(zuzanna, page, "keep")

    assert again.status_code == 303
    assert "already" in zuzanna.look(page).text


@pytest.mark.parametrize("role", ["volunteer", "reporter", "worker"])
def test_bringing_in_is_for_managers(signed_in, role):
    for page in ("/staff/imports", "/staff/imports/template.csv"):
        assert signed_in(role).get(page).status_code == 403


# Taking away


def test_what_goes_out_comes_in_again_unchanged(staff_site, signed_in, send):
    zuzanna = signed_in("manager")
    content = zuzanna.get(f"/staff/export/{staff_site.centre()}.csv").data

    page = zuzanna.look(send(zuzanna, content).location)

    assert "Nothing would change" in page.text
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) > 5


def test_the_whole_council_goes_out_and_comes_in_unchanged(staff_site, signed_in, send):
    carys = signed_in("council")
    content = carys.get("/staff/export/listings.csv").data

    page = carys.look(send(carys, content).location)

    assert "Nothing would change" in page.text


def test_a_calendar_of_a_centre_can_be_taken_away(staff_site, signed_in):
    answer = signed_in("worker").get(f"/staff/export/{staff_site.centre()}.ics")

    assert answer.headers["Content-Disposition"].endswith(f'{NOW.date()}.ics"')
    assert len(list(Calendar.from_ical(answer.data).walk("VEVENT"))) > 5


def test_only_own_centres_go_out(staff_site, signed_in):
    amina, foreign = signed_in("worker"), staff_site.centre(FOREIGN)

    assert amina.get(f"/staff/export/{foreign}.csv").status_code == 404
    assert amina.get(f"/staff/export/{foreign}.ics").status_code == 404
    with staff_site.runtime.database.read() as db:
        slug = db.get_one(Centre, foreign).slug
    assert slug not in amina.get("/staff/export/listings.csv").get_data(as_text=True)


def test_who_only_reads_learns_of_no_hidden_place(staff_site, signed_in):
    with staff_site.runtime.database.read() as db:
        hidden = db.scalars(select(Venue).where(Venue.hidden)).all()
        slugs = db.scalars(
            select(Activity.external_id).where(Activity.venue_id.in_([one.id for one in hidden]))
        ).all()

    table = signed_in("reporter").get("/staff/export/listings.csv").get_data(as_text=True)

    assert hidden
    assert not [one.name for one in hidden if one.name in table]
    assert not [slug for slug in slugs if f"sample:{slug}," in table]


def test_volunteers_take_nothing_away(signed_in, staff_site):
    for page in ("/staff/export", "/staff/export/listings.csv", f"/staff/export/{staff_site.centre()}.csv"):
        assert signed_in("volunteer").get(page).status_code == 403
