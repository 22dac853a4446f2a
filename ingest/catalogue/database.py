"""The catalogue's SQL database: opening it, asking it, and its errors in words.

A database of an earlier version of reftel is upgraded when it is opened, by one process, in one transaction.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

import sqlalchemy as sql
from sqlalchemy.engine import Connection, Engine, Row

from ingest.catalogue.tables import FIRST, SCHEMA, metadata, notes
from ingest.domain.keys import Key
from ingest.errors import LibraryDamaged, LibraryError

HALF_A_CHARACTER = "The request contains an invalid character (a lone surrogate): remove it."
_log = logging.getLogger(__name__)
_VERSION = sql.select(notes.c.value).where(notes.c.name == "schema")
_AT_ONCE = 500  # rows of a table that is read as a whole
_WORK = "upgrading the library"


class Insert(Protocol):
    """An INSERT with a clause for rows that exist already; each database has its own."""

    def __call__(self, table: sql.Table) -> Any:
        """Return one into a table."""


class Database(ABC):
    """Where the tables are. Any thread may ask; one process at a time may write to the cables.

    Everything raises LibraryError if it cannot be used at the moment, LibraryDamaged if it is broken.
    """

    is_shared = False  # whether others have folders of their own to the same database
    insert: Insert

    def __init__(self, name: str, engine: Engine) -> None:
        """Make the tables if there are none, and upgrade those of an earlier version.

        Raises LibraryError, and changes nothing, if they are of a later version or cannot be upgraded.
        """
        self.name = name
        self._engine = engine
        try:
            with self.transaction() as connection:
                found = self._version(connection)
            if found is None:
                with self._changing() as connection:
                    self._begin(connection)
            elif found < SCHEMA:
                self._bring_up()
        except BaseException:  # whatever went wrong, no connection may stay open
            engine.dispose()
            raise

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction: everything in it happens, or nothing."""
        with self.translated(), self._engine.begin() as connection:
            yield connection

    def begin(self) -> AbstractContextManager[Connection]:
        """Open a transaction that changes the catalogue, and with it the `stamp`."""
        return self.transaction()

    def all(self, query: sql.Executable, **given: Any) -> Sequence[Row[Any]]:
        """Return every row of a query, with these values for its parameters."""
        with self.translated(), self._engine.connect() as connection:
            try:
                return connection.execute(query, given).all()
            except (ValueError, TypeError, OverflowError) as error:  # a column with a value of the wrong type
                raise LibraryDamaged(
                    f"{self.name} is damaged ({error}): `reftel check --repair` repairs what it can."
                ) from error

    def each(self, query: sql.Select[Any], table: sql.Table) -> Iterator[Row[Any]]:
        """Yield the rows of a table that a query selects, in the order of their keys, some hundreds at a time."""
        keys = list(table.primary_key.columns)
        query = query.order_by(*keys).limit(_AT_ONCE)
        rows = self.all(query)
        while rows:
            yield from rows
            last = [sql.literal(getattr(rows[-1], key.name), key.type) for key in keys]
            rows = self.all(query.where(sql.tuple_(*keys) > sql.tuple_(*last)))

    def stream(self, query: sql.Executable) -> Iterator[Row[Any]]:
        """Yield every row of a query, some hundreds of which are in memory at a time."""
        with self.translated(), self._engine.connect() as connection:
            yield from connection.execution_options(yield_per=_AT_ONCE).execute(query)

    @abstractmethod
    def is_one_of(self, column: sql.ColumnElement[str], values: Collection[str]) -> sql.ColumnElement[bool]:
        """Return the condition that a column has one of these values, however many there are."""

    @abstractmethod
    def sort_anew(self) -> None:
        """Rebuild its indexes from its tables; faults in the tables remain."""

    def one(self, query: sql.Executable) -> Any:
        """Return the first value of a query, or None."""
        with self.translated(), self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def together(self, *queries: sql.Executable, **given: Any) -> Sequence[Sequence[Row[Any]]]:
        """Return every row of each of these queries, all as of one moment even if others are writing."""
        return [self.all(query, **given) for query in queries]

    def writing(self, work: str, *, patience: float) -> AbstractContextManager[None]:
        """Keep other writers out where `lock.writing`, which knows this machine alone, does not."""
        return nullcontext()

    def is_free(self) -> bool:
        """Return whether no other machine is writing."""
        return True

    @abstractmethod
    def stamp(self) -> object:
        """Return a value that changes whenever any process writes anything; this is cheap."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return what the database itself finds wrong with its data."""

    @abstractmethod
    def translated(self) -> AbstractContextManager[None]:
        """Turn the driver's errors into LibraryErrors."""

    def make(self, tables: sql.MetaData) -> None:
        """Make those of these tables that do not exist."""
        with self.transaction() as connection:
            there = sql.inspect(connection)
            if all(there.has_table(each) for each in tables.tables):
                return
        with self._changing() as connection:
            tables.create_all(connection)

    @abstractmethod
    def _changing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that may change the tables, one at a time."""

    @abstractmethod
    def _alone(self, work: str) -> AbstractContextManager[None]:
        """Keep other writers out while doing `work`."""

    def _version(self, connection: Connection) -> int | None:
        """Return the version of the tables; None if there are none, or not all of them yet."""
        there = sql.inspect(connection).has_table(notes.name)
        found = connection.scalar(_VERSION) if there else None
        return None if found is None else self._readable(found)

    def _readable(self, found: str) -> int:
        if not found.isdecimal():
            raise LibraryDamaged(f"{self.name} is damaged (its version is {found!r}): restore it from a backup.")
        if int(found) > SCHEMA:
            raise LibraryError(
                f"{self.name} was made by a later version of reftel (version {found}; this one reads up to "
                f"{SCHEMA}): update reftel to use it."
            )
        if int(found) < FIRST:
            raise LibraryError(
                f"{self.name} was made before reftel 0.1.0, the first version that was published: ingest its "
                "files into a new library."
            )
        return int(found)

    def _begin(self, connection: Connection) -> None:
        """Make the tables, unless another process has just done so."""
        if self._version(connection) is not None:
            return
        if sql.inspect(connection).has_table(notes.name):  # 0.1.0 was killed while it made them one by one
            self._migrate(connection, 0)
        else:
            metadata.create_all(connection)
            connection.execute(sql.insert(notes).values(name="schema", value=str(SCHEMA)))

    def _bring_up(self) -> None:
        with self._alone(_WORK), self._changing() as connection:
            found = self._version(connection)
            if found is not None and found < SCHEMA:  # or another process has just done it
                _log.warning("Upgrading the library to version %d (%s) ...", SCHEMA, self.name)
                self._migrate(connection, found)

    def _migrate(self, connection: Connection, after: int) -> None:
        from ingest.catalogue import migrations

        migrations.run(connection, after)
        noted = self.insert(notes).values(name="schema", value=str(SCHEMA))
        connection.execute(noted.on_conflict_do_update(index_elements=["name"], set_={"value": str(SCHEMA)}))


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
    """Return the parameters of a query with the condition `among`."""
    return {"ids": list({key.cable for key in keys}), "keys": list(keys)}


def within(column: sql.Column[str], path: str) -> sql.ColumnElement[bool]:
    """Return the condition that a column names a file, or one in that folder."""
    folder = path.rstrip("/") + "/"
    return (column == path) | (sql.func.substr(column, 1, len(folder)) == folder)
