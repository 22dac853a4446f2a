"""A library on disk: open, fill, check and copy it. `contents.py` has the queries."""

from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.database import Database
from ingest.domain.clearance import Clearance
from ingest.errors import LibraryError
from ingest.files.lock import PATIENCE
from ingest.files.private_folder import library_folder, make_private
from ingest.jobs.obsolete_parts import make_anew_outgrown
from ingest.library_queries import Contents
from ingest.progress import Progress
from ingest.storage.parts import Parts

if TYPE_CHECKING:  # what fills, checks or copies a library: a question needs none of it
    from ingest.backup.backup import Backup
    from ingest.jobs.check import Health
    from ingest.jobs.fill import Forgotten, IngestReport
    from ingest.sources.csv_columns import Columns


class Library(Contents):
    """An open library; `open` creates one if there is none. Any thread may query it, one process at a time write.

    Methods that write yield `Progress` and return a report. They wait `patience` seconds for another writer, then
    raise LibraryBusy.
    """

    def __init__(self, parts: Parts, whole: Catalogue | None = None) -> None:
        super().__init__(parts, whole)
        self._cleared: dict[Clearance, Library] = {}

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        embedder: str | None = None,
        database: str | None = None,
        chroma: str | None = None,
        chroma_texts: bool | None = None,
        lives_on: bool = True,
    ) -> Self:
        """Open the library in `folder` (default: the user's data folder), creating it if there is none.

        `embedder` is the embedding model; any but the default is loaded only if it is named here, whatever model
        the library claims to be built with. `database` is the URL of a PostgreSQL database that keeps the
        catalogue, for several machines; the indexes stay in the folder. `chroma` is the URL of a Chroma server
        that keeps the vectors and searches them; without it, Chroma is embedded and keeps them in the folder. With
        `chroma_texts` the collection keeps the texts too, for other programs; None leaves it as it is. A process
        that ends after a question or two passes `lives_on=False`: it searches without Chroma, which takes a second
        to open. Only its owner can read a new folder. Raises LibraryError if the folder cannot be a library or a
        part of it is a link, LibraryUnreachable if the database does not answer, EmbedderMismatch if the library
        was built with another model.

        A library of an earlier version of reftel is upgraded, with a warning in the log; one of a later version is
        left as it is, with LibraryError.
        """
        place = library_folder(folder)
        try:
            make_private(place)
        except (FileExistsError, NotADirectoryError) as error:
            raise LibraryError(f"{place} cannot be used as a library: it is a file. Name a folder.") from error
        except OSError as error:
            raise LibraryError(f"{place} cannot be used as a library: {error.strerror}.") from error
        parts = Parts(place, embedder, database, chroma, lives_on=lives_on, with_texts=chroma_texts)
        make_anew_outgrown(parts)
        return cls(parts)

    def close(self) -> None:
        """Close the files."""
        self._parts.close()

    @property
    def said(self) -> Path:
        """The folder for a chat model's replies about the texts; `forget` empties it."""
        return self._parts.said

    @property
    def shared(self) -> Database | None:
        """The database of a catalogue that several servers share, for whatever else they share; else None."""
        return self._parts.catalogue.database if self._parts.is_shared else None

    @property
    def versions(self) -> dict[str, str]:
        """The versions that results depend on: of reftel, its parser and the embedder."""
        from ingest.jobs import fill

        return fill.versions(self._parts)

    def cleared(self, clearance: Clearance, *, patience: float = PATIENCE) -> "Library":
        """Return the library for a clearance: a copy that has never contained anything above it.

        The copy is made if there is none and updated if it is out of date. Call this before each use: it costs
        nothing if the copy is up to date. Raises LibraryBusy if another process has been writing for longer than
        `patience` seconds, LibraryError if this library is itself a copy.
        """
        from ingest.jobs import cleared_copies

        return self._copy(clearance, cleared_copies.cleared(self._parts, clearance, patience=patience))

    def cleared_already(self, clearance: Clearance) -> "Library | None":
        """Return the same as `cleared` if its copy is up to date, else None."""
        from ingest.jobs import cleared_copies

        ready = cleared_copies.usable(self._parts, clearance)
        return self._copy(clearance, ready) if ready else None

    def _copy(self, clearance: Clearance, parts: Parts) -> "Library":
        return self._cleared.setdefault(clearance, Library(parts, self.catalogue))

    def page_picture(self, cable: str, page: int) -> bytes | None:
        """Return the picture of a page that OCR read, as JPEG, drawn from the file that the cable was read from.

        None where that cannot be, and always for a cleared copy, since a picture cannot be cut.
        """
        from ingest.jobs.page_picture import page_picture

        return None if self._whole else page_picture(self.catalogue, cable, page)

    def has_page_pictures(self, cable: str) -> bool:
        """Return whether `page_picture` may have pictures of this cable; it looks no further than for the file."""
        from ingest.jobs.page_picture import has_pictures

        return not self._whole and has_pictures(self.catalogue, cable)

    # Filling

    def ingest(
        self,
        paths: Iterable[str | Path] = (),
        *,
        patience: float = PATIENCE,
        workers: str | None = None,
        columns: "Columns | None" = None,
        within: Iterable[str | Path] = (),
        documents: bool | None = None,
    ) -> "Generator[Progress, None, IngestReport]":
        """Read files and folders, then index what is not indexed yet, by words and by meaning.

        With `workers`, the address of a Dask scheduler ("tcp://cluster:8786"), its workers do the slow parts;
        raises WorkersError if they cannot be reached. `columns` names the columns of tables whose header row does
        not: ("id", "date", "-", "text"). With `within`, some folders, the paths are what changed in these: each
        is read as the folder is, and the report names those that are gone. With `documents`, texts that are no
        cables are taken too: memoranda, letters, reports. The library remembers that; None leaves it as it is.
        """
        from ingest.jobs import fill

        return fill.ingest(
            self._parts,
            paths,
            patience=patience,
            workers=workers,
            columns=columns,
            within=within,
            documents=documents,
        )

    def forget(self, what: str | Path, *, patience: float = PATIENCE) -> "Generator[Progress, None, Forgotten]":
        """Remove a cable by its id, or everything read from a file or folder, and all replies of models."""
        from ingest.jobs import fill

        return fill.forget(self._parts, str(what), patience=patience)

    def reindex(
        self, embedder: str | None = None, *, patience: float = PATIENCE
    ) -> Generator[Progress, None, None]:
        """Rebuild the indexes from the catalogue, with another embedding model if one is named."""
        from ingest.jobs import fill

        return fill.reindex(self._parts, embedder, patience=patience)

    def missing_files(self, within: Iterable[str | Path] | None = None) -> tuple[str, ...]:
        """Return the files that cables were read from and that do not exist any more; only those in `within`."""
        from ingest.jobs.fill import absolute
        from ingest.jobs.missing_files import missing_files
        from ingest.sources.folder_walk import place_of

        places = None if within is None else [place_of(absolute(path)) for path in within]
        return missing_files(self._parts, places)

    def check(self, *, patience: float = PATIENCE) -> "Generator[Progress, None, Health]":
        """Check that the parts agree and everything can be found."""
        from ingest.jobs import check

        return check.check(self._parts, patience=patience)

    def repair(self, *, patience: float = PATIENCE) -> "Generator[Progress, None, tuple[Health, Health]]":
        """Check, and rebuild what is broken; returns the health before and after."""
        from ingest.jobs import check

        return check.repair(self._parts, patience=patience)

    def backup(
        self, file: Path, *, users: Path | None = None, derived: bool = False, patience: float = PATIENCE
    ) -> "Generator[Progress, None, Backup]":
        """Write the library, with the file of `users` if there is one, into a new file.

        Others may write meanwhile; only with `derived`, which includes what can be rebuilt, it waits for them.
        Raises BackupError.
        """
        from ingest.backup.backup import backup

        return backup(self._parts, file, users=users, derived=derived, patience=patience)

    def following(self) -> AbstractContextManager[None]:
        """Keep this folder up to date with what others write to a shared catalogue, in the background."""
        from ingest.jobs import follow

        return follow.following(self._parts)

    def warm(self) -> None:
        """Load in the background what the first question would wait for."""
        self._parts.warm()
