"""The question as it stands in an address."""

from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.request import CHOICES, Age, Request, read, write

IMPOSSIBLE = [
    ("age", "abc"), ("age", "-3"), ("age", "9999"), ("age", "12-6"), ("age", "٣"), ("age", "1e3"),
    ("from", "2026-02-30"), ("from", "yesterday"), ("to", "10/12/2026"),
    ("day", "someday"), ("part", "night"), ("cost", "cheap"), ("theme", "U9"), ("within", "-1"),
    ("within", "1000000000000000000000"), ("page", "0"), ("page", "x"), ("sort", "random"), ("how", "fax"),
]  # fmt: skip


def test_what_is_written_reads_back_the_same():
    request = Request(
        text="baby group", near="QX1 2AB", ages=(Age(8, 8), Age(36, 47)), pregnant=True, days=("tue", "sat"),
        costs=("free",), features=("step_free",), spoken=("pl",), within=5, sort="soonest", page=3,
    )  # fmt: skip

    again, unread = read(parse_qs(urlencode(write(request, page=3))))

    assert again == request
    assert unread == []


@pytest.mark.parametrize(("name", "said"), IMPOSSIBLE)
def test_the_impossible_is_left_out_and_told(name, said):
    request, unread = read({name: [said]})

    assert request == Request()
    assert [(one.field, one.said) for one in unread] == [(name, said)]


def test_one_value_of_many_can_be_taken_out():
    request = Request(days=("mon", "tue"), page=4)

    assert request.without("days", "mon") == Request(days=("tue",))
    assert request.without("days") == Request()


@given(
    st.dictionaries(
        st.sampled_from([*CHOICES, "q", "near", "here", "age", "from", "page"]), st.lists(st.text())
    )
)
def test_any_address_can_be_read_and_its_reading_is_stable(given_):
    request, _ = read(given_)

    assert read(parse_qs(urlencode(write(request, page=request.page))))[0] == request
