"""What readers keep, and where: a SQLite file beside the catalogue, or the database that several servers share.

Nothing of it can be derived from the cables, so no ingest touches it, and a backup takes it along.

The file has a version of its own, the tables in the database have that of the catalogue. Whoever changes a table
writes a migration, as in `ingest.catalogue.migrations`: a later version must not lose anybody's conversations.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection, Engine

from ingest import Library
from ingest.catalogue.database import Database
from ingest.catalogue.sqlite import copied_from_read_only, peek
from ingest.catalogue.tables import TEXT
from ingest.domain.clearance import Clearance
from ingest.errors import LibraryError, NotebookError

SCHEMA = 4  # of the file; 3 has watches, 2 collections, 1 is that of reftel 0.1.0. So far each only added tables
NO_FEEDBACK = "{}"

metadata = sql.MetaData()
conversations = sql.Table(
    "conversations",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("owner", TEXT, nullable=False, index=True),
    sql.Column("clearance", TEXT, nullable=False),
    sql.Column("title", TEXT, nullable=False),
    sql.Column("made", TEXT, nullable=False),
    sql.Column("changed", TEXT, nullable=False),
)
answers = sql.Table(
    "answers",
    metadata,
    sql.Column("conversation", sql.ForeignKey(conversations.c.id, ondelete="CASCADE"), primary_key=True),
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("bundle", sql.LargeBinary, nullable=False),
    sql.Column("feedback", TEXT, nullable=False, default=NO_FEEDBACK),
)
collections = sql.Table(
    "collections",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("owner", TEXT, nullable=False),
    sql.Column("clearance", TEXT, nullable=False),
    sql.Column("name", TEXT, nullable=False),
    sql.Column("note", TEXT, nullable=False),
    sql.Column("shared", sql.Boolean, nullable=False, index=True),
    sql.Column("made", TEXT, nullable=False),
    sql.Column("changed", TEXT, nullable=False),
    sql.UniqueConstraint("owner", "clearance", "name"),
)
collected_cables = sql.Table(
    "collected_cables",
    metadata,
    sql.Column("collection", sql.ForeignKey(collections.c.id, ondelete="CASCADE"), primary_key=True),
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("place", sql.Integer, nullable=False),  # in the order in which they were added
)
watches = sql.Table(
    "watches",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("owner", TEXT, nullable=False, index=True),
    sql.Column("clearance", TEXT, nullable=False),
    sql.Column("question", TEXT, nullable=False),  # "" for a list
    sql.Column("words", TEXT, nullable=False),  # that a list is of
    sql.Column("filters", sql.JSON, nullable=False),
    sql.Column("made", TEXT, nullable=False),
    sql.Column("looked", sql.Integer, nullable=False),  # up to which of the cables that came it was compared
)
watched_cables = sql.Table(  # that concern a watch
    "watched_cables",
    metadata,
    sql.Column("watch", sql.ForeignKey(watches.c.id, ondelete="CASCADE"), primary_key=True),
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("place", sql.Integer, nullable=False),  # in the order in which they were found
    sql.Column("seen", sql.Boolean, nullable=False),
)
cable_notes = sql.Table(  # on words of a cable; of these, the selectors of the W3C Web Annotation model
    "cable_notes",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("owner", TEXT, nullable=False, index=True),
    sql.Column("clearance", TEXT, nullable=False),
    sql.Column("cable", TEXT, nullable=False, index=True),
    sql.Column("ordinal", sql.Integer, nullable=False),  # of the paragraph, as the whole archive counts them
    sql.Column("number", sql.Integer),  # that it prints
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("exact", TEXT, nullable=False),
    sql.Column("prefix", TEXT, nullable=False),
    sql.Column("suffix", TEXT, nullable=False),
    sql.Column("text", TEXT, nullable=False),  # "" where the words are only highlighted
    sql.Column("colour", TEXT, nullable=False),
    sql.Column("shared", sql.Boolean, nullable=False, index=True),
    sql.Column("made", TEXT, nullable=False),
    sql.Column("changed", TEXT, nullable=False),
)
shared_conversations = sql.Table(
    "shared_conversations",
    metadata,
    sql.Column("conversation", sql.ForeignKey(conversations.c.id, ondelete="CASCADE"), primary_key=True),
)
workspaces = sql.Table(
    "workspaces",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("owner", TEXT, nullable=False),
    sql.Column("clearance", TEXT, nullable=False),
    sql.Column("name", TEXT, nullable=False),
    sql.Column("shared", sql.Boolean, nullable=False),
    sql.Column("made", TEXT, nullable=False),
    sql.Column("changed", TEXT, nullable=False),
    sql.UniqueConstraint("owner", "clearance", "name"),
)
workspace_items = sql.Table(
    "workspace_items",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("workspace", sql.ForeignKey(workspaces.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sql.Column("place", sql.Integer, nullable=False),  # in the order that the reader gave them
    sql.Column("kind", TEXT, nullable=False),
    sql.Column("text", TEXT, nullable=False),
    sql.Column("pinned", sql.JSON, nullable=False),  # what it cites
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who keeps something, under a clearance; "" is that for everything."""

    owner: str
    clearance: str = ""


