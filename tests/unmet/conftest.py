"""A small town where hardly anything is on, to look for things in vain."""

from collections.abc import Callable

import pytest

from directory.runtime import Runtime
from directory.search.request import Request
from directory.unmet.counting import Need, needs_of
from tests.builders import NOW, add_activity, add_centre
from tests.search.conftest import runtime

__all__ = ["runtime"]  # a fixture: tests ask for it by name

LookFor = Callable[..., list[Need]]


@pytest.fixture
def look_for(runtime: Runtime) -> LookFor:
    """Ask one question, and say what would be counted: `look_for("baby yoga", near="QX1 2AB")`."""
    with runtime.database.unit_of_work() as db:
        connection = db.connection()
        connection.exec_driver_sql("INSERT INTO postcode VALUES ('QX12AB', 51.4, 0.5)")
        connection.exec_driver_sql("INSERT INTO outcode VALUES ('QX1', 51.4, 0.5, 1), ('QX9', 52.9, 0.5, 1)")
        add_activity(db, name="Stay and play", centre=add_centre(db))
    runtime.index.rebuild(runtime.database, now=NOW)

    def ask(text: str = "", language: str = "en", **asked: object) -> list[Need]:
        page = runtime.find(Request(text=text, **asked), language=language)  # type: ignore[arg-type]
        return needs_of(page, language=language, now=NOW)

    return ask
