"""Ask the directory a question from a terminal, and rebuild its index."""

import json

import click

from directory import clock
from directory.commands.progress import say
from directory.commands.setting_up import build_index, make_ready
from directory.locales import LOCALES
from directory.runtime import open_runtime
from directory.search.find import Page, Result
from directory.search.request import Request
from directory.words import Words, phrases, words_for


@click.command()
@click.argument("question")
@click.option("--lang", type=click.Choice(list(LOCALES)), default="en", help="Answer in this language.")
@click.option("--near", default="", help="A postcode, half a postcode or a town.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def find(question: str, lang: str, near: str, as_json: bool) -> None:
    """Answer one question, as the site would."""
    page = make_ready().find(Request(text=question, near=near), language=lang)
    if as_json:
        say(json.dumps(_as_data(page), ensure_ascii=False, indent=2))
        return
    words = words_for(lang)
    place = page.request.spot.label if page.request.spot else ""
    say(words.ngettext("%(num)s session", "%(num)s sessions", page.total) + (f" – {place}" if place else ""))
    for centre, km in page.centres:
        say(f"  {centre.name}, {centre.postcode or ''}  {_far(words, km)}  {centre.phone or ''}")
    for result in page.results:
        say(f"  {_line(words, result)}")


@click.command()
def reindex() -> None:
    """Build the search index anew from the database."""
    say(f"The index holds {build_index(open_runtime()):,} listings.")


def _line(words: Words, result: Result) -> str:
    hit, card = result.hit, result.activity
    when = ""
    if hit.starts_at and hit.ends_at:
        wall = clock.london(clock.now())
        when = phrases.when(words, clock.london(hit.starts_at), clock.london(hit.ends_at), wall)
    place = (card.where.building or card.where.centre) if card.where else ""
    return "  ".join(part for part in (card.name.text, when, place, _far(words, hit.km)) if part)


def _far(words: Words, km: float | None) -> str:
    return "" if km is None else words.miles(km)


def _as_data(page: Page) -> dict[str, object]:
    return {
        "total": page.total,
        "place": page.request.spot.label if page.request.spot else None,
        "centres": [
            {"name": card.name, "postcode": card.postcode, "km": round(km, 2)} for card, km in page.centres
        ],
        "results": [
            {
                "name": result.activity.name.text,
                "address": f"/session/{result.activity.slug}",
                "centre": result.activity.where.centre if result.activity.where else None,
                "starts": result.hit.starts_at.isoformat() if result.hit.starts_at else None,
                "km": None if result.hit.km is None else round(result.hit.km, 2),
            }
            for result in page.results
        ],
    }
