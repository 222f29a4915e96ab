"""Debian's Chromium, one page object kept for all tests of a worker, in front of the really served site."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.site import addresses, live_site, sample_runtime
from tests.staff_site import live_staff_site, staff_site, staff_tab

PHONE = {"width": 360, "height": 740}
# Seconds to wait for what takes one when nothing else runs: other tests do, and tests do not measure.
PATIENCE = 15
# Fixtures: tests ask for them by name.
__all__ = ["addresses", "live_site", "live_staff_site", "sample_runtime", "staff_site", "staff_tab"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab that tests use one after the other; whoever changes its size or media sets it back."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A tab of somebody with settings of their own: `new_tab(java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def opened(**settings: object) -> Page:
        contexts.append(browser.new_context(**{"viewport": PHONE, **settings}))
        contexts[-1].set_default_timeout(10_000)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
