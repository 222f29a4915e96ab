"""The site, asked in-process, and each of its pages as a tree."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.site import Element, addresses, read_html, sample_runtime, site, site_with

__all__ = ["addresses", "sample_runtime", "site", "site_with"]  # fixtures: tests ask for them by name


@dataclass(frozen=True)
class Shown:
    """What somebody who asked for a page got."""

    response: TestResponse
    html: str
    document: Element


@pytest.fixture(scope="session")
def kept() -> dict[str, Shown]:
    return {}


@pytest.fixture
def show(site: FlaskClient, addresses: dict[str, str], kept: dict[str, Shown]) -> Callable[[str, str], Shown]:
    """`show("home", "pl")`: asked for once, however many tests look at it."""

    def shown(page: str, language: str) -> Shown:
        address = f"/{language}{addresses[page]}"
        if address not in kept:
            response = site.get(address)
            kept[address] = Shown(response, response.text, read_html(response.text))
        return kept[address]

    return shown
