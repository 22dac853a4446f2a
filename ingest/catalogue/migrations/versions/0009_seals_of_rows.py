"""A seal beside every row that an answer may rest on: a hash of what is in it.

Nothing tells what was damaged before, but of a paragraph its text: that whose text is another one by now gets no
seal, so that it is told as damaged. The scan and the word index have sums of their files from now on, and are made
anew for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sql
from alembic import op
from sqlalchemy.engine import Connection, RowMapping

from ingest.catalogue.migrations import outgrow
from ingest.catalogue.seals import checksum
from ingest.domain.serialization import sha

revision = "9"
down_revision = "8"

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")
AT_ONCE = 500
# As they were at this step: what is sealed of a table may change later.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cables": (
        *("id", "document", "digest", "post", "date", "origin", "subject", "classification", "paragraphs"),
        "record",
    ),
    "documents": ("input", "place", "parser", "cable", "weight", "name", "page", "text_sha"),
    "paragraphs": (
        *("cable", "ordinal", "number", "text", "start", "end", "pieces", "mark_raw", "level", "caveats", "kind"),
        "section",
    ),
    "statements": ("cable", "ordinal", "sentences"),
    "voices": ("word", "cable", "ordinal", "speaker"),
    "people": ("cable", "name", "titles", "spellings", "said"),
    "links": ("cable", "place", "target"),
    "read": ("cable", "ordinal", "digest"),
    "readings": ("digest", "windows", "vectors", "starts", "tokens"),
    "projections": ("embedder", "matrix"),
}
KEYS = {
    "documents": ("id",),
    "cables": ("id",),
    "paragraphs": ("cable", "ordinal"),
    "statements": ("cable", "ordinal"),
    "voices": ("word", "cable", "ordinal", "speaker"),
    "people": ("cable", "name"),
    "links": ("cable", "place"),
    "read": ("cable", "ordinal"),
    "readings": ("digest",),
    "projections": ("embedder",),
}
JSON = frozenset({"caveats", "page", "pieces", "record", "sentences", "spellings", "titles"})


def upgrade() -> None:
    """Add the seals."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":  # damage may have left a text that is no UTF-8
        driver: Any = connection.connection.driver_connection
        driver.text_factory = lambda text: text.decode("utf-8", "replace")
    for name, keys in KEYS.items():
        op.add_column(name, sql.Column("seal", TEXT, nullable=False, server_default=""))
        columns = list(dict.fromkeys([*keys, *COLUMNS[name], *(["text_sha"] if name == "paragraphs" else [])]))
        typed = (sql.column(each, sql.JSON if each in JSON else None) for each in (*columns, "seal"))
        table = sql.table(name, *typed)
        update = sql.update(table).where(*(table.c[key] == sql.bindparam(f"key_{key}") for key in keys))
        update = update.values(seal=sql.bindparam("made"))
        for rows in _batches(connection, [table.c[each] for each in columns], [table.c[key] for key in keys]):
            made = [
                {"made": checksum(row[each] for each in COLUMNS[name]), **{f"key_{key}": row[key] for key in keys}}
                for row in rows
                if name != "paragraphs" or sha(row["text"]) == row["text_sha"]
            ]
            if made:
                connection.execute(update, made)
    if connection.dialect.name == "sqlite":
        driver.text_factory = str
    for part in ("words", "scan"):
        outgrow(part)


def _batches(
    connection: Connection, columns: Sequence[sql.ColumnClause[Any]], keys: Sequence[sql.ColumnClause[Any]]
) -> Iterator[Sequence[RowMapping]]:
    """Yield all rows some hundreds at a time, in the order of their keys."""
    query = sql.select(*columns).order_by(*keys).limit(AT_ONCE)
    rows = connection.execute(query).mappings().all()
    while rows:
        yield rows
        last = [sql.literal(rows[-1][key.name]) for key in keys]
        rows = connection.execute(query.where(sql.tuple_(*keys) > sql.tuple_(*last))).mappings().all()