def may_see(clearance: Clearance | None, held_under: str) -> bool:
    """Return whether a reader, who may see everything where `clearance` is None, may see all that somebody holds
    under a clearance, "" being that for everything.
    """
    if clearance is None:
        return True
    return bool(held_under) and clearance.covers(Clearance.parse(held_under))


OWNER = Holder("owner")  # whoever sits at the machine itself, where nobody logs in


class NotebookStore(ABC):
    """Keeps the tables above; any thread and process may use it. Raises NotebookError where it cannot be used."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Return whether nothing was ever kept, without making anything."""

    @abstractmethod
    def begin(self) -> AbstractContextManager[Connection]:
        """Open a transaction, making the tables where there are none."""

    @abstractmethod
    def overwrite(self, *, all_of_it: bool = False) -> None:
        """Leave as little as can be of what was deleted where it was kept."""


class FileStore(NotebookStore):
    """A SQLite file, made with the first that is kept. What is deleted is overwritten."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_empty(self) -> bool:
        """Return whether there is no file."""
        return not self._path.exists()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction, as a writer at once."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    def overwrite(self, *, all_of_it: bool = False) -> None:
        """Empty the log that the file has beside it; with `all_of_it`, rewrite the file."""
        commands = [*(["VACUUM"] if all_of_it else []), "PRAGMA wal_checkpoint(TRUNCATE)"]
        with self._translated(), closing(self._engine.raw_connection()) as connection:
            for command in commands:  # which SQLite does outside of a transaction alone
                connection.cursor().execute(command).fetchall()

    @cached_property
    def _engine(self) -> Engine:
        found = peek(self._path, "PRAGMA user_version")  # before it is opened, which may write to it
        if found is not None and int(found) > SCHEMA:
            raise NotebookError(f"{self._path} was made by a later version of reftel: update reftel to use it.")
        self._path.touch(mode=0o600)  # it is nobody's business but its readers'
        engine = sql.create_engine(f"sqlite:///{self._path}", poolclass=sql.NullPool)
        sql.event.listen(engine, "connect", _tune)
        sql.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.begin() as connection:
            version = connection.scalar(sql.text("PRAGMA user_version"))
            if 0 < version < SCHEMA or not sql.inspect(connection).get_table_names():
                metadata.create_all(connection)  # those that are not there yet
                connection.execute(sql.text(f"PRAGMA user_version = {SCHEMA}"))
            elif version != SCHEMA:
                raise NotebookError(
                    f"{self._path} is not a file of reftel conversations: restore it from a "
                    "backup, or move it away."
                )
        return engine

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sql.exc.OperationalError, sqlite3.OperationalError, OSError) as error:
            raise NotebookError(f"{self._path} cannot be used now: {getattr(error, 'orig', error)}.") from error
        except (sql.exc.DatabaseError, sqlite3.DatabaseError, ValueError) as error:
            reason = getattr(error, "orig", "it contains something else")
            raise NotebookError(
                f"{self._path} is damaged or not a file of reftel conversations ({reason}): restore it "
                "from a backup, or move it away."
            ) from error


class TemporaryStore(FileStore):
    """Stands in for a file that cannot be written: a copy of it, in a folder that is gone with this process."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._origin = path

    def is_empty(self) -> bool:
        """Return whether there is no file, and nothing was kept since."""
        return "_engine" not in self.__dict__ and not self._origin.exists()

    @cached_property
    def _engine(self) -> Engine:
        self._own = TemporaryDirectory(prefix="reftel-conversations-")
        self._path = Path(self._own.name) / self._origin.name
        if self._origin.exists():
            copied_from_read_only(self._origin, self._path)
        return super()._engine


class DatabaseStore(NotebookStore):
    """The database of the catalogue, where several servers share it.

    What is deleted is gone for whoever asks; when the server gives its pages to others is its own affair.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._made = False

    def is_empty(self) -> bool:
        """Return False: to look is to ask."""
        return False

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction; it is none of the catalogue's, which does not count it."""
        try:
            if not self._made:
                self._database.make(metadata)
                self._made = True
            with self._database.transaction() as connection:
                yield connection
        except LibraryError as error:
            raise NotebookError(str(error)) from error

    def overwrite(self, *, all_of_it: bool = False) -> None:
        """Leave it to the server."""


def store_of(library: Library) -> NotebookStore:
    """Return that of a library: beside the catalogue, as that may be busy for an hour, or shared with it.

    Where the folder cannot be written, it lasts no longer than this process.
    """
    if library.shared:
        return DatabaseStore(library.shared)
    file = library.folder / "notebook.sqlite"
    return TemporaryStore(file) if library.is_read_only else FileStore(file)


def _tune(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin where this module says so, and as writers at once
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "busy_timeout = 10000",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is deleted is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")
