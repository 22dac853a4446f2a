"""The catalogue of reftel 0.1.0, which was the first that was published."""

from typing import Any

import sqlalchemy as sql
from alembic import op

revision = "6"
down_revision = None

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")
INDEXES = {
    "documents": ("input", "cable"),
    "cables": ("revision", "post", "date"),
    "read": ("digest",),
    "links": ("target",),
}


def upgrade() -> None:
    """Make those tables that are not there: it made one after the other, and may have been killed in between."""
    text, number, json, blob = TEXT, sql.Integer, sql.JSON, sql.LargeBinary
    _make("notes", _key("name", text), _maybe("value", text))
    _make(
        "runs",
        _key("id", number),
        _column("begun", text),
        _maybe("ended", text),
        _column("state", text),
        _column("paths", json),
        _column("counts", json),
        _column("versions", json),
    )
    _make("inputs", _key("path", text), _column("sha", text), _column("parser", number))
    _make("failures", _key("input", text), _key("place", text), _column("reason", text), _column("run", number))
    _make(
        "documents",
        _key("id", number),
        _column("input", text),
        sql.Column("place", text, nullable=False, unique=True),
        _column("run", number),
        _column("sha", text),
        _column("parser", number),
        _column("cable", text),
        _column("weight", number),
        _maybe("name", text),
        _maybe("page", json),
        _column("text", text),
    )
    _make(
        "cables",
        _key("id", text),
        _column("document", number),
        _column("revision", number),
        _column("digest", text),
        _column("post", text),
        _maybe("date", text),
        _maybe("origin", text),
        _maybe("subject", text),
        _maybe("classification", text),
        _column("paragraphs", number),
        _column("heard", number),
        _column("record", json),
        _column("spans", json),
    )
    _make(
        "paragraphs",
        _key("cable", text),
        _key("ordinal", number),
        _maybe("number", number),
        _column("text", text),
        _column("start", number),
        _column("end", number),
        _column("pieces", json),
        _maybe("mark_raw", text),
        _maybe("level", text),
        _column("caveats", json),
        _column("kind", text),
        _maybe("section", text),
    )
    _make("statements", _key("cable", text), _key("ordinal", number), _column("sentences", json))
    _make("voices", _key("word", text), _key("cable", text), _key("ordinal", number), _key("speaker", text))
    _make(
        "people",
        _key("cable", text),
        _key("name", text),
        _column("titles", json),
        _column("spellings", json),
        _column("said", number),
    )
    _make(
        "readings",
        _key("digest", text),
        _column("windows", number),
        _column("vectors", blob),
        _column("starts", blob),
        _column("tokens", blob),
    )
    _make("read", _key("cable", text), _key("ordinal", number), _column("digest", text))
    _make("projections", _key("embedder", text), _column("matrix", blob))
    _make("links", _key("cable", text), _key("place", number), _column("target", text))
    _make("held", _key("part", text), _key("cable", text), _column("revision", number), _column("ids", json))
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column], if_not_exists=True)
    op.create_index("voices_of_cable", "voices", ["cable"], if_not_exists=True)


def _make(name: str, *columns: sql.Column[Any]) -> None:
    op.create_table(name, *columns, if_not_exists=True)


def _key(name: str, kind: Any) -> sql.Column[Any]:
    return sql.Column(name, kind, primary_key=True)


def _column(name: str, kind: Any) -> sql.Column[Any]:
    return sql.Column(name, kind, nullable=False)


def _maybe(name: str, kind: Any) -> sql.Column[Any]:
    return sql.Column(name, kind)
