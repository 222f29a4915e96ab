"""`python -m bot check` says who waits and what was given up; `replay` has it tried again."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.check import check
from bot.commands.replay import replay
from bot.turning import take_turn
from directory import clock
from directory.contacts import inbox
from directory.contacts.models import Incoming, IncomingStatus
from directory.runtime import Runtime
from tests.builders import NOW


@pytest.fixture
def commands(own_runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """Commands look at this council too."""
    monkeypatch.setenv("DOORSTEP_DATA", str(own_runtime.settings.data))
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", own_runtime.settings.secret_key)
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    assert own_runtime.settings.database_url.endswith(str(Path(own_runtime.settings.data) / "doorstep.db"))
    return own_runtime


def run(command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_what_was_given_up_is_said_with_its_number_and_tried_again(commands):
    well = run(check)
    with commands.database.unit_of_work() as db:
        arrived = {"channel": "web", "external_id": "1", "address": "a cookie", "place": 1}
        inbox.receive(db, **arrived, event={"kind": "text", "text": "baby massage"}, now=NOW)
        taken = inbox.take_next(db, now=NOW)
        for _ in range(inbox.MOST_ATTEMPTS):
            inbox.note_failed(db, taken.id, fault="ValueError in find:12", now=NOW)

    ill = run(check)
    replayed = run(replay, str(taken.id))

    assert (well.exit_code, ill.exit_code, replayed.exit_code) == (0, 1, 0)
    assert f"ValueError in find:12: python -m bot replay {taken.id}" in ill.output
    assert "massage" not in ill.output
    assert take_turn(commands, now=clock.now())
    with commands.database.read() as db:
        assert db.get_one(Incoming, taken.id).status is IncomingStatus.DONE


def test_what_was_not_given_up_is_not_replayed(commands):
    said = run(replay, "5")

    assert (said.exit_code, said.output) == (1, "No message 5 has been given up.\n")
