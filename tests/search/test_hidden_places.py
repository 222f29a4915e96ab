"""A hidden venue keeps people safe: nothing that finding gives away says where or when."""

from directory.listings.models import Status
from directory.listings.queries import activity_page, sitemap, timetable
from directory.places.geography import Spot
from tests.builders import NOW, TODAY, add_activity, add_centre, add_venue


def hidden_group(db):
    centre = add_centre(db, name="Harbour Children’s Centre", town="Saltby", phone="01632 960999")
    refuge = add_venue(db, name="Maple Room", town="Elmstead", street="4 Quiet Lane", hidden=True)
    return add_activity(
        db, name="Support for women", centre=centre, venue=refuge, type_key="freedom-programme"
    )


def test_a_hidden_place_is_not_found_by_its_words(database, find):
    with database.unit_of_work() as db:
        hidden_group(db)

    for words in ("maple", "elmstead", "quiet lane", "harbour", "saltby"):
        assert find(words).total == 0, words


def test_a_hidden_place_has_no_distance_and_no_date(database, find):
    with database.unit_of_work() as db:
        hidden_group(db)

    result = find("support women", spot=Spot(51.4, 0.5)).results[0]

    assert result.hit.km is None
    assert result.hit.starts_at is None
    assert result.activity.where is None


def test_asking_for_a_day_does_not_give_away_when(database, find):
    with database.unit_of_work() as db:
        hidden_group(db)

    assert [find(days=(day,)).total for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")] == [0] * 7


def test_a_hidden_place_is_not_on_its_page_in_a_timetable_or_the_site_map(database):
    with database.unit_of_work() as db:
        activity = hidden_group(db)

    with database.read() as db:
        page = activity_page(db, activity.slug, "en", now=NOW)
        week = timetable(db, activity.centre_id, "en", first=TODAY, until=TODAY)
        addresses = dict(sitemap(db))

    secrets = ("Maple", "Elmstead", "Quiet", "Harbour", "Saltby", "960999")
    assert not [secret for secret in secrets if secret in repr(page)]
    assert page.dates == page.slots == ()
    assert not any(week.values())
    assert activity.slug not in addresses


def test_supervised_contact_is_never_public(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Family time", type_key="supervised-contact")

    assert find("family time").total == 0


def test_drafts_and_withdrawn_listings_are_not_found(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Half written", status=Status.DRAFT)
        add_activity(db, name="No more", status=Status.WITHDRAWN)

    assert find().total == 0
