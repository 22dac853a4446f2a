"""The catalogue in PostgreSQL, which several machines share, each with a folder of indexes of its own."""

import json
import logging
import os
import re
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sql
from psycopg.types.string import StrDumperUnknown
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.engine import URL, Connection, Row

from ingest.catalogue.database import HALF_A_CHARACTER, Database
from ingest.catalogue.tables import metadata, notes
from ingest.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryUnreachable, SettingsError
from ingest.files.lock import PATIENCE, up_to

T = TypeVar("T")
_log = logging.getLogger(__name__)

_WITHIN = {"connect_timeout": 5, "tcp_user_timeout": 30_000}  # seconds, milliseconds: then a host is gone
_SEATS = {"pool_size": 8, "max_overflow": 24}  # connections: kept, and more in a rush
_WRITING = (78_215, 1)  # the advisory lock of who writes; two numbers that nobody else will use in this database
_MAKING = (78_215, 2)  # ... of who makes or changes the tables
_GONE = re.compile("08|57P0|53300")  # SQLSTATE: no connection, shutting down or starting up, none to be had
_BROKEN = re.compile("XX00[12]|42P01|42703")  # damaged pages, no such table, no such column
_NAME = 63  # bytes of an application's name
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # in JSON
_ALIVE = sql.select(1)
_COUNTED = insert(notes).values(name="written", value="1")
_COUNTED = _COUNTED.on_conflict_do_update(
    index_elements=[notes.c.name],
    set_={"value": sql.cast(sql.cast(notes.c.value, sql.BigInteger) + 1, sql.Text)},
)


