import gzip
import io
from itertools import islice

import pytest
from sqlalchemy import func, select

from directory.db import Database
from directory.imports.plan import WrongFile
from directory.places.geography import Spot
from directory.places.grid import degrees_from_grid
from directory.places.models import Centre, Council, Outcode, Postcode, Venue
from directory.search.filters import kilometres

from .conftest import DATA, BringIn

CHATHAM = "postcode,lat,lon\nME4 4DZ,51.38,0.52\nME4 4EA,51.40,0.54\n"


def positions(database: Database) -> dict[str, tuple[float, float]]:
    with database.read() as db:
        return {row.postcode: (row.lat, row.lng) for row in db.scalars(select(Postcode))}


def test_postcodes_are_kept_and_their_outcode_lies_in_the_middle(
    database: Database, bring_in_postcodes: BringIn
):
    plan = bring_in_postcodes(CHATHAM)

    assert plan.added == 2
    assert positions(database) == {"ME44DZ": (51.38, 0.52), "ME44EA": (51.4, 0.54)}
    with database.read() as db:
        outcode = db.scalars(select(Outcode)).one()
        assert (outcode.outcode, outcode.postcodes) == ("ME4", 2)
        assert (outcode.lat, outcode.lng) == (pytest.approx(51.39), pytest.approx(0.53))


def test_the_same_postcodes_again_change_nothing(bring_in_postcodes: BringIn):
    bring_in_postcodes(CHATHAM)

    plan = bring_in_postcodes(CHATHAM)

    assert (plan.added, plan.changed, plan.unchanged) == (0, 0, 2)


def test_a_postcode_that_moved_is_changed_and_the_others_stay(
    database: Database, bring_in_postcodes: BringIn
):
    bring_in_postcodes(CHATHAM)

    plan = bring_in_postcodes("pcds,lat,long\nME4 4EA,51.42,0.54\n")

    assert (plan.added, plan.changed, plan.unchanged) == (0, 1, 0)
    assert positions(database) == {"ME44DZ": (51.38, 0.52), "ME44EA": (51.42, 0.54)}


def test_a_dry_run_keeps_no_postcode(database: Database, bring_in_postcodes: BringIn):
    plan = bring_in_postcodes(CHATHAM, commit=False)

    assert plan.added == 2
    assert positions(database) == {}


def test_a_packed_file_is_unpacked(database: Database, bring_in_postcodes: BringIn):
    bring_in_postcodes(gzip.compress(CHATHAM.encode(), mtime=0))

    assert len(positions(database)) == 2


def test_what_has_no_place_or_is_no_longer_used_is_left_out_and_counted(bring_in_postcodes: BringIn):
    plan = bring_in_postcodes(
        "pcd,doterm,lat,long\nME4 4DZ,,51.38,0.52\nME4 4EA,201206,51.40,0.54\nJE2 3AB,,99.999999,0.0\n"
        "BT1 1AA,,54.60,-5.93\nGIR 0AA,,53.45,-3.01\nME4 4DZ,,51.38,0.52\n"
    )

    assert plan.added == 1
    assert sum(plan.counts.values()) == 5
    assert plan.counts["left out: without a grid reference"] == 1
    assert plan.counts["left out: no longer in use"] == 1


def test_northern_ireland_is_read_when_asked_for(bring_in_postcodes: BringIn):
    plan = bring_in_postcodes("pcd,lat,long\nBT1 1AA,54.60,-5.93\n", northern_ireland=True)

    assert plan.added == 1


def test_rows_that_cannot_be_right_are_refused_and_nothing_is_kept(
    database: Database, bring_in_postcodes: BringIn
):
    plan = bring_in_postcodes(
        CHATHAM + "nowhere,51,0\nME4 4EB,0.54,51.40\nME4 4ED,north,east\nME4\nME4 4EE,nan,1\n"
    )

    assert [note.row for note in plan.refused] == [4, 5, 6, 7, 8]
    assert positions(database) == {}


def test_reading_stops_when_too_much_is_refused(bring_in_postcodes: BringIn):
    plan = bring_in_postcodes("postcode,lat,lon\n" + "x,1,2\n" * 5_000)

    assert len(plan.refused) == 1_001
    assert "stopped reading" in plan.refused[-1].sentence


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,lat,lon\nChatham,51,0\n",
        b"postcode,town\nME4 4DZ,Chatham\n",
        b"PK\x03\x04",
        gzip.compress(CHATHAM.encode(), mtime=0)[:-12],
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    ],
)
def test_another_file_gets_one_clear_sentence(bring_in_postcodes: BringIn, content: bytes):
    with pytest.raises(WrongFile, match=r"\.$"):
        bring_in_postcodes(content)


def test_places_that_waited_for_their_postcode_get_a_position(
    database: Database, bring_in_postcodes: BringIn
):
    with database.unit_of_work() as db:
        council = Council(key="medway", name="Medway")
        db.add(Centre(slug="acorn", name="Acorn", council=council, postcode="ME4 4DZ"))
        db.flush()  # the venue needs the council's number
        db.add(Venue(council_id=council.id, name="Library", postcode="ME4 4EA"))
        db.add(Venue(council_id=council.id, name="Hall", postcode="ZZ1 1ZZ"))

    plan = bring_in_postcodes(CHATHAM)

    assert plan.counts["centres and venues that got their position"] == 2
    with database.read() as db:
        assert db.execute(select(Centre.lat, Centre.lng)).one() == (51.38, 0.52)
        assert db.scalars(select(Venue.lat).order_by(Venue.name)).all() == [None, 51.40]


def test_the_national_grid_is_right_within_five_metres():
    # Ordnance Survey's own test points for its exact transformation, OSTN15.
    for east, north, lat, lng in (
        (91492.146, 11318.804, 49.92226393730, -6.29977752014),
        (250359.811, 62016.569, 50.43885825610, -4.10864563561),
        (530624.974, 178388.464, 51.48936564950, -0.11992557180),
    ):
        found = degrees_from_grid(east, north)

        assert kilometres(*found, Spot(lat, lng)) < 0.005


@pytest.mark.parametrize(
    "file",
    ["postcode,eastings,northings\nME4 4DZ,575900,167500\n", '"ME4 4DZ",10,575900,167500,"E92000001"\n'],
)
def test_code_point_open_is_read_with_and_without_its_heading(
    database: Database, bring_in_postcodes: BringIn, file: str
):
    bring_in_postcodes(file)

    lat, lng = positions(database)["ME44DZ"]
    assert kilometres(lat, lng, Spot(51.3793, 0.5268)) < 0.5


ALL = DATA / "postcodes" / "uk_postcodes_2017.csv.gz"


@pytest.mark.skipif(not ALL.exists(), reason="the postcodes are not on this machine")
def test_fifty_thousand_real_postcodes_are_all_understood(database: Database, bring_in_postcodes: BringIn):
    with gzip.open(ALL, "rt", encoding="utf-8") as file:
        part = io.StringIO()
        part.writelines(islice(file, 50_001))

    plan = bring_in_postcodes(part.getvalue())

    assert (plan.added, plan.refused) == (50_000, ())
    with database.read() as db:
        assert db.scalar(select(func.sum(Outcode.postcodes))) == 50_000
