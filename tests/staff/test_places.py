"""Places in the browser: whose they are, what is kept, and what families see a moment later."""

from datetime import date

import pytest
from sqlalchemy import select

from directory.listings.models import Activity, BankHoliday, Change, StaleListing, Term
from directory.places.models import Centre, Venue
from directory.upkeep.models import UnhideRequest
from tests.site import read_html
from tests.staff_site import FOREIGN, OWN

CENTRE = {"phone": "01632 960999", "email": "", "website": "", "bus": "Bus 7"}


def read(staff_site, query):
    with staff_site.runtime.database.read() as db:
        return db.scalars(query).all()


def shown(page):
    """What a form holds, field by field, as a browser would send it."""
    (form,) = [each for each in page.all("form") if each.attrs.get("class") == "narrow"][:1]
    fields = {
        each.attrs["name"]: each.attrs.get("value", "")
        for each in form.all("input")
        if each.attrs.get("type") != "checkbox" and each.attrs["name"] != "csrf_token"
    }
    ticked = [each.attrs["value"] for each in form.all("input") if "checked" in each.attrs]
    chosen = [each.attrs["value"] for each in form.all("option") if "selected" in each.attrs]
    return fields | {"features": ticked} | ({"kind": chosen[0]} if chosen else {})


def venue_of(staff_site, *, hidden=False, used_by=OWN, only=True):
    """The number of a venue that a centre uses, alone or with others."""
    with staff_site.runtime.database.read() as db:
        mine = db.scalars(select(Centre.id).where(Centre.external_id == used_by)).one()
        for venue in db.scalars(select(Venue).where(Venue.centre_id.is_(None), Venue.hidden == hidden)):
            users = set(db.scalars(select(Activity.centre_id).where(Activity.venue_id == venue.id)))
            if mine in users and (users == {mine}) == only:
                return venue.id
    raise AssertionError("the sample has no such venue")


# Centres


def test_a_manager_puts_her_centre_right_and_families_see_it(staff_site, signed_in):
    zuzanna, centre = signed_in("manager"), staff_site.centre()
    page = f"/staff/places/centres/{centre}"

    answer = zuzanna.submit(page, **shown(zuzanna.look(page)) | CENTRE | {"hours_0": "10am to 2pm"})

    assert (answer.status_code, answer.location) == (303, page)
    assert "Saved." in zuzanna.look(page).text
    slug = read(staff_site, select(Centre.slug).where(Centre.id == centre))[0]
    public = zuzanna.look(f"/en/centre/{slug}")
    assert "01632 960999" in public.text
    assert "Bus 7" in public.text
    assert {"phone", "bus", "hours"} <= set(
        read(staff_site, select(Change.field).where(Change.who == "Zuzanna"))
    )
    assert read(staff_site, select(StaleListing.id))


def test_what_is_wrong_is_told_at_its_field_and_kept_in_it(signed_in, staff_site):
    zuzanna = signed_in("manager")
    page = f"/staff/places/centres/{staff_site.centre()}"
    typed = shown(zuzanna.look(page)) | CENTRE | {"phone": "ring us", "hours_2": "ten-ish"}

    answered = zuzanna.submit(page, **typed).get_data(as_text=True)

    assert "<title>Error: " in answered
    assert 'href="#phone"' in answered
    assert 'href="#hours_2"' in answered
    assert 'value="ring us"' in answered
    assert 'value="ten-ish"' in answered
    assert 'value="Bus 7"' in answered


def test_who_saves_second_sees_what_differs_and_can_save_again(signed_in, staff_site):
    first, second = signed_in("manager"), signed_in("manager")
    page = f"/staff/places/centres/{staff_site.centre()}"
    both = shown(first.look(page))
    first.submit(page, **both | {"bus": "Bus 7"})

    told = second.submit(page, **both | {"bus": "Bus 9"})
    text = told.get_data(as_text=True)
    again = second.submit(page, **shown_after(told) | {"bus": "Bus 9"})

    assert told.status_code == 200
    assert "Somebody else saved this page" in text
    assert "Bus 7" in text
    assert 'value="Bus 9"' in text
    assert again.status_code == 303
    assert read(staff_site, select(Centre.bus).where(Centre.id == staff_site.centre())) == ["Bus 9"]


