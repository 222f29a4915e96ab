"""Codes from a phone: of this moment, each once; and ten on paper, each once."""

from datetime import timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directory.accounts import second_factor
from directory.accounts.models import RecoveryCode
from directory.accounts.second_factor import CodeWrong, codes_left, prepare, prove, secret_to_show, set_up
from tests.builders import NOW

STEP = timedelta(seconds=30)


@pytest.fixture
def amina(add_worker):
    return add_worker()


@pytest.fixture
def phone(db, amina) -> pyotp.TOTP:
    """Amina's phone, which has read the secret and is about to show its first code."""
    prepare(db, amina.id)
    return pyotp.TOTP(secret_to_show(db, amina.id)[0])


@pytest.fixture
def codes(db, amina, phone) -> list[str]:
    """She has set it up a while ago. What she wrote down."""
    return set_up(db, amina.id, phone.at(NOW - timedelta(days=1)), now=NOW - timedelta(days=1))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_phone_whose_clock_is_half_a_minute_wrong_still_helps(db, amina, phone, codes, steps):
    prove(db, amina.id, phone.at(NOW + steps * STEP), now=NOW)


@pytest.mark.parametrize("steps", [-20, -2, 2, 20])
def test_a_code_of_another_moment_is_refused(db, amina, phone, codes, steps):
    with pytest.raises(CodeWrong):
        prove(db, amina.id, phone.at(NOW + steps * STEP), now=NOW)


def test_a_code_works_once_and_none_before_it_any_more(db, amina, phone, codes):
    prove(db, amina.id, phone.at(NOW), now=NOW)

    for stale in (phone.at(NOW), phone.at(NOW - STEP)):
        with pytest.raises(CodeWrong):
            prove(db, amina.id, stale, now=NOW)
    prove(db, amina.id, phone.at(NOW + STEP), now=NOW + STEP)


def test_the_code_that_set_it_up_does_not_let_in_as_well(db, amina, phone):
    set_up(db, amina.id, phone.at(NOW), now=NOW)

    with pytest.raises(CodeWrong):
        prove(db, amina.id, phone.at(NOW), now=NOW)


def test_a_wrong_first_code_sets_nothing_up(db, amina, phone):
    with pytest.raises(CodeWrong):
        set_up(db, amina.id, phone.at(NOW - 10 * STEP), now=NOW)

    assert not second_factor.is_set_up(amina)
    assert codes_left(db, amina.id) == 0


def test_spaces_and_hyphens_are_forgiven(db, amina, phone, codes):
    code = phone.at(NOW)

    prove(db, amina.id, f" {code[:3]} {code[3:]} ", now=NOW)
    prove(db, amina.id, codes[3].upper().replace("-", " "), now=NOW)


def test_each_of_ten_codes_on_paper_works_once(db, amina, codes):
    for code in codes:
        prove(db, amina.id, code, now=NOW)

    assert len(set(codes)) == 10
    assert codes_left(db, amina.id) == 0
    with pytest.raises(CodeWrong):
        prove(db, amina.id, codes[0], now=NOW)


def test_new_codes_on_paper_make_the_old_ones_void(db, amina, codes):
    new = second_factor.new_recovery_codes(db, amina.id)

    with pytest.raises(CodeWrong):
        prove(db, amina.id, codes[0], now=NOW)
    prove(db, amina.id, new[0], now=NOW)


def test_nobody_gets_in_with_the_codes_of_somebody_else(db, amina, codes, add_worker):
    zuzanna = add_worker(email="zuzanna@hexshire.example")
    prepare(db, zuzanna.id)
    hers = pyotp.TOTP(secret_to_show(db, zuzanna.id)[0])
    set_up(db, zuzanna.id, hers.at(NOW - 9 * STEP), now=NOW - 9 * STEP)

    for code in (codes[0], hers.at(NOW)):
        with pytest.raises(CodeWrong):
            prove(db, amina.id if code != codes[0] else zuzanna.id, code, now=NOW)


def test_a_secret_is_shown_while_it_is_set_up_and_never_again(db, amina, phone):
    shown, address = secret_to_show(db, amina.id)
    set_up(db, amina.id, phone.at(NOW), now=NOW)

    assert address == f"otpauth://totp/Doorstep:amina%40hexshire.example?secret={shown}&issuer=Doorstep"
    with pytest.raises(CodeWrong):
        secret_to_show(db, amina.id)


def test_neither_secret_nor_codes_can_be_read_in_the_database(db, amina, phone, codes):
    stored = [amina.totp, *db.scalars(select(RecoveryCode.mark))]

    assert not [text for text in stored if phone.secret in text]
    assert not [text for text in stored for code in codes if code in text or code.replace("-", "") in text]


def test_one_without_a_phone_gets_in_with_no_code(db, amina):
    for code in ("", "000000", "aaaaaaaaaa"):
        with pytest.raises(CodeWrong):
            prove(db, amina.id, code, now=NOW)


@given(text=st.text(max_size=60))
def test_whatever_is_typed_as_a_code_gets_an_answer(text):
    bare = second_factor._bare(text)

    assert bare.isascii()
    assert bare == bare.lower()


def test_a_lost_phone_is_forgotten_with_its_codes(db, amina, phone, codes):
    second_factor.take_away(db, amina.id)
    prepare(db, amina.id)

    assert codes_left(db, amina.id) == 0
    assert secret_to_show(db, amina.id)[0] != phone.secret
