"""The queue of what is to be checked: one tap each, and only what is hers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.listings.models import Activity, Change, StaleListing, Status
from directory.places.models import Council
from tests.builders import TODAY
from tests.staff_site import FOREIGN, OWN


@pytest.fixture
def due(staff_site):
    """`due("riverside")`: a listing of that centre that is due, by its number."""

    def made_due(centre=OWN, days=200):
        with staff_site.runtime.database.unit_of_work() as db:
            activity = db.scalars(
                select(Activity)
                .where(Activity.centre_id == staff_site.centre(centre), Activity.status == Status.PUBLISHED)
                .order_by(Activity.id)
            ).first()
            activity.assured_on = TODAY - timedelta(days=days)
            activity.review_by = activity.assured_on + timedelta(days=90)
            return activity.id

    return made_due


def listing(staff_site, activity_id):
    with staff_site.runtime.database.read() as db:
        return db.get(Activity, activity_id)


def names(page):
    return [heading.text for heading in page.all("h2")]


def tap(person, staff_site, activity_id, **fields):
    seen = {"version": listing(staff_site, activity_id).version}
    return person.submit("/staff/check", to=f"/staff/check/{activity_id}", **seen | fields)


def test_what_is_due_is_there_with_what_families_are_told(staff_site, signed_in, due):
    activity = listing(staff_site, due())

    page = signed_in().look("/staff/check")

    assert activity.name in names(page)
    (card,) = [
        each
        for each in page.all("li")
        if each.attrs.get("class", "").startswith("card") and activity.name in each.text
    ]
    assert "Checked on 8 May 2026." in card.text
    assert "Families are told to ring first." in card.text
    assert "Free" in card.text


def test_one_tap_says_that_it_is_still_right_everywhere(staff_site, signed_in, due):
    amina, activity_id = signed_in(), due()
    with staff_site.runtime.database.unit_of_work() as db:
        db.query(StaleListing).delete()

    answer = tap(amina, staff_site, activity_id)

    now = listing(staff_site, activity_id)
    assert (answer.status_code, answer.location) == (303, "/staff/check")
    assert (now.assured_on, now.review_by) == (TODAY, TODAY + timedelta(days=90))
    page = amina.look("/staff/check")
    assert f"“{now.name}” is checked today." in page.text
    with staff_site.runtime.database.read() as db:
        assert db.scalars(select(Change.who).where(Change.field == "assured_on")).all() == ["Amina"]
        assert db.scalars(select(StaleListing.activity_id)).all() == [activity_id]
    assert "Checked on 24 November 2026" in amina.look(f"/en/session/{now.slug}").text


def test_what_somebody_changed_meanwhile_has_to_be_looked_at_again(staff_site, signed_in, due):
    amina, activity_id = signed_in(), due()

    tap(amina, staff_site, activity_id, version=0)

    assert "was changed meanwhile. Please look at it again." in amina.look("/staff/check").text
    assert listing(staff_site, activity_id).assured_on < TODAY


def test_another_centres_listing_is_not_there(staff_site, signed_in, due):
    amina, foreign = signed_in(), due(FOREIGN)

    assert tap(amina, staff_site, foreign).status_code == 404
    assert amina.submit("/staff/check", to="/staff/check/999999", version=1).status_code == 404
    assert listing(staff_site, foreign).assured_on < TODAY


@pytest.mark.parametrize("role", ["volunteer", "reporter"])
def test_who_may_not_change_listings_may_not_call_them_right(signed_in, role):
    person = signed_in(role)

    assert person.get("/staff/check").status_code == 403
    assert "to check" not in person.look("/staff/").text


def test_the_first_page_says_how_many_are_due_and_leads_there(staff_site, signed_in, due):
    activity = listing(staff_site, due(days=5000))

    page = signed_in().look("/staff/")

    assert activity.name in page.text
    assert [link for link in page.all("a") if link.attrs["href"] == "/staff/check"]


def test_when_all_is_checked_the_queue_says_thank_you(staff_site, signed_in):
    with staff_site.runtime.database.unit_of_work() as db:
        for activity in db.scalars(select(Activity)):
            activity.assured_on, activity.review_by = TODAY, TODAY + timedelta(days=90)
    amina = signed_in()

    assert "All listings are checked. Thank you." in amina.look("/staff/check").text
    assert "to check" not in amina.look("/staff/").text


# How often


def test_the_council_says_how_often(staff_site, signed_in, due):
    carys, activity_id = signed_in("council"), due(days=40)

    carys.submit("/staff/check", to="/staff/check/every", days="30")

    now = listing(staff_site, activity_id)
    assert now.review_by == now.assured_on + timedelta(days=30)
    assert "It counts for all listings from now on." in carys.look("/staff/check").text


@pytest.mark.parametrize("days", ["", "13", "401", "ninety"])
def test_a_number_of_days_that_cannot_be_says_which_can(staff_site, signed_in, days):
    carys = signed_in("council")

    answer = carys.submit("/staff/check", to="/staff/check/every", days=days)

    assert "Error:" in answer.text
    assert "number of days" in answer.text or "integer" in answer.text
    with staff_site.runtime.database.read() as db:
        assert db.scalars(select(Council.review_days)).one() == 90


def test_a_manager_does_not_say_how_often(staff_site, signed_in):
    zuzanna = signed_in("manager")

    assert "Days between two checks" not in zuzanna.look("/staff/check").text
    assert zuzanna.submit("/staff/check", to="/staff/check/every", days="30").status_code == 403
