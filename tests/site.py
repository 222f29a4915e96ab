"""The whole site over the sample council, for tests: to ask it in-process, or with a browser.

Doors import the fixtures in their conftest. `PAGES` lists every page there is; a test of all of them
takes `every_page`. `read_html` gives a page as a tree to ask questions of.
"""

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, exists, select
from werkzeug.serving import make_server

from bot.doors import hang
from directory import clock
from directory.imports import sample
from directory.listings.models import Access, Activity, ActivityText, Delivery, Occurrence, OccurrenceStatus
from directory.listings.queries import timetable
from directory.listings.session_types import session_types
from directory.locales import TRANSLATED
from directory.places.models import Centre, Venue
from directory.runtime import Runtime, open_runtime
from directory.settings import Settings
from directory.web.app import create_app
from directory.words.catalogues import compile_all
from tests.builders import NOW

UNTRANSLATED = ("ro", "ur")  # two of those whose pages are in English still: one written each way
LANGUAGES = (*TRANSLATED, *UNTRANSLATED)
MONDAY = clock.london(NOW).date().replace(day=23)  # of the week that tests live in

# Every page: what reports call it, and its address after the language. Words in braces are real slugs.
PAGES = {
    "home": "/",
    "an ordinary session": "/session/{ordinary}",
    "a session to book": "/session/{booked}",
    "a session online": "/session/{online}",
    "a session on a sensitive topic": "/session/{sensitive}",
    "a session at a hidden place": "/session/{hidden}",
    "a session without dates": "/session/{undated}",
    "a session with a cancelled date": "/session/{cancelled}",
    "a session nobody has checked lately": "/session/{stale}",
    "a session in English only": "/session/{english}",
    "a poster of a session": "/session/{ordinary}/poster",
    "a poster of a centre": "/centre/{centre}/poster",
    "what is wrong": "/session/{ordinary}/wrong",
    "what is wrong on a sensitive topic": "/session/{sensitive}/wrong",
    "thanks for telling what is wrong": "/session/{ordinary}/wrong/thanks",
    "a centre": "/centre/{centre}",
    "a week": "/centre/{centre}/week",
    "a week with little on": "/centre/{centre}/week?from=2026-12-28",
    "everything": "/find",
    "the second page of everything": "/find?page=2",
    "results near": "/find?q=baby+massage&near=QX1+2AB",
    "results near me": "/find?here=53.996,2.211&sort=nearest&within=5",
    "results near half a postcode": "/find?near=QX1+9ZZ",
    "results in English only": "/find?q={english_words}",
    "results with filters": "/find?age=7&age=30&day=tue&day=wed&part=morning&cost=free&way=open&sort=soonest",
    "results without a place": "/find?near=QX1+2AB&how=online&how=phone&how=at-home",
    "results of a question about centres": "/find?q=children%27s+centre+near+QX1+2AB",
    "nothing found": "/find?q=submarine+volcano",
    "nothing found but with less": "/find?q=baby+massage&near=QX1+2AB&within=1&part=evening&speaks=cy",
    "an unknown postcode": "/find?near=ZZ1+1ZZ",
    "a question misread": "/find?age=9999&from=yesterday&day=funday&sort=upwards",
    "telling us": "/tell-us?q=group+for+twins&near=QX1+2AB",
    "told us": "/tell-us/thanks",
    "suggestions": "/suggest?q=ba&near=QX1+2AB&age=7",
    "suggestions for a place": "/suggest?q=hex",
    "no suggestions": "/suggest?q=submarine",
    "suggestions before typing": "/suggest",
    "centres": "/centres",
    "the second page of centres": "/centres?page=2",
    "centres near": "/centres?near=QX1+2AB",
    "centres near somewhere unknown": "/centres?near=ZZ1+1ZZ",
    "two-year-olds": "/two-year-olds",
    "learning": "/learning",
    "first visit": "/first-visit",
    "about": "/about",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "help now": "/help-now",
    "languages": "/language?back=/centres",
    "the chat": "/chat",
    "the end of a chat": "/chat/goodbye",
    "a page that is not there": "/session/nothing-of-that-name",
}
STATUS = {"a page that is not there": 404}
# Pages that change something, and so need a cookie while the browser is open.
WITH_A_FORM = ("telling us", "what is wrong", "what is wrong on a sensitive topic")
NEUTRAL = ("a session on a sensitive topic", "a session at a hidden place")  # their titles tell nothing

every_page = pytest.mark.parametrize("which", PAGES)  # “page” is the browser’s own word
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_translation = pytest.mark.parametrize("language", TRANSLATED)


