from pathlib import Path

import pytest
from sqlalchemy import func, select

from directory.db import Database
from directory.imports.plan import WrongFile
from directory.listings.models import Change, StaleListing
from directory.places.models import Centre, CentreKind, Council, Postcode, Venue

from .conftest import DATA, BringIn

HEADING = (
    "URN,LA (name),EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (name),"
    "Street,Locality,Address3,Town,Postcode,SchoolWebsite,TelephoneNum\n"
)
ACORN = (
    "20501,Kent,Acorn Children's Centre,47,Open,1 Oak Road,,,Chatham,ME4 4DZ,www.acorn.example,01634-338833\n"
)


def everything(database: Database) -> list[tuple[object, ...]]:
    with database.read() as db:
        columns = [
            column for column in Centre.__table__.columns if column.name not in ("id", "uuid", "council_id")
        ]
        return [tuple(row) for row in db.execute(select(*columns).order_by(Centre.external_id))]


def test_a_centre_comes_with_its_council_and_its_own_building(database: Database, bring_in_centres: BringIn):
    plan = bring_in_centres(HEADING + ACORN)

    assert (plan.added, plan.changed, plan.refused) == (1, 0, ())
    with database.read() as db:
        centre = db.scalars(select(Centre)).one()
        venue = db.scalars(select(Venue)).one()
        assert (centre.source, centre.external_id, centre.kind) == ("gias", "20501", CentreKind.CENTRE)
        assert (centre.slug, centre.postcode) == ("acorn-childrens-centre", "ME4 4DZ")
        assert (centre.phone, centre.website) == ("01634 338833", "https://www.acorn.example")
        assert (centre.council.key, centre.council.name) == ("kent", "Kent")
        assert (venue.centre_id, venue.name, venue.kind) == (centre.id, centre.name, "centre")
        assert (venue.source, venue.external_id) == ("gias", "centre-20501")


def test_a_dry_run_tells_the_same_and_keeps_nothing(database: Database, bring_in_centres: BringIn):
    shown = bring_in_centres(HEADING + ACORN, commit=False)

    assert everything(database) == []
    assert bring_in_centres(HEADING + ACORN) == shown


def test_bringing_in_the_same_list_again_changes_nothing(database: Database, bring_in_centres: BringIn):
    bring_in_centres(HEADING + ACORN)
    before = everything(database)
    with database.unit_of_work() as db:
        db.query(StaleListing).delete()

    plan = bring_in_centres(HEADING + ACORN)

    assert (plan.added, plan.changed, plan.unchanged) == (0, 0, 1)
    assert everything(database) == before
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(StaleListing)) == 0


def test_a_changed_row_changes_the_centre_and_says_in_what(database: Database, bring_in_centres: BringIn):
    bring_in_centres(HEADING + ACORN)

    plan = bring_in_centres(HEADING + ACORN.replace("01634-338833", "01634-338834").replace("1 Oak", "2 Oak"))

    assert plan.changed == 1
    assert "street, phone" in plan.changes[0].sentence
    with database.read() as db:
        assert db.scalars(select(Centre.phone)).one() == "01634 338834"
        assert db.scalars(select(Venue.street)).one() == "2 Oak Road"
        assert db.scalars(select(Change.before).where(Change.field == "phone")).one() == "01634 338833"


def test_what_the_list_leaves_out_stays_as_it_is(database: Database, bring_in_centres: BringIn):
    bring_in_centres(HEADING + ACORN)

    plan = bring_in_centres(HEADING + ACORN.replace("www.acorn.example", "").replace("01634-338833", "n/a"))

    assert plan.unchanged == 1
    with database.read() as db:
        assert db.scalars(select(Centre.phone)).one() == "01634 338833"


def test_a_council_that_is_there_is_used(database: Database, bring_in_centres: BringIn):
    with database.unit_of_work() as db:
        db.add(Council(key="kent-county-council", name="Kent", brand="family hub"))

    bring_in_centres(HEADING + ACORN)

    with database.read() as db:
        assert db.scalars(select(Council.brand)).one() == "family hub"


