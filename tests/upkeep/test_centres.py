"""What a centre says of itself is changed on all its pages at once, by one person at a time."""

from datetime import time

import pytest
from sqlalchemy import delete, select

from directory.listings.models import Change, StaleListing
from directory.places.queries import centre_card
from directory.upkeep.centres import CentreSaid, centre_to_edit, change_centre
from directory.upkeep.refusals import PlaceChanged, PlaceWrong, Problem
from tests.builders import NOW, add_activity, add_centre, building_of

ALWAYS = ("9:00 to 16:30",) * 5 + ("", "")


def said(**details):
    usual = {
        "phone": "01632 960123",
        "email": "",
        "website": "",
        "features": (),
        "bus": "",
        "hours": ("",) * 7,
    }
    return CentreSaid(**usual | details)


def save(db, centre, typed, *, shown=None):
    mark = centre_to_edit(db, centre.id).mark if shown is None else shown
    changed = change_centre(db, centre.id, typed, shown=mark, who="Zuzanna", now=NOW)
    db.flush()
    db.expire_all()
    return changed


def test_contact_hours_and_building_are_kept(db):
    centre = add_centre(db)
    building = building_of(db, centre)

    save(
        db,
        centre,
        said(
            phone="0163 2960 999",
            email="Hello@Hexshire.Example.org",
            website="hexshire.example.org/acorns",
            features=("hearing_loop", "step_free", "swimming_pool"),
            bus=" Bus 7  to the Green ",
            hours=ALWAYS,
        ),
    )

    card = centre_card(db, centre.slug)
    assert (card.phone, card.website) == ("01632 960999", "https://hexshire.example.org/acorns")
    assert card.email == "Hello@hexshire.example.org"
    assert card.features == ("step_free", "hearing_loop")
    assert [(row.weekday, row.opens, row.closes) for row in card.hours] == [
        (day, time(9), time(16, 30)) for day in range(5)
    ]
    assert building.bus == "Bus 7 to the Green"
    assert building.features == ["step_free", "hearing_loop"]


def test_every_change_is_in_the_history_and_nothing_else(db):
    centre = add_centre(db)

    assert save(db, centre, said(bus="Bus 7", hours=("9 to 12",) + ("",) * 6)) == ["bus", "hours"]
    assert save(db, centre, said(bus="Bus 7", hours=("09:00-12:00",) + ("closed",) * 6)) == []

    changes = db.scalars(select(Change).order_by(Change.id)).all()
    assert [(change.who, change.field, change.before, change.after) for change in changes] == [
        ("Zuzanna", "bus", "", "Bus 7"),
        ("Zuzanna", "hours", "", "Mon: 9:00 to 12:00"),
    ]


def test_its_listings_and_those_in_its_building_are_behind(db):
    centre = add_centre(db)
    own = add_activity(db, centre=centre)
    guest = add_activity(db, centre=add_centre(db, name="Elsewhere"), venue=building_of(db, centre))
    add_activity(db, centre=add_centre(db, name="Third"))
    db.execute(delete(StaleListing))

    save(db, centre, said(bus="Bus 7"))

    assert set(db.scalars(select(StaleListing.activity_id))) == {own.id, guest.id}


def test_a_centre_without_listings_is_shown_anew_too(db):
    centre = add_centre(db)

    save(db, centre, said(bus="Bus 7"))

    assert list(db.scalars(select(StaleListing.activity_id))) == [None]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_kept(db):
    centre = add_centre(db)

    with pytest.raises(PlaceWrong) as refusal:
        save(
            db,
            centre,
            said(
                phone="ring us",
                email="us",
                website="no web",
                bus="x" * 301,
                hours=("late", "9 to 12, 11 to 3pm", *[""] * 5),
            ),
        )

    assert [(fault.field, fault.problem) for fault in refusal.value.faults] == [
        ("phone", Problem.NOT_A_PHONE),
        ("email", Problem.NOT_AN_EMAIL),
        ("website", Problem.NOT_AN_ADDRESS),
        ("bus", Problem.TOO_LONG),
        ("hours_0", Problem.NOT_HOURS),
        ("hours_1", Problem.HOURS_OVERLAP),
    ]
    assert centre_to_edit(db, centre.id).details.phone == "01632 960123"


def test_who_saves_second_overwrites_nothing(db):
    centre = add_centre(db)
    shown_to_both = centre_to_edit(db, centre.id).mark
    save(db, centre, said(bus="Bus 7"), shown=shown_to_both)

    with pytest.raises(PlaceChanged):
        save(db, centre, said(bus="Bus 9"), shown=shown_to_both)

    assert save(db, centre, said(bus="Bus 7"), shown=shown_to_both) == []  # pressed twice
    assert centre_to_edit(db, centre.id).details.bus == "Bus 7"
