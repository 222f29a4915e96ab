"""Families who write to us, as staff see them: database in, cards out. Nobody's name is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, selectinload

from directory.accounts.cards import WorkerCard
from directory.accounts.models import Worker
from directory.accounts.roles import Deed
from directory.contacts.models import Contact, ContactStatus, Handover, HandoverLine, Outgoing
from directory.contacts.sealing import unseal
from directory.errors import NotFound
from directory.listings.models import Activity
from directory.places.models import Centre

MOST_CLOSED = 50


@dataclass(frozen=True)
class LineCard:
    """One thing said. `who` is a worker's name, or empty: the family's.

    `fate` is what became of a worker's line on its way (a value of `OutgoingStatus`); empty once nothing
    is kept of that any more.
    """

    who: str
    text: str
    at: datetime
    fate: str = ""


@dataclass(frozen=True)
class About:
    """The listing that it is about."""

    id: int
    name: str
    slug: str


@dataclass(frozen=True)
class HandoverCard:
    """One family that writes to us. `centre` is empty where whoever comes to it first may answer.

    `waits_since` is when she said the first thing that nobody has answered yet. `reachable` false: she has
    shut us out, and no answer reaches her. `claimer` is a worker's name.
    """

    id: int
    language: str
    centre: str
    about: About | None
    opened_at: datetime
    closed_at: datetime | None
    claimed_by: int | None
    claimer: str
    waits_since: datetime | None
    reachable: bool
    lines: tuple[LineCard, ...]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def last_said(self) -> str:
        """The last that the family said."""
        return next((line.text for line in reversed(self.lines) if not line.who), "")

    @property
    def answered(self) -> bool:
        return any(line.who for line in self.lines)


def open_ones(db: Session, worker: WorkerCard) -> list[HandoverCard]:
    """All families she may answer: those who wait, the longest first, then those who have an answer."""
    found = _cards(db, _hers(worker), Handover.closed_at.is_(None))
    return sorted(found, key=lambda card: (card.waits_since is None, card.waits_since or card.opened_at))


def closed_ones(db: Session, worker: WorkerCard) -> list[HandoverCard]:
    """The last that ended, the latest first."""
    found = _cards(db, _hers(worker), Handover.closed_at.is_not(None), most=MOST_CLOSED)
    return sorted(found, key=lambda card: card.closed_at or card.opened_at, reverse=True)


def handover_card(db: Session, handover_id: int, worker: WorkerCard) -> HandoverCard:
    """Raises NotFound where there is none, or none that is hers to answer."""
    found = _cards(db, _hers(worker), Handover.id == handover_id)
    if not found:
        raise NotFound(f"hand-over {handover_id}")
    return found[0]


def waiting_since(db: Session, worker: WorkerCard) -> list[datetime]:
    """Since when each family that she may answer has waited, the longest first."""
    return [card.waits_since for card in open_ones(db, worker) if card.waits_since]


def _hers(worker: WorkerCard) -> ColumnElement[bool]:
    if not worker.may(Deed.ANSWER_FAMILIES):
        return false()
    of_no_centre = and_(Handover.centre_id.is_(None), Handover.council_id == worker.council_id)
    return or_(Handover.centre_id.in_(worker.centres(Deed.ANSWER_FAMILIES)), of_no_centre)


def _cards(db: Session, *which: ColumnElement[bool], most: int | None = None) -> list[HandoverCard]:
    query = (
        select(Handover, Contact.status, Centre.name, Activity, Worker.name)
        .join(Contact, Contact.id == Handover.contact_id)
        .outerjoin(Centre, Centre.id == Handover.centre_id)
        .outerjoin(Activity, Activity.id == Handover.about_id)
        .outerjoin(Worker, Worker.id == Handover.claimed_by)
        .options(selectinload(Handover.lines))
        .where(*which)
        .order_by(Handover.closed_at.desc(), Handover.id)
        .limit(most)
    )
    rows = db.execute(query).all()
    fates = _fates(db, [line for row in rows for line in row[0].lines])
    return [_card(db, *row, fates) for row in rows]


def _card(
    db: Session,
    found: Handover,
    status: ContactStatus,
    centre: str | None,
    about: Activity | None,
    claimer: str | None,
    fates: dict[str, str],
) -> HandoverCard:
    return HandoverCard(
        id=found.id,
        language=found.language,
        centre=centre or "",
        about=About(about.id, about.name, about.slug) if about else None,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        claimed_by=found.claimed_by,
        claimer=claimer or "",
        waits_since=_waits_since(found),
        reachable=status is not ContactStatus.BLOCKED,
        lines=tuple(
            LineCard(
                line.who, unseal(db, line.text, row=line.uuid) or "", line.at, fates.get(_source(line), "")
            )
            for line in found.lines
        ),
    )


def _waits_since(found: Handover) -> datetime | None:
    """When she said the first thing after our last word; nothing said at all counts as asking."""
    if found.closed_at is not None:
        return None
    if not found.lines:
        return found.opened_at
    unanswered = None
    for line in reversed(found.lines):
        if line.who:
            break
        unanswered = line.at
    return unanswered


def _fates(db: Session, lines: Sequence[HandoverLine]) -> dict[str, str]:
    sources = [_source(line) for line in lines if line.who]
    if not sources:
        return {}
    query = select(Outgoing.source, Outgoing.status).where(Outgoing.source.in_(sources))
    return {source: status.value for source, status in db.execute(query)}


def _source(line: HandoverLine) -> str:
    return f"line:{line.uuid}"
