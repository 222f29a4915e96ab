"""From a template to families' eyes: starting, what is missing, publishing, withdrawing, copying."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.listings.editing import save_section
from directory.listings.models import Access, Activity, Change, Cost, Delivery, StaleListing, Status
from directory.listings.own_listings import Wanted, own_listing, own_listings, preview, rooms
from directory.listings.publishing import bring_back, missing, publish, withdraw
from directory.listings.queries import activity_page
from directory.listings.refusals import NotFromHere, NotReady, Rule
from directory.listings.schedules import set_slot, times_seen
from directory.listings.sections import GettingIn, Price, What, Where
from directory.listings.session_types import session_types
from directory.listings.starting import copy, start
from directory.listings.versions import last_seen
from tests.builders import NOW, TODAY, a_slot, add_activity, add_centre, add_venue, building_of, occurrences

AMINA = {"who": "Amina", "now": NOW}
LATER = {"who": "Amina", "now": NOW + timedelta(minutes=1)}


@pytest.fixture
def centre(db):
    centre = add_centre(db)
    building_of(db, centre)
    return centre


@pytest.fixture
def draft(db, centre) -> Activity:
    """A “Stay and play” just begun."""
    return start(db, type_key="stay-and-play", centre_id=centre.id, **AMINA)


def made_ready(db, draft):
    set_slot(db, draft, None, a_slot(), version=times_seen(db, draft), **AMINA)
    save_section(db, draft, Price(Cost.FREE), seen=last_seen(db, draft.id), **AMINA)
    db.flush()
    return draft


def rules(found):
    return [(one.field, one.rule) for one in found]


# Starting


def test_a_new_listing_says_what_its_kind_says_in_every_language(db, draft):
    kind = session_types()["stay-and-play"]

    assert (draft.name, draft.summary) == (kind.name["en"], kind.summary["en"])
    assert (draft.themes, draft.youngest_months, draft.oldest_months) == (list(kind.themes), 0, 59)
    assert {text.language: text.name for text in draft.texts} == {
        code: name for code, name in kind.name.items() if code != "en"
    }


def test_a_new_listing_is_a_draft_in_the_centre_s_own_building(db, draft, centre):
    assert draft.status is Status.DRAFT
    assert draft.venue.centre_id == draft.centre_id == centre.id
    assert draft.cost is Cost.UNKNOWN
    with pytest.raises(NotFound):
        activity_page(db, draft.slug, "en", now=NOW)


def test_a_new_listing_offers_what_most_of_its_kind_offer(db, centre):
    for features in (("refreshments", "creche"), ("refreshments",), ("refreshments", "outdoors")):
        add_activity(db, centre=centre, features=features)

    begun = start(db, type_key="stay-and-play", centre_id=centre.id, **AMINA)

    assert begun.features == ["refreshments"]


@pytest.mark.parametrize("key", session_types())
def test_every_kind_can_be_begun(db, centre, key):
    begun = start(db, type_key=key, centre_id=centre.id, **AMINA)

    assert begun.status is Status.DRAFT
    assert (begun.venue is None) == session_types()[key].venue_hidden


def test_a_kind_nobody_described_cannot_be_begun(db, centre):
    with pytest.raises(NotFound):
        start(db, type_key="wrestling", centre_id=centre.id, **AMINA)


# What is missing


def test_a_new_listing_is_told_all_that_is_missing_with_its_section(db, draft):
    with pytest.raises(NotReady) as caught:
        publish(db, draft, **AMINA)

    assert rules(caught.value.missing) == [("slots", Rule.NO_DATES), ("cost", Rule.COST_UNKNOWN)]
    assert draft.status is Status.DRAFT


def test_where_one_books_first_times_may_be_agreed_with_each_family(db, draft):
    save_section(db, draft, GettingIn(Access.BOOKED), seen=last_seen(db, draft.id), **AMINA)

    assert rules(missing(db, draft, now=NOW)) == [("cost", Rule.COST_UNKNOWN)]


def test_a_place_to_book_needs_somebody_to_ring(db, draft):
    draft.centre.phone = None
    save_section(db, draft, GettingIn(Access.BOOKED), seen=last_seen(db, draft.id), **AMINA)

    assert ("book_phone", Rule.NO_WAY_TO_BOOK) in rules(missing(db, draft, now=NOW))


def test_dates_that_are_all_over_are_no_dates(db, draft):
    made_ready(db, draft)

    found = missing(db, draft, now=NOW + timedelta(days=366))

    assert rules(found) == [("slots", Rule.NO_DATES)]


def test_a_kind_that_is_never_public_cannot_be_published(db, centre):
    draft = made_ready(db, start(db, type_key="supervised-contact", centre_id=centre.id, **AMINA))

    with pytest.raises(NotReady) as caught:
        publish(db, draft, **AMINA)

    assert ("type_key", Rule.NEVER_PUBLIC) in rules(caught.value.missing)


def test_a_kind_that_keeps_people_safe_needs_a_hidden_place(db, centre):
    draft = made_ready(db, start(db, type_key="freedom-programme", centre_id=centre.id, **AMINA))
    nowhere = rules(missing(db, draft, now=NOW))
    refuge = add_venue(db, name="The Willows", hidden=True)

    where = Where(centre.id, Delivery.IN_PERSON, refuge.id)
    save_section(db, draft, where, seen=last_seen(db, draft.id), **AMINA)
    publish(db, draft, **AMINA)

    assert nowhere == [("venue_id", Rule.NO_VENUE)]
    assert preview(db, draft.id, "en", now=NOW).card.where is None
    assert draft.slug.startswith("support-")


# Publishing and withdrawing


def test_published_it_is_on_its_page_and_counts_as_checked_today(db, draft):
    made_ready(db, draft)

    publish(db, draft, **LATER)
    db.flush()

    page = activity_page(db, draft.slug, "en", now=NOW)
    assert (page.card.name.text, page.card.assured_on) == ("Stay and play", TODAY)
    assert draft.review_by == TODAY + timedelta(days=90)
    assert db.scalars(select(StaleListing).where(StaleListing.activity_id == draft.id)).all()
    said = db.scalars(select(Change).where(Change.field == "status").order_by(Change.id.desc())).first()
    assert (said.before, said.after, said.who) == ("draft", "published", "Amina")


def test_the_first_time_in_public_the_address_fits_the_name(db, draft):
    made_ready(db, draft)
    save_section(db, draft, What("Little Ducks", "Water play."), seen=last_seen(db, draft.id), **AMINA)

    publish(db, draft, **AMINA)

    assert draft.slug == "little-ducks-hexbury"


def test_an_address_that_families_know_stays(db, draft):
    publish(db, made_ready(db, draft), **AMINA)
    withdraw(db, draft, **AMINA)
    bring_back(db, draft, **AMINA)
    save_section(db, draft, What("Little Ducks", "Water play."), seen=last_seen(db, draft.id), **AMINA)

    publish(db, draft, **AMINA)

    assert draft.slug == "stay-and-play-hexbury"


def test_a_withdrawn_listing_is_gone_with_its_dates_and_can_come_back(db, draft):
    publish(db, made_ready(db, draft), **AMINA)

    withdraw(db, draft, **AMINA)
    db.flush()

    with pytest.raises(NotFound):
        activity_page(db, draft.slug, "en", now=NOW)
    assert occurrences(db, draft) == []
    bring_back(db, draft, **AMINA)
    publish(db, draft, **AMINA)
    db.flush()
    assert occurrences(db, draft)[0].rule_day == TODAY


@pytest.mark.parametrize(
    ("status", "deed"),
    [
        (Status.PUBLISHED, publish),
        (Status.WITHDRAWN, publish),
        (Status.WITHDRAWN, withdraw),
        (Status.DRAFT, bring_back),
        (Status.PUBLISHED, bring_back),
    ],
)
def test_what_has_been_done_already_cannot_be_done_again(db, draft, status, deed):
    draft.status = status

    with pytest.raises(NotFromHere) as caught:
        deed(db, draft, **AMINA)

    assert caught.value.status == status


# Copying


@pytest.mark.parametrize("with_dates", [True, False])
def test_a_copy_says_all_that_the_first_says_and_waits_as_a_draft(db, centre, with_dates):
    first = add_activity(
        db, centre=centre, name="Little Ducks", features=("creche",), cost=Cost.PRICE, cost_pence=150
    )
    first.concepts = ["swimming"]

    second = copy(db, first, with_dates=with_dates, **AMINA)
    db.flush()

    assert (second.name, second.cost_pence, second.features) == ("Little Ducks", 150, ["creche"])
    assert second.concepts == ["swimming"]
    assert second.status is Status.DRAFT
    assert (second.assured_on, second.version) == (None, 1)
    assert second.slug != first.slug
    assert bool(occurrences(db, second)) is with_dates


def test_a_copy_changed_leaves_the_first_alone(db, centre):
    first = add_activity(db, centre=centre, features=("creche",))
    second = copy(db, first, with_dates=True, **AMINA)

    second.features.append("outdoors")
    second.schedules[0].minutes = 30

    assert first.features == ["creche"]
    assert first.schedules[0].minutes == 90


def test_a_copy_s_old_translation_is_as_old_as_it_was(db, draft):
    save_section(db, draft, What("Little Ducks", "Water."), seen=last_seen(db, draft.id), **AMINA)

    second = copy(db, draft, with_dates=False, **AMINA)

    assert {text.source_version for text in second.texts} == {1}
    assert second.text_version == 2


# Finding one's own


def test_a_worker_finds_her_drafts_and_what_is_to_be_checked(db, centre, draft):
    add_activity(db, centre=centre, name="Baby massage", review_by=date(2026, 11, 1))
    add_activity(db, centre=centre, name="Chatterbox", status=Status.WITHDRAWN)
    add_activity(db, centre=add_centre(db, name="Oak"), name="Somebody else’s")

    def names(**wanted):
        found, total = own_listings(db, {centre.id}, Wanted(**wanted), now=NOW, page=1, size=50)
        assert len(found) == total
        return [one.name for one in found]

    assert names() == ["Baby massage", "Stay and play"]
    assert names(state=Status.DRAFT) == ["Stay and play"]
    assert names(state=Status.WITHDRAWN) == ["Chatterbox"]
    assert names(to_check=True) == ["Baby massage"]
    assert names(text="PLAY stay") == ["Stay and play"]
    assert names(text="100%") == []
    assert names(centre_id=404) == []


def test_hidden_places_are_named_only_to_those_who_need_them(db, centre):
    refuge, library = add_venue(db, name="The Willows", hidden=True), add_venue(db)
    types = session_types()

    def offered(key, current=None):
        return {room.id for room in rooms(db, centre.id, kind=types[key], current=current)}

    assert refuge.id not in offered("stay-and-play")
    assert {refuge.id, library.id} <= offered("substance-misuse-support")
    assert offered("freedom-programme") == {refuge.id}
    assert refuge.id in offered("stay-and-play", current=refuge.id)


def test_a_draft_can_be_seen_as_families_will_see_it_in_their_language(db, draft):
    page = preview(db, draft.id, "pl", now=NOW)

    assert (page.card.name.language, page.card.name.text) == (
        "pl",
        session_types()["stay-and-play"].name["pl"],
    )


def test_the_editor_s_card_tells_all_sections_and_what_is_missing(db, draft):
    page = own_listing(db, draft.id, now=NOW)

    assert page.sections["where"] == Where(draft.centre_id, Delivery.IN_PERSON, draft.venue_id)
    assert rules(page.missing) == [("slots", Rule.NO_DATES), ("cost", Rule.COST_UNKNOWN)]
    assert page.seen == last_seen(db, draft.id) > 0
