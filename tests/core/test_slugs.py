"""Short readable addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.slugs import slug


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Little Acorns Children’s Centre"], "little-acorns-childrens-centre"),
        (["Little Acorns Children's Centre"], "little-acorns-childrens-centre"),
        (["Stay and play", "Hexbury"], "stay-and-play-hexbury"),
        (["  Baby   massage!  "], "baby-massage"),
        (["Dads’ stay & play (Saturday)"], "dads-stay-play-saturday"),
        (["Café Été"], "cafe-ete"),
        (["Under 5s, 0–12 months"], "under-5s-0-12-months"),
        (["../../etc/passwd"], "etc-passwd"),
        (["Nul\x00byte"], "nul-byte"),
        (["نادي الأطفال"], "listing"),
        ([""], "listing"),
        (["—"], "listing"),
    ],
)
def test_an_address_reminds_of_the_name(names, expected):
    assert slug(*names, taken=()) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ((), "baby-massage"),
        (("baby-massage",), "baby-massage-2"),
        (("baby-massage", "baby-massage-2", "baby-massage-3"), "baby-massage-4"),
        (("baby-massage", "baby-massage-3"), "baby-massage-2"),
        (("baby-massage-2",), "baby-massage"),
    ],
)
def test_an_address_that_others_have_gets_a_number(taken, expected):
    assert slug("Baby massage", taken=set(taken)) == expected


def test_a_long_name_is_cut_without_a_hyphen_at_its_end():
    found = slug("Stay and play for everyone", taken=(), most=9)

    assert found == "stay-and"


@given(names=st.lists(st.text(), max_size=3), taken=st.sets(st.sampled_from(["listing", "a", "0", "a-2"])))
def test_every_name_gets_an_address_of_its_own_that_is_safe_in_a_link(names, taken):
    found = slug(*names, taken=taken)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert found not in taken
    assert len(found) <= 84
