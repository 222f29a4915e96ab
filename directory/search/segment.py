"""One part of the index as arrays: written once, never changed."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec.base import Segment as WhooshSegment
from whoosh.fields import Schema
from whoosh.filedb.filestore import OverlayStorage, Storage

from directory.errors import IndexUnusable
from directory.search.entry import Entry
from directory.search.facts import (
    DATE,
    LISTING,
    Ints,
    Records,
    check,
    concepts_of,
    date_records,
    listing_record,
    words_of,
)
from directory.search.typos import Nearby

INVERTED = ("words", "concepts")


@dataclass(frozen=True, eq=False)
class Postings:
    """Which listings of a segment hold each term of one field, and how much it counts in each.

    Term number n stands in `docs[starts[n]:starts[n + 1]]`. Terms are sorted.
    """

    terms: Sequence[str]
    starts: Ints
    docs: Ints
    counts: Records

    def number(self, term: str) -> int:
        """Where a term stands; -1 for one that no listing holds."""
        at = bisect_left(self.terms, term)
        return at if at < len(self.terms) and self.terms[at] == term else -1

    def of(self, number: int) -> tuple[Ints, Records]:
        span = slice(self.starts[number], self.starts[number + 1])
        return self.docs[span], self.counts[span]

    def beginning_with(self, start: str) -> tuple[int, int]:
        """The first of the terms that begin so, and the one after the last."""
        return bisect_left(self.terms, start), bisect_left(self.terms, start[:-1] + "\U0010ffff")

    @cached_property
    def nearby(self) -> Nearby:
        return Nearby(self.terms)


@dataclass(frozen=True, eq=False)
class Segment:
    """Listings in the order they were written: their records, their dates, their words and concepts.

    The dates of all stand one after the other; listing n has `date_counts[n]` of them.
    """

    listings: Records
    dates: Records
    date_counts: Ints
    fields: dict[str, Postings]

    @property
    def size(self) -> int:
        return len(self.listings)


def of_entries(entries: Iterable[Entry]) -> Segment:
    """A segment that no index holds: for when there is none."""
    entries = list(entries)
    dates = [date_records(entry.happenings) for entry in entries]
    return _segment(
        [listing_record(entry) for entry in entries],
        dates,
        {
            "words": _inverted([words_of(entry) for entry in entries]),
            "concepts": _inverted([concepts_of(entry) for entry in entries]),
        },
    )


def read(storage: Storage, schema: Schema, segment: WhooshSegment) -> Segment:
    """A segment of the index on disk. Whatever is damaged raises, in one of a dozen ways."""
    if segment.is_compound():
        storage = OverlayStorage(segment.open_compound_file(storage), storage)
    codec = segment.codec()
    per_document, terms = codec.per_document_reader(storage, segment), codec.terms_reader(storage, segment)
    try:
        numbers = range(segment.doc_count_all())
        facts, dates = (
            per_document.column_reader(name, schema[name].column_type) for name in ("facts", "dates")
        )
        found = _segment(
            [facts[number] for number in numbers],
            [dates[number] for number in numbers],
            {name: _read_postings(terms, name, schema[name]) for name in INVERTED},
        )
        _insist_it_is_whole(found)
        return found
    finally:
        terms.close()
        per_document.close()


def _insist_it_is_whole(segment: Segment) -> None:
    """Raise IndexUnusable for a segment of which anything is missing or has changed on the disk."""
    terms = sum(np.bincount(held.docs, minlength=segment.size) for held in segment.fields.values())
    lasts = np.cumsum(segment.date_counts)
    spans = zip((lasts - segment.date_counts).tolist(), lasts.tolist(), strict=True)
    checks = [
        check(record.tobytes(), segment.dates[first:last].tobytes())
        for record, (first, last) in zip(segment.listings, spans, strict=True)
    ]
    if not (
        np.array_equal(terms, segment.listings["terms"]) and checks == segment.listings["check"].tolist()
    ):
        raise IndexUnusable("a part of the search index is not what was written")


def _segment(listings: list[bytes], dates: list[bytes], fields: dict[str, Postings]) -> Segment:
    return Segment(
        np.frombuffer(b"".join(listings), LISTING),
        np.frombuffer(b"".join(dates), DATE),
        np.fromiter((len(each) // DATE.itemsize for each in dates), np.int32, len(dates)),
        fields,
    )


def _inverted(held: Sequence[dict[str, int]]) -> Postings:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, counts in enumerate(held):
        for term, count in counts.items():
            found.setdefault(term, []).append((number, count))
    terms = sorted(found)
    pairs = np.array([pair for term in terms for pair in found[term]], np.int32).reshape(-1, 2)
    return _postings(terms, [len(found[term]) for term in terms], pairs[:, 0], pairs[:, 1])


def _read_postings(reader: Any, name: str, field: Any) -> Postings:
    """All postings of one field. Whoosh gives them one by one, too slowly for a whole index: we take its
    blocks, in which listings are numbered by their distance from the one before.
    """
    terms: list[str] = []
    term_lengths, block_lengths = array("q"), array("q")
    gaps, counts = array("q"), array("f")
    cursor = reader.cursor(name, field)
    while cursor.is_valid():
        terms.append(cursor.text())
        before = len(gaps)
        matcher = reader.matcher(name, field.to_bytes(terms[-1]), field.format)
        while matcher.is_active():
            matcher._read_data()
            block_gaps, block_counts, _ = matcher._data
            gaps.extend(block_gaps)
            block_lengths.append(len(block_gaps))
            counts.extend(_each(block_counts, len(block_gaps)))
            matcher._next_block()
        term_lengths.append(len(gaps) - before)
        cursor.next()
    return _postings(terms, term_lengths, _summed(gaps, block_lengths), np.array(counts))


def _each(counts: Sequence[float] | float | None, length: int) -> Sequence[float]:
    """Whoosh writes a weight once that is the same throughout a block, and 1 not at all."""
    if counts is None or isinstance(counts, float):
        return (counts or 1.0,) * length
    return counts


def _summed(gaps: Sequence[int], block_lengths: Sequence[int]) -> Records:
    """Running sums of the gaps, begun anew with every block."""
    lengths = np.array(block_lengths, np.int64)
    running = np.concatenate([[0], np.cumsum(np.array(gaps, np.int64))])
    firsts = np.cumsum(lengths) - lengths
    summed: Records = running[1:] - np.repeat(running[firsts], lengths)
    return summed


def _postings(terms: Sequence[str], lengths: Sequence[int], docs: Records, counts: Records) -> Postings:
    starts = np.zeros(len(terms) + 1, np.int32)
    np.cumsum(lengths, out=starts[1:])
    return Postings(terms, starts, docs.astype(np.int32), np.minimum(counts, 65_535).astype(np.uint16))
