"""Who looks after whose account: managers at their centres, leads in their clusters, the council everywhere.

Nobody gives more than she has, nor touches somebody who has more, nor changes her own roles.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts import signing_in, tickets
from directory.accounts.actions import NewWorker, add_worker, invite
from directory.accounts.cards import Grant, WorkerCard, grant_of
from directory.accounts.models import Membership, SignIn, Worker
from directory.accounts.roles import Deed, Role, may_give
from directory.errors import NotAllowed, NotFound
from directory.places.models import Centre, Cluster

MAY_BE_HELD = {
    Role.VOLUNTEER: ("centre",),
    Role.WORKER: ("centre",),
    Role.MANAGER: ("centre",),
    Role.LEAD: ("cluster",),
    Role.COUNCIL: ("council",),
    Role.REPORTER: ("centre", "cluster", "council"),
}


class RoleNotThere(NotAllowed):
    """This role is not held at a place of this kind: a lead's is a cluster, say."""


@dataclass(frozen=True)
class Place:
    """Where a role is held: one centre, one cluster, or (neither) the whole council."""

    name: str
    centre_id: int | None = None
    cluster_id: int | None = None

    @property
    def kind(self) -> str:
        return "centre" if self.centre_id else "cluster" if self.cluster_id else "council"

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.centre_id or self.cluster_id or 0}"


@dataclass(frozen=True)
class RoleCard:
    """One role of somebody's, and whether whoever looks may take it away."""

    id: int
    role: Role
    place: str
    mine_to_take: bool


@dataclass(frozen=True)
class StaffCard:
    """Somebody's account, as whoever looks after it sees it. `mine`: all of it is hers to change."""

    id: int
    name: str
    email: str
    active: bool
    joined: bool
    has_phone: bool
    last_seen: datetime | None
    roles: tuple[RoleCard, ...]
    mine: bool


def places_for(db: Session, worker: WorkerCard) -> list[Place]:
    """The places at which she may give somebody a role: centres by name, then clusters, then the council."""
    centres = worker.centres(Deed.MANAGE_WORKERS)
    named = db.execute(select(Centre.name, Centre.id).where(Centre.id.in_(centres)).order_by(Centre.name))
    found = [Place(name, centre_id=id_) for name, id_ in named]
    clusters = db.execute(
        select(Cluster.name, Cluster.id).where(Cluster.council_id == worker.council_id).order_by(Cluster.name)
    )
    found += [
        place
        for name, id_ in clusters
        if may_give_at(db, worker, Role.REPORTER, place := Place(name, cluster_id=id_))
    ]
    whole = Place("")
    return [*found, whole] if may_give_at(db, worker, Role.REPORTER, whole) else found


def may_give_at(db: Session, giver: WorkerCard, role: Role, place: Place) -> bool:
    """Whether one of her own roles lets her give this role at this place."""
    wanted = grant_of(db, giver.council_id, role, centre_id=place.centre_id, cluster_id=place.cluster_id)
    return bool(wanted.whole_council or wanted.centres) and any(
        may_give(own.role, role) and _reaches(own, wanted) for own in giver.grants
    )


def _reaches(own: Grant, wanted: Grant) -> bool:
    return own.whole_council or (not wanted.whole_council and wanted.centres <= own.centres)


def invite_worker(
    db: Session, giver: WorkerCard, new: NewWorker, *, role: Role, place: Place, site: str, now: datetime
) -> str:
    """Invite somebody to one role at one place; returns the link in her mail.

    Raises NotAllowed, RoleNotThere, EmailWrong, EmailTaken.
    """
    worker = add_worker(db, new, council_id=giver.council_id, now=now)
    give_role(db, giver, worker.id, role=role, place=place, now=now)
    return invite(db, worker, inviter=giver.name, site=site, now=now)