def test_a_new_postcode_gives_a_centre_a_new_position(database: Database, bring_in_centres: BringIn):
    with database.unit_of_work() as db:
        db.add_all(
            [
                Postcode(postcode="ME44DZ", lat=51.38, lng=0.53),
                Postcode(postcode="ME44EA", lat=51.39, lng=0.54),
            ]
        )
    bring_in_centres(HEADING + ACORN)

    bring_in_centres(HEADING + ACORN.replace("ME4 4DZ", "ME4 4EA"))

    with database.read() as db:
        assert db.execute(select(Centre.lat, Centre.lng)).one() == (51.39, 0.54)
        assert db.execute(select(Venue.lat, Venue.lng)).one() == (51.39, 0.54)


def test_the_code_taken_out_of_a_name_is_not_lost(database: Database, bring_in_centres: BringIn):
    plan = bring_in_centres(
        HEADING + ACORN.replace("Acorn Children's Centre", "Acorn Children's Centre (E1234)")
    )

    assert "“E1234”" in plan.repairs[0].sentence
    with database.read() as db:
        change = db.scalars(select(Change)).one()
        assert (change.table, change.field, change.who) == ("centre", "name", "import centres")
        assert (change.before, change.after) == ("Acorn Children's Centre (E1234)", "Acorn Children's Centre")


def test_only_open_centres_are_taken(bring_in_centres: BringIn):
    closed = ACORN.replace(",Open,", ",Closed,")
    school = ACORN.replace(",47,", ",1,").replace("20501", "20502")

    plan = bring_in_centres(HEADING + closed + school)

    assert plan.added == 0
    assert plan.counts["left out: not open"] == plan.counts["left out: not a children's centre"] == 1


def test_centres_that_look_the_same_are_reported_and_both_kept(bring_in_centres: BringIn):
    plan = bring_in_centres(
        HEADING + ACORN + ACORN.replace("20501", "20502").replace("Acorn Ch", "The Acorns Ch")
    )

    assert plan.added == 2
    assert "looks like “Acorn Children's Centre” in row 2" in plan.warnings[0].sentence


def test_one_row_without_a_number_keeps_the_whole_list_out(database: Database, bring_in_centres: BringIn):
    plan = bring_in_centres(HEADING + ACORN + ACORN.replace("20501", "none") + ACORN)

    assert [(note.row, note.column) for note in plan.refused] == [(3, "urn"), (4, "urn")]
    assert everything(database) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"postcode,lat,lon\nME4 4DZ,51.38,0.53\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0 a picture",
        b"PK\x03\x04 a workbook",
        HEADING.encode("utf-16"),
        HEADING.encode() + b'20501,"Kent',
        HEADING.encode() + b"20501,Ke\0nt",
        HEADING.encode() + b"\x81\x8d",
        b"URN," + HEADING.encode(),
    ],
)
def test_a_wrong_file_gets_one_clear_sentence(bring_in_centres: BringIn, content: bytes):
    with pytest.raises(WrongFile) as refusal:
        bring_in_centres(content)

    assert str(refusal.value).endswith((".", "partner."))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_usual_encoding_is_read(database: Database, bring_in_centres: BringIn, encoding: str):
    file = (HEADING + ACORN.replace("Acorn", "Café")).replace("\n", "\r\n").encode(encoding)

    bring_in_centres(file)

    with database.read() as db:
        assert db.scalars(select(Centre.name)).one() == "Café Children's Centre"


def registers() -> list[Path]:
    return sorted((DATA / "gias-childrens-centres").glob("edubase*.csv"))


@pytest.mark.skipif(not registers(), reason="the register is not on this machine")
def test_the_whole_register_is_the_same_in_both_encodings_and_twice(
    database: Database, bring_in_centres: BringIn
):
    utf8, cp1252 = (path.read_bytes() for path in registers())

    first = bring_in_centres(utf8)
    before = everything(database)
    second = bring_in_centres(cp1252)

    assert (first.added, len(first.refused)) == (2846, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 2846)
    assert (second.repairs, second.warnings) == (first.repairs, first.warnings)
    assert everything(database) == before
    assert first.counts["councils added"] == 152
