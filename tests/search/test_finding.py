"""What a parent asks, and what she gets."""

from datetime import date, datetime, timedelta

import pytest

from directory import clock
from directory.listings.dates import cancel_date
from directory.listings.drafts import Words
from directory.listings.models import Access, Activity, Cost, Delivery, Offer, Reason
from directory.places.geography import Spot
from directory.places.models import Outcode, Postcode
from directory.search.reader import read_question
from directory.search.request import Age
from tests.builders import NOW, a_slot, add_activity, add_centre, add_venue, occurrences
from tests.search.conftest import names

HOME = Spot(51.40, 0.50, "home")


def test_a_word_of_the_name_finds_a_session(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Baby massage", type_key="baby-massage")
        add_activity(db, name="Toy library", type_key="toy-library")

    page = find("massage")

    assert names(page) == ["Baby massage"]


@pytest.mark.parametrize("typed", ["BABY MASSAGE", "masage", "mass", "baby massages", "massage, baby!"])
def test_capitals_typos_beginnings_and_endings_do_not_matter(database, find, typed):
    with database.unit_of_work() as db:
        add_activity(db, name="Baby massage", type_key="baby-massage")

    page = find(typed)

    assert names(page) == ["Baby massage"]


def test_the_words_parents_use_find_what_centres_call_something_else(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Baby clinic", type_key="baby-clinic", summary="")
        add_activity(db, name="Stay and play")

    page = find("weigh in")

    assert names(page)[0] == "Baby clinic"


@pytest.mark.parametrize(
    ("typed", "language"), [("masaż niemowląt", "pl"), ("masaz niemowlat", "pl"), ("تدليك", "ar")]
)
def test_a_question_in_another_language_finds_an_english_listing(database, find, typed, language):
    with database.unit_of_work() as db:
        add_activity(db, name="Baby massage at the park", type_key="baby-massage")
        add_activity(db, name="Toy library", type_key="toy-library")

    page = find(typed, language=language)

    assert names(page) == ["Baby massage at the park"]
    assert page.results[0].activity.name.language == "en"


def test_a_translated_listing_is_shown_in_the_parents_language(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Music morning", words={"pl": Words("Poranek z muzyką")})

    page = find("muzyka", language="pl")

    assert names(page) == ["Poranek z muzyką"]


def test_a_full_match_goes_before_a_part_of_one(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Baby group", type_key="baby-stay-and-play")
        add_activity(db, name="Baby yoga", type_key="baby-yoga")

    page = find("baby yoga")

    assert names(page)[0] == "Baby yoga"


def test_when_no_session_has_every_word_those_with_most_come_and_it_is_said(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Baby yoga", type_key="baby-yoga", summary="")
        add_activity(db, name="Toy library", type_key="toy-library", summary="")

    page = find("yoga trampoline xylophones")

    assert names(page) == ["Baby yoga"]
    assert not page.all_words


def test_one_session_has_to_suit_all_the_children(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Under ones", youngest_months=0, oldest_months=11)
        add_activity(db, name="Under fives", youngest_months=0, oldest_months=59)

    page = find(ages=(Age(8, 8), Age(36, 36)))

    assert names(page) == ["Under fives"]


def test_where_brothers_and_sisters_may_come_one_child_of_the_right_age_is_enough(database, find):
    with database.unit_of_work() as db:
        add_activity(
            db, name="Under ones", youngest_months=0, oldest_months=11, features=("siblings_welcome",)
        )

    page = find(ages=(Age(8, 8), Age(36, 36)))

    assert names(page) == ["Under ones"]


def test_expecting_and_grown_ups_widen_who_it_is_for(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Bumps", pregnancy=True, youngest_months=None, oldest_months=None)
        add_activity(db, name="English class", adults=True, youngest_months=None, oldest_months=None)
        add_activity(db, name="Toddlers", youngest_months=18, oldest_months=35)

    page = find(pregnant=True, adults=True, sort="soonest")

    assert sorted(names(page)) == ["Bumps", "English class"]


def test_within_a_filter_any_will_do_between_filters_all_must_hold(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Free open", cost=Cost.FREE, access=Access.OPEN)
        add_activity(db, name="Free booked", cost=Cost.FREE, access=Access.BOOKED)
        add_activity(db, name="Paid open", cost=Cost.PRICE, cost_pence=200, access=Access.OPEN)
        add_activity(db, name="Unknown open", cost=Cost.UNKNOWN, access=Access.OPEN)

    page = find(costs=("free", "price"), access=("open",))

    assert sorted(names(page)) == ["Free open", "Paid open"]


def test_unknown_cost_is_not_free(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Nobody said", cost=Cost.UNKNOWN)

    page = find(costs=("free",))

    assert page.total == 0


def test_day_and_time_of_day_must_hold_for_one_and_the_same_date(database, find):
    with database.unit_of_work() as db:
        tuesday_morning, friday_evening = a_slot(), a_slot("FREQ=WEEKLY;BYDAY=FR", "18:00")
        add_activity(db, name="Both", slots=(tuesday_morning, friday_evening))

    assert names(find(days=("fri",), parts=("evening",))) == ["Both"]
    assert find(days=("tue",), parts=("evening",)).total == 0


def test_a_result_shows_the_next_date_that_suits_not_the_first_ever(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Twice a week", slots=(a_slot(), a_slot("FREQ=WEEKLY;BYDAY=FR")))

    page = find(days=("fri",))

    assert clock.london(page.results[0].hit.starts_at) == datetime(2026, 11, 27, 10, tzinfo=clock.LONDON)


def test_dates_are_kept_to(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Tuesdays")

    assert names(find(since=date(2026, 12, 1), until=date(2026, 12, 1))) == ["Tuesdays"]
    assert find(since=date(2026, 12, 2), until=date(2026, 12, 7)).total == 0


def test_a_cancelled_date_does_not_count_but_is_mentioned(database, find):
    with database.unit_of_work() as db:
        activity = add_activity(db, name="Tuesdays")
        cancel_date(db, occurrences(db, activity)[0], reason=Reason.STAFF_ILL, who="Amina", now=NOW)

    hit = find().results[0].hit

    assert clock.london(hit.starts_at).date() == date(2026, 12, 1)
    assert clock.london(hit.cancelled_at).date() == date(2026, 11, 24)


def test_near_comes_before_far_and_distance_is_not_a_filter(database, find):
    with database.unit_of_work() as db:
        near = add_centre(db, name="Near", lat=51.40, lng=0.51, town="Neartown")
        far = add_centre(db, name="Far", lat=51.80, lng=0.90, town="Fartown")
        add_activity(db, name="Far play", centre=far)
        add_activity(db, name="Near play", centre=near)

    page = find(spot=HOME, sort="nearest")

    assert names(page) == ["Near play", "Far play"]
    assert page.results[0].hit.km == pytest.approx(0.69, abs=0.02)


def test_what_nobody_has_checked_for_long_sinks_below_what_is_alike_and_is_not_dropped(database, find):
    with database.unit_of_work() as db:
        days = {"Long ago": 200, "A while ago": 120, "Lately": 10}
        for name, ago in days.items():
            add_activity(db, name=f"Messy play {name}", assured_on=NOW.date() - timedelta(days=ago))

    page = find("messy play")

    assert names(page) == ["Messy play Lately", "Messy play A while ago", "Messy play Long ago"]


def test_how_far_is_a_filter_once_it_is_asked_for(database, find):
    with database.unit_of_work() as db:
        far = add_centre(db, name="Far", lat=51.80, lng=0.90)
        add_activity(db, name="Far play", centre=far)

    assert find(spot=HOME, within=5).total == 0


def test_what_has_no_place_stands_apart_and_is_not_dropped(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="In the room")
        add_activity(db, name="On the phone", delivery=Delivery.PHONE)

    page = find(spot=HOME, within=5)

    assert names(page) == ["In the room", "On the phone"]
    assert (page.total, page.placeless, page.placed_on_page) == (2, 1, 1)


def test_a_postcode_in_the_question_is_a_place(database, find):
    with database.unit_of_work() as db:
        db.add(Postcode(postcode="QX12AB", lat=51.4, lng=0.5))
        add_activity(db, name="Baby massage", type_key="baby-massage")

    page = find("baby massage near qx12ab")

    assert names(page) == ["Baby massage"]
    assert page.request.spot.label == "QX1 2AB"


def test_an_unknown_postcode_of_a_known_district_is_measured_from_its_middle(database, find):
    with database.unit_of_work() as db:
        db.add(Outcode(outcode="QX1", lat=51.4, lng=0.5, postcodes=9))
        add_activity(db)

    page = find(near="QX1 9ZZ")

    assert page.request.spot.about == "QX1"


def test_a_town_is_a_place_and_other_words_after_in_are_not(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Singing in the morning")

    assert find("singing in Hexbury").request.spot.label == "Hexbury"
    assert names(find("singing in the morning")) == ["Singing in the morning"]


def test_a_word_of_every_day_after_in_is_a_place_only_where_a_town_is_called_so(database, find):
    with database.unit_of_work() as db:
        add_activity(db, centre=add_centre(db, name="Meadow", lat=51.40, lng=0.51, town="Reading"))
        add_activity(db, centre=add_centre(db, name="Home Farm", lat=51.40, lng=0.51, town="Northtown"))

    assert find("baby group in reading").request.spot.label == "Reading"
    for text in ("kicking and spitting at me", "being a stay at home mum", "at nursery he cries"):
        assert find(text).request.spot is None
    assert find("play group near Meadow").request.spot.label == "Meadow"


def test_the_place_is_found_whatever_is_said_after_it_or_in_something_else(database, find):
    with database.unit_of_work() as db:
        add_activity(db, centre=add_centre(db, name="Meadow", lat=51.40, lng=0.51, town="Hexbury"))

    assert find("near Hexbury playing music").request.spot.label == "Hexbury"
    assert find("in hexbury when he cries at nursery").request.spot.label == "Hexbury"
    assert find("w hexbury w żłobku", "pl").request.spot.label == "Hexbury"


def test_a_name_after_near_that_we_do_not_know_is_said_to_be_unknown(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Singing at Gotham Library")

    assert find("singing near Metropolis").unknown_place == "Metropolis"
    assert find("singing near Gotham").unknown_place == ""
    assert find("singing near nursery").unknown_place == ""
    assert find("singing in Metropolis").unknown_place == ""


def test_what_is_said_by_the_way_does_not_come_before_what_is_asked(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Forms", type_key="two-year-old-advice-desk")
        add_activity(db, name="Autism course", type_key="autism-parents-course", access="referral")

    assert names(find("w żłobku mówią, że syn może mieć autyzm", "pl"))[0] == "Autism course"


def test_asking_for_a_centre_gives_the_nearest_ones_in_order(database, find):
    with database.unit_of_work() as db:
        db.add(Postcode(postcode="QX12AB", lat=51.4, lng=0.5))
        add_centre(db, name="Second", lat=51.42, lng=0.5)
        add_centre(db, name="First", lat=51.41, lng=0.5)

    page = find("children's centre near QX1 2AB")

    assert [card.name for card, _ in page.centres] == ["First", "Second"]


def test_nothing_found_relaxes_one_thing_and_says_which(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Tuesdays only")

    page = find("tuesdays", days=("sat",), costs=("free",))

    assert page.total == 0
    assert [(one.field, one.total) for one in page.relaxed] == [("days", 1)]
    assert names(page) == ["Tuesdays only"]


def test_counts_say_what_one_would_get(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Free", cost=Cost.FREE, offer=Offer.UNIVERSAL)
        add_activity(db, name="Paid", cost=Cost.PRICE, cost_pence=100, offer=Offer.UNIVERSAL)
        add_activity(db, name="Free help", cost=Cost.FREE, offer=Offer.TARGETED)

    page = find(costs=("free",))

    assert page.facets["costs"] == {"free": 2, "donation": 0, "price": 1, "unknown": 0}
    assert page.facets["offers"] == {"universal": 1, "targeted": 1}
    assert page.facets["days"]["tue"] == 2


def test_every_count_is_true(database, find):
    with database.unit_of_work() as db:
        for number in range(12):
            add_activity(
                db,
                name=f"Group {number}",
                cost=list(Cost)[number % 2],
                access=list(Access)[number % 3],
                themes=(f"U{number % 4 + 1}",),
                slots=(a_slot(f"FREQ=WEEKLY;BYDAY={('MO', 'WE', 'SA')[number % 3]}"),),
            )

    facets = find(access=("open",), days=("mon", "wed")).facets

    for field in ("costs", "access", "themes", "days"):
        for value, count in facets[field].items():
            asked = {"access": ("open",), "days": ("mon", "wed"), field: (value,)}
            assert find(**asked).total == count, (field, value)


def test_the_same_venue_features_are_found_from_the_building(database, find):
    with database.unit_of_work() as db:
        library = add_venue(db, features=["step_free"], centre=None)
        add_activity(db, name="At the library", venue=library)
        add_activity(db, name="At the centre")

    assert names(find(features=("step_free",))) == ["At the library"]


def test_when_a_day_is_given_up_its_count_is_what_one_gets(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Tuesdays")

    page = find(since=date(2026, 12, 2), until=date(2026, 12, 2))

    assert [one.field for one in page.relaxed] == ["since"]
    assert find(**{"since": page.relaxed[0].request.since}).total == page.relaxed[0].total


def test_a_listing_is_found_by_what_staff_say_it_is_about(database, find):
    with database.unit_of_work() as db:
        about = add_activity(db, name="Tuesday morning", type_key="stay-and-play")
        db.get_one(Activity, about.id).concepts = ["weighing", "gone-from-the-list"]
        add_activity(db, name="Thursday morning", type_key="stay-and-play")

    assert names(find("gdzie zważyć dziecko", "pl")) == ["Tuesday morning"]


def test_a_slip_in_a_name_is_told_with_the_name_as_it_is_written(database, find):
    with database.unit_of_work() as db:
        add_activity(db, name="Stay and play", centre=add_centre(db, name="Foxgloves Centre"))

    page = find("foxglvoes")

    assert [(slip.typed, slip.meant) for slip in page.slips] == [("foxglvoes", "foxgloves")]
    assert names(page) == ["Stay and play"]


def test_a_word_that_only_a_listing_has_is_never_taken_for_another(database, find):
    """“Yofga” is one slip from yoga; where a centre calls its club so, it is that club."""
    with database.unit_of_work() as db:
        add_activity(db, name="Yofga Mumma Club", type_key="stay-and-play")
        add_activity(db, name="Baby yoga", type_key="baby-yoga")

    page = find("yofga")

    assert read_question("yofga", "en", NOW.date()).slips
    assert page.slips == ()
    assert names(page)[0] == "Yofga Mumma Club"
