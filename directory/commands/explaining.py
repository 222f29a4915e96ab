"""How a question was read and why its answers stand where they do, in lines for a terminal."""

from collections.abc import Iterator

from directory.search.answer import PARAMETERS, concept_said, reasons, said
from directory.search.concepts import label
from directory.search.engine import Explained
from directory.search.find import Page, Result, indexed_words


def reading_lines(page: Page, language: str) -> Iterator[str]:
    """What was understood: fields filled, concepts with how sure and by which phrase, words looked up."""
    reading = page.reading
    yield f"Read: {reading.text}"
    for piece in reading.pieces:
        if piece.field in PARAMETERS:
            yield f"  {PARAMETERS[piece.field]} = {piece.value}  (said: {said(reading, piece)})"
    for match in reading.concepts:
        name = label(match.concept, language)
        phrase = f"said: {concept_said(reading, match)}; our phrase: {match.phrase}"
        yield f"  concept {match.concept} “{name}” {match.score:.2f}  ({phrase})"
    for slip in page.slips:
        yield f"  “{slip.typed}” is no word we know; taken for “{slip.meant}”"
    yield f"  words looked up: {', '.join(indexed_words(reading)) or 'none'}"
    if page.unknown_place:
        yield f"  a place we do not know: {page.unknown_place}"
    if page.relaxed:
        yield f"  nothing fits it all; shown is what fits without “{PARAMETERS[page.relaxed[0].field]}”"
    yield ""


def score_line(page: Page, result: Result, explained: Explained | None) -> str:
    """One score as the sum it is, and the reasons."""
    if explained is None:
        return "no score: the index has changed meanwhile"
    parts = " + ".join(f"{name} {value:.2f}" for name, value in explained.parts.items())
    return f"{explained.score:.2f} = {parts}; why: {', '.join(reasons(page, result, explained)) or '-'}"
