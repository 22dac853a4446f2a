"""The parts of a library, opened when they are first needed and never trusted to fit together."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock, Thread
from typing import get_args

from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.folder_names import Names
from ingest.catalogue.ledger import Index
from ingest.embedding.embedder import Embedder
from ingest.embedding.models import DEFAULT_MODEL, UNTAUGHT_MODEL
from ingest.errors import EmbedderMismatch, LibraryDamaged, LibraryError, ReftelError
from ingest.files import lock
from ingest.files.enclosure import refuse_ways_out, remove
from ingest.files.lock import PATIENCE
from ingest.files.read_only import is_read_only, not_writable
from ingest.search.chroma_store import ChromaAddress, ChromaStore
from ingest.search.meaning_search import MeaningSearch
from ingest.search.vector_scan import VectorScan
from ingest.search.word_index import WordIndex
from ingest.storage.folder_identity import identity_of
from ingest.storage.open_vectors import OpenVectors
from ingest.storage.wanted import Wanted

PARTS: tuple[Index, ...] = get_args(Index)
_NAMES = {"words": "word index", "vectors": "Chroma collection", "scan": "vector scan"}


class Parts:
    """The catalogue and the parts that are derived from it, in a folder. Any thread may use it.

    The catalogue may be a database that others share, each with a folder of their own: it notes what each holds.
    """

    def __init__(
        self,
        folder: Path,
        embedder: str | None,
        database: str | None = None,
        chroma: str | None = None,
        *,
        lives_on: bool = True,
        with_texts: bool | None = None,
    ) -> None:
        """`embedder`: the model that the user names, None for the one that the library was built with, which is
        loaded only where it is the default. `database`: the URL of one that keeps the catalogue, None for a file
        in the folder. `chroma`: the URL of a Chroma server for the vectors, None for an embedded one that keeps
        them in the folder. `lives_on`: whether the process does, so that its searches may open Chroma.
        `with_texts`: whether the collection is to keep the texts too, None for as it is.

        Raises EmbedderMismatch when that is another one, LibraryError when there is no usable catalogue, or
        a part of the library is a link.
        """
        refuse_ways_out(folder)
        self.folder = folder
        identity = identity_of(folder) if database else None
        names = Names(identity.name if identity else None, vectors_are_served=chroma is not None)
        self.catalogue = Catalogue(database or folder / "catalogue.sqlite", names)
        if identity and identity.of_a_copy:
            with self.catalogue.edit() as edit:  # what its indexes hold is noted under the other's name alone
                for part in filter(names.is_own, PARTS):
                    edit.indexes.discard(part)
        if self._is_lost():
            self.catalogue.close()
            raise LibraryDamaged(
                f"The catalogue of {folder} is empty, but its indexes are not: it must have been lost. Restore a "
                "backup into a new folder (`reftel restore`), or delete the folders `words` and `scan` "
                "in it and ingest again."
            )
        self._named = embedder
        self.embedder = self._built_with(embedder)
        self._chroma, self.lives_on = chroma, lives_on
        self.own = tuple(part for part in PARTS if not names.is_served(part))
        self._wanted_texts = with_texts
        self._opening = RLock()
        self._words: WordIndex | None = None
        self._scan: VectorScan | None = None
        self._vectors = OpenVectors(
            None if chroma else folder / "vectors",
            self._vectors_unopened,
            lambda store: self._check_kept("vectors", store.count()),
        )
        self.meaning = MeaningSearch(
            self._vectors.searchable,
            lambda: self.scan,
            self.catalogue.embeddings.vectors_of,
            is_served=chroma is not None,
            is_read_only=self.is_read_only,
            lives_on=lives_on,
        )
        self._copies: dict[Path, Parts] = {}
        self._stamp = self.catalogue.database.stamp()
        self._seen = {part: self.catalogue.ledger.note(part) for part in PARTS}

    def close(self) -> None:
        """Let go of the files."""
        for copy in self._copies.values():
            copy.close()
        self.catalogue.close()
        self._let_go()

    def copy(self, folder: Path) -> "Parts":
        """Open the copy in a folder, making it where there is none; once, as Chroma bears no second writer."""
        with self._opening:
            if folder not in self._copies:
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise not_writable(self.folder, error.strerror) from error
                self._copies[folder] = Parts(folder, None, lives_on=self.lives_on)
            copy = self._copies[folder]
            copy.embedder = self.embedder
            return copy

    def forget_copy(self, folder: Path) -> None:
        """Let go of the copy in a folder, which is to be thrown away."""
        with self._opening:
            if copy := self._copies.pop(folder, None):
                copy.close()

    def refuse_copy(self) -> None:
        """Raise LibraryError where the library is a copy, which is filled from its own library alone."""
        if clearance := self.catalogue.ledger.note("clearance"):
            raise LibraryError(
                f"{self.folder} is a copy for the clearance {clearance}: use the library that it was made from."
            )

    @property
    def is_read_only(self) -> bool:
        """Whether the folder cannot be written, so that one can only ask."""
        return is_read_only(self.folder)

    @property
    def is_shared(self) -> bool:
        """Whether others have folders to the same catalogue, so that this one has to follow what they write."""
        return self.catalogue.database.is_shared

    @contextmanager
    def writing(self, work: str, *, patience: float = PATIENCE) -> Iterator[None]:
        """Keep other writers out, here and where others share the catalogue, while doing `work`.

        Waits for another one for `patience` seconds; raises LibraryBusy after.
        """
        with self.catalogue.database.writing(work, patience=patience), self.writing_here(work, patience=patience):
            yield

    def writing_here(self, work: str, *, patience: float = PATIENCE) -> AbstractContextManager[None]:
        """Keep out only those who write to what lies in this folder."""
        return lock.writing(self.folder, work, patience=patience)

    def is_free(self) -> bool:
        """Return whether nobody is writing, here or elsewhere."""
        return lock.is_free(self.folder) and self.catalogue.database.is_free()

    @property
    def search_by_meaning(self) -> str:
        """Which index answers a search by meaning, in words."""
        if self._vectors.is_ready() or not self.has_meaning or self.meaning.is_closed:
            return self.meaning.rule
        return "the vector scan, until `reftel ingest` has brought Chroma up to date"

    @property
    def with_texts(self) -> bool:
        """Whether the collection keeps the texts too."""
        return self.catalogue.ledger.note("vectors with") == "texts"

    @property
    def said(self) -> Path:
        """Where those who ask a chat model about the texts keep what it said; it goes when a text goes."""
        return self.folder / "answers"

    def unsay(self) -> None:
        """Delete what a chat model said about the texts."""
        remove(self.said, within=self.folder)

    @property
    def wanted(self) -> Wanted:
        """What is to be indexed by meaning before all else."""
        return Wanted(self.folder)

    @property
    def words(self) -> WordIndex:
        """The word index; raises LibraryDamaged when it is broken, or empty though it should not be."""
        with self._opening:
            if self._words is None:
                self._words = WordIndex(self.folder / "words")
                self._check_kept("words", self._words.count())
            return self._words

    @property
    def vectors(self) -> ChromaStore:
        """The Chroma collection, for who writes or checks; raises LibraryDamaged like `words`, LibraryUnreachable
        when the server that keeps it does not answer."""
        return self._vectors.get()

    @property
    def collection(self) -> str:
        """The name of the Chroma collection."""
        return self._vectors_unopened().name

    def finish_vectors(self) -> None:
        """Note that the collection is up to date, so that it can be searched; for the writer alone."""
        if not self.catalogue.ledger.is_empty("vectors"):
            self._vectors.finish()

    def _vectors_unopened(self) -> ChromaStore:
        return ChromaStore(
            ChromaAddress(self._chroma, self._own_collection()) if self._chroma else self.folder / "vectors"
        )

    def _own_collection(self) -> str:
        """Return the name of the collection for this catalogue, by which several can share a server."""
        name = self.catalogue.ledger.note("collection")
        if name is None:
            name = f"reftel-{secrets.token_hex(8)}"
            with self.catalogue.edit() as edit:
                edit.note("collection", name)
        return name

    @property
    def scan(self) -> VectorScan:
        """The vector scan; raises LibraryDamaged like `words`."""
        with self._opening:
            if self._scan is None:
                self._scan = VectorScan(self.folder / "scan")
                self._check_kept("scan", self._scan.count())
            return self._scan

    @property
    def has_meaning(self) -> bool:
        """Whether anything was ever found by meaning: where nothing was, the model need not be loaded."""
        return self._seen["scan"] is not None

    def warm(self) -> None:
        """Load beside other work what a search by meaning will need; what goes wrong is told when it is needed."""

        def load(what: Callable[[], object]) -> None:
            with suppress(ReftelError):
                what()

        if self.has_meaning:
            # A process that ends while the model is being loaded waits for it: its native threads would abort it.
            Thread(target=load, args=(self.embedder.load,)).start()
            for what in (lambda: self.scan, self.meaning.warm):
                Thread(target=load, args=(what,), daemon=True).start()

    def refresh(self) -> None:
        """See what another process has written since we last looked."""
        with self._opening:
            before, self._stamp = self._stamp, self.catalogue.database.stamp()
            if before == self._stamp:
                return
            if self._changed("words") and self._words:
                self._words.refresh()
            if self._changed("vectors"):
                built = self.catalogue.ledger.note("embedder")
                if built and built != self.embedder.name:  # it was rebuilt with another model
                    self.embedder = self._embedder(built)
            if self._changed("scan") and self._scan:
                self._scan.refresh()

    def _built_with(self, embedder: str | None) -> Embedder:
        built = self.catalogue.ledger.note("embedder")
        if built is not None and embedder not in (None, built):
            raise EmbedderMismatch(
                f"{self.folder} was built with the embedding model {built!r}, not {embedder!r}: leave --embedder "
                f"out, or rebuild it with `reftel reindex --embedder {embedder}`."
            )
        return self._embedder(built)

    def _embedder(self, built: str | None) -> Embedder:
        """Return the model that the user has named, else that which the library says it was built with."""
        if built in (None, self._named):
            return Embedder(self._named or DEFAULT_MODEL)
        return Embedder(built, is_claimed=True)

    @property
    def better_model(self) -> str | None:
        """The taught model where the library is built with the untaught one and the user has named none."""
        return DEFAULT_MODEL if self._named is None and self.embedder.name == UNTAUGHT_MODEL else None

    def prepare(self) -> None:
        """Get ready to write, now that nobody else may: see what others wrote, discard what must be rebuilt.

        Another writer may have been killed before it could count up, and two views of one Chroma folder must
        never write.
        """
        with self._opening:
            if self._words:
                self._words.refresh()
            if self._scan:
                self._scan.refresh()
        self._vectors.close()
        self._turn_vectors()
        self.discard()

    def _turn_vectors(self) -> None:
        """Have the collection made anew where it is of an earlier format, or other texts are wanted in it."""
        outgrown = self.catalogue.ledger.note("outgrown vectors") is not None
        wanted = self.with_texts if self._wanted_texts is None else self._wanted_texts
        if outgrown or wanted != self.with_texts:
            with self.catalogue.edit() as edit:
                edit.indexes.discard("vectors")
                edit.note("outgrown vectors", None)
                edit.note("vectors with", "texts" if wanted else None)

    def discard_all(self, *, read_anew: bool) -> None:
        """Discard the derived parts, and with `read_anew` the embeddings of the texts."""
        with self.catalogue.edit() as edit:
            for part in PARTS:
                edit.indexes.discard(part)
            edit.indexes.release("embeddings")
            if read_anew:
                edit.embeddings.forget()
            edit.note("embedder", self.embedder.name)
        self.discard()

    def discard(self) -> None:
        """Discard the parts that are noted to be rebuilt."""
        for part in PARTS:
            if self.catalogue.ledger.note(f"discard {part}"):
                self._let_go()
                if part == "vectors":
                    self._vectors_unopened().discard()
                else:
                    remove(self.folder / part, within=self.folder)
                with self.catalogue.edit() as edit:
                    edit.note(f"discard {part}", None)
                    edit.count_up(part)

    def _let_go(self) -> None:
        self._vectors.close()
        with self._opening:
            self._words = self._scan = None

    def _is_lost(self) -> bool:
        """Return whether there are indexes beside a catalogue that never held anything."""
        ledger = self.catalogue.ledger
        ours = (self.folder / "words" / "sums.json", self.folder / "scan" / "state.json")
        if not any(each.exists() for each in ours) or ledger.note("clearance"):
            return False
        return ledger.last_run() is None and not self.catalogue.count_cables()

    def _changed(self, part: Index) -> bool:
        before, self._seen[part] = self._seen[part], self.catalogue.ledger.note(part)
        return before != self._seen[part]

    def _check_kept(self, part: Index, count: int) -> None:
        if not count and not self.catalogue.ledger.is_empty(part):
            with self._opening:
                self._words = self._scan = None
            raise LibraryDamaged(
                f"The {_NAMES[part]} of {self.folder} has lost its contents: `reftel check --repair` repairs that."
            )
