"""JSON of other programs: records with the text of a cable in one field, and what they know of it in others.

They are an array, a list inside an object, or one record; a line each is read by `json_records.py`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.domain.documents import Document, Failure
from ingest.sources.csv_columns import ROLES, columns_named
from ingest.sources.encodings import decode
from ingest.sources.forms.csv_table import row_document
from ingest.sources.limits import MOST_VALUES
from ingest.sources.source import Source, Unreadable, load
from ingest.sources.tidy_text import tidied

TEXTS = ", ".join(name for name, role in ROLES.items() if role == "text")
NO_TEXT = f"has no text: a field named {TEXTS}"
DEEPEST = 4  # objects around the list of records: {"hits": {"hits": [{"_source": {...}}]}}
WRAPPED = "_source"


def read_whole_json(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of a JSON file that is one value; `Unreadable` where it is not JSON or has no records."""
    text = decode(load(source))
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise Unreadable(f"has more than {MOST_VALUES:,} values; save it as JSON Lines, a record a line")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("is not JSON, or nested too deeply") from error
    records = _records(value, DEEPEST)
    if not records:
        raise Unreadable(f"has no records with a text: a field named {TEXTS}")
    for number, record in enumerate(records, start=1):
        yield body_document(f"{source.place}, record {number}", record)


def has_body(record: object) -> bool:
    """Tell whether a value is a record with a text."""
    return isinstance(record, Mapping) and "text" in columns_named(map(str, _fields(record)))


def body_document(place: str, record: object) -> Document | Failure:
    """Return the cable of a record."""
    if not has_body(record):
        return Failure(place, NO_TEXT)
    fields = _fields(record)  # type: ignore[arg-type]
    return row_document(place, [_text(value) for value in fields.values()], columns_named(map(str, fields)))


def _fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    wrapped = record.get(WRAPPED)
    return wrapped if isinstance(wrapped, Mapping) else record


def _records(value: object, depth: int) -> Sequence[object]:
    """Return the records of a value: itself, its items, or those of the first list in it that has any."""
    if has_body(value):
        return [value]
    if isinstance(value, list):
        return value if any(map(has_body, value)) else []
    if isinstance(value, Mapping) and depth:
        return next(filter(None, (_records(each, depth - 1) for each in value.values())), [])
    return []


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n\n".join(each for each in value if isinstance(each, str))
    return tidied(value.replace("\0", "")) if isinstance(value, str) else "" if value is None else str(value)
