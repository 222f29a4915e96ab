"""Ask the directory a question from a terminal, and rebuild its index."""

import json

import click

from directory import clock
from directory.commands.explaining import reading_lines, score_line
from directory.commands.progress import say
from directory.commands.setting_up import build_index, make_ready
from directory.locales import LOCALES
from directory.runtime import open_runtime
from directory.search.answer import answer
from directory.search.find import Result
from directory.search.request import Request
from directory.words import Words, phrases, words_for


@click.command()
@click.argument("question")
@click.option("--lang", type=click.Choice(list(LOCALES)), default="en", help="Answer in this language.")
@click.option("--near", default="", help="A postcode, half a postcode or a town.")
@click.option("--exact", is_flag=True, help="Take no word for another that is spelt nearly so.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, as /find.json does.")
@click.option("--explain", "explaining", is_flag=True, help="Say how it was read, and what each score is.")
def find(question: str, lang: str, near: str, exact: bool, as_json: bool, explaining: bool) -> None:
    """Answer one question, as the site would."""
    if as_json and explaining:
        raise click.UsageError(
            "Choose --json or --explain: the JSON has the reading and the reasons already."
        )
    runtime, now = make_ready(), clock.now()
    page = runtime.find(Request(text=question, near=near, exact=exact), language=lang, now=now)
    explained = runtime.explain(page, now=now) if as_json or explaining else {}
    if as_json:
        data = answer(page, explained, language=lang, base=runtime.settings.address)
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if explaining:
        for line in reading_lines(page, lang):
            say(line)
    words = words_for(lang)
    place = page.request.spot.label if page.request.spot else ""
    say(words.ngettext("%(num)s session", "%(num)s sessions", page.total) + (f" – {place}" if place else ""))
    for centre, km in page.centres:
        say(f"  {centre.name}, {centre.postcode or ''}  {_far(words, km)}  {centre.phone or ''}")
    for result in page.results:
        say(f"  {_line(words, result)}")
        if explaining:
            say(f"      {score_line(page, result, explained.get(result.activity.id))}")


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
