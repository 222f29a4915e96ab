"""The plug is pulled again and again while people write: nobody is forgotten, and little is said twice.

A small crowd; `python -m tests.bench.bot chaos` does it with 200 people.
"""

import pytest

from bot.sending import AT_ONCE
from tests.e2e.bot_api import until
from tests.e2e.crowd import Crowd, PullingThePlug, figures, left
from tests.e2e.doorstep import WAYS


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_anybody_wrote_is_lost_when_the_power_fails(doorstep, way):
    copy = doorstep(*WAYS[way]).open_by(way)
    crowd, plug = Crowd(copy.api, people=20, turns=6), PullingThePlug(copy, every=0.3, most=2)

    crowd.talk(patience=60, meanwhile=plug)

    until(lambda: left(copy).undone == 0)
    crowd.hear_the_rest()
    print(*figures(crowd, plug), sep="\n")
    assert crowd.finished == 20
    assert left(copy).inbox == {"done": 120}
    assert sum(plug.kills.values()) == 2
    assert crowd.repeated <= AT_ONCE * sum(plug.kills.values())


def test_a_crowd_is_answered_each_once(fetched):
    crowd = Crowd(fetched.api, people=40, turns=3)

    crowd.talk(patience=60)

    crowd.hear_the_rest()
    assert (crowd.finished, crowd.repeated, len(crowd.waits)) == (40, 0, 120)
