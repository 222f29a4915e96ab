"""Every conversation as it reads in one language, for those who check its words.

python -m tests.bot.transcripts pl > conversations.md
python -m tests.bot.transcripts ar stop delete
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.abilities import WEB
from bot.core.event import Event
from bot.core.fitting import fit
from directory import clock
from directory.contacts.messages import Message
from directory.runtime import open_runtime
from tests.bot.playing import House
from tests.bot.scripting import Script, scripts
from tests.builders import NOW
from tests.site import load_sample, sample_settings


def transcript(house: House, script: Script, language: str) -> Iterator[str]:
    """One conversation in Markdown. What she types stays as the script has it."""
    yield f"## {script.name}\n"
    with house.parent(script, language) as parent:
        for step in script.steps:
            event = step.event(parent.talk, house.numbers)
            yield f"> {_done(event, {press: label for label, press in parent.talk.offered})}\n"
            for screen in parent.does(event).screens:
                yield from map(_shown, fit(screen, WEB))


def _done(event: Event, offered: dict[str, str]) -> str:
    if event.press:
        return f"taps [{offered.get(event.press, event.press)}]"
    if event.lat is not None:
        return "shares where she is"
    return event.text or f"({event.what or event.kind.value} {event.argument})"


def _shown(message: Message) -> str:
    rows = ["  ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    text = message.text.replace("\n", "  \n")
    return "\n".join((text, "", *(f"{row}  " for row in rows), ""))


def main(language: str, *only: str) -> None:
    """Without names of scripts: all of them."""
    with TemporaryDirectory() as folder, clock.frozen(NOW):
        load_sample(Path(folder) / "sample")
        house = House(open_runtime(sample_settings(Path(folder) / "sample")))
        for script in scripts():
            if not only or script.id in only:
                print("\n".join(transcript(house, script, language)))


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["en"]))
