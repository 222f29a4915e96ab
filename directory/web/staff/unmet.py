"""What families looked for near these centres and did not find."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.cards import WorkerCard
from directory.accounts.roles import Deed
from directory.imports.formulas import harmless_row
from directory.search.concepts import concepts, label
from directory.unmet.area import Area, area_of
from directory.unmet.counting import CHOICES, OTHER_WORDS
from directory.unmet.queries import NeedCard, needs, wishes
from directory.web.audience import for_workers
from directory.web.rooms import runtime
from directory.web.staff import staff
from directory.web.staff.today import CARDS, TodayCard
from directory.words import N_

WEEKS = (4, 12)
ON_TODAY = 3
INSTEAD = {
    OTHER_WORDS: N_("Other words, that we do not know"),
    CHOICES: N_("Only filters, and nothing left over"),
}


@staff.get("/unmet")
@for_workers(Deed.SEE_FIGURES)
def unmet() -> ResponseReturnValue:
    weeks, near = _asked()
    with runtime().database.read() as db:
        area = _area(db, g.worker) if near else None
        found = needs(db, weeks=weeks, today=clock.today(), area=area)
        told = wishes(db, weeks=weeks, now=clock.now(), area=area)
    return render_template(
        "staff/unmet.html",
        needs=[(name(card), card) for card in found],
        wishes=told,
        weeks=weeks,
        near=near,
        choices=WEEKS,
        outcodes=sorted(area.outcodes) if area else [],
    )


@staff.get("/unmet.csv")
@for_workers(Deed.SEE_FIGURES)
def unmet_file() -> ResponseReturnValue:
    weeks, near = _asked()
    with runtime().database.read() as db:
        found = needs(db, weeks=weeks, today=clock.today(), area=_area(db, g.worker) if near else None)
    response = Response(_table(found), content_type="text/csv; charset=utf-8")
    called = f"looked-for-{weeks}-weeks-{clock.today()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


def on_today(db: Session, worker: WorkerCard, now: datetime) -> TodayCard | None:
    """What was missed most near her centres in the last four weeks, if anything was."""
    if not worker.may(Deed.SEE_FIGURES):
        return None
    day: date = clock.london(now).date()
    found = needs(db, weeks=WEEKS[0], today=day, area=_area(db, worker))
    shown = [(name(card), card.times) for card in found if card.times and card.need in concepts()]
    return TodayCard("staff/today_unmet.html", shown[:ON_TODAY]) if shown else None


CARDS.append(on_today)


def name(card: NeedCard) -> str:
    """What a need is called on staff pages."""
    if card.need in INSTEAD:
        return str(g.words.gettext(INSTEAD[card.need]))
    return label(card.need, "en") if card.need in concepts() else card.need


def _asked() -> tuple[int, bool]:
    weeks = request.args.get("weeks", "")
    return (int(weeks) if weeks in map(str, WEEKS) else WEEKS[0]), request.args.get("near", "1") != "0"


def _area(db: Session, worker: WorkerCard) -> Area:
    return area_of(db, worker.centres(Deed.SEE_FIGURES))


def _table(found: Sequence[NeedCard]) -> str:
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(("looked_for", "times", "languages"))
    for card in found:
        languages = "; ".join(f"{code} {times}" for code, times in card.languages)
        table.writerow(harmless_row((name(card), card.times or "1 to 5", languages)))
    return lines.getvalue()
