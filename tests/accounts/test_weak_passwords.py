"""Which passwords are refused, and that no others are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.accounts.weak_passwords import (
    PasswordGuessed,
    PasswordNamesYou,
    PasswordRefused,
    PasswordTooLong,
    PasswordTooShort,
    refuse_weak,
)

AMINA = ("Amina Yusuf-Okafor", "amina.yusuf")


@pytest.mark.parametrize(
    "password",
    [
        "three wrens on a gate",
        "trzy strzyżyki na płocie",
        "سبعة طيور على الشجرة",
        "kettle;marble;Tuesday",
        "xK9#vQ2$mL7!",
        "my football boots leak badly",
        " spaces count as well ",
        "e" * 4 + "xq7 tulip harbour",
        "wrens " * 15 + "on a gate",
    ],
)
def test_a_password_of_ones_own_is_welcome(password):
    refuse_weak(password, known=AMINA)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("wrens+gates", PasswordTooShort),
        ("", PasswordTooShort),
        ("three wrens on a gate " * 6, PasswordTooLong),
        ("password1234", PasswordGuessed),
        ("Password123!", PasswordGuessed),
        ("P@ssw0rd2026", PasswordGuessed),
        ("passwordpassword", PasswordGuessed),
        ("iloveyou1234567", PasswordGuessed),
        ("administrator", PasswordGuessed),
        ("!!sunshine!!2026", PasswordGuessed),
        ("123456789012", PasswordGuessed),
        ("qwertyuiop123", PasswordGuessed),
        ("abcdefghijklm", PasswordGuessed),
        ("zyxwvutsrqpo", PasswordGuessed),
        ("aaaaaaaaaaaaaaa", PasswordGuessed),
        ("abcabcabcabcabc", PasswordGuessed),
        ("1qaz2wsx3edc4rfv", PasswordGuessed),
        ("doorstep2026", PasswordNamesYou),
        ("My Doorstep 2026!", PasswordNamesYou),
        ("AminaYusuf2026", PasswordNamesYou),
        ("okafor.amina.12", PasswordNamesYou),
        ("doorstepdoorstep", PasswordNamesYou),
    ],
)
def test_a_password_that_others_guess_first_is_refused(password, refusal):
    with pytest.raises(PasswordRefused) as refused:
        refuse_weak(password, known=AMINA)

    assert refused.type is refusal


def test_twelve_characters_are_enough_and_128_are_not_too_many():
    refuse_weak("tulip7harbor", known=())
    refuse_weak("tulips harbour " * 8 + "kettle 7", known=())
    with pytest.raises(PasswordTooShort):
        refuse_weak("tulip7harbo", known=())
    with pytest.raises(PasswordTooLong):
        refuse_weak("tulips harbour " * 8 + "kettle 77", known=())


@given(password=st.text(max_size=200), known=st.lists(st.text(max_size=40), max_size=3))
def test_whatever_is_typed_gets_an_answer(password, known):
    try:
        refuse_weak(password, known=known)
    except PasswordRefused:
        refused = True
    else:
        refused = False

    assert refused or 12 <= len(password) <= 128
