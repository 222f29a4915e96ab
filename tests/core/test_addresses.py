"""Addresses of listings: readable, one for each, and silent where a link could put someone at risk."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from directory.listings.session_types import session_types
from directory.slugs import addresses, discreet_addresses
from tests.builders import a_draft, add_activity, add_centre, add_venue, keep

OWN = UUID("3fa85f64-5717-4562-b3fc-2c963f66afa6")
DISCREET = [
    kind.key for kind in session_types().values() if kind.sensitive or kind.venue_hidden or not kind.listed
]


def test_an_address_reminds_of_name_and_town(db):
    activity = add_activity(db, name="Baby massage", centre=add_centre(db, town="Hexbury"))

    assert activity.slug == "baby-massage-hexbury"


def test_an_address_stays_when_the_name_changes(db):
    draft = a_draft(add_centre(db))
    keep(db, draft)

    activity = keep(db, replace(draft, name="Stay, play and sing"))

    assert activity.slug == "stay-and-play-hexbury"


def test_the_first_nine_of_a_name_are_numbered_and_the_rest_have_a_piece_of_their_uuid(db):
    centre = add_centre(db)

    found = [add_activity(db, centre=centre) for _ in range(12)]

    plain = "stay-and-play-hexbury"
    assert [each.slug for each in found[:9]] == [plain, *(f"{plain}-{number}" for number in range(2, 10))]
    assert [each.slug for each in found[9:]] == [f"{plain}-{each.uuid.hex[:6]}" for each in found[9:]]


def test_the_hundredth_of_a_name_looks_up_no_more_addresses_than_the_tenth(db):
    centre = add_centre(db)
    looked_up = []
    event.listen(
        db.get_bind(),
        "before_cursor_execute",
        lambda *call: looked_up.append(len(call[3])) if "activity.slug IN" in call[2] else None,
    )

    for _ in range(100):
        add_activity(db, centre=centre)

    assert len(looked_up) == 100
    assert set(looked_up) == {len(addresses("Stay and play", own=OWN))}


@pytest.mark.parametrize("type_key", DISCREET)
def test_the_address_of_what_is_sensitive_hidden_or_not_public_names_no_topic(db, type_key):
    kind = session_types()[type_key]

    activity = add_activity(db, name=kind.name["en"], type_key=type_key)

    assert activity.slug == f"support-{activity.uuid.hex[:6]}"


def test_the_address_of_what_happens_at_a_hidden_place_names_neither_town_nor_topic(db):
    activity = add_activity(db, name="Lone parents group", venue=add_venue(db, hidden=True))

    assert re.fullmatch("support-[0-9a-f]{6}", activity.slug)


def test_what_puts_people_at_risk_is_among_the_kinds_that_are_tested():
    assert {"freedom-programme", "recovery-toolkit", "substance-misuse-support"} <= set(DISCREET)
    assert "supervised-contact" in DISCREET  # not public at all


@pytest.mark.parametrize("choices", [addresses("Baby massage", own=OWN), discreet_addresses(OWN)])
def test_the_last_address_to_choose_is_nobody_elses(choices):
    others = set(addresses("Baby massage", own=uuid4())) | set(discreet_addresses(uuid4()))

    assert len(set(choices)) == len(choices)
    assert choices[-1] not in others


def test_the_longest_name_still_has_room_for_every_address():
    assert max(map(len, addresses("Stay and play " * 20, "Hexbury", own=OWN))) <= 140
