"""How a listing is put into Whoosh: which fields, in which form, and a writer that is quick about it.

Words come cut and counted, so Whoosh's analysers have nothing to do; facts and dates are columns of bytes.
"""

from array import array
from collections.abc import Generator, Iterator, Mapping

from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence
from whoosh.index import FileIndex
from whoosh.writing import CLEAR, SegmentWriter

from directory.search.entry import Entry
from directory.search.facts import LISTING, concepts_of, date_records, listing_record, words_of

PATIENCE = 30  # seconds to wait for another writer
LARGE_BLOCKS = 1 << 20  # postings: a term's are read all at once, so they stand in one block


class Counted(FieldType):
    """Words that come with how often they count; positions are not kept."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=RegexTokenizer(), scorable=True)  # type: ignore[arg-type]

    def index(self, value: Mapping[str, int], **_: object) -> Generator[tuple[bytes, int, float, bytes]]:
        return ((term.encode(), count, float(count), b"") for term, count in value.items())


def schema() -> Schema:
    return Schema(
        id=ID(unique=True),
        words=Counted(),
        concepts=Counted(),
        facts=COLUMN(FixedBytesColumn(LISTING.itemsize)),
        dates=COLUMN(VarBytesColumn()),
    )


def document(entry: Entry) -> dict[str, object]:
    return {
        "id": str(entry.activity_id),
        "words": words_of(entry),
        "concepts": concepts_of(entry),
        "facts": listing_record(entry),
        "dates": date_records(entry.happenings),
    }


class IndexWriter(SegmentWriter):
    """Whoosh's writer, with postings gathered by term instead of sorted one by one.

    `anew` leaves nothing of what was in the index before.
    """

    def __init__(self, index: FileIndex, *, anew: bool = False) -> None:
        codec = W3Codec(blocklimit=LARGE_BLOCKS, compression=0)
        # Opening a compound segment copies all of it, for every change anew.
        super().__init__(index, timeout=PATIENCE, codec=codec, compound=False)
        self.mergetype = CLEAR if anew else None
        self.pool = _Gathered()  # type: ignore[assignment]


class _Gathered:
    """Postings by field and term. Listings come in the order of their numbers, so each list is sorted."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        name, term, number, weight, _ = posting
        held = self._held.get((name, term))
        if held is None:
            held = self._held[name, term] = (array("I"), array("f"))
        held[0].append(number)
        held[1].append(weight)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        for name, term in sorted(self._held):
            for number, weight in zip(*self._held[name, term], strict=True):
                yield name, term, number, weight, b""

    def cleanup(self) -> None:
        self._held.clear()
