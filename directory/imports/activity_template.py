"""The table in which anybody can hand in activities: its columns, and an example of it."""

import csv
import io

from directory.imports.tables import Shape

SLOT_COLUMNS = (
    *("repeats", "day", "which", "date", "start", "end"),
    *("from", "until", "term_time", "bank_holidays", "skip", "extra"),
)
COLUMNS = (
    *("key", "type", "name", "summary", "description", "centre", "venue"),
    *SLOT_COLUMNS,
    *("youngest_months", "oldest_months", "pregnancy", "adults", "cost", "cost_note", "access"),
    *("book_phone", "book_url", "languages", "features", "places", "organisations", "checked_on"),
)
SHAPE = Shape(
    what="a list of activities as in the template",
    columns=COLUMNS,
    needed=("key", "type", "centre"),
    others_welcome=False,
    most_bytes=1_000_000,
    most_rows=5_000,
)
_EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "key": "riverside-stay-and-play",
        "type": "stay-and-play",
        "centre": "riverside-childrens-centre",
        "repeats": "weekly",
        "day": "tuesday",
        "start": "09:30",
        "end": "11:00",
        "from": "2026-09-08",
        "term_time": "yes",
        "skip": "2026-12-15; 2026-12-22",
        "cost": "free",
        "features": "siblings_welcome; childminders_welcome",
        "checked_on": "2026-09-01",
    },
    {
        "key": "riverside-stay-and-play",
        "type": "",
        "centre": "",
        "repeats": "monthly",
        "which": "first",
        "day": "saturday",
        "start": "10:00",
        "end": "11:30",
        "from": "2026-09-01",
        "until": "2027-07-20",
    },
    {
        "key": "library-baby-massage",
        "type": "baby-massage",
        "name": "Baby massage for dads",
        "summary": "Learn to calm your baby with gentle strokes, among other dads.",
        "centre": "riverside-childrens-centre",
        "venue": "Ashmarsh Library",
        "repeats": "fortnightly",
        "day": "friday",
        "start": "13:30",
        "end": "14:30",
        "from": "2026-09-11",
        "youngest_months": "1",
        "oldest_months": "8",
        "cost": "£2",
        "access": "booked",
        "book_phone": "01632 960 101",
        "languages": "pl; ro",
        "places": "10",
        "organisations": "Ashmarsh Library Service",
    },
)


def template() -> str:
    """The heading and three example rows, as a CSV file."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_EXAMPLES)
    return lines.getvalue()