@pytest.fixture(scope="session")
def sample_runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """The sample council, loaded and indexed as it is at `NOW`; read it, change nothing."""
    ours = tmp_path_factory.mktemp("sample") / "data"
    together = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        together = together.parent
    with (together / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (together / "sample-ready").exists():
            load_sample(together / "sample-ready")
        shutil.copytree(together / "sample-ready", ours)
    runtime = open_runtime(sample_settings(ours))
    yield runtime
    runtime.database.close()


def load_sample(folder: Path) -> None:
    compile_all()
    making = folder.with_suffix(".making")
    with clock.frozen(NOW):
        runtime = open_runtime(sample_settings(making))
        with runtime.database.unit_of_work() as db:
            sample.load(db, today=clock.today(), now=clock.now())
        runtime.index.rebuild(runtime.database, now=clock.now())
        runtime.database.close()
    making.rename(folder)


def sample_settings(folder: Path) -> Settings:
    # Tests are faster than any family: the limit is for the one test that is about it.
    return Settings(
        data=folder, database_url=f"sqlite:///{folder / 'doorstep.db'}", searches_per_minute=1_000_000
    )


def whole_site(runtime: Runtime) -> Flask:
    """The site with the bot's doors in it, as `wsgi.py` puts it together."""
    app = create_app(runtime)
    hang(app, runtime)
    return app


@pytest.fixture
def site(sample_runtime: Runtime) -> FlaskClient:
    return whole_site(sample_runtime).test_client()


@pytest.fixture
def site_with(sample_runtime: Runtime) -> Callable[..., FlaskClient]:
    """The site as it is with other settings: `site_with(trusted_hosts=("doorstep.example",))`."""

    def opened(**settings: Any) -> FlaskClient:
        runtime = replace(sample_runtime, settings=replace(sample_runtime.settings, **settings))
        return whole_site(runtime).test_client()

    return opened


@pytest.fixture(scope="session")
def live_site(sample_runtime: Runtime) -> Iterator[str]:
    """The address of the site, really served, for browsers."""
    server = make_server("127.0.0.1", 0, whole_site(sample_runtime), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def addresses(sample_runtime: Runtime) -> dict[str, str]:
    """The address of every page, after its language, with real slugs."""
    with clock.frozen(NOW):
        slugs = sample_slugs(sample_runtime)
    return {name: address.format(**slugs) for name, address in PAGES.items()}


def sample_slugs(runtime: Runtime) -> dict[str, str]:
    kinds = session_types().values()
    sensitive = [kind.key for kind in kinds if kind.sensitive and kind.listed and not kind.venue_hidden]
    listed = Activity.type_key.in_([kind.key for kind in kinds if kind.listed])
    translated = exists().where(ActivityText.activity_id == Activity.id)
    dated = exists().where(Occurrence.activity_id == Activity.id, Occurrence.starts_at > NOW)
    cancelled = dated.where(Occurrence.status == OccurrenceStatus.CANCELLED)
    hidden = exists().where(Venue.id == Activity.venue_id, Venue.hidden)
    with runtime.database.read() as db:

        def first(*where: ColumnElement[bool], column: Any = Activity.slug) -> str:
            found = select(column).where(listed, *where).order_by(Activity.id).limit(1)
            return str(db.scalars(found).one())

        return {
            "ordinary": first(Activity.access == Access.OPEN, Activity.type_key == "stay-and-play", dated),
            "booked": first(Activity.access == Access.BOOKED, Activity.book_url.is_not(None), dated),
            "online": first(Activity.delivery == Delivery.ONLINE),
            "sensitive": first(Activity.type_key.in_(sensitive), ~hidden),
            "hidden": first(hidden),
            "undated": first(~dated, Activity.delivery == Delivery.IN_PERSON),
            "cancelled": first(cancelled),
            "stale": first(Activity.assured_on < NOW.date() - timedelta(days=180), dated),
            "english": first(~translated, dated),
            "english_words": first(~translated, dated, column=Activity.name),
            "centre": fullest_centre(runtime),
        }


def fullest_centre(runtime: Runtime) -> str:
    """The centre with the longest timetable this week."""
    with runtime.database.read() as db:
        weeks = {
            slug: timetable(db, id_, "en", first=MONDAY, until=MONDAY.replace(day=29))
            for id_, slug in db.execute(select(Centre.id, Centre.slug))
        }
    return max(weeks, key=lambda slug: sum(map(len, weeks[slug].values())))


@dataclass(eq=False)
class Element:
    """One element of a page."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words, with single spaces."""
        return " ".join(" ".join(text for text, _ in self.texts()).split())

    def texts(self) -> "Iterator[tuple[str, Element]]":
        """Each piece of text within, and the element it stands in."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.texts()
            else:
                yield child, self

    def all(self, *tags: str) -> "Iterator[Element]":
        """The elements within that have one of these tags; all, when none is named."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def one(self, tag: str) -> "Element":
        (found,) = self.all(tag)
        return found

    def around(self) -> "Iterator[Element]":
        """Itself, then what it stands in, outwards."""
        here: Element | None = self
        while here:
            yield here
            here = here.parent

    @property
    def language(self) -> str:
        return next((one.attrs["lang"] for one in self.around() if "lang" in one.attrs), "")


class _Reader(HTMLParser):
    VOID = frozenset({"area", "base", "br", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise ValueError(f"<{tag}> says something twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in self.VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self.here.tag or self.here.parent is None:
            raise ValueError(f"</{tag}> closes <{self.here.tag}>")
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read_html(text: str) -> Element:
    """A page as a tree. Raises ValueError where an element is not closed, or an attribute is there twice."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.here is not reader.root:
        raise ValueError(f"<{reader.here.tag}> is never closed")
    return reader.root