def shown_after(answer):
    return shown(read_html(answer.get_data(as_text=True)))


@pytest.mark.parametrize("role", ["manager", "lead"])
def test_another_clusters_centre_is_not_there(signed_in, staff_site, role):
    person = signed_in(role)
    foreign = f"/staff/places/centres/{staff_site.centre(FOREIGN)}"

    assert person.get(foreign).status_code == 404
    assert person.submit("/staff/more", foreign, phone="").status_code == 404
    assert person.get("/staff/places/centres/99999").status_code == 404
    assert foreign not in person.get("/staff/places").get_data(as_text=True)


@pytest.mark.parametrize("role", ["volunteer", "reporter", "worker"])
@pytest.mark.parametrize("page", ["/staff/places", "/staff/places/venues/new", "/staff/places/calendar"])
def test_places_are_not_everybodys_work(signed_in, role, page):
    assert signed_in(role).get(page).status_code == 403


# Venues


def test_a_venue_is_added(staff_site, signed_in):
    zuzanna = signed_in("manager")
    details = {
        "name": "The Old Dairy",
        "kind": "hall",
        "street": "2 Mill Lane",
        "town": "Ashmarsh",
        "postcode": "qx12ab",
        "features": ["step_free"],
        "bus": "",
    }

    answer = zuzanna.submit("/staff/places/venues/new", **details)

    assert answer.location == "/staff/places"
    assert "The Old Dairy" in zuzanna.look("/staff/places").text
    (venue,) = read(staff_site, select(Venue).where(Venue.name == "The Old Dairy"))
    assert (venue.postcode, venue.hidden, venue.features, venue.lat is None) == (
        "QX1 2AB",
        False,
        ["step_free"],
        False,
    )


def test_a_venue_that_others_use_too_can_be_seen_and_not_changed(staff_site, signed_in):
    zuzanna = signed_in("manager")
    page = f"/staff/places/venues/{venue_of(staff_site, only=False)}"

    assert "the council changes it" in zuzanna.look(page).text
    assert zuzanna.submit("/staff/more", page, name="Mine now", town="X").status_code == 404


def test_hiding_is_one_tap_and_everywhere_at_once(staff_site, signed_in):
    zuzanna = signed_in("manager")
    venue = venue_of(staff_site, only=False)
    slugs = read(staff_site, select(Activity.slug).where(Activity.venue_id == venue))
    (name,) = read(staff_site, select(Venue.name).where(Venue.id == venue))

    answer = zuzanna.submit(f"/staff/places/venues/{venue}", f"/staff/places/venues/{venue}/hide")

    assert answer.location == "/staff/places"
    assert "Hidden." in zuzanna.look("/staff/places").text
    now = read(staff_site, select(Activity.slug).where(Activity.venue_id == venue))
    for before, after in zip(slugs, now, strict=True):
        assert before == after or zuzanna.get(f"/en/session/{before}").status_code == 404
        page = zuzanna.get(f"/en/session/{after}")
        assert name not in page.get_data(as_text=True)
        assert zuzanna.get(f"/en/session/{after}.ics").status_code == 404


def test_showing_it_again_takes_two_of_the_council(staff_site, signed_in):
    venue = venue_of(staff_site)
    page = f"/staff/places/venues/{venue}"
    zuzanna, carys, dilys = signed_in("manager"), signed_in("council"), signed_in("council")
    zuzanna.submit(page, f"{page}/hide")

    asked = carys.submit(page, f"{page}/ask-to-show")
    first_page = dilys.look("/staff/").text
    alone = carys.submit(page, f"{page}/show")
    still_hidden = read(staff_site, select(Venue.hidden).where(Venue.id == venue))
    told = carys.look("/staff/places").text
    not_hers = zuzanna.submit(page, f"{page}/show")
    dilys.submit(page, f"{page}/show")

    assert (asked.status_code, alone.status_code, not_hers.status_code) == (303, 303, 403)
    assert "Somebody else at the council has to agree." in told
    assert "Carys asks that it be shown" in first_page
    assert "asks that it be shown" not in zuzanna.look("/staff/").text
    assert still_hidden == [True]
    assert read(staff_site, select(Venue.hidden).where(Venue.id == venue)) == [False]
    assert read(staff_site, select(UnhideRequest.venue_id)) == []


