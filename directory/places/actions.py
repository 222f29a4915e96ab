"""What is done to places. Nothing here commits."""

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from directory.places.models import Centre, Outcode, Postcode, Venue


def place_positions(db: Session) -> int:
    """Give every centre and venue that has a postcode, but no position, the middle of its postcode.

    Returns how many got one. A postcode we do not know leaves its place without a position.
    """
    db.flush()  # places added a moment ago must be there to be found
    return sum(_placed(db, table) for table in (Centre, Venue))


def _placed(db: Session, table: type[Centre] | type[Venue]) -> int:
    found = db.execute(
        update(table)
        .where(table.lat.is_(None), Postcode.postcode == func.replace(table.postcode, " ", ""))
        .values(lat=Postcode.lat, lng=Postcode.lng)
        .execution_options(synchronize_session=False)
    )
    db.expire_all()  # what is loaded does not know its new position
    return int(found.rowcount)  # type: ignore[attr-defined]


def gather_outcodes(db: Session) -> None:
    """Make the table of outcodes anew from the postcodes: the middle of each outcode, and its size."""
    outcode = func.substr(Postcode.postcode, 1, func.length(Postcode.postcode) - 3)
    gathered = select(outcode, func.avg(Postcode.lat), func.avg(Postcode.lng), func.count()).group_by(outcode)
    db.execute(delete(Outcode))
    db.execute(insert(Outcode).from_select(["outcode", "lat", "lng", "postcodes"], gathered))
