"""Every conversation as it reads, for those who check its words."""

import subprocess
import sys
from pathlib import Path

import click

from directory.commands.progress import complain, say
from directory.locales import LOCALES, TRANSLATED
from directory.settings import HERE

TRANSCRIPTS = HERE / "tests/bot/transcripts.py"  # beside the conversations that are tested


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--lang", "languages", type=click.Choice(list(LOCALES)), multiple=True, help="Only in this language."
)
def export_scripts(folder: Path, languages: tuple[str, ...]) -> None:
    """Write all conversations that are tested into FOLDER, one file a language, as they read in it.

    They are held in the sample council. Needs Doorstep's source with its tests.
    """
    if not TRANSCRIPTS.exists():
        complain("The conversations are not here: run this where Doorstep's source is, with its tests.")
        raise SystemExit(1)
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages or TRANSLATED:
        path = folder / f"conversations-{language}.md"
        with path.open("w", encoding="utf-8") as file:
            asked = [sys.executable, "-m", "tests.bot.transcripts", language]
            subprocess.run(asked, cwd=HERE, stdout=file, check=True)  # noqa: S603 — our own module
        say(f"Written: {path}")
