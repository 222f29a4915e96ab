"""Venues: put right by those they belong to, hidden at once, and shown again only by two."""

import pytest
from sqlalchemy import delete, select

from directory.errors import NotFound
from directory.listings.models import Activity, Change, StaleListing
from directory.upkeep import venues
from directory.upkeep.refusals import NeedsSecondPerson, PlaceChanged, PlaceWrong, Problem, StillHeldThere
from directory.upkeep.venues import Keeper, VenueDetails, venue_to_edit
from tests.builders import NOW, add_activity, add_centre, add_council, add_venue, building_of

AMINA, LAYLA = {"worker_id": 1, "who": "Amina", "now": NOW}, {"worker_id": 2, "who": "Layla", "now": NOW}
BY_AMINA = {"who": "Amina", "now": NOW}


@pytest.fixture
def centre(db):
    return add_centre(db)


@pytest.fixture
def everyone(centre):
    return Keeper(centre.council_id, (), whole_council=True)


@pytest.fixture
def hall(db, centre):
    return add_venue(db, name="Village Hall", council=centre.council, kind="hall")


def typed(**details):
    usual = {
        "name": "Village Hall",
        "kind": "hall",
        "street": "1 High Street",
        "town": "Hexbury",
        "postcode": "QX1 1AA",
        "features": (),
        "bus": "",
    }
    return VenueDetails(**usual | details)


def stale(db):
    return set(db.scalars(select(StaleListing.activity_id)))


# Adding and putting right


def test_a_new_venue_has_its_place_on_the_map(db, centre):
    db.connection().exec_driver_sql("INSERT INTO postcode VALUES ('QX13ZZ', 51.42, 0.52)")

    added = venues.add_venue(db, centre.council_id, typed(name=" New  Hall ", postcode="qx13zz"), **BY_AMINA)

    db.refresh(added)
    assert (added.name, added.postcode, added.lat) == ("New Hall", "QX1 3ZZ", 51.42)
    assert not added.hidden


def test_what_cannot_be_kept_is_told_at_once(db, centre, hall):
    with pytest.raises(PlaceWrong) as refusal:
        venues.add_venue(
            db, centre.council_id, typed(name="VILLAGE hall", town=" ", postcode="1 High"), **BY_AMINA
        )

    assert [(fault.field, fault.problem) for fault in refusal.value.faults] == [
        ("town", Problem.EMPTY),
        ("postcode", Problem.NOT_A_POSTCODE),
        ("name", Problem.NAME_TAKEN),
    ]


def test_the_place_on_the_map_follows_the_postcode(db, everyone, hall):
    activity = add_activity(db, venue=hall)
    db.execute(delete(StaleListing))
    mark = venue_to_edit(db, hall.id, everyone).mark

    changed = venues.change_venue(db, hall.id, typed(postcode="QX9 9ZZ"), shown=mark, **BY_AMINA)

    db.refresh(hall)
    assert changed == ["postcode"]
    assert hall.lat is None  # nobody knows where that is
    assert stale(db) == {activity.id}
    assert db.scalars(select(Change.after).where(Change.table == "venue")).all() == ["QX9 9ZZ"]


def test_who_saves_second_overwrites_nothing(db, everyone, hall):
    shown = venue_to_edit(db, hall.id, everyone).mark
    venues.change_venue(db, hall.id, typed(bus="Bus 7"), shown=shown, **BY_AMINA)

    with pytest.raises(PlaceChanged):
        venues.change_venue(db, hall.id, typed(bus="Bus 9"), shown=shown, **BY_AMINA)


# Whose it is


def test_a_building_belongs_to_those_who_keep_its_centre(db, centre):
    building = building_of(db, centre)
    own, other = Keeper(centre.council_id, {centre.id}, False), Keeper(centre.council_id, {99}, False)
    card = venue_to_edit(db, building.id, own)

    assert own.may_change(card)
    assert not other.may_change(card)


def test_a_hall_belongs_to_those_who_use_it_alone(db, centre, hall):
    neighbour = add_centre(db, name="Next door")
    own, both = (Keeper(centre.council_id, ids, False) for ids in ({centre.id}, {centre.id, neighbour.id}))
    assert own.may_change(venue_to_edit(db, hall.id, own))
    add_activity(db, centre=centre, venue=hall)
    assert own.may_change(venue_to_edit(db, hall.id, own))

    add_activity(db, centre=neighbour, venue=hall)

    card = venue_to_edit(db, hall.id, own)
    assert not own.may_change(card)
    assert own.may_hide(card)
    assert both.may_change(card)