def give_role(
    db: Session, giver: WorkerCard, worker_id: int, *, role: Role, place: Place, now: datetime
) -> None:
    """Give somebody one more role. She is signed out, as what she may do has changed."""
    if place.kind not in MAY_BE_HELD[role]:
        raise RoleNotThere(role)
    if worker_id == giver.id or not may_give_at(db, giver, role, place):
        raise NotAllowed(role)
    there = {"centre_id": place.centre_id, "cluster_id": place.cluster_id}
    if not db.scalars(select(Membership.id).filter_by(worker_id=worker_id, role=role, **there)).first():
        db.add(Membership(worker_id=worker_id, role=role, **there))
    signing_in.end_all(db, worker_id, now=now)


def take_role(db: Session, taker: WorkerCard, worker_id: int, membership_id: int, *, now: datetime) -> None:
    """Take one role from somebody. Raises NotFound, NotAllowed."""
    row = db.get(Membership, membership_id)
    if row is None or row.worker_id != worker_id:
        raise NotFound(f"role {membership_id}")
    if worker_id == taker.id or not _may_take(db, taker, row):
        raise NotAllowed(row.role)
    db.delete(row)
    signing_in.end_all(db, worker_id, now=now)


def set_active(db: Session, who: WorkerCard, worker_id: int, *, active: bool, now: datetime) -> None:
    """Close an account at once, everywhere; or open it again."""
    worker = hers_to_change(db, who, worker_id)
    worker.active = active
    if not active:
        signing_in.end_all(db, worker_id, now=now)
        tickets.withdraw(db, worker_id, now=now)


def hers_to_change(db: Session, who: WorkerCard, worker_id: int) -> Worker:
    """The account, if all its roles are hers to give. Raises NotFound, NotAllowed."""
    if not staff_card(db, who, worker_id).mine:
        raise NotAllowed(f"worker {worker_id}")
    return db.get_one(Worker, worker_id)


def staff_for(db: Session, who: WorkerCard) -> list[StaffCard]:
    """Everybody with a role where she looks after accounts; the council's own see all. By name."""
    workers = select(Worker).where(Worker.council_id == who.council_id).order_by(Worker.name, Worker.id)
    cards = [_staff_card(db, who, worker) for worker in db.scalars(workers)]
    return [card for card in cards if card]


def staff_card(db: Session, who: WorkerCard, worker_id: int) -> StaffCard:
    """Raises NotFound for somebody of other centres."""
    worker = db.get(Worker, worker_id)
    card = _staff_card(db, who, worker) if worker and worker.council_id == who.council_id else None
    if card is None:
        raise NotFound(f"worker {worker_id}")
    return card


def _staff_card(db: Session, who: WorkerCard, worker: Worker) -> StaffCard | None:
    if not _concerns(db, who, worker):
        return None
    roles = tuple(
        RoleCard(row.id, row.role, _place_name(db, row), _may_take(db, who, row) and worker.id != who.id)
        for row in worker.memberships
    )
    mine = worker.id != who.id and all(role.mine_to_take for role in roles)
    seen = select(SignIn.seen_at).where(SignIn.worker_id == worker.id).order_by(SignIn.seen_at.desc())
    return StaffCard(
        worker.id,
        worker.name,
        worker.email,
        worker.active,
        worker.password is not None,
        worker.totp_count is not None,
        db.scalars(seen.limit(1)).first(),
        roles,
        mine,
    )


def _concerns(db: Session, who: WorkerCard, worker: Worker) -> bool:
    if who.may_for_council(Deed.MANAGE_WORKERS):
        return True
    own = who.centres(Deed.MANAGE_WORKERS)
    return any(
        _as_grant(db, worker, row).centres & own and (row.centre_id or row.cluster_id)
        for row in worker.memberships
    )


def _may_take(db: Session, who: WorkerCard, row: Membership) -> bool:
    place = Place("", centre_id=row.centre_id, cluster_id=row.cluster_id)
    return may_give_at(db, who, row.role, place)


def _as_grant(db: Session, worker: Worker, row: Membership) -> Grant:
    return grant_of(db, worker.council_id, row.role, centre_id=row.centre_id, cluster_id=row.cluster_id)


def _place_name(db: Session, row: Membership) -> str:
    if row.centre_id:
        return db.get_one(Centre, row.centre_id).name
    return db.get_one(Cluster, row.cluster_id).name if row.cluster_id else ""
