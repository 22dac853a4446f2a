"""A table for who met whom; it is filled as the speakers are identified again, by the rules of this version."""

import sqlalchemy as sql
from alembic import op

revision = "15"
down_revision = "14"

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    make_encounters()


def make_encounters() -> None:
    """Make the table of who met whom."""
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
