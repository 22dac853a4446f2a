"""A library on disk: opened, filled, checked and copied. What it can be asked is in `contents.py`."""

from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from ingest.backup.backup import Backup, backup
from ingest.catalogue.database import Database
from ingest.contents import Contents
from ingest.domain.clearance import Clearance
from ingest.errors import LibraryError
from ingest.files.lock import PATIENCE
from ingest.files.private_folder import library_folder, make_private
from ingest.jobs import check, cleared_copies, fill, follow
from ingest.jobs.check import Health
from ingest.jobs.fill import Forgotten, IngestReport
from ingest.jobs.obsolete_parts import make_anew_outgrown
from ingest.progress import Progress
from ingest.storage.parts import Parts


class Library(Contents):
    """An open library; `open` makes one where there is none. Any thread may ask; who fills it locks out others.

    What fills or repairs it yields `Progress`, returns a report, waits `patience` seconds for another writer and
    raises LibraryBusy after that.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._cleared: dict[Clearance, Library] = {}

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        embedder: str | None = None,
        database: str | None = None,
        chroma: str | None = None,
    ) -> Self:
        """Open the library in `folder` (default: the user's data folder), making it where there is none.

        `embedder` is the embedding model; any but the default is loaded only where it is named here, whatever the
        library says that it was built with. `database` is the URL of a PostgreSQL database that keeps the
        catalogue, for several machines; the indexes lie in the folder all the same. `chroma` is the URL of a
        Chroma server that keeps the vectors, which only filling and mending needs. A new folder is its owner's
        alone. Raises LibraryError when it cannot be a library or a part of it is a link, LibraryUnreachable when
        the database does not answer, EmbedderMismatch when the library was built with another model.

        One that an earlier version of reftel made is upgraded to this one, which is logged as a warning; one of a
        later version is refused with LibraryError and left as it is.
        """
        place = library_folder(folder)
        try:
            make_private(place)
        except OSError as error:
            raise LibraryError(f"{place} cannot be used as a library: {error.strerror}.") from error
        parts = Parts(place, embedder, database, chroma)
        make_anew_outgrown(parts)
        return cls(parts)

    def close(self) -> None:
        """Let go of the files."""
        self._parts.close()

    @property
    def said(self) -> Path:
        """Where what a chat model said about the texts may be kept: `forget` empties it."""
        return self._parts.said

    @property
    def shared(self) -> Database | None:
        """The database that keeps the catalogue where several servers share it, for what they share besides."""
        return self._parts.catalogue.database if self._parts.is_shared else None

    @property
    def versions(self) -> dict[str, str]:
        """The versions that what is found depends on: of reftel, its parser and the embedder."""
        return fill.versions(self._parts)

    def cleared(self, clearance: Clearance, *, patience: float = PATIENCE) -> "Library":
        """Return the library for somebody of this clearance: a copy that has never held what is above it.

        It is made where there is none, and brought up to this one where it is behind: ask for it anew before each
        use, which costs nothing where it is not. Raises LibraryBusy when another process has been writing for
        longer than `patience` seconds, LibraryError when this is a copy itself.
        """
        return self._copy(clearance, cleared_copies.cleared(self._parts, clearance, patience=patience))

    def cleared_already(self, clearance: Clearance) -> "Library | None":
        """Return what `cleared` returns where that needs no work and no waiting, None where it does."""
        ready = cleared_copies.usable(self._parts, clearance)
        return self._copy(clearance, ready) if ready else None

    def _copy(self, clearance: Clearance, parts: Parts) -> "Library":
        return self._cleared.setdefault(clearance, Library(parts))

    # Filling

    def ingest(
        self, paths: Iterable[str | Path] = (), *, patience: float = PATIENCE, workers: str | None = None
    ) -> Generator[Progress, None, IngestReport]:
        """Read files and folders, then index by words and by meaning what is not indexed yet.

        With `workers`, the address of a Dask scheduler ("tcp://cluster:8786"), its workers do what takes time;
        raises WorkersError when they cannot be had.
        """
        return fill.ingest(self._parts, paths, patience=patience, workers=workers)

    def forget(self, what: str | Path, *, patience: float = PATIENCE) -> Generator[Progress, None, Forgotten]:
        """Remove a cable by its id, or everything that came from a file or folder, and what a model said."""
        return fill.forget(self._parts, str(what), patience=patience)

    def reindex(
        self, embedder: str | None = None, *, patience: float = PATIENCE
    ) -> Generator[Progress, None, None]:
        """Make the indexes anew from the catalogue, with another embedding model if one is named."""
        return fill.reindex(self._parts, embedder, patience=patience)

    def check(self, *, patience: float = PATIENCE) -> Generator[Progress, None, Health]:
        """Look whether the parts agree and everything is found."""
        return check.check(self._parts, patience=patience)

    def repair(self, *, patience: float = PATIENCE) -> Generator[Progress, None, tuple[Health, Health]]:
        """Check, and make anew what is broken; returns the health before and after."""
        return check.repair(self._parts, patience=patience)

    def backup(
        self, file: Path, *, users: Path | None = None, derived: bool = False, patience: float = PATIENCE
    ) -> Generator[Progress, None, Backup]:
        """Write the library, with the file of `users` if there is one, into a new file, whoever else is at work.

        With `derived`, what can be rebuilt goes along, for which other writers are waited for. Raises
        BackupError.
        """
        return backup(self._parts, file, users=users, derived=derived, patience=patience)

    def following(self) -> AbstractContextManager[None]:
        """Bring this folder up to what others write to a shared catalogue, beside other work."""
        return follow.following(self._parts)

    def warm(self) -> None:
        """Load, beside other work, what the first question would wait for."""
        self._parts.warm()
