"""A worker as doors see her: what she may do, and where."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts.models import Membership, Worker
from directory.accounts.roles import DEEDS, SECOND_FACTOR, Deed, Role, highest
from directory.errors import NotFound
from directory.places.models import Centre


@dataclass(frozen=True)
class Grant:
    """One role, and the numbers of the centres it is held at; `whole_council`: at all, and above them."""

    role: Role
    centres: frozenset[int]
    whole_council: bool = False


@dataclass(frozen=True)
class WorkerCard:
    """Somebody who works here, as she is at this moment."""

    id: int
    name: str
    email: str
    council_id: int
    grants: tuple[Grant, ...]

    def may(self, deed: Deed, centre_id: int | None = None) -> bool:
        """Whether she may do this at a centre; without one, whether she may do it anywhere."""
        if centre_id is None:
            return any(deed in DEEDS[grant.role] for grant in self.grants)
        return centre_id in self.centres(deed)

    def may_for_council(self, deed: Deed) -> bool:
        """Whether she may do this for the whole council: its terms, say, or a venue of no centre."""
        return any(grant.whole_council and deed in DEEDS[grant.role] for grant in self.grants)

    def centres(self, deed: Deed) -> frozenset[int]:
        """The numbers of all centres at which she may do this."""
        return frozenset().union(*(grant.centres for grant in self.grants if deed in DEEDS[grant.role]))

    @property
    def role(self) -> Role | None:
        """The highest of her roles, wherever she has it."""
        return highest(frozenset(grant.role for grant in self.grants))

    @property
    def needs_second_factor(self) -> bool:
        return any(grant.role in SECOND_FACTOR for grant in self.grants)


def worker_card(db: Session, worker_id: int) -> WorkerCard:
    """The card of an active worker. Raises NotFound for any other."""
    worker = db.get(Worker, worker_id)
    if worker is None or not worker.active:
        raise NotFound(f"worker {worker_id}")
    memberships = db.scalars(select(Membership).where(Membership.worker_id == worker_id)).all()
    grants = tuple(
        grant_of(db, worker.council_id, one.role, centre_id=one.centre_id, cluster_id=one.cluster_id)
        for one in memberships
    )
    return WorkerCard(worker.id, worker.name, worker.email, worker.council_id, grants)


def grant_of(
    db: Session, council_id: int, role: Role, *, centre_id: int | None, cluster_id: int | None
) -> Grant:
    """A role at a centre, a cluster or the whole council; never beyond the council, whatever is asked."""
    centres = select(Centre.id).where(Centre.council_id == council_id)
    if centre_id is not None:
        centres = centres.where(Centre.id == centre_id)
    elif cluster_id is not None:
        centres = centres.where(Centre.cluster_id == cluster_id)
    whole = centre_id is None and cluster_id is None
    return Grant(role, frozenset(db.scalars(centres)), whole)
