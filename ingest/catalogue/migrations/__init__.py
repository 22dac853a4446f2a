"""The history of the catalogue's tables: a numbered alembic migration for each change.

The first is the catalogue of reftel 0.1.0. The number of the last is `tables.SCHEMA`; which one a catalogue has
come to, it notes itself, as "schema", so that this is known without alembic, which takes a while to import.
"""

from pathlib import Path

import sqlalchemy as sql
from alembic import op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

FOLDER = Path(__file__).parent


def run(connection: Connection, after: int) -> None:
    """Run every migration after this one, from the first where it is 0, in the transaction that is open."""
    scripts = ScriptDirectory(str(FOLDER))
    due = list(scripts.iterate_revisions("head", str(after) if after else "base"))
    with Operations.context(MigrationContext.configure(connection)):
        for script in reversed(due):
            script.module.upgrade()


def outgrow(part: str) -> None:
    """Have the word index, or the scan, of every folder rebuilt, because this migration changes its format."""
    connection = op.get_bind()
    folders = sql.text("SELECT DISTINCT part FROM held WHERE part LIKE :of").bindparams(of=f"{part}@%")
    for name in [part, *connection.scalars(folders)]:
        noted = sql.text("INSERT INTO notes (name, value) VALUES (:name, 'yes') ON CONFLICT DO NOTHING")
        connection.execute(noted.bindparams(name=f"outgrown {name}"))
