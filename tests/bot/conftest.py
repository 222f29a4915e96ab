"""The bot over the sample council: one for all conversations, and one to write in."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from directory import clock
from directory.runtime import Runtime, open_runtime
from tests.bot.playing import House
from tests.builders import NOW
from tests.site import sample_runtime
from tests.staff_site import signed_in, staff_site

__all__ = ["sample_runtime", "signed_in", "staff_site"]  # tests ask for them by name


@pytest.fixture(scope="session")
def house(sample_runtime: Runtime) -> House:
    with clock.frozen(NOW):
        return House(sample_runtime)


@pytest.fixture
def own_runtime(sample_runtime: Runtime, tmp_path: Path) -> Iterator[Runtime]:
    """The sample council, to write in."""
    folder = tmp_path / "own"
    shutil.copytree(sample_runtime.settings.data, folder)
    settings = replace(
        sample_runtime.settings, data=folder, database_url=f"sqlite:///{folder / 'doorstep.db'}"
    )
    runtime = open_runtime(settings)
    yield runtime
    runtime.database.close()
