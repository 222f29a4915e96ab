"""The staff pages over the sample council, for tests: as somebody of any role, in-process or in a browser.

Doors import the fixtures in their conftest. `staff_site` is a copy of one's own to write in;
`shared_staff_site` is one for a whole module. `signed_in("manager", centre="…")` is that person's browser:

    def test_…(signed_in):
        amina = signed_in("worker", centre="riverside")
        amina.submit("/staff/listings/1/what", name="Stay and play")     # opens the page, sends its form
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import func, select
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from directory import clock
from directory.accounts import signing_in
from directory.accounts.cards import WorkerCard, worker_card
from directory.accounts.models import Membership, Worker
from directory.accounts.roles import Role
from directory.places.models import Centre, Cluster, Council
from directory.post.actions import Letter, note_sent, take_next
from directory.runtime import Runtime, open_runtime
from tests.site import Element, read_html, whole_site

OWN, NEXT_DOOR, FOREIGN = (
    "riverside",
    "kingfisher",
    "orchard",
)  # centres by key; FOREIGN is of another cluster
NAMES = {
    Role.VOLUNTEER: "Vera",
    Role.REPORTER: "Rosalind",
    Role.WORKER: "Amina",
    Role.MANAGER: "Zuzanna",
    Role.LEAD: "Layla",
    Role.COUNCIL: "Carys",
}


class Person(FlaskClient):
    """Somebody's browser. `worker` is who she is; None for a stranger."""

    worker: WorkerCard | None = None

    def look(self, path: str) -> Element:
        """The page at an address, as a tree."""
        return read_html(self.get(path).get_data(as_text=True))

    def token(self, path: str) -> str:
        """The token of the forms on a page."""
        fields = [each for each in self.look(path).all("input") if each.attrs.get("name") == "csrf_token"]
        return fields[0].attrs["value"] if fields else ""

    def submit(self, page: str, to: str = "", **fields: Any) -> TestResponse:
        """Open a page and send a form of it (to the page itself, or `to` where it says)."""
        return self.post(to or page, data={"csrf_token": self.token(page), **fields})


class StaffSite:
    """A site of one's own, and the people who work there."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.app: Flask
        self.restart()

    def restart(self) -> None:
        """Begin anew, as after the server was stopped: nothing is left but what is in the database."""
        self.app = whole_site(open_runtime(self.runtime.settings))
        self.app.test_client_class = Person

    def stranger(self) -> Person:
        client = self.app.test_client()
        assert isinstance(client, Person)
        return client

    def centre(self, key: str = OWN) -> int:
        """The number of a centre, by its key in `content/sample/places.yaml`."""
        with self.runtime.database.read() as db:
            return db.scalars(select(Centre.id).where(Centre.external_id == key)).one()

    def add_worker(
        self,
        role: str = "worker",
        *,
        centre: str | None = None,
        cluster: str | None = None,
        name: str | None = None,
        active: bool = True,
        **details: Any,
    ) -> WorkerCard:
        """Somebody new. Without a place: the usual centre, its cluster for a lead, or the whole council."""
        kind = Role(role)
        with self.runtime.database.unit_of_work() as db:
            council = db.scalars(select(Council).order_by(Council.id)).first()
            place = self._place(kind, centre, cluster)
            number = (db.scalar(select(func.max(Worker.id))) or 0) + 1
            usual = {
                "name": name or NAMES[kind],
                "email": f"{kind}{number}@wrenshire.example",
                "added_at": clock.now(),
            }
            worker = Worker(council_id=council.id, **usual | details)
            worker.memberships = [Membership(role=kind, **place)]
            db.add(worker)
            db.flush()
            card = worker_card(db, worker.id)
            worker.active = active
            return card

    def _place(self, role: Role, centre: str | None, cluster: str | None) -> dict[str, int]:
        with self.runtime.database.read() as db:
            found = db.scalars(select(Centre).where(Centre.external_id == (centre or OWN))).one()
            if cluster:
                return {"cluster_id": db.scalars(select(Cluster.id).where(Cluster.key == cluster)).one()}
            if centre is None and role is Role.LEAD:
                return {"cluster_id": found.cluster_id or 0}
            if centre is None and role in (Role.COUNCIL, Role.REPORTER):
                return {}
            return {"centre_id": found.id}

    def mails(self) -> list[Letter]:
        """What waits to be sent, the first written first; taken out of the outbox."""
        letters = []
        with self.runtime.database.unit_of_work() as db:
            while letter := take_next(db, now=clock.now()):
                note_sent(db, letter, now=clock.now())
                letters.append(letter)
        return letters

    def link(self) -> str:
        """The path of the link in the one mail that waits."""
        (letter,) = self.mails()
        (link,) = re.findall(r"https?://\S+", letter.text)
        return urlsplit(link).path

    def cookie_of(self, worker: WorkerCard | int) -> str:
        """What the browser of a worker who has signed in carries in its cookie `staff`."""
        worker_id = worker if isinstance(worker, int) else worker.id
        with self.runtime.database.unit_of_work() as db:
            return signing_in.begin(db, worker_id, device="Chrome, Android", proven=True, now=clock.now())

    def signed_in(self, role: str = "worker", **place: Any) -> Person:
        """The browser of somebody new with this role, who has signed in."""
        worker = self.add_worker(role, **place)
        person = self.stranger()
        person.set_cookie("staff", self.cookie_of(worker.id))
        person.worker = worker
        return person


@contextmanager
def own_site(ready: Runtime, folder: Path, **settings: Any) -> Iterator[StaffSite]:
    """A site over a copy of a runtime's data."""
    shutil.copytree(ready.settings.data, folder)
    copy = replace(ready.settings, data=folder, database_url=f"sqlite:///{folder / 'doorstep.db'}")
    runtime = open_runtime(replace(copy, **settings))
    yield StaffSite(runtime)
    runtime.database.close()


@pytest.fixture
def staff_site(sample_runtime: Runtime, tmp_path: Path) -> Iterator[StaffSite]:
    """The sample council, to change as one likes."""
    with own_site(sample_runtime, tmp_path / "site") as site:
        yield site


@pytest.fixture(scope="module")
def shared_staff_site(
    sample_runtime: Runtime, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StaffSite]:
    """The sample council, for all tests of a module together."""
    with own_site(sample_runtime, tmp_path_factory.mktemp("staff") / "site") as site:
        yield site


@pytest.fixture
def signed_in(staff_site: StaffSite) -> Callable[..., Person]:
    """`signed_in("manager", centre="…")`: the browser of such a person, at a site of one's own."""
    return staff_site.signed_in


@pytest.fixture
def live_staff_site(staff_site: StaffSite) -> Iterator[str]:
    """The address of `staff_site`, really served, for browsers."""
    server = make_server("127.0.0.1", 0, staff_site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def staff_tab(
    staff_site: StaffSite, live_staff_site: str, new_tab: Callable[..., Page]
) -> Callable[..., Page]:
    """`staff_tab("manager", centre="…", viewport=…)`: somebody who is signed in, on the first page."""

    def opened(
        role: str = "worker", *, centre: str | None = None, cluster: str | None = None, **settings: Any
    ) -> Page:
        worker = staff_site.add_worker(role, centre=centre, cluster=cluster)
        tab = new_tab(**settings)
        tab.context.add_cookies(
            [{"name": "staff", "value": staff_site.cookie_of(worker.id), "url": live_staff_site}]
        )
        tab.goto(f"{live_staff_site}/staff/")
        return tab

    return opened
