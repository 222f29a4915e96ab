"""A small town to search in: an open directory over a fresh database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from directory.db import Database
from directory.runtime import Runtime
from directory.search.engine import NO_INDEX
from directory.search.find import Page
from directory.search.index import IndexFolder
from directory.search.request import Request
from directory.search.whoosh_engine import WhooshEngine
from directory.settings import Settings
from tests.site import sample_runtime

__all__ = ["sample_runtime"]  # a fixture: tests ask for it by name


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    settings = Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'doorstep.db'}")
    folder = IndexFolder(settings.index)
    return Runtime(settings, database, folder, WhooshEngine(folder, database))


@pytest.fixture
def find(runtime: Runtime) -> Callable[..., Page]:
    """Ask one question, as a door would: `find("baby massage", near="QX1 2AB")`.

    The index is built before the first question.
    """

    def ask(text: str = "", language: str = "en", **asked: object) -> Page:
        if runtime.engine.generation == NO_INDEX:
            runtime.engine.look()
        return runtime.find(Request(text=text, **asked), language=language)  # type: ignore[arg-type]

    return ask


def names(page: Page) -> list[str]:
    return [result.activity.name.text for result in page.results]
