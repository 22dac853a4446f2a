"""A hash beside every text, so that damage to what is stored is seen without the file that it came from.

`documents.sha` is that of what was read: of the text itself, or of the record in which a cable stood parsed
("cables.jsonl, line 3"). The first was noted when the text came, so it is worth more than what is stored by now.
"""

import hashlib
from typing import Any

import sqlalchemy as sql
from alembic import op

revision = "7"
down_revision = "6"

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")


def upgrade() -> None:
    """Add the hashes, in hexadecimal, of each text in UTF-8."""
    for table in ("documents", "paragraphs"):
        op.add_column(table, sql.Column("text_sha", TEXT, nullable=False, server_default=""))
    hashed = _hashed()
    op.execute(f"UPDATE documents SET text_sha = CASE WHEN place LIKE '%, line %' THEN {hashed} ELSE sha END")
    op.execute(f"UPDATE paragraphs SET text_sha = {hashed}")


def _hashed() -> str:
    """Return how the database is asked for the hash of a text."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return "encode(sha256(convert_to(text, 'UTF8')), 'hex')"
    # As bytes: damage may have left a text that is no UTF-8, and is not to keep the others from their hashes.
    sqlite: Any = connection.connection.driver_connection
    sqlite.create_function("sha256", 1, _sha256, deterministic=True)
    return "sha256(CAST(text AS BLOB))"


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
