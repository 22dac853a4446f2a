"""The full dump of cables: a .csv file of eight columns without a header row.

    "1","12/28/1966 18:48","66BUENOSAIRES2481","Embassy Buenos Aires","UNCLASSIFIED","refs|...","header","body"

Every field is quoted, line feeds stand inside fields, and a backslash escapes quotes. So a line that begins like a
row is one, whatever state the row before it was left in: a broken row ends there and spoils no other.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime

from ingest.domain.documents import Document, Failure, PageFacts
from ingest.sources.encodings import UTF_16, decode
from ingest.sources.source import LARGEST_TEXT, MEBIBYTE, Source

ROW = re.compile(rb'\n"\d{1,20}","')
LONGEST_OPENING = 32
TOO_LONG = f"is longer than {LARGEST_TEXT} characters"


def read_dump(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of a dump row by row, a Failure for each row that is broken; memory is one row's."""
    number = 0
    for chunk in _chunks(_blocks(source)):
        for row in _rows(chunk):
            number += 1
            place = f"{source.place}, row {number}"
            yield Failure(place, row) if isinstance(row, str) else _document(place, row)


def _chunks(blocks: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield the bytes from the beginning of one row to the beginning of the next; None for what is too long."""
    rest, lost = b"", False
    for block in blocks:
        rest += block
        begin = 0
        for match in ROW.finditer(rest):
            yield None if lost else rest[begin : match.start() + 1]
            begin, lost = match.start() + 1, False
        rest = rest[begin:]
        if len(rest) > LARGEST_TEXT:
            rest, lost = rest[-LONGEST_OPENING:], True
    if rest:
        yield None if lost else rest


def _blocks(source: Source) -> Iterator[bytes]:
    """Yield the bytes of a source, those of UTF-16 as UTF-8."""
    block = source.stream.read(MEBIBYTE)
    decoder = codecs.getincrementaldecoder("utf-16")("replace") if block.startswith(UTF_16) else None
    while block:
        yield decoder.decode(block).encode("utf-8", "replace") if decoder else block
        block = source.stream.read(MEBIBYTE)


def _rows(chunk: bytes | None) -> Iterator[list[str] | str]:
    """Yield the rows of a chunk, or the reason why there is none: one row where nothing is broken."""
    if chunk is None:
        yield TOO_LONG
        return
    try:
        for row in csv.reader(io.StringIO(decode(chunk), newline="\n"), escapechar="\\", strict=True):
            if row:
                yield row
    except csv.Error as error:
        yield f"is not a row of the dump: {error}"


def _document(place: str, row: list[str]) -> Document | Failure:
    if len(row) != 8:
        return Failure(place, f"has {len(row)} columns; a row of the dump has 8")
    _, date, id, origin, classification, _, header, body = row
    if not id.strip():
        return Failure(place, "has no cable id in its third column")
    page = PageFacts(id.strip(), _date(date), classification or None, origin or None)
    return Document(place, header.strip("\n") + "\n\n" + body.strip("\n") + "\n", name=id.strip(), page=page)


def _date(written: str) -> str | None:
    try:
        return datetime.strptime(written.strip(), "%m/%d/%Y %H:%M").isoformat(timespec="minutes") + "Z"
    except ValueError:
        return None


csv.field_size_limit(LARGEST_TEXT)
