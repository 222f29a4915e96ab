"""Read the government's register of children's centres (GIAS): each open centre, as its row has it."""

import re
from dataclasses import dataclass

from directory.imports.plan import Findings, Note
from directory.imports.putting_right import clean_name, mended_postcode, phone, web_address, without_shouting
from directory.imports.tables import Row, Shape, read_table
from directory.places.models import CentreKind

_NEEDED = (
    "urn",
    "la (name)",
    "establishmentname",
    "typeofestablishment (code)",
    "establishmentstatus (name)",
)
_REST = ("street", "locality", "address3", "town", "postcode", "schoolwebsite", "telephonenum")
SHAPE = Shape(
    what="the register's list of children's centres",
    columns=_NEEDED + _REST,
    needed=(*_NEEDED, "postcode"),
    others_welcome=True,
    most_bytes=50_000_000,
    most_rows=100_000,
)
_KINDS = {"47": CentreKind.CENTRE, "48": CentreKind.LINKED_SITE}
_LONGEST = {
    "la (name)": 80,
    "establishmentname": 200,
    "street": 95,
    "locality": 95,
    "address3": 95,
    "town": 120,
}


@dataclass(frozen=True)
class Found:
    """A centre as one row has it, put right. None: the row does not say, so what we know stays."""

    row: int
    urn: str
    council: str
    original_name: str
    name: str
    kind: CentreKind
    street: str
    town: str
    postcode: str | None
    phone: str | None
    website: str | None
    email: str | None


def read_register(content: bytes, findings: Findings) -> list[Found]:
    """The open centres of a copy of the register. Raises WrongFile for another file."""
    found: dict[str, Found] = {}
    for row in read_table(content, SHAPE, findings):
        if row["typeofestablishment (code)"] not in _KINDS:
            findings.counts["left out: not a children's centre"] += 1
        elif not row["establishmentstatus (name)"].lower().startswith("open"):
            findings.counts["left out: not open"] += 1
        elif row["urn"] in found:
            findings.refuse(
                row.number, f"row {found[row['urn']].row} has the number “{row['urn']}” too.", "urn"
            )
        elif _sound(row, findings):
            found[row["urn"]] = _centre(row, findings)
    return list(found.values())


def _sound(row: Row, findings: Findings) -> bool:
    """Whether a row says which centre it is; if not, it is refused."""
    before = len(findings.refused)
    if not re.fullmatch("[0-9]{1,12}", row["urn"]):
        findings.refuse(row.number, f"“{row['urn'][:20]}” is not a centre's number (URN).", "urn")
    for column in ("la (name)", "establishmentname"):
        if not re.search(r"\w", row[column]):
            findings.refuse(row.number, "it is empty, and we cannot do without.", column)
    for column, longest in _LONGEST.items():
        if len(row[column]) > longest:
            findings.refuse(row.number, f"it is longer than {longest} characters.", column)
    return len(findings.refused) == before


def _centre(row: Row, findings: Findings) -> Found:
    name, codes = clean_name(row["establishmentname"])
    findings.repairs += [Note(row.number, code, "establishmentname") for code in codes]
    website, email = _website(row, findings)
    lines = (" ".join(row[column].split()) for column in ("street", "locality", "address3"))
    return Found(
        row=row.number,
        urn=row["urn"],
        council=" ".join(row["la (name)"].split()),
        original_name=row["establishmentname"],
        name=name,
        kind=_KINDS[row["typeofestablishment (code)"]],
        street=", ".join(filter(None, lines)),
        town=without_shouting(" ".join(row["town"].split())),
        postcode=_postcode(row, findings),
        phone=_phone(row, findings),
        website=website,
        email=email,
    )


def _phone(row: Row, findings: Findings) -> str | None:
    text = row["telephonenum"]
    try:
        number, rest = phone(text) if text else (None, "")
    except ValueError as error:
        findings.warnings.append(Note(row.number, f"{error} It is left out.", "telephonenum"))
        return None
    if rest:
        findings.warnings.append(
            Note(row.number, f"of “{text}” only “{number}” is kept: one number fits.", "telephonenum")
        )
    return number


def _website(row: Row, findings: Findings) -> tuple[str | None, str | None]:
    """A web address, or the mail address that somebody wrote in its place."""
    text = row["schoolwebsite"]
    if re.fullmatch(r"[\w.+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,}", text, re.IGNORECASE):
        findings.repairs.append(
            Note(row.number, f"“{text}” is a mail address, and is kept as one.", "schoolwebsite")
        )
        return None, text.lower()
    try:
        address = web_address(text) if text else None
    except ValueError as error:
        findings.warnings.append(Note(row.number, f"{error} It is left out.", "schoolwebsite"))
        return None, None
    if address and not text.lower().startswith(("www.", "http")):
        findings.repairs.append(Note(row.number, f"“{text}” became “{address}”.", "schoolwebsite"))
    return address, None


def _postcode(row: Row, findings: Findings) -> str | None:
    text = row["postcode"]
    found = mended_postcode(text)
    if found is None:
        wrong = f"“{text[:20]}” is not a postcode. It is left out." if text else "there is no postcode."
        findings.warnings.append(Note(row.number, wrong, "postcode"))
        return None
    if str(found) != text:
        findings.repairs.append(Note(row.number, f"“{text}” became “{found}”.", "postcode"))
    return str(found)
