"""The catalogue as a SQLite file, beside which the rest of a library lies."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection, Row

from ingest.catalogue.database import HALF_A_CHARACTER, Database
from ingest.catalogue.tables import SCHEMA
from ingest.errors import LibraryDamaged, LibraryError
from ingest.files import lock
from ingest.files.lock import PATIENCE
from ingest.files.read_only import can_write, is_read_only, not_writable

_PAGES = 4096  # copied in one step; Ctrl-C takes effect between two


class SQLite(Database):
    """A SQLite file, made where there is none."""

    insert = staticmethod(sqlite.insert)

    def __init__(self, path: Path | None) -> None:
        """`None` opens an empty one in memory. Raises LibraryDamaged when the file is no database."""
        self._path = path
        self._files = (path, path.with_name(f"{path.name}-wal")) if path else ()
        if path and not path.exists() and is_read_only(path.parent):
            raise not_writable(path.parent, "and it contains no library")
        self._is_read_only = path is not None and path.exists() and not _is_writable(path)
        self._seen = self._written()
        if path and self._is_read_only:
            engine = sql.create_engine(
                "sqlite://",
                creator=partial(_reading, path),
                poolclass=sql.QueuePool,
                max_overflow=-1,
                json_deserializer=_loaded,
            )
        elif path:
            # Each thread that asks has a connection; in all, there are no more of them than threads.
            engine = sql.create_engine(f"sqlite:///{path}", json_deserializer=_loaded, max_overflow=-1)
        else:
            engine = sql.create_engine("sqlite://", poolclass=sql.StaticPool)
        sql.event.listen(engine, "connect", _tune_reader if self._is_read_only else _tune)
        self.name = str(path or "the catalogue")
        # Before it is opened, which may write to it.
        if (
            path
            and (version := peek(path, "SELECT value FROM notes WHERE name = 'schema'"))
            and self._readable(version) < SCHEMA
            and not _is_writable(path)
        ):
            raise LibraryError(
                f"{path} was made by an earlier version of reftel and must be upgraded, but you "
                "cannot write to it: ask somebody who can to open it once, or copy the library to a "
                "folder that you can write to."
            )
        super().__init__(self.name, engine)

    def stamp(self) -> tuple[tuple[int, int] | None, ...]:
        """Return when the files were written and how long they are."""
        now = self._written()
        if self._is_read_only and now != self._seen:  # somebody else can write, which an open file may not show
            self._engine.dispose()
        self._seen = now
        return now

    def _written(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_written(file) for file in self._files)

    def together(self, *queries: sql.Executable, **given: Any) -> Sequence[Sequence[Row[Any]]]:
        """Return every row of each of some queries, all as of one moment; in memory nobody else is writing."""
        if not self._files:
            return super().together(*queries, **given)
        with self.translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")  # which Python's driver leaves out before a SELECT
            return [connection.execute(query, given).all() for query in queries]

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        rows = self.all(sql.text("PRAGMA integrity_check(10)"))  # unlike quick_check, it looks at the indexes
        return [str(row[0]) for row in rows if row[0] != "ok"]

    def is_one_of(self, column: sql.ColumnElement[str], values: Collection[str]) -> sql.ColumnElement[bool]:
        """Return the condition that a column has one of these values, which are sent as one text of JSON."""
        listed = sql.func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(sql.select(listed.c.value))

    def sort_anew(self) -> None:
        """Rebuild its indexes from its tables, as far as these can be read."""
        with suppress(LibraryDamaged), self.transaction() as connection:
            connection.exec_driver_sql("REINDEX")

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self.transaction() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's SQLite begins none for a change of tables
            yield connection

    @contextmanager
    def _alone(self, work: str) -> Iterator[None]:
        if self._path is None:
            yield
            return
        with lock.writing(self._path.parent, work, patience=PATIENCE):
            yield

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn SQLite's errors into those of a library."""
        try:
            yield
        except sql.exc.DatabaseError as error:
            if self._path and self._is_read_only and "readonly" in str(error.orig):
                raise not_writable(self._path.parent) from error
            if self._path and self._is_read_only and "unable to open" in str(error.orig):
                raise LibraryError(
                    f"{self._path} was not closed by who wrote to it last, and its folder cannot be written: open "
                    "it once where it can be, or copy the library to a folder that you can write to."
                ) from error
            if isinstance(error, sql.exc.OperationalError) and "malformed" not in str(error.orig):
                raise LibraryError(f"{self.name} cannot be used now: {error.orig}.") from error
            raise LibraryDamaged(
                f"{self.name} is damaged or not a reftel catalogue ({error.orig}): restore it from a backup, "
                "or remove it and ingest the files again."
            ) from error
        except UnicodeEncodeError as error:
            raise LibraryError(HALF_A_CHARACTER) from error


def peek(path: Path, query: str) -> str | None:
    """Return the first value that a file has for a query, without writing to it; None where there is none.

    To open it as usual may move into it what stands in the log beside it.
    """
    try:
        with closing(_reading(path)) as connection:
            found = connection.execute(query).fetchone()
    except (sqlite3.Error, OSError):
        return None
    return None if found is None or found[0] is None else str(found[0])


def _reading(path: Path) -> sqlite3.Connection:
    """Return a connection that reads a file and writes nothing beside it.

    It is taken as one that nobody changes unless it has a log beside it: that is to be read too, and whoever has
    the file open may be writing.
    """
    log, index = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
    how = "mode=ro" if index.exists() or (log.exists() and log.stat().st_size) else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, check_same_thread=False)


def copied_from_read_only(source: Path, target: Path) -> None:
    """Copy a SQLite file whose folder cannot be written, as it is at one moment; raises sqlite3.Error."""
    with closing(_reading(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)


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
            # All of it is read in one transaction: else SQLite starts again whenever somebody writes.
            origin.execute("BEGIN").execute("SELECT count(*) FROM sqlite_master").fetchall()
            origin.backup(copy, pages=_PAGES)
            wrong = [row[0] for row in copy.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    except sqlite3.Error as error:
        raise LibraryError(f"{source} cannot be copied: {error}.") from error
    if wrong:
        raise LibraryDamaged(f"{source} is damaged ({wrong[0]}), so it was not backed up.")


def _is_writable(path: Path) -> bool:
    return can_write(path) and can_write(path.parent)


def _written(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _loaded(text: str) -> Any:
    """Return what a text of JSON says; where it is damaged, what no row is sealed with."""
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return {"damaged": str(text)}


def _tune_reader(connection: Any, _: Any) -> None:
    # A changed byte need not be one of a text: it is read as a character that nobody wrote, and told by the seal.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    connection.execute("PRAGMA busy_timeout = 30000")


def _tune(connection: Any, _: Any) -> None:
    _tune_reader(connection, _)
    # WAL lets readers read while ingest writes; with it, NORMAL loses nothing that was committed when the
    # process dies, only, perhaps, the last transactions when the power does (sqlite.org/pragma.html).
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
