"""The whole thing: the site, the bot and Telegram as three programs that know each other by address only."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from directory.runtime import Runtime
from tests.e2e import bot_api
from tests.e2e.doorstep import WAYS, Doorstep
from tests.site import sample_runtime

__all__ = ["sample_runtime"]  # tests ask for it by name

Opening = Callable[..., Doorstep]
_chats = itertools.count(7001)


@pytest.fixture
def chat() -> int:
    """The chat of somebody who has never written before."""
    return next(_chats)


@pytest.fixture(scope="session")
def opening(sample_runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opening]:
    """Opens copies of Doorstep, each with a Telegram of its own, and stops them in the end."""
    if (why := bot_api.missing()) and not os.environ.get("CI"):
        pytest.skip(why)
    with ExitStack() as stack:

        def opened(*names: str, **settings: str) -> Doorstep:
            data = tmp_path_factory.mktemp("copy") / "data"
            shutil.copytree(sample_runtime.settings.data, data)
            api = stack.enter_context(bot_api.running())
            copy = Doorstep(data, api, {"DOORSTEP_SENDS_PER_SECOND": "0", **settings})
            stack.callback(copy.stop)
            copy.start(*names)
            return copy

        yield opened


@pytest.fixture(scope="session")
def shared(opening: Opening) -> Callable[[str], Doorstep]:
    """The copy that is open this way, the same for all tests that leave it as it is."""

    @cache
    def open_by(way: str) -> Doorstep:
        return opening(*WAYS[way]).open_by(way)

    return open_by


@pytest.fixture
def doorstep(opening: Opening, tmp_path: Path) -> Iterator[Opening]:
    """A copy of one's own with these programs running: `doorstep("bot", "poller")`."""
    copies: list[Doorstep] = []

    def opened(*names: str, **settings: str) -> Doorstep:
        copies.append(opening(*names, **settings))
        return copies[-1]

    yield opened
    for copy in copies:
        copy.stop()
        print(copy.told())  # of use where a test fails


@pytest.fixture(params=WAYS)
def either_way(request: pytest.FixtureRequest, shared: Callable[[str], Doorstep]) -> Iterator[Doorstep]:
    """The shared copy, once with updates brought to the site and once with updates fetched."""
    copy = shared(request.param)
    yield copy
    print(copy.told())


@pytest.fixture
def fetched(shared: Callable[[str], Doorstep]) -> Iterator[Doorstep]:
    """The shared copy that fetches updates."""
    copy = shared("fetched")
    yield copy
    print(copy.told())
