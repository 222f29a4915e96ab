"""Chores are done when they are due, and one that fails holds up no other."""

from datetime import timedelta

from directory import clock
from directory.worker import CHORES, Chore, Rounds
from tests.builders import NOW


class Diary:
    """Chores that write down that they were done."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def chore(self, name: str, every: timedelta | None, *, fails: bool = False) -> Chore:
        def deed(_runtime: object) -> None:
            self.done.append(name)
            if fails:
                raise OSError("the disk is full")

        return Chore(name, every, deed)

    def after(self, rounds: Rounds, *moments: timedelta) -> list[str]:
        for moment in moments:
            with clock.frozen(NOW + moment):
                rounds.go(None)  # type: ignore[arg-type]
        return self.done


def test_a_chore_is_done_at_once_and_then_every_so_often():
    diary = Diary()
    rounds = Rounds([diary.chore("mail", timedelta(minutes=5))])

    done = diary.after(rounds, *(timedelta(minutes=n) for n in (0, 1, 4, 5, 6, 11)))

    assert len(done) == 3


def test_a_daily_chore_is_done_once_on_each_day_of_london():
    diary = Diary()
    rounds = Rounds([diary.chore("dates", None)])

    done = diary.after(rounds, *(timedelta(hours=n) for n in (0, 5, 14.9, 15, 16, 38.9, 39)))

    assert len(done) == 3  # at nine, and at midnight twice


def test_one_that_fails_is_tried_again_after_ten_seconds_and_holds_up_no_other(caplog):
    diary = Diary()
    rounds = Rounds(
        [diary.chore("bad", timedelta(hours=1), fails=True), diary.chore("good", timedelta(seconds=1))]
    )

    done = diary.after(rounds, *(timedelta(seconds=n) for n in (0, 5, 10)))

    assert done == ["bad", "good", "good", "bad", "good"]
    assert "the chore “bad” met a problem" in caplog.text


def test_every_chore_has_a_name_of_its_own():
    assert len({chore.name for chore in CHORES}) == len(CHORES)
