"""Staff say when things happen: on the first page, date by date, and time by time."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from directory.listings.models import Activity, Occurrence, OccurrenceStatus, Reason, Status
from directory.listings.schedules import times_seen
from directory.listings.single_dates import seen
from directory.places.models import Centre, Venue
from tests.builders import TODAY
from tests.staff_site import FOREIGN, OWN, Person, StaffSite


def dates_today(site: StaffSite, key: str = OWN) -> list[tuple[int, int, str]]:
    """Sessions that a centre has today: listing, date, and the date as seen."""
    with site.runtime.database.read() as db:
        found = db.execute(
            select(Activity.id, Occurrence)
            .join(Occurrence, Occurrence.activity_id == Activity.id)
            .join(Centre, Centre.id == Activity.centre_id)
            .where(Centre.external_id == key, Activity.status == Status.PUBLISHED)
            .where(Occurrence.rule_day == TODAY, Occurrence.status == OccurrenceStatus.SCHEDULED)
            .order_by(Occurrence.starts_at)
        )
        return [(row, one.id, seen(one)) for row, one in found]


def date_of(site: StaffSite, number: int) -> Occurrence:
    with site.runtime.database.read() as db:
        return next(one for one in db.scalars(select(Occurrence)) if one.id == number)


@pytest.fixture
def first(staff_site: StaffSite) -> tuple[int, int, str]:
    return dates_today(staff_site)[0]


@pytest.fixture
def amina(signed_in: Callable[..., Person]) -> Person:
    return signed_in("worker")


def cancel(person: Person, listing: int, number: int, as_seen: str, **fields: str):
    path = f"/staff/listings/{listing}/dates/{number}/cancel?from=today"
    return person.submit(path, **{"seen": as_seen, "reason": "staff_ill"} | fields)


# The first page


def test_today_shows_the_sessions_of_ones_own_centre_and_what_can_be_done(staff_site, amina):
    page = amina.look("/staff/")

    ways = [link.attrs["href"] for link in page.all("a") if "/dates/" in link.attrs["href"]]
    for listing, number, _ in dates_today(staff_site):
        assert f"/staff/listings/{listing}/dates/{number}/cancel?from=today" in ways
    for _, number, _ in dates_today(staff_site, FOREIGN):
        assert f"/dates/{number}/" not in str(ways)


def test_a_volunteer_sees_today_and_changes_nothing(signed_in):
    page = signed_in("volunteer").look("/staff/")

    assert "Sessions today" in page.text
    assert not [link for link in page.all("a") if "/dates/" in link.attrs["href"]]


def test_a_cancelled_session_can_be_put_back_from_the_first_page(staff_site, amina, first):
    listing, number, as_seen = first
    cancel(amina, listing, number, as_seen)
    now = seen(date_of(staff_site, number))

    page = amina.look("/staff/")
    amina.submit("/staff/", f"/staff/listings/{listing}/dates/{number}/restore?from=today", seen=now)

    assert "A member of staff is ill." in page.text
    assert date_of(staff_site, number).status is OccurrenceStatus.SCHEDULED


@pytest.mark.parametrize(("role", "sees"), [("volunteer", False), ("worker", True)])
def test_a_session_at_a_hidden_place_is_for_those_who_run_it_and_its_place_for_nobody(
    staff_site, signed_in, first, role, sees
):
    with staff_site.runtime.database.unit_of_work() as db:
        refuge = db.scalars(select(Venue).where(Venue.hidden)).first()
        activity = db.get_one(Activity, first[0])
        activity.venue_id, activity.name = refuge.id, "Quiet mornings"
        place = refuge.name

    page = signed_in(role).look("/staff/").text

    assert ("Quiet mornings" in page) == sees
    assert place not in page


# Cancelling


def test_cancelling_asks_for_a_reason(staff_site, amina, first):
    answer = cancel(amina, *first, reason="")

    page = answer.get_data(as_text=True)
    assert "<title>Error: Cancel this session" in page
    assert page.count("Choose a reason. Families see it.") == 2
    assert date_of(staff_site, first[1]).status is OccurrenceStatus.SCHEDULED


def test_a_cancelled_session_says_who_and_why(staff_site, amina, first):
    answer = cancel(amina, *first)

    found = date_of(staff_site, first[1])
    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert (found.status, found.reason) == (OccurrenceStatus.CANCELLED, Reason.STAFF_ILL)


def test_of_two_people_who_cancel_at_once_the_second_is_told_and_the_first_reason_stays(
    staff_site, amina, signed_in, first
):
    zuzanna = signed_in("manager")
    cancel(amina, *first, reason="weather")

    answer = cancel(zuzanna, *first, reason="building")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Amina has cancelled this date already, at 9am." in page
    assert date_of(staff_site, first[1]).reason is Reason.WEATHER


def test_a_date_that_just_moved_is_not_cancelled_unseen(staff_site, amina, signed_in, first):
    listing, number, as_seen = first
    moving = f"/staff/listings/{listing}/dates/{number}/move"
    signed_in("manager").submit(
        moving, seen=as_seen, day="2026-12-04", starts="13:00", ends="14:00", reason="building"
    )

    answer = cancel(amina, listing, number, as_seen)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Zuzanna has moved this date to Friday 4 December, at 9am." in page
    assert f'value="{seen(date_of(staff_site, number))}"' in page  # the next try is about what she sees now


def test_a_date_that_somebody_left_out_meanwhile_leads_back_to_the_plan(staff_site, amina, first):
    listing, number, as_seen = first
    version = plan_version(staff_site, listing)
    amina.submit(
        f"/staff/listings/{listing}/when", f"/staff/listings/{listing}/dates/{number}/skip", version=version
    )

    token = amina.token("/staff/more")
    answer = amina.post(
        f"/staff/listings/{listing}/dates/{number}/cancel",
        data={"csrf_token": token, "seen": as_seen, "reason": "weather"},
    )

    assert (answer.status_code, answer.location) == (303, f"/staff/listings/{listing}/when")
    assert "no longer in the plan" in amina.look(answer.location).text


def plan_version(site: StaffSite, listing: int) -> int:
    with site.runtime.database.read() as db:
        return times_seen(db, db.get_one(Activity, listing))


# Late


def test_running_late_is_on_the_public_pages_in_each_language(staff_site, amina, first):
    listing, number, as_seen = first
    amina.submit(f"/staff/listings/{listing}/dates/{number}/late", seen=as_seen, minutes="15")

    with staff_site.runtime.database.read() as db:
        activity = db.get_one(Activity, listing)
        slug, centre = activity.slug, activity.centre.slug
    for language, said in {
        "en": "Starts about 15 minutes late.",
        "pl": "Początek około 15 minut później.",
        "ar": "تبدأ متأخرة نحو 15 دقيقة.",
    }.items():
        assert said in amina.look(f"/{language}/session/{slug}").text
        assert said in amina.look(f"/{language}/centre/{centre}").text
        assert said in amina.look(f"/{language}/centre/{centre}/week").text


@pytest.mark.parametrize("minutes", ["", "7", "900", "-5", "soon"])
def test_only_minutes_from_the_list_are_taken(staff_site, amina, first, minutes):
    listing, number, as_seen = first

    amina.submit(f"/staff/listings/{listing}/dates/{number}/late", seen=as_seen, minutes=minutes)

    assert date_of(staff_site, number).late_minutes is None


def test_a_session_of_another_day_does_not_run_late(staff_site, amina, first):
    listing = first[0]
    with staff_site.runtime.database.read() as db:
        later = db.scalars(
            select(Occurrence)
            .where(Occurrence.activity_id == listing, Occurrence.rule_day > TODAY)
            .where(Occurrence.status == OccurrenceStatus.SCHEDULED)
        ).first()

    answer = amina.submit(f"/staff/listings/{listing}/dates/{later.id}/late", seen=seen(later), minutes="15")

    assert "Only a session of today can run late." in answer.get_data(as_text=True)


def test_no_answer_does_not_take_back_that_it_is_late(staff_site, amina, first):
    listing, number, as_seen = first
    path = f"/staff/listings/{listing}/dates/{number}/late"
    amina.submit(path, seen=as_seen, minutes="15")

    amina.submit(path, seen=as_seen)
    kept = date_of(staff_site, number).late_minutes
    amina.submit(path, seen=as_seen, minutes="0")

    assert (kept, date_of(staff_site, number).late_minutes) == (15, None)


# Moving and adding


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-11-20"}, "Friday 20 November is over."),
        ({"day": "soon"}, "Enter the day as day/month/year"),
        ({"starts": "13:00", "ends": "12:00"}, "It ends before it starts."),
        ({"starts": "", "ends": ""}, "Enter when it starts"),
        ({"ends": "half past"}, "Enter the time as hours and minutes"),
        ({"reason": ""}, "Choose a reason."),
    ],
)
def test_a_move_that_cannot_be_says_what_to_do_and_keeps_the_rest(staff_site, amina, first, fields, said):
    listing, number, as_seen = first
    usual = {"day": "2026-12-04", "starts": "13:00", "ends": "14:15", "reason": "building", "seen": as_seen}

    answer = amina.submit(f"/staff/listings/{listing}/dates/{number}/move", **usual | fields)

    page = answer.get_data(as_text=True)
    assert "<title>Error: Move this date" in page
    assert said in page
    for name in ("day", "starts", "ends"):
        typed = (usual | fields)[name]
        assert f'value="{typed}"' in page
    assert date_of(staff_site, number).status is OccurrenceStatus.SCHEDULED


def test_a_date_can_be_added(staff_site, amina, first):
    listing = first[0]
    path = f"/staff/listings/{listing}/dates/add"

    answer = amina.submit(
        path, version=plan_version(staff_site, listing), day="5/12/2026", starts="2pm", ends="3.30pm"
    )

    assert answer.status_code == 303
    assert "Saturday 5 December, 2pm to 3:30pm" in amina.look(f"/staff/listings/{listing}/when").text


# Times


def time_fields(site: StaffSite, listing: int, **fields: object) -> dict[str, object]:
    usual = {
        "version": plan_version(site, listing),
        "repeats": "weekly",
        "weekdays": ["5"],
        "starts": "10:00",
        "ends": "11:30",
        "first_day": "2026-12-01",
        "term_time_only": "y",
        "do": "look",
    }
    return usual | fields


def test_choices_show_a_sentence_and_the_next_dates_before_they_are_saved(staff_site, amina, first):
    path = f"/staff/listings/{first[0]}/when/new"

    page = amina.submit(path, **time_fields(staff_site, first[0])).get_data(as_text=True)

    assert "Every Saturday, 10am to 11:30am, in school term time, from 1 December 2026" in page
    assert "Saturday 5 December, 10am to 11:30am" in page
    assert plan_version(staff_site, first[0]) == 0


def test_what_was_shown_can_be_saved(staff_site, amina, first):
    path = f"/staff/listings/{first[0]}/when/new"
    fields = time_fields(staff_site, first[0])
    page = amina.submit(path, **fields).get_data(as_text=True)
    shown = page.split('name="shown" type="hidden" value="')[1].split('"')[0]

    answer = amina.submit(path, **fields | {"do": "save", "shown": shown})

    assert answer.status_code == 303
    assert "Every Saturday, 10am to 11:30am" in amina.look(f"/staff/listings/{first[0]}/when").text


def test_what_was_not_shown_is_not_saved(staff_site, amina, first):
    path = f"/staff/listings/{first[0]}/when/new"

    answer = amina.submit(path, **time_fields(staff_site, first[0], do="save"))

    assert "Look at the next dates below." in answer.get_data(as_text=True)
    assert plan_version(staff_site, first[0]) == 0


def test_a_sentence_becomes_choices_and_the_next_dates(staff_site, amina, first):
    path = f"/staff/listings/{first[0]}/when/new"
    sentence = "every Saturday 10-11.30 in the park, from 5 December"

    answer = amina.submit(path, sentence=sentence, do="read", version="0")

    page = answer.get_data(as_text=True)
    assert "Every Saturday, 10am to 11:30am, from 5 December 2026" in page
    assert "“in” and “park”" in page
    assert f'value="{sentence}"' in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"weekdays": []}, "Choose at least one day of the week."),
        ({"repeats": "monthly"}, "Choose which one of the month"),
        ({"ends": "9:00"}, "It ends before it starts."),
        ({"ends": "23:30"}, "at most 12 hours apart"),
        ({"last_day": "2026-11-01"}, "The last day is before the first"),
        ({"last_day": "2026-12-02"}, "There is no date left with these choices."),
        ({"first_day": "1.1.2099"}, "is too far away"),
        ({"repeats": "once", "dates": "5/12/2026\nsoon"}, "Enter each date on a line of its own"),
        ({"repeats": "once", "dates": ""}, "Enter at least one date."),
        ({"repeats": "sometimes"}, "There is a problem"),
        ({"starts": ""}, "Enter when it starts"),
    ],
)
def test_a_time_that_cannot_be_says_what_to_do(staff_site, amina, first, fields, said):
    path = f"/staff/listings/{first[0]}/when/new"

    page = amina.submit(path, **time_fields(staff_site, first[0], **fields)).get_data(as_text=True)

    assert "<title>Error: Add a time" in page
    assert said in page


def test_two_times_of_one_session_may_not_overlap(staff_site, amina, first):
    listing, number, _ = first
    starts = date_of(staff_site, number).wall_start
    fields = time_fields(
        staff_site,
        listing,
        weekdays=["1"],
        starts=f"{starts:%H:%M}",
        ends=f"{starts.hour + 1}:00",
        first_day="2026-11-24",
        term_time_only="",
    )

    page = amina.submit(f"/staff/listings/{listing}/when/new", **fields).get_data(as_text=True)

    assert "this would run into another time of the same session" in page


def test_the_second_to_save_a_time_loses_nothing_and_is_told(staff_site, amina, signed_in, first):
    listing = first[0]
    path = f"/staff/listings/{listing}/when/new"
    fields = time_fields(staff_site, listing)
    page = amina.submit(path, **fields).get_data(as_text=True)
    shown = page.split('name="shown" type="hidden" value="')[1].split('"')[0]
    zuzanna = signed_in("manager")
    zuzanna.submit(
        f"/staff/listings/{listing}/dates/add", version="0", day="6/12/2026", starts="9am", ends="10am"
    )

    answer = amina.submit(path, **fields | {"do": "save", "shown": shown})

    text = answer.get_data(as_text=True)
    assert "Zuzanna changed this session at 9am" in text
    assert 'value="10:00"' in text
    version = plan_version(staff_site, listing)
    assert version > 0
    assert f'name="version" type="hidden" value="{version}"' in text


def test_a_date_left_out_can_be_put_back_in(staff_site, amina, first):
    listing, number, _ = first
    when = f"/staff/listings/{listing}/when"
    schedule = date_of(staff_site, number).schedule_id
    amina.submit(when, f"/staff/listings/{listing}/dates/{number}/skip", version="0")
    without = amina.look(when).text

    amina.submit(
        when,
        f"{when}/{schedule}/unskip",
        version=str(plan_version(staff_site, listing)),
        day=TODAY.isoformat(),
    )

    assert "Left out" in without
    assert "Put it back in" not in amina.look(when).text
    assert dates_today(staff_site)[0][0] == listing


def test_a_time_can_be_taken_out(staff_site, amina, first):
    listing, number, _ = first
    schedule = date_of(staff_site, number).schedule_id

    amina.submit(
        f"/staff/listings/{listing}/when", f"/staff/listings/{listing}/when/{schedule}/drop", version="0"
    )

    assert listing not in [row for row, _, _ in dates_today(staff_site)]


# Not hers


@pytest.mark.parametrize(
    "path",
    [
        "/staff/listings/{listing}/when",
        "/staff/listings/{listing}/when/new",
        "/staff/listings/{listing}/dates/add",
        "/staff/listings/{listing}/dates/{date}/cancel",
        "/staff/listings/{listing}/dates/{date}/late",
        "/staff/listings/{listing}/dates/{date}/move",
    ],
)
def test_what_belongs_to_another_centre_is_not_there(staff_site, amina, path):
    listing, number, _ = dates_today(staff_site, FOREIGN)[0]

    for address in (path.format(listing=listing, date=number), path.format(listing=99_999, date=number)):
        assert amina.get(address).status_code == 404


def test_a_date_of_another_listing_cannot_be_reached_through_ones_own(staff_site, amina, first):
    _, foreign, as_seen = dates_today(staff_site, FOREIGN)[0]

    path = f"/staff/listings/{first[0]}/dates/{foreign}/cancel"
    amina.submit("/staff/more", path, seen=as_seen, reason="weather")

    assert date_of(staff_site, foreign).status is OccurrenceStatus.SCHEDULED
