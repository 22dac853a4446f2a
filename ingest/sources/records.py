"""Lines of JSON as `reftel parse --json` prints them: cables that are parsed already."""

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ingest.cable import Cable, Document, PageFacts
from ingest.record import sha
from ingest.sources.encodings import decode
from ingest.sources.source import LARGEST_FILE, LARGEST_TEXT, Failure, Source, Unreadable, lines

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NOT_PRINTED = "is not a cable as `reftel parse --json` prints it"


def read_records(source: Source) -> Iterator[Document | Failure]:
    """Yield the cable of each line as it was parsed, a Failure for each line that is none."""
    for number, line in enumerate(lines(source.stream, LARGEST_FILE), start=1):
        place = f"{source.place}, line {number}"
        try:
            if line is None:
                raise Unreadable(f"is longer than {LARGEST_FILE} bytes")
            if line.strip():
                cable = _cable(line)
                yield Document(place, cable.raw, name=cable.id, page=_page(cable), cable=cable)
        except Unreadable as error:
            yield Failure(place, str(error))


def _cable(line: bytes) -> Cable:
    try:
        record = json.loads(decode(line))
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"{NOT_PRINTED}: it is no JSON") from error
    try:
        cable = shape().validate_python(record)
    except ValueError as error:
        raise Unreadable(f"{NOT_PRINTED}: its fields are other ones") from error
    if record.get("raw_sha") != sha(cable.raw):
        raise Unreadable("was changed after it was printed: its raw text does not have the hash in raw_sha")
    if len(cable.raw) <= LARGEST_TEXT and not _holds_together(cable):
        raise Unreadable(f"{NOT_PRINTED}: its paragraphs do not stand in its raw text")
    return cable


def _holds_together(cable: Cable) -> bool:
    """Tell whether everything that points into the cable points at something."""
    ranges = [(span.start, span.end) for span in cable.spans]
    for ordinal, paragraph in enumerate(cable.paragraphs, start=1):
        if (paragraph.cable, paragraph.ordinal) != (cable.id, ordinal):
            return False
        ranges += [(paragraph.start, paragraph.end), *paragraph.pieces]
    numbers = [cable.number, cable.year, cable.sections, *(paragraph.number for paragraph in cable.paragraphs)]
    return (
        bool(cable.id)
        and all(0 <= start <= end <= len(cable.raw) for start, end in ranges)
        and all(number is None or 0 <= number < 10**9 for number in numbers)
    )


def _page(cable: Cable) -> PageFacts:
    """Return what the parser would have to be told to see the same again."""
    return PageFacts(
        id=cable.id,
        date=cable.date if cable.date_source == "page" else None,
        classification=cable.classification,
        origin=cable.origin,
    )


@cache
def shape() -> "TypeAdapter[Cable]":
    """Return what checks a record against the types and makes a cable of it."""
    from pydantic import TypeAdapter

    return TypeAdapter(Cable)
