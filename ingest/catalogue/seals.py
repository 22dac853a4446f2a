"""A hash beside every row that an answer may rest on, so that damage is reported and never quoted.

A disk, a file system or a careless hand changes bytes without a word, and SQLite notices only what breaks its own
structure. So each row is sealed when it is stored and looked at when it is read.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Row

from ingest.errors import CatalogueDamaged

# What is sealed of each table. The text of a document has a hash of its own. The spans of a cable are left to its
# digest, since nobody quotes from them and they are long; its revision and the version of its attribution change
# without it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cables": (
        *("id", "document", "digest", "post", "date", "origin", "subject", "classification", "paragraphs"),
        "record",
    ),
    "documents": ("input", "place", "parser", "cable", "weight", "name", "page", "text_sha"),
    "pages": ("document", "number", "start", "confidence"),
    "scans": ("sha", "number", "engine", "input", "text", "confidence", "pages"),
    "paragraphs": (
        *("cable", "ordinal", "number", "text", "start", "end", "pieces", "mark_raw", "level", "caveats", "kind"),
        "section",
    ),
    "statements": ("cable", "ordinal", "sentences"),
    "voices": ("word", "cable", "ordinal", "speaker"),
    "people": ("cable", "name", "titles", "spellings", "said"),
    "encounters": ("cable", "ordinal", "start", "end", "one", "other", "is_post", "kind"),
    "corrections": ("id", "kind", "person", "other", "made"),
    "links": ("cable", "place", "target"),
    "read": ("cable", "ordinal", "digest"),
    "readings": ("digest", "windows", "vectors", "starts", "tokens"),
    "projections": ("embedder", "matrix"),
}


def seal(table: str, row: Any) -> str:
    """Return the seal of a row of a table, given by its columns."""
    return checksum(row[name] for name in COLUMNS[table])


def checksum(values: Iterable[Any]) -> str:
    """Return the hash of some values, in hexadecimal."""
    plain = _ENCODER.encode(list(values))
    return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()


def sealed(table: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with their seals."""
    return [{**row, "seal": seal(table, row)} for row in rows]


def select_sealed(table: sql.Table) -> sql.Select[Any]:
    """Return the query for what is sealed of a table, with the seals."""
    return sql.select(*(table.c[name] for name in COLUMNS[table.name]), table.c.seal)


def broken(table: str, rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """Yield those rows, which have all that is sealed, that are not as they were stored."""
    return (row for row in rows if seal(table, row._mapping) != row.seal)


def sound(rows: Sequence[Row[Any]], table: str, name: str) -> Sequence[Row[Any]]:
    """Return rows as they are; raises CatalogueDamaged, which names the catalogue, where one is not as stored."""
    for row in broken(table, rows):
        values = row._mapping
        of = next((f", {values[each]}" for each in ("cable", "id") if each in values), "")
        raise CatalogueDamaged(
            f"{name} is damaged (table {table}{of}): `reftel check --repair` repairs what it can."
        )
    return rows


def _hashed(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(type(value))


_ENCODER = json.JSONEncoder(default=_hashed)  # made once: `json.dumps` with a default makes one each time
