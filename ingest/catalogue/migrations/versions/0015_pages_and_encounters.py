"""The pages of files, and who met whom: the next ingest finds both.

PDF files that were read before are read again, and speakers are identified again, by the rules of this version.
"""

import sqlalchemy as sql
from alembic import op

revision = "15"
down_revision = "14"

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")
DOCUMENTS = sql.table("documents", *map(sql.column, ("input", "place", "sha")))
INPUTS = sql.table("inputs", sql.column("path"))


def upgrade() -> None:
    """Make what is new."""
    _pages()
    _scans()
    _encounters()


def _pages() -> None:
    op.create_table(
        "pages",
        sql.Column("document", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("start", sql.Integer, nullable=False),
        sql.Column("confidence", sql.Float),
        sql.Column("seal", TEXT, nullable=False, server_default=""),
    )
    connection = op.get_bind()
    is_pdf = sql.func.lower(DOCUMENTS.c.place).contains(".pdf")
    connection.execute(sql.delete(INPUTS).where(INPUTS.c.path.in_(sql.select(DOCUMENTS.c.input).where(is_pdf))))
    connection.execute(sql.update(DOCUMENTS).where(is_pdf).values(sha=""))


def _scans() -> None:
    op.create_table(
        "scans",
        sql.Column("sha", TEXT, primary_key=True),
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("engine", TEXT, nullable=False),
        sql.Column("input", TEXT, nullable=False, index=True),
        sql.Column("text", TEXT, nullable=False),
        sql.Column("confidence", sql.Float, nullable=False),
        sql.Column("pages", sql.Integer, nullable=False),
        sql.Column("run", sql.Integer, nullable=False),
        sql.Column("seal", TEXT, nullable=False, server_default=""),
    )


def _encounters() -> None:
    """Make the table of who met whom; it is filled as the speakers are identified again, by newer rules."""
    op.create_table(
        "encounters",
        sql.Column("cable", TEXT, primary_key=True),
        sql.Column("ordinal", sql.Integer, primary_key=True),
        sql.Column("start", sql.Integer, primary_key=True),
        sql.Column("end", sql.Integer, nullable=False),
        sql.Column("one", TEXT, primary_key=True),
        sql.Column("other", TEXT, primary_key=True),
        sql.Column("is_post", sql.Integer, nullable=False),
        sql.Column("kind", TEXT, nullable=False),
        sql.Column("seal", TEXT, nullable=False, server_default=""),
    )