def test_of_a_hidden_venue_others_learn_nothing(db, centre):
    refuge = add_venue(db, name="The Maple Room", council=centre.council, hidden=True)
    add_activity(db, centre=centre, venue=refuge)
    own, other = Keeper(centre.council_id, {centre.id}, False), Keeper(centre.council_id, {99}, False)

    assert venue_to_edit(db, refuge.id, own).details.name == "The Maple Room"
    assert refuge.id not in [card.id for card in venues.venues(db, other)]
    with pytest.raises(NotFound):
        venue_to_edit(db, refuge.id, other)


def test_a_hidden_venue_nobody_uses_is_for_the_council_alone(db, centre, everyone):
    refuge = add_venue(db, name="The Maple Room", council=centre.council, hidden=True)

    assert venue_to_edit(db, refuge.id, everyone)
    with pytest.raises(NotFound):
        venue_to_edit(db, refuge.id, Keeper(centre.council_id, {centre.id}, False))


def test_venues_of_another_council_are_not_there(db, centre, hall):
    elsewhere = Keeper(add_council(db, name="Farshire").id, (), whole_council=True)

    assert venues.venues(db, elsewhere) == []
    with pytest.raises(NotFound):
        venue_to_edit(db, hall.id, elsewhere)


# Hiding, and showing again


def test_hiding_is_immediate_and_leaves_no_town_in_any_address(db, hall):
    activity = add_activity(db, name="Talk and tea", venue=hall)
    db.execute(delete(StaleListing))
    before = activity.slug

    venues.hide(db, hall.id, **BY_AMINA)

    assert hall.hidden
    assert "hexbury" in before
    assert activity.slug == f"support-{activity.uuid.hex}"
    assert stale(db) == {activity.id}
    assert set(db.scalars(select(Change.field))) == {"hidden", "slug"}


def test_one_alone_cannot_show_it_again(db, everyone, hall):
    venues.hide(db, hall.id, **BY_AMINA)
    venues.ask_to_show(db, hall.id, **AMINA)

    with pytest.raises(NeedsSecondPerson):
        venues.show(db, hall.id, **AMINA)

    assert hall.hidden
    assert venue_to_edit(db, hall.id, everyone).asked_by == "Amina"


def test_two_can(db, everyone, hall):
    activity = add_activity(db, venue=hall)
    venues.hide(db, hall.id, **BY_AMINA)
    venues.ask_to_show(db, hall.id, **AMINA)
    db.execute(delete(StaleListing))

    venues.show(db, hall.id, **LAYLA)

    db.expire_all()
    card = venue_to_edit(db, hall.id, everyone)
    assert (card.hidden, card.asked_by) == (False, "")
    assert stale(db) == {activity.id}
    last = db.scalars(select(Change).order_by(Change.id.desc())).first()
    assert (last.who, last.after) == ("Layla", "False, asked for by Amina")


def test_nobody_can_agree_to_what_nobody_asked(db, hall):
    venues.hide(db, hall.id, **BY_AMINA)

    with pytest.raises(NotFound):
        venues.show(db, hall.id, **LAYLA)


def test_hiding_again_drops_what_was_asked(db, hall):
    venues.hide(db, hall.id, **BY_AMINA)
    venues.ask_to_show(db, hall.id, **AMINA)
    venues.hide(db, hall.id, who="Layla", now=NOW)

    with pytest.raises(NotFound):
        venues.show(db, hall.id, **LAYLA)


def test_asking_once_more_asks_in_the_name_of_who_asked_last(db, hall):
    venues.hide(db, hall.id, **BY_AMINA)
    venues.ask_to_show(db, hall.id, **AMINA)
    venues.ask_to_show(db, hall.id, **LAYLA)

    with pytest.raises(NeedsSecondPerson):
        venues.show(db, hall.id, **LAYLA)


def test_a_place_that_keeps_people_safe_stays_hidden_as_long_as_it_does(db, hall):
    venues.hide(db, hall.id, **BY_AMINA)
    activity = add_activity(db, name="Freedom Programme", venue=hall, type_key="freedom-programme")

    with pytest.raises(StillHeldThere) as refusal:
        venues.ask_to_show(db, hall.id, **AMINA)

    assert refusal.value.names == ("Freedom Programme",)
    assert db.get(Activity, activity.id).place_is_hidden
