"""The parts of a library, opened when they are first needed and never trusted to fit together."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import RLock, Thread
from typing import get_args

from ingest.catalogue import Catalogue
from ingest.embed import DEFAULT_MODEL, Embedder
from ingest.errors import EmbedderMismatch, LibraryDamaged, ReftelError
from ingest.ledger import Part
from ingest.scan import Scan
from ingest.vectors import Vectors
from ingest.words import Words

PARTS: tuple[Part, ...] = get_args(Part)
_NAMES = {"words": "word index", "vectors": "vectors", "scan": "scan of vectors"}


class Parts:
    """The catalogue and the parts that are derived from it, in a folder. Any thread may use it."""

    def __init__(self, folder: Path, embedder: str | None) -> None:
        """`embedder`: a model's name, None for the one that the library was built with.

        Raises EmbedderMismatch when that is another one, LibraryError when there is no usable catalogue.
        """
        self.folder = folder
        self.catalogue = Catalogue(folder / "catalogue.sqlite")
        built = self.catalogue.ledger.note("embedder")
        if built is not None and embedder not in (None, built):
            raise EmbedderMismatch(
                f"{folder} was built with the embedding model {built!r}, not {embedder!r}: leave --embedder out, "
                f"or rebuild it with `reftel reindex --embedder {embedder}`."
            )
        self.embedder = Embedder(embedder or built or DEFAULT_MODEL)
        self._opening = RLock()
        self._words: Words | None = None
        self._vectors: Vectors | None = None
        self._scan: Scan | None = None
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
                folder.mkdir(parents=True, exist_ok=True)
                self._copies[folder] = Parts(folder, None)
            copy = self._copies[folder]
            copy.embedder = self.embedder
            return copy

    @property
    def said(self) -> Path:
        """Where those who ask a chat model about the texts keep what it said; it goes when a text goes."""
        return self.folder / "answers"

    @property
    def words(self) -> Words:
        """The word index; raises LibraryDamaged when it is broken, or empty though it should not be."""
        with self._opening:
            if self._words is None:
                self._words = Words(self.folder / "words")
                self._check_kept("words", self._words.count())
            return self._words

    @property
    def vectors(self) -> Vectors:
        """The vectors; raises LibraryDamaged like `words`."""
        with self._opening:
            if self._vectors is None:
                self._vectors = Vectors(self.folder / "vectors")
                self._check_kept("vectors", self._vectors.count())
            return self._vectors

    @property
    def scan(self) -> Scan:
        """What a search by meaning reads; raises LibraryDamaged like `words`."""
        with self._opening:
            if self._scan is None:
                self._scan = Scan(self.folder / "scan")
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
            for what in (self.embedder.load, lambda: self.scan):
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
                if built and built != self.embedder.name:  # it was made anew with another model
                    self.embedder = Embedder(built)
            if self._changed("scan") and self._scan:
                self._scan.refresh()

    def prepare(self) -> None:
        """Get ready to write, now that nobody else may: see what others wrote, throw away what is to be made anew.

        Another writer may have been killed before it could count up, and two views of one Chroma folder must
        never write.
        """
        with self._opening:
            if self._words:
                self._words.refresh()
            if self._vectors:
                self._vectors.refresh()
            if self._scan:
                self._scan.refresh()
        self.discard()

    def discard_all(self, *, read_anew: bool) -> None:
        """Throw away the derived parts, and with `read_anew` what the embedding model made of each text."""
        with self.catalogue.edit() as edit:
            for part in PARTS:
                edit.discard(part)
            if read_anew:
                edit.forget_readings()
            edit.note("embedder", self.embedder.name)
        self.discard()

    def discard(self) -> None:
        """Throw away the parts that are noted to be made anew."""
        for part in PARTS:
            if self.catalogue.ledger.note(f"discard {part}"):
                self._let_go()
                shutil.rmtree(self.folder / part, ignore_errors=True)
                with self.catalogue.edit() as edit:
                    edit.note(f"discard {part}", None)
                    edit.count_up(part)

    def _let_go(self) -> None:
        with self._opening:
            if self._vectors:
                self._vectors.close()
            self._words = self._vectors = self._scan = None

    def _changed(self, part: Part) -> bool:
        before, self._seen[part] = self._seen[part], self.catalogue.ledger.note(part)
        return before != self._seen[part]

    def _check_kept(self, part: Part, count: int) -> None:
        if not count and not self.catalogue.ledger.is_empty(part):
            self._let_go()
            raise LibraryDamaged(
                f"The {_NAMES[part]} of {self.folder} lost all that was there: `reftel check --repair` mends that."
            )
