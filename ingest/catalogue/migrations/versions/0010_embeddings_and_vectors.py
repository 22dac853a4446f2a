"""What is embedded is noted apart from what Chroma holds of it.

The collection has other settings and more metadata from now on, and the scan no vectors of its own: both are made
anew from the embeddings, which stay.
"""

import sqlalchemy as sql
from alembic import op

from ingest.catalogue.migrations import outgrow

revision = "10"
down_revision = "9"


def upgrade() -> None:
    """Note the embeddings, and have vectors and scan made anew."""
    connection = op.get_bind()
    copied = "INSERT INTO held (part, cable, revision, ids) SELECT 'embeddings', cable, revision, ids FROM held"
    connection.execute(sql.text(f"{copied} WHERE part = 'vectors'"))
    connection.execute(sql.text("DELETE FROM held WHERE part = 'vectors'"))
    folders = connection.scalars(sql.text("SELECT DISTINCT part FROM held WHERE part LIKE 'words@%'"))
    owners = [part.removeprefix("words") for part in folders]  # "@" and the folder, none where there is but one
    for of in ("", " on server", *owners):
        noted = sql.text("INSERT INTO notes (name, value) VALUES (:name, 'yes') ON CONFLICT DO NOTHING")
        connection.execute(noted.bindparams(name=f"outgrown vectors{of}"))
    outgrow("scan")
