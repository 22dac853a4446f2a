"""A table for a curator's corrections: who of the people is one, who is two, and what somebody is called."""

import sqlalchemy as sql
from alembic import op

revision = "12"
down_revision = "11"

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "corrections",
        sql.Column("id", sql.Integer, primary_key=True),
        sql.Column("kind", TEXT, nullable=False),
        sql.Column("person", sql.JSON, nullable=False),
        sql.Column("other", sql.JSON, nullable=False),
        sql.Column("made", TEXT, nullable=False),
        sql.Column("seal", TEXT, nullable=False, server_default=""),
    )
