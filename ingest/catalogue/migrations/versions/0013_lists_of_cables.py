"""An index of what lists of cables show and are sorted by, in SQLite alone: `tables.py` says why."""

from alembic import op

revision = "13"
down_revision = "12"


def upgrade() -> None:
    """Make the index."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("cables_listed", "cables", ["date", "post", "id", "subject", "classification"])
