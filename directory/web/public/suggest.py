"""Suggestions for the box “What are you looking for?”: for the script while somebody types, and as a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from directory.search.request import Request, read, write
from directory.search.suggest import LEAST_LETTERS, Kind, Suggestion, folded, to_begin_with
from directory.web.audience import for_everyone
from directory.web.chips import href
from directory.web.public import public
from directory.web.rooms import runtime
from directory.web.security import leave_no_trace
from directory.words import Words

KEPT_SECONDS = 300


@dataclass(frozen=True)
class Offer:
    """One suggestion as the page shows it. `language` is that of its words, where it is not the page's."""

    text: str
    language: str
    town: str
    href: str


@public.get("/suggest")
@for_everyone
def suggest() -> ResponseReturnValue:
    asked, _ = read(request.args.to_dict(flat=False))
    found = _found(asked.text)
    beginning = len(folded(asked.text)) < LEAST_LETTERS
    offers = [_offer(g.words, one, asked) for one in (to_begin_with(g.locale.code) if beginning else found)]
    kept = [pair for pair in write(asked) if pair[0] not in ("q", "near", "page")]
    return render_template("public/suggest.html", asked=asked, kept=kept, offers=offers, beginning=beginning)


@public.get("/suggest.json")
@for_everyone
def suggest_json() -> Response:
    """For `suggest.js`: what each option says, and which box it fills or which page it is."""
    asked, _ = read(request.args.to_dict(flat=False))
    found = _found(asked.text)
    count = g.words.ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)) if found else ""
    response = jsonify({"said": count, "options": [_option(g.words, one) for one in found]})
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _found(text: str) -> Sequence[Suggestion]:
    found = runtime().suggest(text, language=g.locale.code)
    if any(one.sensitive for one in found):
        leave_no_trace()
    return found


def _option(words: Words, one: Suggestion) -> dict[str, str]:
    said = {"kind": one.kind.value, "text": _text(words, one)}
    match one.kind:
        case Kind.CONCEPT:
            return {**said, "lang": one.language, "q": one.text}
        case Kind.TOWN:
            return {**said, "near": one.text}
        case Kind.CENTRE:
            return {**said, "town": one.town, "href": f"/{words.code}/centre/{one.slug}"}


def _offer(words: Words, one: Suggestion, asked: Request) -> Offer:
    match one.kind:
        case Kind.CONCEPT:
            there = href(words, replace(asked, text=one.text, page=1))
        case Kind.TOWN:
            there = href(words, replace(asked, text="", near=one.text, spot=None, page=1))
        case Kind.CENTRE:
            there = f"/{words.code}/centre/{one.slug}"
    return Offer(_text(words, one), one.language or words.spoken, one.town, there)


def _text(words: Words, one: Suggestion) -> str:
    return words.gettext("Near %(place)s", place=one.text) if one.kind is Kind.TOWN else one.text