class PostgreSQL(Database):
    """A database of a PostgreSQL server.

    Raises LibraryUnreachable while the server does not answer, and works again as soon as it does.
    """

    is_shared = True
    insert = staticmethod(insert)

    def __init__(self, url: str) -> None:
        """Open it; `url`: "postgresql://user@host/name". Raises SettingsError when that is none."""
        place = address(url)
        engine = sql.create_engine(
            place,
            connect_args={
                "cursor_factory": _Binary,
                **{name: value for name, value in _WITHIN.items() if name not in place.query},
            },
            json_serializer=_json,
            **_SEATS,
        )
        sql.event.listen(engine, "connect", _tune)
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turn: psycopg.Connection[Any] | None = None
        super().__init__(f"{place.host or 'localhost'}/{place.database or place.username or ''}", engine)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction: everything in it happens, or nothing."""
        self._revive()
        with super().transaction() as connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction that changes the catalogue, and count it.

        Raises LibraryUnreachable if this process was writing and has lost its turn, for example because the server
        was restarted: another process may be writing now.
        """
        if self._turn:
            with self.translated():
                self._turn.execute("SELECT 1")
        with self.transaction() as connection:
            yield connection
            # Last, as nobody else can write from here to the end.
            connection.execute(_COUNTED)

    def all(self, query: sql.Executable, **given: Any) -> Sequence[Row[Any]]:
        """Return every row of a query, asked with what it leaves open."""
        return self._asked(lambda connection: connection.execute(query, given).all())

    def one(self, query: sql.Executable) -> Any:
        """Return the first value of a query, or None."""
        return self._asked(lambda connection: connection.execute(query).scalar())

    def together(self, *queries: sql.Executable, **given: Any) -> Sequence[Sequence[Row[Any]]]:
        """Return every row of each of some queries, all as of one moment."""

        def asked(connection: Connection) -> Sequence[Sequence[Row[Any]]]:
            connection.execution_options(isolation_level="REPEATABLE READ")
            return [connection.execute(query, given).all() for query in queries]

        return self._asked(asked)

    def stamp(self) -> object:
        """Return how many transactions have changed the catalogue."""
        return self.one(sql.select(notes.c.value).where(notes.c.name == "written"))

    def faults(self) -> list[str]:
        """Return what damage the server has noticed; it looks for some itself if data checksums are on."""
        counted = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
        failures = self.one(sql.text(counted))
        return [f"pages of the database whose checksums failed: {failures}"] if failures else []

    def stream(self, query: sql.Executable) -> Iterator[Row[Any]]:
        """Yield every row of a query, some hundreds of which are in memory at a time."""
        self._revive()
        yield from super().stream(query)

    def is_one_of(self, column: sql.ColumnElement[str], values: Collection[str]) -> sql.ColumnElement[bool]:
        """Return the condition that a column has one of these values, which are sent as one array."""
        listed = sql.func.unnest(sql.cast(list(values), ARRAY(sql.Text))).column_valued()
        return column.in_(sql.select(listed))

    def sort_anew(self) -> None:
        """Rebuild its indexes from its tables."""
        with self.transaction() as connection:
            for table in metadata.tables:
                connection.execute(sql.text(f'REINDEX TABLE "{table}"'))

    @contextmanager
    def writing(self, work: str, *, patience: float) -> Iterator[None]:
        """Keep other writers out, on whichever machine, while doing `work`; they are served in order.

        Waits for `patience` seconds, with a warning that says for whom; raises LibraryBusy after. Whoever dies
        gives their turn back, as the server sees them go.
        """
        with self._session() as session:
            if not session.execute("SELECT pg_try_advisory_lock(%s, %s)", _WRITING).fetchone()[0]:
                if patience > 0:
                    _log.warning("%s; waiting %s for it to finish.", self._who(), up_to(patience))
                self._wait(session, patience)
            with self.translated():
                _set(session, "application_name", _signature(work))
            self._turn = session
            try:
                yield
            finally:
                self._turn = None

    def is_free(self) -> bool:
        """Return whether nobody is writing."""
        return self._holder() is None

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn the errors of SQLAlchemy and psycopg into LibraryErrors; none reveals a password."""
        try:
            yield
        except (sql.exc.DBAPIError, sql.exc.TimeoutError, psycopg.Error) as error:
            cause = getattr(error, "orig", None) or error
            message = (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")
            raise self._worded(cause, message) from error
        except UnicodeEncodeError as error:
            raise LibraryError(HALF_A_CHARACTER) from error

    def _worded(self, cause: BaseException, message: str) -> LibraryError:
        state = getattr(cause, "sqlstate", None)
        if state is None or _GONE.match(state):
            return LibraryUnreachable(
                f"The database {self.name} cannot be reached at the moment ({message}): try again when it is back."
            )
        if _BROKEN.match(state):
            return LibraryDamaged(
                f"The database {self.name} is damaged or contains no reftel catalogue ({message}): restore it "
                "from a backup, or ingest the files into a new one."
            )
        return LibraryError(f"The database {self.name} cannot be used now: {message}.")

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self.begin() as connection:
            # Two at once would get in each other's way.
            connection.execute(sql.select(sql.func.pg_advisory_xact_lock(*_MAKING)))
            yield connection

    def _alone(self, work: str) -> AbstractContextManager[None]:
        return self.writing(work, patience=PATIENCE)

    def _asked(self, ask: Callable[[Connection], T]) -> T:
        """Ask once more if the first connection turns out to belong to a server that has been restarted since."""
        with self.translated():
            try:
                with self._reading.connect() as connection:
                    return ask(connection)
            except sql.exc.DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            with self._reading.connect() as connection:
                return ask(connection)

    def _revive(self) -> None:
        """Leave no connection of before a restart to what cannot be done twice: one that fails takes all along."""
        self.one(_ALIVE)

    @contextmanager
    def _session(self) -> Iterator[Any]:
        """Open a connection of one's own, which the server ends where this machine falls silent."""
        with self.translated():
            lent = self._engine.raw_connection()
            session: Any = lent.driver_connection
            lent.detach()  # from the pool: it is nobody else's again
        try:
            with self.translated():
                session.autocommit = True
                for name, number in (("idle", 30), ("interval", 10), ("count", 3)):
                    _set(session, f"tcp_keepalives_{name}", str(number))
            yield session
        finally:
            session.close()

    def _wait(self, session: Any, patience: float) -> None:
        try:
            with self.translated():
                # A limit of 0 would be none at all.
                _set(session, "lock_timeout", f"{max(1, patience * 1000):.0f}ms")
                session.execute("SELECT pg_advisory_lock(%s, %s)", _WRITING)
        except LibraryError as error:
            if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise LibraryBusy(f"{self._who()}; try again when it has finished.") from None
            raise

    def _who(self) -> str:
        # It may have its turn and not yet signed, or just be gone.
        doing = (self._holder() or "").removeprefix("reftel").strip()
        return f"Another process is writing to {self.name}{f' ({doing})' if doing else ''}"

    def _holder(self) -> str | None:
        held = sql.text(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND classid = :one AND objid = :two AND objsubid = 2 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        one, two = _WRITING
        rows = self.all(held.bindparams(one=one, two=two))
        return str(rows[0][0]) if rows else None


def address(url: str) -> URL:
    """Read the address of a database; raises SettingsError, without telling what may be a password."""
    try:
        place = sql.make_url(url)
    except sql.exc.ArgumentError:
        place = None
    if place is None or place.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise SettingsError("This is not a PostgreSQL URL: write it like postgresql://user@host/name.")
    if "@" in (place.host or ""):
        raise SettingsError("The database URL has two @: in the password, write %40 instead.")
    return place.set(drivername="postgresql+psycopg")


class _Binary(psycopg.Cursor[Any]):
    """Has what it asks for sent as it is: as text, the tokens that an answer looks at are twice as long."""

    def __init__(self, connection: psycopg.Connection[Any], *, row_factory: Any = None) -> None:
        super().__init__(connection, row_factory=row_factory or connection.row_factory)
        self.format = psycopg.pq.Format.BINARY


class _Plain(StrDumperUnknown):
    """PostgreSQL has no NUL in a text: a sign for what cannot be shown, as long, stands in its place."""

    def dump(self, text: str) -> Any:
        return super().dump(text.replace("\0", "�"))


def _signature(work: str) -> str:
    who = f"{work} since {datetime.now():%Y-%m-%d %H:%M}, process {os.getpid()} on {socket.gethostname()}"
    return f"reftel {who}".encode("ascii", "replace")[:_NAME].decode()


def _set(session: Any, setting: str, value: str) -> None:
    session.execute("SELECT set_config(%s, %s, false)", (setting, value))


def _tune(connection: Any, _: Any) -> None:
    connection.adapters.register_dumper(str, _Plain)


def _json(value: Any) -> str:
    return _NUL.sub(r"\1\\ufffd", json.dumps(value))
