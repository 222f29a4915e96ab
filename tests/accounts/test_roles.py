"""Who may do what, and where."""

import pytest

from directory.accounts.cards import Grant, WorkerCard, worker_card
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import DEEDS, Deed, Role, may_give
from directory.errors import NotFound
from directory.places.models import Cluster
from tests.builders import NOW, add_centre, add_council


def add_worker(db, *memberships: Membership, council=None, **details) -> Worker:
    usual = {"name": "Amina", "email": "amina@hexshire.example", "added_at": NOW}
    worker = Worker(council_id=council.id, memberships=list(memberships), **usual | details)
    db.add(worker)
    db.flush()
    return worker


@pytest.fixture
def hexshire(db):
    """A council with a cluster of two centres, and one centre beside it; a neighbour council with one."""
    council, neighbour = add_council(db), add_council(db, name="Neighbourshire")
    cluster = Cluster(council_id=council.id, key="north", name="North")
    db.add(cluster)
    db.flush()
    near, next_door = (add_centre(db, name=n, council=council, cluster_id=cluster.id) for n in ("Oak", "Elm"))
    apart = add_centre(db, name="Ash", council=council)
    beyond = add_centre(db, name="Yew", council=neighbour)
    return {
        "council": council,
        "cluster": cluster,
        "near": near.id,
        "next door": next_door.id,
        "apart": apart.id,
        "beyond": beyond.id,
    }


@pytest.mark.parametrize(
    ("role", "scope", "reached"),
    [
        (Role.MANAGER, "centre", {"near"}),
        (Role.LEAD, "cluster", {"near", "next door"}),
        (Role.COUNCIL, "council", {"near", "next door", "apart"}),
    ],
)
def test_a_role_reaches_as_far_as_it_is_held_and_never_into_another_council(
    db, hexshire, role, scope, reached
):
    place = {
        "centre": {"centre_id": hexshire["near"]},
        "cluster": {"cluster_id": hexshire["cluster"].id},
        "council": {},
    }

    worker = add_worker(db, Membership(role=role, **place[scope]), council=hexshire["council"])

    card = worker_card(db, worker.id)
    centres = ("near", "next door", "apart", "beyond")
    assert {name for name in centres if card.may(Deed.EDIT_PLACES, hexshire[name])} == reached
    assert card.may_for_council(Deed.EDIT_CALENDAR) == (scope == "council")


def test_roles_at_two_centres_stay_apart(db, hexshire):
    volunteer = Membership(role=Role.VOLUNTEER, centre_id=hexshire["near"])
    manager = Membership(role=Role.MANAGER, centre_id=hexshire["apart"])

    card = worker_card(db, add_worker(db, volunteer, manager, council=hexshire["council"]).id)

    assert not card.may(Deed.EDIT_LISTINGS, hexshire["near"])
    assert card.may(Deed.EDIT_LISTINGS, hexshire["apart"])
    assert card.may(Deed.SEE_TODAY, hexshire["near"])
    assert card.centres(Deed.EDIT_LISTINGS) == {hexshire["apart"]}
    assert card.role is Role.MANAGER


def test_a_membership_at_a_centre_of_another_council_reaches_nothing(db, hexshire):
    strange = Membership(role=Role.MANAGER, centre_id=hexshire["beyond"])

    card = worker_card(db, add_worker(db, strange, council=hexshire["council"]).id)

    assert card.centres(Deed.SEE_TODAY) == frozenset()


def test_somebody_without_a_role_may_do_nothing(db, hexshire):
    card = worker_card(db, add_worker(db, council=hexshire["council"]).id)

    assert [deed for deed in Deed if card.may(deed)] == []
    assert (card.role, card.needs_second_factor) == (None, False)


def test_somebody_who_has_left_has_no_card(db, hexshire):
    worker = add_worker(db, council=hexshire["council"], active=False)

    with pytest.raises(NotFound):
        worker_card(db, worker.id)


def test_only_the_council_brings_a_hidden_venue_to_light():
    assert [role for role in Role if Deed.UNHIDE_VENUE in DEEDS[role]] == [Role.COUNCIL]


def test_a_reporter_changes_nothing():
    assert DEEDS[Role.REPORTER] == {Deed.SEE_TODAY, Deed.SEE_FIGURES, Deed.EXPORT}


def test_who_sees_personal_data_proves_herself_twice():
    cards = [
        WorkerCard(1, "Amina", "amina@hexshire.example", 1, (Grant(role, frozenset({1})),)) for role in Role
    ]

    assert [card.role for card in cards if not card.needs_second_factor] == [Role.VOLUNTEER, Role.REPORTER]


GIVES = {
    Role.MANAGER: {Role.VOLUNTEER, Role.REPORTER, Role.WORKER, Role.MANAGER},
    Role.LEAD: {Role.VOLUNTEER, Role.REPORTER, Role.WORKER, Role.MANAGER, Role.LEAD},
    Role.COUNCIL: set(Role),
}


@pytest.mark.parametrize("giver", Role)
def test_nobody_gives_a_role_above_her_own(giver):
    assert {role for role in Role if may_give(giver, role)} == GIVES.get(giver, set())
