"""Seals and marks: only we can make them, and one made for one thing serves no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.errors import SealBroken
from directory.keys import Keys

OURS, THEIRS = Keys("ours alone"), Keys("somebody else’s")


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_comes_back_as_it_was(text):
    assert OURS.unseal("mail", OURS.seal("mail", text, bound_to="7"), bound_to="7") == text


@pytest.mark.parametrize(
    ("keys", "purpose", "bound_to"), [(THEIRS, "mail", "7"), (OURS, "totp", "7"), (OURS, "mail", "8")]
)
def test_a_seal_opens_only_with_our_key_for_its_purpose_and_row(keys, purpose, bound_to):
    sealed = OURS.seal("mail", "a link that lets somebody in", bound_to="7")

    with pytest.raises(SealBroken):
        keys.unseal(purpose, sealed, bound_to=bound_to)


@given(text=st.text())
def test_what_we_did_not_seal_is_refused(text):
    with pytest.raises(SealBroken):
        OURS.unseal("mail", text)


def test_the_same_text_sealed_twice_does_not_look_the_same():
    assert OURS.seal("mail", "yes") != OURS.seal("mail", "yes")


def test_a_mark_is_the_same_for_the_same_text_purpose_and_key_and_for_no_other():
    marks = {keys.mark(p, t) for keys in (OURS, THEIRS) for p in "ab" for t in "xy"}

    assert len(marks) == 8
    assert OURS.mark("a", "x") in marks
