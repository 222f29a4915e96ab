"""What is looked for and not found is counted when somebody looks, and in memory only."""

from dataclasses import replace

import pytest

from directory.tally import Tally
from directory.unmet.actions import add_counts
from directory.web.app import create_app


class Counted(Tally):
    """A tally one can look into."""

    @property
    def times(self) -> dict[tuple[str, str], int]:
        return {(need.need, need.language): times for need, times in self._counts.items()}


@pytest.fixture
def unmet():
    return Counted(add_counts)


@pytest.fixture
def visited(sample_runtime, unmet):
    return create_app(replace(sample_runtime, unmet=unmet)).test_client()


def test_a_question_without_an_answer_is_counted(visited, unmet):
    visited.get("/en/find?q=submarine+volcano")
    visited.get("/pl/find?q=submarine+volcano")

    assert unmet.times == {("other-words", "en"): 1, ("other-words", "pl"): 1}


def test_a_question_with_an_answer_is_not(visited, unmet):
    visited.get("/en/find?q=baby+massage")
    visited.get("/en/find")
    visited.get("/en/find?near=ZZ1+1ZZ")

    assert unmet.times == {}


def test_software_that_asks_is_not_counted(visited, unmet):
    visited.head("/en/find?q=submarine+volcano")
    visited.get("/en/find.json?q=submarine+volcano")
    visited.get("/en/suggest?q=submarine+volcano")

    assert unmet.times == {}
