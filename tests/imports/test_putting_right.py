"""What people write in registers and spreadsheets, put right or refused."""

import pytest

from directory.imports.putting_right import clean_name, mended_postcode, phone, web_address


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01954-200473", "01954 200473"),
        ("023-80-33-1635", "023 8033 1635"),
        ("0208-555-1234", "020 8555 1234"),
        ("0161-413-5790-/1", "0161 413 5790"),
        ("0113-3782290-or-3782291", "0113 378 2290"),
        ("01527-61360", "01527 61360"),
        ("017687-75048", "017687 75048"),
        ("0300 123 4567", "0300 123 4567"),
        ("+44 (0)20 7946 0018", "020 7946 0018"),
        ("7814968444", "07814 968444"),
        ("01527-534113-(ex-2165)", "01527 534113"),
    ],
)
def test_a_phone_number_is_written_as_people_read_it_out(written: str, read: str):
    assert phone(written)[0] == read


@pytest.mark.parametrize(
    "written", ["1902", "036001239866", "020-937-3864", "ring the school", "07a", "٠١٩٥٤"]
)
def test_what_is_no_phone_number_is_refused(written: str):
    with pytest.raises(ValueError, match="not a British phone number"):
        phone(written)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Abbots Hall Childrens Centre P2-5", "Abbots Hall Childrens Centre"),
        ("ABC Children's Centre (E1234)", "ABC Children's Centre"),
        ("CC12 - Acorn Centre", "Acorn Centre"),
        ("D9 the Lanes Family Centre", "The Lanes Family Centre"),
        ("Bas7/A Fryerns Farm Family Hub", "Fryerns Farm Family Hub"),
        ("Seven Trees Children's Centre - EY272664", "Seven Trees Children's Centre"),
        ("Oak Tree SSCC", "Oak Tree Sure Start Children's Centre"),
        (
            "BEESTON NORTH WITH LENTON ABBEY Children's Centre",
            "Beeston North with Lenton Abbey Children's Centre",
        ),
        ("BUTLER'S HILL & BROOMHILL Children's Centre", "Butler's Hill & Broomhill Children's Centre"),
        ("YMCA Sure Start Children's Centre in Banstead", "YMCA Sure Start Children's Centre in Banstead"),
        ("H.O.P.E Children's Centre, Bromyard", "H.O.P.E Children's Centre, Bromyard"),
        ("1st Place Children and Parents' Centre", "1st Place Children and Parents' Centre"),
        ("Sunshine Centre Newton Abbot 2", "Sunshine Centre Newton Abbot 2"),
        ("Thetford Children's Centre (Phase 1)", "Thetford Children's Centre (Phase 1)"),
        ("Shropshire SW Family Hub (2)", "Shropshire SW Family Hub (2)"),
        ("K2 Children's Centre", "K2 Children's Centre"),
    ],
)
def test_a_name_is_written_as_families_say_it(written: str, name: str):
    assert clean_name(written)[0] == name


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("dl1 2an", "DL1 2AN"),
        ("SW1A OAA", "SW1A 0AA"),
        ("L I 2AB", "L1 2AB"),
        ("ME44DZ", "ME4 4DZ"),
        ("ME4", None),
    ],
)
def test_a_postcode_is_mended_where_that_is_obvious(written: str, postcode: str | None):
    mended = mended_postcode(written)

    assert (str(mended) if mended else None) == postcode


@pytest.mark.parametrize(
    "written",
    ["n/a", "under construction", "javascript:alert(1)", "http://", "www.a b.uk", "https://a@b.uk", "//[x"],
)
def test_what_is_no_web_address_is_refused(written: str):
    with pytest.raises(ValueError, match="not a web address"):
        web_address(written)
