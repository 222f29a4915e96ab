"""Nobody is led away from us by an address that came from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.web.paths import back_to, is_ours

HOME = "/staff/"
ELSEWHERE = [
    "",
    "https://evil.example",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,hello",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/staff\r\nSet-Cookie: staff=x",
    " //evil.example",
    "/ /evil.example",
    "//evil.example/staff/",
    "//user@evil.example/staff/",
    "//[::1]/staff/",
    "//[/staff/",
    "evil.example/staff/",
    "staff/",
    "?next=/staff/",
    "#/staff/",
    "/.evil.example",
    "/staffing",
    "/staff.evil.example",
    "/staff@evil.example",
    "/en/",
    "/",
    "/\x00/evil.example",
    "/staff/\x7f",
    "/ſtaff/",
    "／／evil.example",
    "/staff/\u2028//evil.example",
    "/staff/" + "x" * 3000,
    ".//evil.example",
    "/static/../staff/x",
]
OURS = [
    "/staff",
    "/staff/",
    "/staff?day=1",
    "/staff/listings/3/what?part=2",
    "/staff/find?q=a%20b&near=QX1+2AB",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_what_leads_elsewhere_leads_to_the_first_page(path):
    assert back_to(path, otherwise=HOME) == HOME


@pytest.mark.parametrize("path", OURS)
def test_a_page_for_staff_is_where_she_goes_on(path):
    assert back_to(path, otherwise=HOME) == path


@pytest.mark.parametrize("path", ELSEWHERE)
def test_the_sign_in_page_leads_nowhere_else(signed_in, path):
    answer = signed_in("volunteer").get("/staff/sign-in", query_string={"next": path})

    assert answer.location == HOME


@given(path=st.text(st.sampled_from("/\\staffevil.example:@?#%09 \t\n"), max_size=30))
def test_whatever_is_ours_begins_with_one_slash_and_names_no_host(path):
    if is_ours(path):
        assert path.startswith("/")
        assert not path.startswith(("//", "/\\"))
        assert not set(path) & set("\\\t\n ")
