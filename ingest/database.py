"""The catalogue's SQL database: opening it, asking it, and its errors in words; here as a SQLite file."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sql
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection, Engine, Row

from ingest.entries import Key
from ingest.errors import LibraryDamaged, LibraryError
from ingest.tables import SCHEMA, metadata, notes

_PAGES = 4096  # copied in one step, between which Ctrl-C is heard


class Insert(Protocol):
    """An INSERT that can say what is to happen to a row that is there: each database has its own, all alike."""

    def __call__(self, table: sql.Table) -> Any:
        """Return one into a table."""


class Database(ABC):
    """Where the tables are. Any thread may ask; one process at a time may write to the cables.

    Everything raises LibraryError where it cannot be used now, LibraryDamaged where it is broken.
    """

    is_shared = False  # whether others have folders of their own to the same database
    insert: Insert

    def __init__(self, name: str, engine: Engine) -> None:
        """Make the tables where there are none; raises LibraryError when they are of another version."""
        self.name = name
        self._engine = engine
        with self.transaction() as connection:
            self._make(connection, metadata)
            found = connection.scalar(sql.select(notes.c.value).where(notes.c.name == "schema"))
            if found is None:
                connection.execute(sql.insert(notes).values(name="schema", value=SCHEMA))
        if found not in (None, SCHEMA):
            raise LibraryError(
                f"{name} was made by another version of reftel (its schema is {found}, this one reads {SCHEMA}): "
                f"ingest into a new {'database' if self.is_shared else 'folder'}."
            )

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction: everything in it happens, or nothing."""
        with self.translated(), self._engine.begin() as connection:
            yield connection

    def begin(self) -> AbstractContextManager[Connection]:
        """Open a transaction that changes the catalogue, which `stamp` tells."""
        return self.transaction()

    def all(self, query: sql.Executable, **given: Any) -> Sequence[Row[Any]]:
        """Return every row of a query, asked with what it leaves open."""
        with self.translated(), self._engine.connect() as connection:
            return connection.execute(query, given).all()

    def one(self, query: sql.Executable) -> Any:
        """Return the first value of a query, None when there is none."""
        with self.translated(), self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def together(self, *queries: sql.Executable, **given: Any) -> Sequence[Sequence[Row[Any]]]:
        """Return every row of each of some queries, all as of one moment where others may be writing."""
        return [self.all(query, **given) for query in queries]

    def writing(self, work: str, *, patience: float) -> AbstractContextManager[None]:
        """Keep other writers out where `lock.writing`, which knows this machine alone, does not."""
        return nullcontext()

    def is_free(self) -> bool:
        """Return whether no other machine is writing."""
        return True

    @abstractmethod
    def stamp(self) -> object:
        """Return what is another once anything was written, by whichever process; it is cheap."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return what the database itself finds wrong with what it keeps."""

    @abstractmethod
    def translated(self) -> AbstractContextManager[None]:
        """Turn the errors of its driver into those of a library."""

    def make(self, tables: sql.MetaData) -> None:
        """Make those of these tables that are not there."""
        with self.transaction() as connection:
            self._make(connection, tables)

    def _make(self, connection: Connection, tables: sql.MetaData) -> None:
        tables.create_all(connection)


class SQLite(Database):
    """A SQLite file, made where there is none."""

    insert = staticmethod(sqlite.insert)

    def __init__(self, path: Path | None) -> None:
        """`None` opens an empty one in memory. Raises LibraryDamaged when the file is no database."""
        self._files = (path, path.with_name(f"{path.name}-wal")) if path else ()
        if path:
            engine = sql.create_engine(f"sqlite:///{path}")
        else:
            engine = sql.create_engine("sqlite://", poolclass=sql.StaticPool)
        sql.event.listen(engine, "connect", _tune)
        super().__init__(str(path or "the catalogue"), engine)

    def stamp(self) -> tuple[tuple[int, int] | None, ...]:
        """Return when the files were written and how long they are."""
        return tuple(_written(file) for file in self._files)

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        rows = self.all(sql.text("PRAGMA quick_check(10)"))
        return [str(row[0]) for row in rows if row[0] != "ok"]

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn SQLite's errors into those of a library."""
        try:
            yield
        except sql.exc.DatabaseError as error:
            if isinstance(error, sql.exc.OperationalError) and "malformed" not in str(error.orig):
                raise LibraryError(f"{self.name} cannot be used now: {error.orig}.") from error
            raise LibraryDamaged(
                f"{self.name} is damaged or no catalogue of reftel ({error.orig}): put a copy of it back, "
                "or remove it and ingest the files again."
            ) from error


def snapshot(source: Path, target: Path) -> None:
    """Copy a SQLite file as it is at one moment, whoever else reads and writes it meanwhile.

    Raises LibraryError where it cannot be read or the copy not be written, LibraryDamaged where what it holds is
    broken.
    """
    try:
        # The address of a file that is not there opens none, where its bare name would make one.
        origin = sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        with closing(origin), closing(sqlite3.connect(target)) as copy:
            origin.execute("PRAGMA busy_timeout = 30000")
            # All of it is read in one transaction: else SQLite begins anew whenever somebody writes.
            origin.execute("BEGIN").execute("SELECT count(*) FROM sqlite_master").fetchall()
            origin.backup(copy, pages=_PAGES)
            wrong = [row[0] for row in copy.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    except sqlite3.Error as error:
        raise LibraryError(f"{source} cannot be copied: {error}.") from error
    if wrong:
        raise LibraryDamaged(f"{source} is damaged ({wrong[0]}), so no copy of it is worth keeping.")


def named(column: sql.Column[Any]) -> sql.ColumnElement[bool]:
    """Return the condition that a column is one of the `ids` that a query is asked with.

    A question asks the same dozen queries as the one before: made once, with what they are asked for left open,
    they cost SQLAlchemy half as much.
    """
    return column.in_(sql.bindparam("ids", expanding=True))


def among(table: sql.Table) -> sql.ColumnElement[bool]:
    """Return the condition that a row is of one of the paragraphs that a query is asked with, given by `places`.

    SQLite looks at every row for a list of pairs; the cables of the pairs alone it finds by the index.
    """
    pairs = sql.tuple_(table.c.cable, table.c.ordinal).in_(sql.bindparam("keys", expanding=True))
    return named(table.c.cable) & pairs


def places(keys: Collection[Key]) -> dict[str, list[Any]]:
    """Return what a query with the condition `among` is asked with."""
    return {"ids": list({key.cable for key in keys}), "keys": list(keys)}


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
