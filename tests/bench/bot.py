"""What the bot costs and stands: `python -m tests.bench.bot [core] [turn] [load] [chaos]`, or all of them.

`core` and `turn` are CPU in this process. `load` and `chaos` run site, bot and a pretend Telegram as they
really run: with 1,000 people, and with 200 while one process after the other is killed.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import ClassVar

from bot.abilities import TELEGRAM
from bot.core.engine import take
from bot.core.event import Event, Kind
from bot.core.fitting import fit
from bot.core.talk import Talk
from bot.directory_rooms import DirectoryRooms
from bot.sending import AT_ONCE
from bot.turning import take_turn
from directory import clock
from directory.contacts import inbox, people
from directory.imports import sample
from directory.runtime import Runtime, open_runtime
from directory.search.concepts import warm
from directory.search.find import Page
from directory.search.request import Request
from directory.settings import Settings
from directory.words.catalogues import compile_all
from tests.bench.find_page import cpu_seconds
from tests.bench.search import p95
from tests.e2e import bot_api
from tests.e2e.bot_api import until
from tests.e2e.crowd import Crowd, PullingThePlug, figures, left
from tests.e2e.doorstep import WAYS, Doorstep

CORE_TURNS = 6_000
LISTS = ("baby massage", "swimming")
OTHERS = ("/help", "/menu", "/settings", "/language")
FIND_TURNS = 1_000
WORDS = (
    *(
        "baby massage",
        "swimming",
        "stay and play",
        "story time",
        "weaning",
        "first aid",
        "music",
        "baby yoga",
    ),
    *("toddler group on monday", "something on saturday", "free english class", "help with sleep"),
    *("dads group", "messy play", "sensory", "breastfeeding", "speech and language", "forest school"),
)
NEAR = ("", " near QX1 2AB", " near QX2", " for my 7 month old", " tomorrow morning")
QUESTIONS = [f"{words}{near}" for near in NEAR for words in WORDS]


class Remembered(DirectoryRooms):
    """Rooms that have been asked everything before: what is left is the talk."""

    pages: ClassVar[dict[str, Page]] = {}

    def find(self, request: Request, language: str) -> Page:
        if request.text not in self.pages:
            self.pages[request.text] = super().find(request, language)
        return self.pages[request.text]


def core(runtime: Runtime) -> None:
    """Turns a second of the pure core, of a whole talk and of its parts, with the search done before."""
    with runtime.database.read() as db:
        contact = people.find_or_make(db, channel="telegram", address="1", now=clock.now())
        rooms = Remembered(runtime, db, contact, clock.now())
        screens = []
        for name, said in {
            "a talk": (*LISTS, *OTHERS),
            "lists of results": LISTS,
            "all else": OTHERS,
        }.items():
            talk = Talk(language="en")
            for text in said:
                talk = take(talk, Event(Kind.TEXT, text=text), rooms).talk
            begun = time.process_time()
            for text in islice(cycle(said), CORE_TURNS):
                turn = take(talk, Event(Kind.TEXT, text=text), rooms)
                talk = turn.talk
                screens += turn.screens
            print(f"core, {name}: {CORE_TURNS / (time.process_time() - begun):,.0f} turns/s", flush=True)
        db.rollback()
    begun = time.process_time()
    for screen in screens:
        fit(screen, TELEGRAM)
    print(f"fitted for Telegram: {len(screens) / (time.process_time() - begun):,.0f} screens/s", flush=True)


def find_turn(runtime: Runtime) -> None:
    """CPU of one question, from the inbox to the outbox, each from somebody else and not asked before."""
    taken = []
    for number, question in enumerate(islice(cycle(QUESTIONS), FIND_TURNS)):
        person = str(number % 300)
        begun = time.process_time()
        with runtime.database.unit_of_work() as db:
            event = {"kind": "text", "text": question, "language": "en"}
            inbox.receive(
                db,
                channel="telegram",
                external_id=str(number),
                address=person,
                place=number,
                event=event if number >= 300 else {"kind": "press", "press": "hello.to.en"},
                now=clock.now(),
            )
        assert take_turn(runtime, now=clock.now())
        if number >= 300:
            taken.append((time.process_time() - begun) * 1000)
    half = sorted(taken)[len(taken) // 2]
    print(f"find turn: half {half:.1f} ms, 95 % {p95(taken):.1f} ms of CPU (wanted: 25)", flush=True)


def load(folder: Path, people: int = 1000, turns: int = 6) -> None:
    for way in WAYS:
        for per_second in (0, 25):
            with copy_of(folder, DOORSTEP_SENDS_PER_SECOND=str(per_second)) as copy:
                copy.start(*WAYS[way])
                copy.open_by(way)
                crowd = Crowd(copy.api, people, turns)
                crowd.talk(patience=60)
                crowd.hear_the_rest()
                refused = copy.api.ask("/_test/refused")
                spent = {name: cpu_seconds(each.pid) for name, each in copy.processes.items()}
            at_most = f"at most {per_second}/s" if per_second else "as fast as it goes"
            print(f"{people} × {turns}, {way}, {at_most}; {refused} times told to slow down", flush=True)
            each = ", ".join(f"{name} {s / len(crowd.waits) * 1000:.1f} ms" for name, s in spent.items())
            for line in (*figures(crowd), f"CPU for each answer, the start included: {each}"):
                print(f"    {line}", flush=True)


def chaos(folder: Path, people: int = 200, turns: int = 6) -> None:
    for way in WAYS:
        with copy_of(folder, DOORSTEP_SENDS_PER_SECOND="0") as copy:
            copy.start(*WAYS[way])
            copy.open_by(way)
            crowd, plug = Crowd(copy.api, people, turns), PullingThePlug(copy)
            crowd.talk(patience=120, meanwhile=plug)
            until(lambda copy=copy: left(copy).undone == 0, 120)
            crowd.hear_the_rest()
            rest = left(copy)
        kills = sum(plug.kills.values())
        print(f"{people} × {turns} with kill -9, {way}", flush=True)
        for line in (*figures(crowd, plug), f"inbox {rest.inbox}, outbox {rest.outbox}"):
            print(f"    {line}", flush=True)
        print(f"    said twice: {crowd.repeated}, allowed: {AT_ONCE} in flight × {kills} kills", flush=True)


@contextmanager
def copy_of(folder: Path, **settings: str) -> Iterator[Doorstep]:
    """A copy of Doorstep of its own, with a Telegram of its own."""
    with tempfile.TemporaryDirectory() as place, bot_api.running() as api:
        shutil.copytree(folder, Path(place) / "data")
        copy = Doorstep(Path(place) / "data", api, settings)
        try:
            yield copy
        finally:
            copy.stop()
            print(copy.told()[-2000:] if "Traceback" in copy.told() else "", end="")


def main() -> None:
    wanted = sys.argv[1:] or ["core", "turn", "load", "chaos"]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        compile_all()
        runtime = open_runtime(Settings(data=folder, database_url=f"sqlite:///{folder / 'doorstep.db'}"))
        with runtime.database.unit_of_work() as db:
            sample.load(db, today=clock.today(), now=clock.now())
        runtime.index.rebuild(runtime.database, now=clock.now())
        if {"load", "chaos"} & {*wanted}:
            shutil.copytree(folder, Path(place) / "copied")
        if {"core", "turn"} & {*wanted}:
            warm()
        if "core" in wanted:
            core(runtime)
        if "turn" in wanted:
            find_turn(runtime)
        runtime.database.close()
        if "load" in wanted:
            load(Path(place) / "copied")
        if "chaos" in wanted:
            chaos(Path(place) / "copied")


if __name__ == "__main__":
    main()
