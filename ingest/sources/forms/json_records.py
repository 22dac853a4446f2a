"""Lines of JSON: cables as `reftel parse --json` prints them, and records of other programs."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ingest.domain.cable import Cable
from ingest.domain.documents import Document, Failure, PageFacts
from ingest.domain.serialization import sha
from ingest.sources.encodings import decode
from ingest.sources.formats import suffix_of
from ingest.sources.forms.json_bodies import body_document, has_body, read_whole_json
from ingest.sources.limits import LARGEST_FILE, LARGEST_TEXT, MOST_VALUES
from ingest.sources.recognise import beginning_of
from ingest.sources.record_faults import fault
from ingest.sources.source import Source, Unreadable, lines

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LINES = (".jsonl", ".ndjson")
OWN_FIELDS = (b'"raw_sha"', b'"paragraphs"', b'"spans"')
WHOLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[|\{[ \t\r]*\n)")  # an array, or an object over several lines
NOT_PRINTED = "is not a cable as `reftel parse --json` prints it"


def read_records(source: Source) -> Iterator[Document | Failure]:
    """Yield the cable of each line as it was parsed, a Failure for each line that is none.

    Records of other programs, with a text among their fields, are read as tables are.
    """
    if suffix_of(source.name) not in LINES and WHOLE.match(beginning_of(source.stream)):
        yield from read_whole_json(source)
        return
    for number, line in enumerate(lines(source.stream, LARGEST_FILE), start=1):
        place = f"{source.place}, line {number}"
        try:
            if line is None:
                raise Unreadable(f"is longer than {LARGEST_FILE} bytes")
            if line.strip():
                if (record := _foreign(line)) is not None:
                    yield body_document(place, record)
                    continue
                cable = _cable(line)
                yield Document(place, cable.raw, name=cable.id, page=_page(cable), cable=cable)
        except Unreadable as error:
            yield Failure(place, str(error))


def _foreign(line: bytes) -> object | None:
    """Return the record of another program; None for one of our own, and for what may be meant as one."""
    if any(field in line for field in OWN_FIELDS):
        return None
    text = decode(line)
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        return None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if has_body(record) else None


def _cable(line: bytes) -> Cable:
    record = decode(line)
    try:
        cable = shape().validate_json(record, strict=True)
        seal = json.loads(record).get("raw_sha")
    except ValueError as error:
        raise Unreadable(f"{NOT_PRINTED}: {_message(error)}") from error
    if seal != sha(cable.raw):
        raise Unreadable("was changed after it was printed: its raw text does not have the hash in raw_sha")
    if len(cable.raw) <= LARGEST_TEXT and (wrong := fault(cable)):
        raise Unreadable(f"{NOT_PRINTED}: {wrong}")
    return cable


def _message(error: ValueError) -> str:
    """Return the first thing that is wrong with a record, by the name of its field."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return "it is not JSON"
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    message = " ".join(first["msg"].split())
    if first["type"] == "json_invalid":
        return f"it is not JSON ({message.removeprefix('Invalid JSON: ')})"
    return f"{field.lstrip('.') or 'the record'}: {message[:1].lower()}{message[1:]}"


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
