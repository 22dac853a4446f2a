"""In which order cables came, from now on: those that are here already are what was here before."""

import sqlalchemy as sql
from alembic import op

revision = "14"
down_revision = "13"

TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "arrivals",
        sql.Column("number", sql.Integer, primary_key=True),
        sql.Column("cable", TEXT, nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
