"""The catalogue's SQL database: opening it, asking it, and its errors in words."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection, Row

from ingest.entries import Key
from ingest.errors import LibraryDamaged, LibraryError
from ingest.tables import SCHEMA, metadata, notes


class Database:
    """A SQLite file, made where there is none. Any thread may ask; one process at a time may write."""

    def __init__(self, path: Path | None) -> None:
        """`None` opens an empty one in memory. Raises LibraryError when the file is of another version,
        LibraryDamaged when it is no database."""
        self._name = str(path or "the catalogue")
        self._files = (path, path.with_name(f"{path.name}-wal")) if path else ()
        if path:
            self._engine = sql.create_engine(f"sqlite:///{path}")
        else:
            self._engine = sql.create_engine("sqlite://", poolclass=sql.StaticPool)
        sql.event.listen(self._engine, "connect", _tune)
        with self.begin() as connection:
            metadata.create_all(connection)
            found = connection.scalar(sql.select(notes.c.value).where(notes.c.name == "schema"))
            if found is None:
                connection.execute(sql.insert(notes).values(name="schema", value=SCHEMA))
        if found not in (None, SCHEMA):
            raise LibraryError(
                f"{path} was made by another version of reftel (its schema is {found}, this one reads {SCHEMA}): "
                "ingest into a new folder."
            )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction: everything in it happens, or nothing."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    def all(self, query: sql.Executable) -> Sequence[Row[Any]]:
        """Return every row of a query."""
        with self._translated(), self._engine.connect() as connection:
            return connection.execute(query).all()

    def one(self, query: sql.Executable) -> Any:
        """Return the first value of a query, None when there is none."""
        with self._translated(), self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def stamp(self) -> tuple[tuple[int, int] | None, ...]:
        """Return what is another once anything was written, by whichever process: to ask the files is cheap."""
        return tuple(_written(file) for file in self._files)

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        rows = self.all(sql.text("PRAGMA quick_check(10)"))
        return [str(row[0]) for row in rows if row[0] != "ok"]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sql.exc.DatabaseError as error:
            if isinstance(error, sql.exc.OperationalError) and "malformed" not in str(error.orig):
                raise LibraryError(f"{self._name} cannot be used now: {error.orig}.") from error
            raise LibraryDamaged(
                f"{self._name} is damaged or no catalogue of reftel ({error.orig}): put a copy of it back, "
                "or remove it and ingest the files again."
            ) from error


def among(table: sql.Table, keys: Collection[Key]) -> sql.ColumnElement[bool]:
    """Return the condition that a row is of one of these paragraphs.

    SQLite looks at every row for a list of pairs; the cables of the pairs alone it finds by the index.
    """
    of_cables = table.c.cable.in_({key.cable for key in keys})
    return of_cables & sql.tuple_(table.c.cable, table.c.ordinal).in_(list(keys))


def _written(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _tune(connection: Any, _: Any) -> None:
    # WAL lets readers read while ingest writes; with it, NORMAL loses nothing that was committed when the
    # process dies, only, perhaps, the last transactions when the power does (sqlite.org/pragma.html).
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {pragma}")
