"""Who answers what, and in which order."""

from bot.core.engine import take
from bot.core.event import Event, Kind
from bot.core.talk import Talk


def test_an_old_button_gets_a_kind_answer():
    turn = take(Talk("en"), Event(Kind.PRESS, press="dinosaur.feed.12"), None)

    assert [screen.name for screen in turn.screens] == ["lost"]
    assert turn.talk.offered
