"""What was worked out is kept up to so many bytes, and no more."""

import numpy as np

from directory.search.kept import Kept

KB = 1024


class Lazy:
    """A value that works more out after it was put by, as dates do when they are first asked for."""

    def __init__(self) -> None:
        self.known = np.zeros(10 * KB, np.uint8)


def test_a_value_is_made_once():
    kept, made = Kept(100 * KB), []

    for _ in range(3):
        kept.get("key", lambda: made.append(1) or "value")

    assert made == [1]


def test_the_oldest_goes_when_there_is_no_more_room():
    kept, made = Kept(100 * KB), []

    for number in (*range(12), 11, 0):
        kept.get(number, lambda number=number: made.append(number) or np.zeros(10 * KB, np.uint8))

    assert made == [*range(12), 0]


def test_what_grows_while_it_is_kept_makes_no_room_for_more():
    kept = Kept(100 * KB)

    for number in range(200):
        kept.get(number, Lazy).later = np.zeros(20 * KB, np.uint8)

    assert [kept.get(number, lambda: "gone") for number in (199, 185)][1] == "gone"
    assert isinstance(kept.get(199, lambda: "gone"), Lazy)
