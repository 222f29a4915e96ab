"""Postcodes, however they are typed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.postcodes import Postcode, find, meant, parse, whole

ENDS = "ABDEFGHJLNPQRSTUWXYZ"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ME4 4DZ", "ME4 4DZ"),
        ("me44dz", "ME4 4DZ"),
        ("  Me4   4dZ\n", "ME4 4DZ"),
        ("ME4\u00a04DZ", "ME4 4DZ"),
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("DN551PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("ec1a1bb", "EC1A 1BB"),
        ("DA1", "DA1"),
        ("da1 ", "DA1"),
        ("SW1A", "SW1A"),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed, shown):
    assert str(parse(typed)) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "Dartford",
        "ME4 4D",
        "ME4 4D2",
        "ME4 4DC",  # C is never among the last two letters
        "ME4 4DI",
        "ME44 44DZ",
        "4ME 4DZ",
        "MEE4 4DZ",
        "ME4 4DZ please",
        "near ME4 4DZ",
        "ME4-4DZ",
        "ME4 4DZ ME4 4DZ",
        "M\x001 1AE",
        "ＭＥ４ ４ＤＺ",
        "ME٤ 4DZ",
        "\u212a1 1AA",  # the sign for kelvin, which is not the letter K
        "\u01301 1AA",  # a Turkish İ, which is not the letter I
        "ME4 4DZ" * 1000,
    ],
)
def test_what_is_not_a_postcode_is_not_read_as_one(typed):
    assert parse(typed) is None


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("DAI", "DA1"),
        ("dai", "DA1"),
        ("DAl", "DA1"),
        ("0X1 2JD", "OX1 2JD"),
        ("SEI OAA", "SE1 0AA"),
        ("QXI 2AB", "QX1 2AB"),
        ("DA1 1AB", "DA1 1AB"),
        ("all", None),
        ("hall", None),
        ("oil", None),
        ("QXI", None),
        ("Ealing", None),
        ("", None),
    ],
)
def test_letters_and_digits_that_look_alike_are_put_right(typed, postcode):
    found = meant(typed)

    assert (str(found) if found else None) == postcode


@pytest.mark.parametrize(("typed", "found"), [("ME4 4DZ", "ME4 4DZ"), ("DA1", "None"), ("Dartford", "None")])
def test_a_whole_postcode_has_both_halves(typed, found):
    assert str(whole(typed)) == found


def test_a_postcode_is_kept_without_its_space():
    postcode = parse("me4 4dz")

    assert (postcode.compact, postcode.outcode, postcode.inward) == ("ME44DZ", "ME4", "4DZ")


@pytest.mark.parametrize(
    ("sentence", "postcode", "rest"),
    [
        ("baby massage near ME4 4DZ", "ME4 4DZ", "baby massage near"),
        ("baby massage near me44dz on friday", "ME4 4DZ", "baby massage near on friday"),
        ("ME4 4DZ", "ME4 4DZ", ""),
        ("playgroup, ME4 4DZ!", "ME4 4DZ", "playgroup, !"),
        ("stay and play DA1", "DA1", "stay and play"),
        ("DA1 stay and play ME4 4DZ", "ME4 4DZ", "DA1 stay and play"),
        ("massage   near   da1   today", "DA1", "massage near today"),
        ("zabawa blisko ME4 4DZ dziś", "ME4 4DZ", "zabawa blisko dziś"),
        ("العب ME4 4DZ", "ME4 4DZ", "العب"),
        ("baby massage ME4  4DZ", "ME4 4DZ", "baby massage"),
    ],
)
def test_a_postcode_is_found_inside_a_sentence(sentence, postcode, rest):
    found, without = find(sentence)

    assert (str(found), without) == (postcode, rest)


@pytest.mark.parametrize(
    "sentence", ["", "baby massage", "ages 2 to 4", "room 12b", "xME4 4DZx", "2026-11-24", "éME4"]
)
def test_a_sentence_without_a_postcode_has_none(sentence):
    assert find(sentence) is None


near_misses = st.text(alphabet="MEDACK4 19z\u00a0\u212a\u0130\u017f\x00", max_size=10)


@given(text=st.text() | near_misses)
def test_whatever_is_typed_the_answer_is_a_postcode_or_none(text):
    found = parse(text)

    assert found is None or parse(str(found)) == parse(found.compact) == found


@given(text=st.text() | near_misses)
def test_a_postcode_is_written_in_plain_capitals_and_digits(text):
    found = parse(text) or (find(text) or (Postcode("M1"),))[0]

    assert set(found.compact) <= set(string.ascii_uppercase + string.digits)
    assert len(found.compact) <= 7


@given(
    area=st.text(string.ascii_uppercase, min_size=1, max_size=2),
    district=st.from_regex(r"[0-9][A-Z0-9]?", fullmatch=True),
    inward=st.tuples(st.sampled_from(string.digits), st.sampled_from(ENDS), st.sampled_from(ENDS)),
)
def test_every_postcode_reads_the_same_with_and_without_its_space(area, district, inward):
    postcode = Postcode(area + district, "".join(inward))

    found = [parse(str(postcode)), parse(postcode.compact), parse(str(postcode).lower())]

    assert found == [postcode] * 3
