"""What families look for, as the directory knows it: for editors."""

from collections.abc import Iterator

import click

from directory.commands.progress import say
from directory.locales import LOCALES
from directory.runtime import open_runtime
from directory.search.carried import Carried, carried
from directory.search.concepts import concepts as all_concepts
from directory.search.concepts import words_of


@click.command()
@click.argument("keys", nargs=-1)
@click.option(
    "--lang", type=click.Choice(list(LOCALES)), default="en", help="Show its words in this language."
)
def concepts(keys: tuple[str, ...], lang: str) -> None:
    """List what families look for: its words, how many listings carry it, and what says so.

    A listing is about something by its type, by its own text, by a feature, or because staff say so.
    """
    if unknown := [key for key in keys if key not in all_concepts()]:
        raise click.UsageError(f"No concept {', '.join(unknown)}.")
    with open_runtime().database.read() as db:
        counted = carried(db)
    for key in keys or all_concepts():
        for line in _lines(key, lang, counted.get(key, Carried())):
            say(line)


def _lines(key: str, language: str, found: Carried) -> Iterator[str]:
    concept, words = all_concepts()[key], words_of(language)[key]
    why = ", ".join(f"{one.value} {count:,}" for one, count in found.why.most_common())
    yield f"{key}  “{words['label']}”  {found.listings:,} listings{f' ({why})' if why else ''}"
    if concept.broader:
        yield f"    part of {concept.broader}"
    if concept.types:
        yield f"    types: {', '.join(concept.types)}"
    for kind in ("words", "says", "typos"):
        if said := words.get(kind):
            yield f"    {kind}: {', '.join(map(str, said))}"
