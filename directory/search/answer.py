"""One page of answers as plain data, for software: what the open address and the terminal give. Pure.

Fields and values are named as they are in an address, so that whatever is read here can be asked again.
Of a listing whose place may not be shown there is no centre, no date and no distance.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from directory import clock
from directory.listings.cards import ActivityCard
from directory.places.queries import CentreCard
from directory.search.analysis import indexed
from directory.search.concepts import label
from directory.search.engine import Explained, Hit
from directory.search.find import Page, Result
from directory.search.matching import Match
from directory.search.ranking import WEIGHTS
from directory.search.reading import Piece, Reading
from directory.search.request import CHOICES, Request, Unread

# The name in an address of each field of a request.
PARAMETERS: Mapping[str, str] = {
    **{field: name for name, (field, _) in CHOICES.items()},
    **{name: name for name in ("near", "pregnant", "adults", "within")},
    **{"text": "q", "exact": "exact", "ages": "age", "kinds": "type", "since": "from", "until": "to"},
}
# Parts of a score that are reasons of their own, once they give at least half of what they can.
TELLING = ("soon", "fresh", "can_go")
# The fields of a card that answer a choice, one value or several.
ON_CARDS = ("themes", "offer", "cost", "access", "spoken", "delivery")
FIELD_OF_CARD = {"offer": "offers", "cost": "costs"}


def answer(
    page: Page,
    explained: Mapping[int, Explained],
    *,
    language: str,
    base: str = "",
    unread: Sequence[Unread] = (),
) -> dict[str, object]:
    """The page as it goes out. `base` is the site's own address, put before every path.

    With nothing found, `relaxed` says what giving up one parameter would leave, and the results are those
    of the first of them.
    """
    home = f"{base}/{language}"
    return {
        "reading": _reading(page, language, unread),
        "total": page.total,
        "results": [_result(page, one, explained.get(one.activity.id), home) for one in page.results],
        "centres": [_centre(card, km, home) for card, km in page.centres],
        "facets": {PARAMETERS[field]: dict(counts) for field, counts in page.facets.items()},
        "relaxed": [{"without": PARAMETERS[one.field], "total": one.total} for one in page.relaxed],
        "page": page.request.page,
        "pages": page.pages,
    }


def _reading(page: Page, language: str, unread: Sequence[Unread]) -> dict[str, object]:
    reading, spot = page.reading, page.request.spot
    return {
        "text": page.asked.text,
        "pieces": [
            {"field": PARAMETERS[piece.field], "value": _value(piece.value), "said": said(reading, piece)}
            for piece in reading.pieces
            if piece.field in PARAMETERS
        ],
        "concepts": [
            {
                "key": match.concept,
                "label": label(match.concept, language),
                "score": round(match.score, 3),
                "said": concept_said(reading, match),
            }
            for match in reading.concepts
        ],
        "words": [str(piece.value) for piece in reading.about if piece.field == "word"],
        "place": spot.label or None if spot else None,
        "unknown_place": page.unknown_place or None,
        "near_me": reading.near_me,
        "unsure": reading.unsure,
        "corrected": [{"said": slip.typed, "taken": slip.meant} for slip in page.slips],
        "all_words": page.all_words,
        "unread": [{"field": one.field, "said": one.said} for one in unread],
    }


def said(reading: Reading, piece: Piece) -> str:
    """The words of the question that said one piece."""
    return " ".join(reading.text[start:end] for start, end in piece.spans)


def concept_said(reading: Reading, match: Match) -> str:
    """The words of the question that said a concept; other readings of the same words have the same."""
    same = {other.concept for other in reading.concepts if other.words == match.words}
    pieces = (piece for piece in reading.about if piece.field == "concept" and piece.value in same)
    return next((said(reading, piece) for piece in pieces), "")


def _value(value: object) -> str:
    """A value as an address has it: days in full, ages in months."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _result(page: Page, result: Result, explained: Explained | None, home: str) -> dict[str, object]:
    card, hit = result.activity, result.hit
    return {
        "id": card.uuid,
        "url": f"{home}/session/{card.slug}",
        "name": card.name.text,
        "name_language": card.name.language,
        "name_by_machine": card.name.by_machine,
        "centre": card.where.centre if card.where else None,
        "themes": list(card.themes),
        "next": _next(card, hit),
        "distance_km": _km(card, hit),
        "cost": card.cost,
        "cost_pence": card.cost_pence,
        "why": reasons(page, result, explained),
    }


def _next(card: ActivityCard, hit: Hit) -> dict[str, str] | None:
    if card.where is None or hit.starts_at is None or hit.ends_at is None:
        return None
    return {"start": _moment(hit.starts_at), "end": _moment(hit.ends_at)}


def _moment(at: datetime) -> str:
    return clock.london(at).isoformat()


def _km(card: ActivityCard, hit: Hit) -> float | None:
    return None if card.where is None or hit.km is None else round(hit.km, 2)


def _centre(card: CentreCard, km: float, home: str) -> dict[str, object]:
    return {
        "name": card.name,
        "url": f"{home}/centre/{card.slug}",
        "postcode": card.postcode,
        "phone": card.phone,
        "distance_km": round(km, 2),
    }


def reasons(page: Page, result: Result, explained: Explained | None) -> list[str]:
    """Why a result is there and comes where it does, each as “kind:value” or a word by itself."""
    found = [f"concept:{key}" for key in explained.concepts] if explained else []
    if explained:
        typed = {indexed(word): word for word in page.reading.words}
        found += [f"word:{typed.get(word, word)}" for word in explained.words]
    km = _km(result.activity, result.hit)
    found += [f"distance:{km}"] if km is not None else []
    found += _chosen(page.answered, result.activity)
    if explained:
        found += [
            name for name in TELLING if 2 * explained.parts.get(name, 0.0) >= float(getattr(WEIGHTS, name))
        ]
    return found


def _chosen(request: Request, card: ActivityCard) -> Iterable[str]:
    """The choices of the question that a listing answers, each as in an address."""
    for on_card in ON_CARDS:
        field = FIELD_OF_CARD.get(on_card, on_card)
        held = getattr(card, on_card)
        values = (held,) if isinstance(held, str) else held
        for value in values:
            if value in getattr(request, field):
                yield f"{PARAMETERS[field]}:{value}"
