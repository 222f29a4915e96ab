"""The send gate: what may go to whom, and when."""

from datetime import datetime, timedelta

import pytest

from directory.clock import LONDON
from directory.contacts.gate import LOOK_AGAIN, Go, Hold, Quiet, Standing, Wait, verdict
from directory.contacts.models import ContactStatus, Owing

UNASKED = [Owing.NEWS, Owing.REMINDER, Owing.BROADCAST]
ASKED = [Owing.REPLY, Owing.STAFF]


def at(hour: int, minute: int = 0, *, day: int = 24, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def standing(
    status: ContactStatus = ContactStatus.ACTIVE,
    *,
    quiet: Quiet = Quiet(),  # noqa: B008 — frozen
    with_person: bool = False,
    heard_at: datetime | None = None,
    hours_open: int | None = None,
) -> Standing:
    return Standing(status, quiet, heard_at or at(8), with_person, hours_open)


@pytest.mark.parametrize("kind", list(Owing))
def test_by_day_everything_goes_to_somebody_who_listens(kind):
    assert verdict(standing(), kind, now=at(9)) == Go()


@pytest.mark.parametrize("kind", list(Owing))
def test_nothing_goes_to_somebody_who_blocked_us(kind):
    assert verdict(standing(ContactStatus.BLOCKED), kind, now=at(9)) == Hold("blocked")


@pytest.mark.parametrize("kind", list(Owing))
def test_somebody_who_said_stop_gets_answers_alone(kind):
    said = verdict(standing(ContactStatus.STOPPED), kind, now=at(9))

    assert said == (Go() if kind in ASKED else Hold("stopped"))


@pytest.mark.parametrize("kind", list(Owing))
def test_in_quiet_hours_answers_go_and_all_else_waits_for_the_morning(kind):
    said = verdict(standing(), kind, now=at(23))

    assert said == (Go() if kind in ASKED else Wait(at(7, day=25)))


@pytest.mark.parametrize(
    ("quiet", "now", "over"),
    [
        (Quiet(), at(20, 59), None),
        (Quiet(), at(21), at(7, day=25)),
        (Quiet(), at(6, 59), at(7)),
        (Quiet(), at(7), None),
        (Quiet(13, 15), at(13), at(15)),
        (Quiet(13, 15), at(15), None),
        (Quiet(0, 6), at(0), at(6)),
        (Quiet(20, 0), at(20), at(0, day=25)),
        (Quiet(9, 9), at(9), None),
        # The clocks go forward on 28 March 2027 and back on 25 October 2026, in these very hours.
        (Quiet(), at(23, day=24, month=10), at(7, day=25, month=10)),
    ],
)
def test_quiet_hours_are_those_of_londons_clock(quiet, now, over):
    assert quiet.over_at(now) == over


@pytest.mark.parametrize("kind", [Owing.NEWS, Owing.REMINDER])
def test_what_would_be_of_no_use_in_the_morning_goes_at_once(kind):
    soon, later = at(6, 30, day=25), at(10, day=25)

    assert verdict(standing(), kind, now=at(23), good_until=soon) == Go()
    assert verdict(standing(), kind, now=at(23), good_until=later) == Wait(at(7, day=25))
    assert verdict(standing(), kind, now=at(7, day=25), good_until=soon) == Hold("too late")


def test_a_broadcast_never_wakes_anybody():
    assert verdict(standing(), Owing.BROADCAST, now=at(23), good_until=at(6, day=25)) == Wait(at(7, day=25))


@pytest.mark.parametrize("kind", list(Owing))
def test_while_a_person_writes_with_her_broadcasts_wait(kind):
    said = verdict(standing(with_person=True), kind, now=at(9))

    assert said == (Wait(at(9) + LOOK_AGAIN) if kind is Owing.BROADCAST else Go())


@pytest.mark.parametrize("kind", list(Owing))
def test_a_channel_that_closes_after_a_day_holds_everything(kind):
    her = standing(heard_at=at(8, day=23), hours_open=24)

    assert verdict(her, kind, now=at(7, 59)) == Go()
    assert verdict(her, kind, now=at(8) + timedelta(seconds=1)) == Hold("channel closed")