def test_where_people_are_kept_safe_nobody_can_even_ask(staff_site, signed_in):
    with staff_site.runtime.database.read() as db:
        venue = db.scalars(select(Activity.venue_id).where(Activity.type_key == "freedom-programme")).first()
    carys = signed_in("council")

    carys.submit(f"/staff/places/venues/{venue}", f"/staff/places/venues/{venue}/ask-to-show")

    assert "keep people safe there" in carys.look("/staff/places").text
    assert read(staff_site, select(UnhideRequest.venue_id)) == []


def test_a_hidden_venue_is_not_there_for_who_has_nothing_to_do_with_it(staff_site, signed_in):
    with staff_site.runtime.database.read() as db:
        hidden = db.scalars(select(Venue).where(Venue.hidden)).all()
        users = {
            venue.id: set(db.scalars(select(Activity.centre_id).where(Activity.venue_id == venue.id)))
            for venue in hidden
        }
    zuzanna = signed_in("manager")
    own = staff_site.centre()
    strange = [venue for venue in hidden if own not in users[venue.id]]

    listed = zuzanna.look("/staff/places").text
    assert strange
    for venue in strange:
        assert venue.name not in listed
        assert zuzanna.get(f"/staff/places/venues/{venue.id}").status_code == 404
        assert zuzanna.submit("/staff/more", f"/staff/places/venues/{venue.id}/hide").status_code == 404


# The council's calendar


def test_a_term_is_added_and_its_dates_follow(staff_site, signed_in):
    carys = signed_in("council")
    page = carys.look("/staff/places/calendar")
    (form,) = [each for each in page.all("form") if each.attrs.get("action", "").endswith("/terms")]
    fields = {each.attrs["name"]: each.attrs.get("value", "") for each in form.all("input")}
    empty = next(row for row in range(60) if fields[f"name_{row}"] == "")

    answer = carys.post(
        "/staff/places/calendar/terms",
        data=fields
        | {f"name_{empty}": "Extra", f"first_day_{empty}": "2031-01-07", f"last_day_{empty}": "2031-02-08"},
    )

    assert answer.location == "/staff/places/calendar"
    assert "Extra" in read(staff_site, select(Term.name))
    assert "Saved." in carys.look("/staff/places/calendar").text


def test_a_term_that_cannot_be_is_told_at_its_field_and_kept(staff_site, signed_in):
    carys = signed_in("council")

    answered = carys.submit(
        "/staff/places/calendar",
        "/staff/places/calendar/terms",
        name_0="Autumn",
        first_day_0="2026-12-18",
        last_day_0="2026-09-03",
    ).get_data(as_text=True)

    assert "<title>Error: " in answered
    assert 'href="#last_day_0"' in answered
    assert 'value="2026-12-18"' in answered


def test_a_bank_holiday_is_added_and_taken_out(staff_site, signed_in):
    carys, page = signed_in("council"), "/staff/places/calendar"

    carys.submit(page, f"{page}/holidays/add", name="Jubilee", day="2026-12-01")
    added = read(staff_site, select(BankHoliday.name))
    told = carys.look(page).text
    carys.submit(page, f"{page}/holidays/remove", day="2026-12-01")

    assert "Jubilee" in added
    assert "taken away" in told
    assert "Jubilee" not in read(staff_site, select(BankHoliday.name))


def test_missing_bank_holidays_are_filled_in_with_one_tap(staff_site, signed_in):
    carys, page = signed_in("council"), "/staff/places/calendar"
    carys.submit(page, f"{page}/holidays/remove", day="2027-05-03")

    offered = carys.look(page).text
    carys.submit(page, f"{page}/holidays/fill")

    assert "1 bank holiday is missing" in offered
    assert "Early May bank holiday" in read(
        staff_site, select(BankHoliday.name).where(BankHoliday.day == date(2027, 5, 3))
    )


@pytest.mark.parametrize("role", ["manager", "lead"])
def test_terms_are_the_councils(signed_in, role):
    person = signed_in(role)

    assert person.get("/staff/places/calendar").status_code == 403
    assert person.submit("/staff/more", "/staff/places/calendar/holidays/fill").status_code == 403
