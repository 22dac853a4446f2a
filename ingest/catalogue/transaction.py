"""One transaction on the catalogue: its notes, and rows that are inserted or updated."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from ingest.catalogue.database import Insert
from ingest.catalogue.folder_names import PLAIN, Names
from ingest.catalogue.tables import notes


class Transaction:
    """A connection in a transaction, as those who write to single tables use it."""

    def __init__(self, connection: Connection, insert: Insert, names: Names = PLAIN) -> None:
        """`insert`: as this database inserts or updates; `names`: under which parts and notes are known."""
        self.connection = connection
        self.insert = insert
        self.names = names

    def note(self, name: str, value: str | None) -> None:
        """Remember something about the library itself; None forgets it."""
        name = self.names(name)
        if value is None:
            self.connection.execute(sql.delete(notes).where(notes.c.name == name))
        else:
            self.upsert(notes, [{"name": name, "value": value}])

    def count_up(self, name: str) -> int:
        """Add one to a remembered number (from 0) and return it; readers watch those of the derived parts."""
        last = self.connection.scalar(sql.select(notes.c.value).where(notes.c.name == self.names(name)))
        self.note(name, str(int(last or 0) + 1))
        return int(last or 0) + 1

    def upsert(self, table: sql.Table, rows: Collection[dict[str, Any]], on: str | None = None) -> None:
        """Insert rows, or update those that have the same key, by default the primary one."""
        if not rows:
            return
        keys = [table.c[on]] if on else list(table.primary_key.columns)
        statement = self.insert(table)
        fresh = {c.name: statement.excluded[c.name] for c in table.columns if c not in keys and not c.primary_key}
        self.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), list(rows))
